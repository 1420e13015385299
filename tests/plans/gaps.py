"""A database as years of Wekan leave it: fields missing, null, of other types, ids that dangle."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from store.mongo import Store

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_ODD: tuple[Any, ...] = (None, "", 7, -1, 2**40, float("nan"), float("inf"), True, [], {}, ["x"])
BOARDS, LISTS, CARDS, PEOPLE = 6, 4, 12, 8


class Gaps:
    """Draws documents from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.ids: list[str] = ["nowhere"]

    def _id(self, kind: str, number: int) -> str:
        made = f"{kind}{number:02d}"
        self.ids.append(made)
        return made

    def _pick(self, kind: str, most: int) -> str:
        """The id of a thing of this kind; one in ten dangles."""
        number = self._random.randrange(most)
        return f"{kind}{number if self._random.random() < 0.9 else 99:02d}"

    def _holed(self, document: dict[str, Any], *kept: str) -> dict[str, Any]:
        """Takes fields away or makes them odd, but for those that must be what they are."""
        for name in list(document):
            if name in ("_id", *kept):
                continue
            drawn = self._random.random()
            if drawn < 0.1:
                del document[name]
            elif drawn < 0.15:
                document[name] = self._random.choice(_ODD)
        return document

    def _date(self) -> datetime:
        return NOW + timedelta(days=self._random.randrange(-20, 20))

    def _dates(self, *names: str) -> dict[str, Any]:
        return {name: self._date() for name in names}

    def user(self, number: int) -> dict[str, Any]:
        document = {
            "_id": self._id("user", number),
            "username": f"person{number}",
            "profile": {"fullname": f"Person {number}", "initials": "P"},
            "emails": [{"address": f"p{number}@example.org", "verified": True}],
            "isAdmin": False,
            "services": {"password": {"bcrypt": "secret"}},
            **self._dates("createdAt", "modifiedAt"),
        }
        return self._holed(document, "username", "isAdmin", "services")

    def board(self, number: int, owner: str) -> dict[str, Any]:
        members = [
            self._holed(
                {"userId": self._pick("user", PEOPLE), "isActive": True, "isAdmin": False},
                "userId",
            )
            for _ in range(3)
        ]
        document = {
            "_id": self._id("board", number),
            "title": f"Board {number}",
            "slug": "board",
            "permission": self._random.choice(["private", "public"]),
            "color": "belize",
            "type": "board",
            "sort": self._random.choice([0, 1, 1, 2.5]),
            "stars": number,
            "archived": self._random.random() < 0.2,
            "labels": [
                self._holed({"_id": f"label{i}", "name": f"Label {i}", "color": "red"})
                for i in range(3)
            ],
            "members": [{"userId": owner, "isActive": True, "isAdmin": True}, *members],
            **self._dates("createdAt", "modifiedAt"),
        }
        return self._holed(document, "members", "permission")

    def list(self, number: int) -> dict[str, Any]:
        document = {
            "_id": self._id("list", number),
            "title": f"List {number}",
            "boardId": self._pick("board", BOARDS),
            "swimlaneId": self._pick("lane", BOARDS),
            "sort": self._random.choice([0, 1, 2]),
            "archived": self._random.random() < 0.1,
            **self._dates("createdAt", "modifiedAt"),
        }
        return self._holed(document)

    def swimlane(self, number: int) -> dict[str, Any]:
        document = {
            "_id": self._id("lane", number),
            "title": f"Lane {number}",
            "boardId": f"board{number:02d}",
            "sort": 0,
            "archived": False,
            **self._dates("createdAt", "modifiedAt"),
        }
        return self._holed(document)

    def card(self, number: int) -> dict[str, Any]:
        document = {
            "_id": self._id("card", number),
            "title": f"Card {number}",
            "description": "Something about a card.",
            "boardId": self._pick("board", BOARDS),
            "listId": self._pick("list", BOARDS * LISTS),
            "swimlaneId": self._pick("lane", BOARDS),
            "userId": self._pick("user", PEOPLE),
            "parentId": self._pick("card", CARDS) if self._random.random() < 0.3 else "",
            "cardNumber": number,
            "sort": self._random.choice([-1, 0, 0, 1, 2.5]),
            "labelIds": ["label0", "label2", "gone"],
            "members": [self._pick("user", PEOPLE), self._pick("user", PEOPLE)],
            "assignees": [self._pick("user", PEOPLE)],
            "spentTime": 1.5,
            "archived": self._random.random() < 0.1,
            "type": "cardType-card",
            **self._dates("dueAt", "startAt", "createdAt", "modifiedAt", "dateLastActivity"),
        }
        return self._holed(document, "boardId")

    def part(self, kind: str, number: int, **fields: Any) -> dict[str, Any]:
        document = {
            "_id": self._id(kind, number),
            "title": f"{kind} {number}",
            "sort": self._random.choice([0, 1, 1]),
            **fields,
            **self._dates("createdAt", "modifiedAt"),
        }
        return self._holed(document)


async def fill(store: Store, seed: int, owner: str) -> list[str]:
    """Stores such a database, with `owner` on each board; returns ids to ask for."""
    gaps = Gaps(seed)
    cards = BOARDS * CARDS
    documents = {
        "users": [gaps.user(i) for i in range(PEOPLE)],
        "boards": [gaps.board(i, owner) for i in range(BOARDS)],
        "lists": [gaps.list(i) for i in range(BOARDS * LISTS)],
        "swimlanes": [gaps.swimlane(i) for i in range(BOARDS)],
        "cards": [gaps.card(i) for i in range(cards)],
        "checklists": [
            gaps.part("check", i, cardId=gaps._pick("card", cards)) for i in range(cards)
        ],
        "checklistItems": [
            gaps.part("item", i, checklistId=gaps._pick("check", cards), cardId="card00")
            for i in range(cards)
        ],
        "card_comments": [
            gaps.part("note", i, cardId=gaps._pick("card", cards), text="Hm.", userId="user01")
            for i in range(cards)
        ],
    }
    for collection, made in documents.items():
        await store.database[collection].insert_many(made)
    return gaps.ids
