"""Documents as Wekan writes them, today and in its early years, straight into MongoDB.

Fields are spelt as Wekan stores them, on purpose without our own mapping, so that a test
finds out when that is wrong.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from bson import ObjectId
from pymongo.asynchronous.database import AsyncDatabase

from domain.tokens import hash_token
from store.ids import new_id
from tests.clients import Person

Document: TypeAlias = dict[str, Any]

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
"""When everything was made, unless a test says otherwise; well before any test runs."""

FLAGS = {
    "admin": "isAdmin",
    "normal": None,
    "normal-assigned-only": "isNormalAssignedOnly",
    "no-comments": "isNoComments",
    "comment-only": "isCommentOnly",
    "comment-assigned-only": "isCommentAssignedOnly",
    "worker": "isWorker",
    "read-only": "isReadOnly",
    "read-assigned-only": "isReadAssignedOnly",
}
"""Every role of a board member, and the flag that gives it."""

LABELS = ({"_id": "redRed", "name": "Bug", "color": "red"}, {"_id": "sky222", "color": "sky"})


def member(user_id: str, role: str = "normal", *, active: bool = True) -> Document:
    flags = {flag: False for flag in FLAGS.values() if flag}
    if FLAGS[role]:
        flags[str(FLAGS[role])] = True
    return {"userId": user_id, "isActive": active, **flags}


@dataclass(frozen=True, slots=True)
class Place:
    """A board with its default swimlane and two lists."""

    board: str
    swimlane: str
    todo: str
    done: str


class Wekan:
    """Writes what Wekan would have written, and reads what is there now."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self.database = database
        self._number = 0

    async def person(self, username: str, **fields: Any) -> Person:
        """Makes somebody who is logged in. Nobody knows their password."""
        person = Person(
            id=new_id(),
            username=username,
            email=f"{username}@example.org",
            password="",
            token=f"token-of-{username}-{new_id()}",
        )
        login = {"when": datetime.now(UTC), "hashedToken": hash_token(person.token)}
        await self.put(
            "users",
            _id=person.id,
            username=username,
            emails=[{"address": person.email, "verified": False}],
            services={"resume": {"loginTokens": [login]}},
            profile={"fullname": username.title()},
            authenticationMethod="password",
            createdAt=START,
            modifiedAt=START,
            **fields,
        )
        return person

    async def cast(self, *roles: str) -> dict[str, Person]:
        """Makes a person for each role, named after it; without roles, for every one."""
        return {role: await self.person(role) for role in roles or FLAGS}

    async def board(self, *members: Document, **fields: Any) -> str:
        made: Document = {
            "title": "Roadmap",
            "slug": "roadmap",
            "permission": "private",
            "color": "belize",
            "type": "board",
            "sort": 0,
            "stars": 0,
            "archived": False,
            "labels": [dict(label) for label in LABELS],
            "members": list(members),
            "createdAt": START,
            "modifiedAt": START,
        }
        return await self.put("boards", **made | fields)

    async def place(self, *members: Document, **fields: Any) -> Place:
        """Makes a board with its default swimlane and two lists."""
        board = await self.board(*members, **fields)
        swimlane = await self.swimlane(board, title="Default")
        todo = await self.in_list(board, title="To do", swimlaneId=swimlane, sort=0)
        done = await self.in_list(board, title="Done", swimlaneId=swimlane, sort=1)
        return Place(board, swimlane, todo, done)

    async def swimlane(self, board: str, **fields: Any) -> str:
        made: Document = {
            "title": "Later",
            "boardId": board,
            "sort": 0,
            "archived": False,
            "type": "swimlane",
            "height": -1,
            "createdAt": START,
            "updatedAt": START,
            "modifiedAt": START,
        }
        return await self.put("swimlanes", **made | fields)

    async def in_list(self, board: str, **fields: Any) -> str:
        """Makes a list."""
        made: Document = {
            "title": "To do",
            "boardId": board,
            "swimlaneId": "",
            "sort": 0,
            "starred": False,
            "archived": False,
            "type": "list",
            "width": 220,
            "createdAt": START,
            "updatedAt": START,
            "modifiedAt": START,
        }
        return await self.put("lists", **made | fields)

    async def card(self, place: Place, **fields: Any) -> str:
        """Makes a card in the first list, numbered without the counter as the page does."""
        self._number += 1
        made: Document = {
            "title": f"Card {self._number}",
            "description": "",
            "boardId": place.board,
            "listId": place.todo,
            "swimlaneId": place.swimlane,
            "userId": "",
            "sort": self._number,
            "cardNumber": self._number,
            "type": "cardType-card",
            "archived": False,
            "parentId": "",
            "linkedId": "",
            "coverId": "",
            "labelIds": [],
            "members": [],
            "assignees": [],
            "customFields": [],
            "cardDependencies": [],
            "createdAt": START + timedelta(minutes=self._number),
            "modifiedAt": START + timedelta(minutes=self._number),
            "dateLastActivity": START + timedelta(minutes=self._number),
        }
        return await self.put("cards", **made | fields)

    async def checklist(self, place: Place, card: str, *items: str, **fields: Any) -> str:
        own = {"cardId": card, "boardId": place.board, "createdAt": START, "modifiedAt": START}
        made: Document = {"title": "Prep", "sort": 0, **own}
        checklist = await self.put("checklists", **made | fields)
        for sort, title in enumerate(items):
            item: Document = {"checklistId": checklist, "title": title, "isFinished": False}
            await self.put("checklistItems", **own, **item, sort=sort)
        return checklist

    async def comment(self, place: Place, card: str, author: Person, **fields: Any) -> str:
        made: Document = {
            "boardId": place.board,
            "cardId": card,
            "text": "Looks fine",
            "parentId": "",
            "userId": author.id,
            "createdAt": START,
            "modifiedAt": START,
        }
        return await self.put("card_comments", **made | fields)

    async def attachment(self, place: Place, card: str, content: bytes = b"bytes") -> str:
        """Makes an attachment whose bytes lie in GridFS; Wekan's id for it is 24 hex digits."""
        file = ObjectId()
        size = {"length": len(content), "chunkSize": 261120}
        await self.put("attachments.files", _id=file, filename="plan.txt", **size)
        await self.put("attachments.chunks", _id=ObjectId(), files_id=file, n=0, data=content)
        original = {"storage": "gridfs", "meta": {"gridFsFileId": str(file)}}
        return await self.put(
            "attachments",
            _id=str(ObjectId()),
            name="plan.txt",
            size=len(content),
            meta={
                "boardId": place.board,
                "swimlaneId": place.swimlane,
                "listId": place.todo,
                "cardId": card,
            },
            versions={"original": original},
        )

    async def reaction(self, place: Place, card: str, comment: str, who: Person) -> str:
        thumbs = {"reactionCodepoint": "&#128077;", "userIds": [who.id]}
        ids = {"boardId": place.board, "cardId": card, "cardCommentId": comment}
        return await self.put("card_comment_reactions", **ids, reactions=[thumbs])

    async def field(self, *boards: str, **fields: Any) -> str:
        """Makes a custom field."""
        made: Document = {
            "boardIds": list(boards),
            "name": "Priority",
            "type": "text",
            "settings": {},
            "showOnCard": True,
            "automaticallyOnCard": False,
            "alwaysOnCard": False,
            "createdAt": START,
            "modifiedAt": START,
        }
        return await self.put("customFields", **made | fields)

    async def setting(self, **fields: Any) -> None:
        """Changes the site's settings."""
        await self.database.settings.update_one({}, {"$set": fields}, upsert=True)

    async def private_boards_only(self) -> None:
        mode = "tableVisibilityMode-allowPrivateOnly"
        await self.put("tableVisibilityModeSettings", _id=mode, booleanValue=True)

    async def put(self, collection: str, /, **fields: Any) -> str:
        """Stores a document just as given, under a new id unless it has one; returns the id."""
        document = {"_id": new_id()} | fields
        await self.database[collection].insert_one(document)
        return str(document["_id"])

    async def set(self, collection: str, wanted: str, /, **fields: Any) -> None:
        await self.database[collection].update_one({"_id": wanted}, {"$set": fields})

    async def unset(self, collection: str, wanted: str, /, *names: str) -> None:
        gone = dict.fromkeys(names, "")
        await self.database[collection].update_one({"_id": wanted}, {"$unset": gone})

    async def get(self, collection: str, wanted: str) -> Document:
        """Returns a document that must be there."""
        found = await self.database[collection].find_one({"_id": wanted})
        assert found is not None, f"{collection} has no {wanted}"
        return found

    async def all(self, collection: str, **conditions: Any) -> list[Document]:
        """Returns what matches, in the order in which it was stored."""
        found = self.database[collection].find(conditions)
        if "TEST_MONGO_URL" not in os.environ:  # others have no other order
            found = found.sort("$natural", 1)
        return await found.to_list()

    async def activities(self, **conditions: Any) -> list[Document]:
        """Returns activities without what every one of them has; that is checked here."""
        found = await self.all("activities", **conditions)
        for activity in found:
            assert len(activity.pop("_id")) == 17
            assert activity.pop("createdAt") == activity.pop("modifiedAt")
        return found

    async def everything(self) -> Mapping[str, list[Document]]:
        """Returns the whole database, to be compared with what it is later."""
        names = sorted(await self.database.list_collection_names())
        return {name: await self.all(name) for name in names}
