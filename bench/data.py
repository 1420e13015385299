"""Makes the benchmark's data: documents as Wekan stores them, the same ones in every run."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import bcrypt
from pymongo import MongoClient
from pymongo.database import Database

from domain.passwords import digest
from domain.tokens import hash_token
from store import own_indexes
from store.documents import Board, Card, Email, Label, List, Member, Swimlane, User
from store.ids import ID_CHARACTERS
from store.indexes import ensure_indexes
from store.mongo import Store
from store.records import dump

Document: TypeAlias = dict[str, Any]

PASSWORD: Final = "Secret123!"
_SEED: Final = 20_260_301
_BATCH: Final = 2_000
_START: Final = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
_WORDS: Final = "plan draw ask write move check paint order weigh mend count sort read call".split()
_MOST_CARD_IDS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything; `cards` counts those of one board."""

    boards: int = 20
    lists: int = 10
    cards: int = 1000
    members: int = 20
    users: int = 200
    logins: int = 20


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    username: str
    token: str


@dataclass(frozen=True, slots=True)
class MadeBoard:
    id: str
    members: Sequence[Person]
    lists: Sequence[str]
    cards: Sequence[str]
    """Ids of its cards, or of some where there are very many."""


@dataclass(slots=True)
class World:
    """What was made, as far as requests ask for it. `logins` are people who do nothing else."""

    people: list[Person] = field(default_factory=list)
    logins: list[Person] = field(default_factory=list)
    boards: list[MadeBoard] = field(default_factory=list)
    sized: dict[int, MadeBoard] = field(default_factory=dict)
    """Boards by their number of cards, for the cost of rows."""


def make(url: str, size: Size, sizes: Sequence[int] = ()) -> World:
    """Fills the database that `url` names, and makes the indexes that the private MongoDB has:
    Wekan's, and our own (`wekan-graphql indexes --create`)."""
    with MongoClient[Document](url) as client:
        maker = _Maker(client.get_default_database())
        world = maker.world(size, sizes)
        maker.flush()
    asyncio.run(_index(url))
    return world


async def _index(url: str) -> None:
    store = Store(url, timeout_ms=3_600_000)
    try:
        await ensure_indexes(store)
        await own_indexes.create(store, await own_indexes.missing(store))
    finally:
        await store.close()


class _Maker:
    """Writes documents in batches, without waiting for each."""

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self._random = random.Random(_SEED)
        self._waiting: dict[str, list[Document]] = {}
        self._card = dump(Card(id=""))

    def world(self, size: Size, sizes: Sequence[int]) -> World:
        world = World()
        world.people = [self._person(f"person{n}") for n in range(size.users)]
        secret = bcrypt.hashpw(digest(PASSWORD).encode(), bcrypt.gensalt(10)).decode()
        world.logins = [self._person(f"login{n}", secret) for n in range(size.logins)]
        step = max(1, size.users // max(size.boards, 1))
        keep = max(1, _MOST_CARD_IDS // max(size.boards, 1))
        for n in range(size.boards):
            members = [world.people[(n * step + m) % size.users] for m in range(size.members)]
            world.boards.append(self._board(n, members, size.lists, size.cards, keep))
        for cards in sizes:
            # One list holds at most a thousand cards: more are not shown in one page.
            lists = max(size.lists, -(-cards // 1000))
            members = world.people[: size.members]
            world.sized[cards] = self._board(len(world.sized), members, lists, cards, keep)
        return world

    def flush(self) -> None:
        for collection in list(self._waiting):
            self._write(collection)

    def _put(self, collection: str, document: Document) -> str:
        waiting = self._waiting.setdefault(collection, [])
        waiting.append(document)
        if len(waiting) >= _BATCH:
            self._write(collection)
        made: str = document["_id"]
        return made

    def _write(self, collection: str) -> None:
        waiting = self._waiting.pop(collection, [])
        if waiting:
            self._database[collection].insert_many(waiting, ordered=False)

    def _id(self) -> str:
        return "".join(self._random.choices(ID_CHARACTERS, k=17))

    def _text(self, words: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=words)).capitalize()

    def _person(self, username: str, secret: str | None = None) -> Person:
        person = Person(self._id(), username, f"bench-{self._id()}{self._id()}")
        document = dump(
            User(
                id=person.id,
                username=username,
                fullname=username.title(),
                initials=username[:2].upper(),
                emails=[Email(address=f"{username}@example.org", verified=True)],
                password_hash=secret,
                created_at=_START,
                modified_at=_START,
            )
        )
        login = {"when": datetime.now(UTC), "hashedToken": hash_token(person.token)}
        document.setdefault("services", {})["resume"] = {"loginTokens": [login]}
        self._put("users", document)
        return person

    def _board(
        self, number: int, members: Sequence[Person], lists: int, cards: int, keep: int
    ) -> MadeBoard:
        labels = [Label(id=self._id()[:6], name=word, color="green") for word in _WORDS[:6]]
        board = Board(
            id=self._id(),
            title=f"Board {number}",
            slug=f"board-{number}",
            description=self._text(12),
            sort=number,
            labels=labels,
            members=[
                Member(user_id=p.id, is_admin=p is members[0], is_active=True) for p in members
            ],
            created_at=_START,
            modified_at=_START + timedelta(minutes=number),
        )
        self._put("boards", dump(board))
        swimlane = Swimlane(id=self._id(), title="Default", board_id=board.id, sort=0)
        self._put("swimlanes", dump(swimlane))
        list_ids = [self._list(board.id, swimlane.id, place) for place in range(lists)]
        card_ids = []
        for n in range(cards):
            place = (list_ids[n % lists], swimlane.id)
            card_id = self._put("cards", self._card_of(board, place, n, members))
            if n % 3 == 0:
                self._checklist(board.id, card_id)
            if n % max(1, cards // keep) == 0:
                card_ids.append(card_id)
        return MadeBoard(board.id, members, list_ids, card_ids)

    def _list(self, board_id: str, swimlane_id: str, place: int) -> str:
        return self._put(
            "lists",
            dump(
                List(
                    id=self._id(),
                    title=f"List {place}",
                    board_id=board_id,
                    swimlane_id=swimlane_id,
                    sort=place,
                    created_at=_START,
                    modified_at=_START,
                )
            ),
        )

    def _card_of(
        self, board: Board, place: tuple[str, str], number: int, members: Sequence[Person]
    ) -> Document:
        people = [p.id for p in self._random.sample(members, min(len(members), number % 4))]
        due = {"dueAt": _START + timedelta(minutes=number * 7 + 1)} if number % 2 else {}
        touched = _START + timedelta(seconds=number)
        return {
            **self._card,
            "_id": self._id(),
            "title": self._text(5),
            "description": self._text(16),
            "boardId": board.id,
            "listId": place[0],
            "swimlaneId": place[1],
            "userId": members[0].id,
            "cardNumber": number + 1,
            "sort": number,
            "labelIds": [label.id for label in self._random.sample(board.labels, number % 3)],
            "members": people,
            "assignees": people[:1],
            **due,
            "createdAt": _START,
            "modifiedAt": touched,
            "dateLastActivity": touched,
        }

    def _checklist(self, board_id: str, card_id: str) -> None:
        shared = {"cardId": card_id, "boardId": board_id, "createdAt": _START, "modifiedAt": _START}
        made = {"_id": self._id(), "title": "Checklist", "sort": 0, **shared}
        checklist_id = self._put("checklists", made)
        for item in self._items(checklist_id):
            self._put("checklistItems", item | shared)

    def _items(self, checklist_id: str) -> Iterator[Document]:
        for place in range(4):
            yield {
                "_id": self._id(),
                "checklistId": checklist_id,
                "title": self._text(4),
                "sort": place,
                "isFinished": place % 2 == 0,
            }
