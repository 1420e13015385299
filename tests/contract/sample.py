"""The board that the examples of the OpenAPI document speak of, as often as a test wants it.

Each copy has ids of its own: the last four digits of every sample id say which copy it is. A
request for a copy is the document's example with its ids renamed.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar, cast

from bson import ObjectId

from domain.roles import Role
from rest.described import samples
from tests.clients import Person
from tests.factories import START, Document, Wekan, member

T = TypeVar("T")

_NUMBERS = ("".join(each) for each in product("3456789abcdef", repeat=4))

ROLES = {
    Role.BOARD_ADMIN: "admin",
    Role.NORMAL: "normal",
    Role.NORMAL_ASSIGNED_ONLY: "normal-assigned-only",
    Role.NO_COMMENTS: "no-comments",
    Role.COMMENT_ONLY: "comment-only",
    Role.COMMENT_ASSIGNED_ONLY: "comment-assigned-only",
    Role.WORKER: "worker",
    Role.READ_ONLY: "read-only",
    Role.READ_ASSIGNED_ONLY: "read-assigned-only",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who calls: somebody in each role, and three who have none."""

    roles: Mapping[Role, Person]
    stranger: Person
    site_admin: Person


async def make_cast(wekan: Wekan) -> Cast:
    roles = {role: await wekan.person(f"in-{name}") for role, name in ROLES.items()}
    stranger = await wekan.person("stranger")
    return Cast(roles, stranger, await wekan.person("root", isAdmin=True))


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of everything, and how a request for it is spelt."""

    number: str

    def of(self, value: T) -> T:
        """Returns a text, or a JSON value, with the ids of this copy."""
        renamed: Any = value
        if isinstance(value, dict):
            renamed = {key: self.of(each) for key, each in value.items()}
        elif isinstance(value, list):
            renamed = [self.of(each) for each in value]
        elif isinstance(value, str):
            renamed = _IDS.sub(lambda found: found[1] + self.number, value)
        return cast("T", renamed)


_NAMED = [
    value.removesuffix("2222")
    for value in vars(samples).values()
    if isinstance(value, str) and value.endswith("2222")
]
_IDS = re.compile(f"({'|'.join(_NAMED)})2222")


class Copies:
    """Makes copies, many at a time: that takes one write a collection, however many."""

    def __init__(self, wekan: Wekan, people: Cast) -> None:
        self._wekan = wekan
        self._people = people
        self._ready: list[Copy] = []

    async def fresh(self, at_once: int = 20) -> Copy:
        """Returns a copy that nobody has changed."""
        if not self._ready:
            self._ready = [Copy(next(_NUMBERS)) for _ in range(at_once)]
            await self._write()
        return self._ready.pop()

    async def _write(self) -> None:
        originals = _everything(self._people)
        async with asyncio.TaskGroup() as writing:
            for name, documents in originals.items():
                copied = [each for copy in self._ready for each in copy.of(documents)]
                writing.create_task(self._wekan.database[name].insert_many(copied))
            for name, documents in self._bytes().items():
                writing.create_task(self._wekan.database[name].insert_many(documents))

    def _bytes(self) -> Mapping[str, list[Document]]:
        content = b"what is in the file"
        size = {"length": len(content), "chunkSize": 261120, "filename": "plan.txt"}
        ids = [
            ObjectId(copy.of(each))
            for each in (samples.ATTACHMENT, samples.BACKGROUND)
            for copy in self._ready
        ]
        return {
            "attachments.files": [{"_id": each, **size} for each in ids],
            "attachments.chunks": [{"files_id": each, "n": 0, "data": content} for each in ids],
        }


_MADE = {"createdAt": START, "modifiedAt": START}
_ON_BOARD = {"boardId": samples.BOARD, **_MADE}


def _everything(people: Cast) -> Mapping[str, list[Document]]:
    return {
        "users": [_person(samples.MEMBER), _person(samples.GUEST)],
        "boards": [_board(people, samples.BOARD), _board(people, samples.OTHER_BOARD)],
        "swimlanes": [_swimlane(*each) for each in _SWIMLANES],
        "lists": [_list(*each) for each in _LISTS],
        "cards": _cards(people),
        "customFields": [_field(samples.FIELD, "text"), _field(samples.DROPDOWN, "dropdown")],
        "checklists": [
            {"_id": samples.CHECKLIST, "title": "Prep", "sort": 0, **_ON_CARD},
        ],
        "checklistItems": [
            {
                "_id": samples.ITEM,
                "checklistId": samples.CHECKLIST,
                "title": "Sand it",
                "isFinished": False,
                "sort": 0,
                **_ON_CARD,
            }
        ],
        "card_comments": [
            {
                "_id": samples.COMMENT,
                "userId": people.site_admin.id,
                "text": "Looks fine",
                "parentId": "",
                **_ON_CARD,
            }
        ],
        "rules": [_rule()],
        "triggers": [{"_id": "T" + samples.RULE, "activityType": "moveCard", **_ON_BOARD}],
        "actions": [{"_id": "A" + samples.RULE, "actionType": "archive", **_ON_BOARD}],
        "integrations": [_integration()],
        "attachments": [
            _attachment(samples.ATTACHMENT, cardId=samples.CARD, **_IN_LIST),
            _attachment(samples.BACKGROUND),
        ],
        "org": [_group(samples.ORGANISATION, "org")],
        "team": [_group(samples.TEAM, "team")],
    }


_ON_CARD = {"cardId": samples.CARD, **_ON_BOARD}


def _person(user_id: str) -> Document:
    return {
        "_id": user_id,
        "username": f"name-of-{user_id}",
        "emails": [{"address": f"{user_id}@example.org", "verified": False}],
        "services": {},
        "profile": {},
        "authenticationMethod": "password",
        **_MADE,
    }


def _board(people: Cast, board_id: str) -> Document:
    in_roles = [member(person.id, ROLES[role]) for role, person in people.roles.items()]
    return {
        "_id": board_id,
        "title": "Kitchen",
        "slug": "kitchen",
        "permission": "private",
        "color": "belize",
        "type": "board",
        "sort": 0,
        "stars": 0,
        "archived": False,
        "labels": [
            {"_id": samples.LABEL, "name": "Bug", "color": "red"},
            {"_id": samples.OTHER_LABEL, "name": "Idea", "color": "sky"},
        ],
        "members": [*in_roles, member(samples.MEMBER)],
        "domains": [{"domain": samples.DOMAIN, "isActive": False}],
        "allowsAttachments": True,
        "backgroundImageId": samples.BACKGROUND,
        **_MADE,
    }


_SWIMLANES = (
    (samples.SWIMLANE, samples.BOARD),
    (samples.EMPTY_SWIMLANE, samples.BOARD),
    (samples.OTHER_SWIMLANE, samples.OTHER_BOARD),
)


def _swimlane(swimlane_id: str, board_id: str) -> Document:
    return {
        "_id": swimlane_id,
        "title": "Default",
        "boardId": board_id,
        "sort": 0,
        "archived": False,
        "type": "swimlane",
        "height": -1,
        **_MADE,
    }


_LISTS = (
    (samples.LIST, "To do", samples.BOARD, samples.SWIMLANE),
    (samples.OTHER_LIST, "Done", samples.BOARD, samples.SWIMLANE),
    (samples.THIRD_LIST, "Far", samples.OTHER_BOARD, samples.OTHER_SWIMLANE),
)


def _list(list_id: str, title: str, board_id: str, swimlane_id: str) -> Document:
    return {
        "_id": list_id,
        "title": title,
        "boardId": board_id,
        "swimlaneId": swimlane_id,
        "sort": 0,
        "starred": False,
        "archived": False,
        "type": "list",
        "width": 220,
        **_MADE,
    }


def _cards(people: Cast) -> list[Document]:
    """Of which everybody sees every one: the assigned-only roles are assigned to each."""
    assigned = [person.id for role, person in people.roles.items() if role.assigned_only]
    made = {
        "description": "",
        "listId": samples.LIST,
        "swimlaneId": samples.SWIMLANE,
        "userId": samples.MEMBER,
        "type": "cardType-card",
        "archived": False,
        "parentId": "",
        "linkedId": "",
        "labelIds": [samples.LABEL],
        "members": [],
        "assignees": [*assigned, samples.MEMBER],
        "customFields": [{"_id": samples.FIELD, "value": "Kitchen"}],
        "cardDependencies": [],
        "dateLastActivity": START,
        **_ON_BOARD,
    }
    ids = (samples.CARD, samples.OTHER_CARD, samples.THIRD_CARD, samples.ARCHIVED_CARD)
    drawn = {"cardId": samples.OTHER_CARD, "type": "blocks", "color": "#eb144c", "icon": "link"}
    own: Mapping[str, Document] = {
        samples.CARD: {"cardDependencies": [drawn]},
        samples.ARCHIVED_CARD: {"archived": True, "archivedAt": START},
    }
    return [
        {
            **made,
            "_id": each,
            "title": "Paint",
            "sort": sort,
            "cardNumber": sort,
            **own.get(each, {}),
        }
        for sort, each in enumerate(ids, 1)
    ]


def _field(field_id: str, kind: str) -> Document:
    items = [{"_id": samples.DROPDOWN_ITEM, "name": "Garden"}]
    return {
        "_id": field_id,
        "boardIds": [samples.BOARD],
        "name": f"Room, as {kind}",
        "type": kind,
        "settings": {"dropdownItems": items} if kind == "dropdown" else {},
        "showOnCard": True,
        "automaticallyOnCard": False,
        "alwaysOnCard": False,
        **_MADE,
    }


def _rule() -> Document:
    return {
        "_id": samples.RULE,
        "title": "Done is gone",
        "triggerId": "T" + samples.RULE,
        "actionId": "A" + samples.RULE,
        **_ON_BOARD,
    }


def _integration() -> Document:
    return {
        "_id": samples.INTEGRATION,
        "userId": samples.MEMBER,
        "url": "https://hooks.example.org/wekan",
        "type": "outgoing-webhooks",
        "enabled": False,  # so that nothing is sent anywhere
        "activities": ["all"],
        **_ON_BOARD,
    }


_IN_LIST = {"swimlaneId": samples.SWIMLANE, "listId": samples.LIST}


def _attachment(attachment_id: str, **place: str) -> Document:
    """Its bytes lie in GridFS, under an id that is the same here."""
    original = {"storage": "gridfs", "meta": {"gridFsFileId": attachment_id}}
    return {
        "_id": attachment_id,
        "name": "plan.png",
        "type": "image/png",
        "isImage": True,
        "size": 19,
        "meta": {"boardId": samples.BOARD, **place},
        "versions": {"original": original},
    }


def _group(group_id: str, kind: str) -> Document:
    return {"_id": group_id, f"{kind}DisplayName": kind.title(), f"{kind}ShortName": kind, **_MADE}
