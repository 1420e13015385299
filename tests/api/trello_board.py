"""A Trello board as Trello's menu "Export as JSON" writes it, by its documented format.

https://developer.atlassian.com/cloud/trello/guides/rest-api/object-definitions/
"""

from typing import Any

BOARD = "5f0000000000000000000001"
NORA, SOMEBODY = "5f00000000000000000000a1", "5f00000000000000000000a2"
CARD, OLD_CARD = "5f00000000000000000000c1", "5f00000000000000000000c2"
LIST, OLD_LIST = "5f0000000000000000000011", "5f0000000000000000000012"
URGENT, NAMELESS = "5f0000000000000000000021", "5f0000000000000000000022"
SIZE, HOURS, SMALL = (
    "5f0000000000000000000031",
    "5f0000000000000000000032",
    "5f0000000000000000000041",
)

TRELLO: dict[str, Any] = {
    "id": BOARD,
    "name": "Garden",
    "desc": "Ours",
    "closed": False,
    "url": "https://trello.com/b/abc/garden",
    "prefs": {"permissionLevel": "org", "background": "green", "backgroundImage": None},
    "labels": [
        {"id": URGENT, "idBoard": BOARD, "name": "Urgent", "color": "red_dark"},
        {"id": NAMELESS, "idBoard": BOARD, "name": "", "color": "sky"},
    ],
    "members": [
        {"id": NORA, "fullName": "Nora N", "username": "noran", "initials": "NN"},
        {"id": SOMEBODY, "fullName": "Some Body", "username": "somebody", "initials": "SB"},
    ],
    "memberships": [{"id": "m1", "idMember": NORA, "memberType": "normal"}],
    "lists": [
        {"id": LIST, "name": "To do", "closed": False, "idBoard": BOARD, "pos": 65535},
        {"id": OLD_LIST, "name": "Old", "closed": True, "idBoard": BOARD, "pos": 131071},
    ],
    "customFields": [
        {
            "id": SIZE,
            "name": "Size",
            "type": "list",
            "display": {"cardFront": True},
            "options": [
                {"id": SMALL, "idCustomField": SIZE, "value": {"text": "Small"}, "color": "none"}
            ],
        },
        {"id": HOURS, "name": "Hours", "type": "number", "display": {"cardFront": False}},
    ],
    "cards": [
        {
            "id": CARD,
            "idShort": 4,
            "name": "Dig",
            "desc": "Deep",
            "closed": False,
            "idList": LIST,
            "pos": 65535,
            "due": "2026-05-01T10:00:00.000Z",
            "dueComplete": True,
            "idLabels": [URGENT],
            "idMembers": [NORA, SOMEBODY],
            "idChecklists": ["5f0000000000000000000051"],
            "idAttachmentCover": None,
            "dateLastActivity": "2026-04-20T10:00:00.000Z",
            "attachments": [
                {"id": "a1", "name": "Spade", "url": "https://example.org/spade", "isUpload": False}
            ],
            "customFieldItems": [
                {"id": "i1", "idCustomField": SIZE, "idValue": SMALL, "value": None},
                {"id": "i2", "idCustomField": HOURS, "value": {"number": "2.5"}},
            ],
            "badges": {"votes": 0},
            "cover": {"color": None, "idAttachment": None},
        },
        {
            "id": OLD_CARD,
            "idShort": 5,
            "name": "Plant",
            "desc": "",
            "closed": True,
            "idList": OLD_LIST,
            "pos": 1,
            "due": None,
            "idLabels": [],
            "idMembers": [],
            "cover": {"color": "green"},
            "dateLastActivity": "2026-04-20T10:00:00.000Z",
        },
    ],
    "checklists": [
        {
            "id": "5f0000000000000000000051",
            "name": "Tools",
            "idBoard": BOARD,
            "idCard": CARD,
            "pos": 16384,
            "checkItems": [
                {"id": "5f0000000000000000000061", "name": "Spade", "state": "complete", "pos": 1},
                {"id": "5f0000000000000000000062", "name": "Fork", "state": "incomplete", "pos": 2},
            ],
        }
    ],
    "actions": [
        {
            "id": "x3",
            "type": "commentCard",
            "date": "2026-04-03T08:00:00.000Z",
            "idMemberCreator": SOMEBODY,
            "data": {"text": "Then", "card": {"id": CARD}},
        },
        {
            "id": "x2",
            "type": "commentCard",
            "date": "2026-04-02T08:00:00.000Z",
            "idMemberCreator": NORA,
            "data": {"text": "First", "card": {"id": CARD}},
        },
        {
            "id": "x1",
            "type": "createCard",
            "date": "2026-04-01T08:00:00.000Z",
            "idMemberCreator": NORA,
            "data": {"card": {"id": CARD, "name": "Dig"}},
        },
    ],
}
