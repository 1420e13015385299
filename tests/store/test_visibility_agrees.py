"""Filters and predicates of visibility say the same, on boards that no one would think of.

Everything is drawn with a fixed seed; a failure prints the one document that it is about.
"""

import asyncio
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from domain.context import Actor
from domain.roles import role_of
from domain.visibility import (
    ACCESS_ATTRIBUTES,
    Access,
    board_access,
    document_access,
    narrowing,
    sees_card,
    visible_boards,
)
from store.documents import Board, Card
from store.match import EVERYTHING, all_of, any_of, where
from store.mongo import Store
from store.places import boards_with_place, places_on
from store.records import load, path_of
from tests.factories import FLAGS, Document

PEOPLE = ("mara", "nils", "olga")
ORGS, TEAMS = ("org1", "org2"), ("team1", "team2")
DOMAINS = ("example.org", "example.com")
FLAG_VALUES: tuple[Any, ...] = (True, True, True, False, False, None, 1, 0, "true", "", {}, 1.0)
NO_ARRAYS: tuple[Any, ...] = (None, [], "mara", 7, {"userId": "mara", "isActive": True}, {})
ODD_ELEMENTS: tuple[Any, ...] = (None, "mara", 7, ["mara"], {}, [])
BOARDS, CARDS = 300, 500
_PATHS = tuple(path_of(Board, name) for name in ACCESS_ATTRIBUTES)


def actors() -> Iterator[Actor | None]:
    yield None
    for user_id in (*PEOPLE, "stranger"):
        for orgs, teams, domains in (
            ((), (), ()),
            (ORGS[:1], (), DOMAINS[:1]),
            ((), TEAMS[:1], ()),
            (ORGS, TEAMS, DOMAINS),
        ):
            for is_admin in (False, True):
                yield Actor(
                    user_id,
                    user_id,
                    is_admin,
                    "hashed",
                    frozenset(orgs),
                    frozenset(teams),
                    frozenset(domains),
                )


class Drawn:
    """Documents drawn at random."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def board(self, board_id: str) -> Document:
        board: Document = {"_id": board_id}
        some = self._random
        if some.random() < 0.9:
            board["permission"] = some.choice(
                ["private"] * 8 + ["public", "Public", "PUBLIC", None, True, 1, {}]
            )
        board["members"] = self._array(self._member)
        board["orgs"] = self._array(lambda: self._share("orgId", ORGS))
        board["teams"] = self._array(lambda: self._share("teamId", TEAMS))
        board["domains"] = self._array(lambda: self._share("domain", DOMAINS))
        return {name: value for name, value in board.items() if value is not ...}

    def card(self, card_id: str) -> Document:
        some = self._random
        card: Document = {
            "_id": card_id,
            "boardId": some.choice([f"b{n}" for n in range(BOARDS)] + [None, 7, "gone"]),
            "assignees": self._array(lambda: some.choice([*PEOPLE, *PEOPLE, *ODD_ELEMENTS])),
            "members": [some.choice(PEOPLE)],
        }
        return {name: value for name, value in card.items() if value is not ...}

    def _array(self, element: Any) -> Any:
        some = self._random
        if some.random() < 0.15:
            return some.choice([*NO_ARRAYS, ...])
        return [
            some.choice(ODD_ELEMENTS) if some.random() < 0.1 else element()
            for _ in range(some.choice([0, 1, 1, 2, 3]))
        ]

    def _member(self) -> Document:
        some = self._random
        member: Document = {"userId": some.choice([*PEOPLE, None, 7, {}])}
        for flag in ("isActive", some.choice([flag for flag in FLAGS.values() if flag])):
            if some.random() < 0.9:
                member[flag] = some.choice(FLAG_VALUES)
        return member

    def _share(self, key: str, values: tuple[str, ...]) -> Document:
        some = self._random
        share: Document = {key: some.choice([*values, None, "", 7, "EXAMPLE.ORG"])}
        if some.random() < 0.9:
            share["isActive"] = some.choice(FLAG_VALUES)
        return share


@pytest.mark.parametrize("seed", [1, 2])
async def test_filter_and_predicates_agree(bare_store: Store, seed: int) -> None:
    drawn = Drawn(seed)
    boards = {f"b{n}": drawn.board(f"b{n}") for n in range(BOARDS)}
    cards = [drawn.card(f"c{n}") for n in range(CARDS)]
    await bare_store.database.boards.insert_many(boards.values())
    await bare_store.database.cards.insert_many(cards)
    loaded = [load(Card, card) for card in cards]
    shown = 0
    for actor in actors():
        accesses = await boards_agree(bare_store, actor, boards)
        shown += len(accesses)
        await cards_agree(bare_store, actor, accesses, loaded)
    assert BOARDS < shown < 20 * BOARDS, "the draw must bring both hidden and shown boards"


async def boards_agree(
    store: Store, actor: Actor | None, boards: dict[str, Document]
) -> dict[str, Access]:
    found = set(await store.ids(Board, visible_boards(actor)))
    user_id = actor.user_id if actor else None
    # Others ask at the same moment: what is found for all of them has their entries too.
    asked = (boards_with_place(store, boards, each, _PATHS) for each in (user_id, *PEOPLE, None))
    own, *_ = await asyncio.gather(*asked)
    accesses = {}
    for board_id, document in boards.items():
        access = board_access(actor, load(Board, document))
        assert document_access(actor, document) == access, (actor, document)
        assert document_access(actor, own[board_id]) == access, (actor, document)
        assert (board_id in found) is (access is not None), (actor, document)
        if access:
            accesses[board_id] = access
    if actor:
        places = await places_on(store, visible_boards(actor), actor.user_id)
        roles = {board_id: role_of(own) if own else None for board_id, own in places.items()}
        assert roles == {board_id: access.role for board_id, access in accesses.items()}, actor
    return accesses


async def cards_agree(
    store: Store, actor: Actor | None, accesses: dict[str, Access], cards: list[Card]
) -> None:
    on_boards = where(Card, board_id=any_of(list(accesses)))
    condition = narrowing(actor, accesses)
    found = set(await store.ids(Card, all_of(on_boards, condition)))
    for card in cards:
        access = accesses.get(card.board_id)
        seen = access is not None and sees_card(actor, access, card.assignee_ids)
        assert (card.id in found) is seen, (actor, card)
    if not any(access.assigned_only for access in accesses.values()):
        assert condition == EVERYTHING


ACTIVE: list[tuple[Document, bool]] = [
    ({"isActive": True}, True),
    ({"isActive": False}, False),
    ({}, False),
    ({"isActive": 1}, False),
    ({"isActive": "true"}, False),
    ({"isActive": None}, False),
    ({"isActive": True, "userId": "Mara"}, False),
]


async def test_only_true_makes_a_member_active(bare_store: Store) -> None:
    actor = Actor("mara", "mara", False, "hashed")
    for number, (fields, visible) in enumerate(ACTIVE):
        members = [{"userId": "mara"} | fields]
        board = {"_id": f"b{number}", "permission": "private", "members": members}
        await bare_store.database.boards.insert_one(board)
        found = await bare_store.ids(Board, all_of(visible_boards(actor), {"_id": board["_id"]}))
        assert bool(found) is visible, fields
        assert (board_access(actor, load(Board, board)) is not None) is visible, fields
