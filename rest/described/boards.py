"""Boards: themselves, their settings, who is on them, their labels."""

from collections.abc import Mapping

from domain.board_settings import DAYS, OF_CARDS
from domain.reading import documents
from domain.values import BOARD_COLORS, CARD_COLORS
from rest import beyond, board_changes, boards, domains, labels, members
from rest.described import samples
from rest.described.description import Described, sent
from rest.described.shapes import (
    COUNT,
    FLAG,
    ID,
    MADE,
    TEXT,
    Schema,
    many,
    named,
    one_of,
    says,
    stored,
    thing,
)
from rest.door import Handler

_SETTINGS: Mapping[str, Schema] = {
    path: says(COUNT, "Days.") if name in DAYS else FLAG for name, path in OF_CARDS.items()
}
_FLAGS: Mapping[str, Schema] = dict.fromkeys(members.KEYS.values(), FLAG)
_ROLE = one_of(*members.ROLES)
_LINES = many(named("BoardLine"))
_ARCHIVED = thing(_id=ID, archived=FLAG)
_ARCHIVED = thing(_id=ID, archived=FLAG)
_DOMAINS = many(thing(domain=TEXT, isActive=FLAG))

SCHEMAS = {
    "Board": stored(documents.Board),
    "CardSettings": thing(_SETTINGS),
}

BOARDS: Mapping[Handler, Described] = {
    boards.public: Described(
        summary="The public boards, archived ones too", answer=many(named("BoardLine"))
    ),
    boards.create: Described(
        summary="Make a board, with a swimlane",
        body=sent(
            {"title": "Kitchen", "permission": "private", "color": "nephritis"},
            {
                "owner": says(ID, "Who is on the board; unset, whoever calls."),
                "permission": one_of("private", "public"),
                "color": one_of(*BOARD_COLORS),
                **{
                    name: says(FLAG, "The owner's place on the board.")
                    for name in "isAdmin isActive isNoComments isCommentOnly isWorker".split()
                },
            },
            title=TEXT,
        ),
        answer=thing(_id=ID, defaultSwimlaneId=ID),
    ),
    board_changes.counts: Described(
        summary="How many boards there are", answer=thing(private=COUNT, public=COUNT)
    ),
    boards.one: Described(
        summary="A board, every field, archived or not", answer=named("Board"), tagged=True
    ),
    beyond.change_board: Described(
        summary="Change a board",
        body=sent(
            {"description": "What is for dinner", "color": "midnight"},
            {
                "title": TEXT,
                "description": TEXT,
                "permission": one_of("private", "public"),
                "color": one_of(*BOARD_COLORS),
            },
        ),
        answer=MADE,
    ),
    beyond.archive_board: Described(summary="Archive a board", answer=_ARCHIVED),
    beyond.restore_board: Described(summary="Show an archived board again", answer=_ARCHIVED),
    beyond.change_board: Described(
        summary="Change a board",
        body=sent(
            {"title": "Kitchen and garden", "color": "pumpkin"},
            {
                "title": TEXT,
                "description": TEXT,
                "permission": one_of("private", "public"),
                "color": one_of(*BOARD_COLORS),
            },
        ),
        answer=MADE,
    ),
    beyond.archive_board: Described(summary="Archive a board", answer=_ARCHIVED),
    beyond.restore_board: Described(summary="Bring an archived board back", answer=_ARCHIVED),
    board_changes.delete: Described(
        summary="Delete a board for good, with all that is on it", answer=MADE
    ),
    board_changes.rename: Described(
        summary="Rename a board",
        body=sent({"title": "New title"}, {"title": TEXT}),
        answer=thing({"title": TEXT}, _id=ID),
    ),
    board_changes.card_settings: Described(
        summary="What cards of the board show", answer=named("CardSettings")
    ),
    board_changes.change_card_settings: Described(
        summary="Change what cards of the board show",
        body=sent({"allowsLabels": False, "cardAgingDays1": 7}, _SETTINGS),
        answer=named("CardSettings"),
    ),
    board_changes.copy: Described(
        summary="Copy a board, with what is on it",
        body=sent({"title": "Kitchen, again"}, {"title": TEXT}),
        answer=says(ID, "The copy's id."),
    ),
    domains.every: Described(
        summary="The e-mail domains that the board is shared with", answer=_DOMAINS
    ),
    domains.add: Described(
        summary="Share the board with an e-mail domain",
        body=sent({"domain": "example.com"}, domain=TEXT),
        answer=_DOMAINS,
    ),
    domains.remove: Described(
        summary="Share the board with an e-mail domain no longer", answer=_DOMAINS
    ),
}

MEMBERS: Mapping[Handler, Described] = {
    beyond.members: Described(
        summary="Who is on the board, or was", answer=many(stored(documents.Member))
    ),
    beyond.members: Described(
        summary="Who is on the board, those too who were taken off",
        answer=many(stored(documents.Member)),
    ),
    members.add: Described(
        summary="Put somebody on the board",
        path={"user_id": samples.GUEST},
        body=sent(
            {"action": "add", "role": "normal"}, {"role": _ROLE, **_FLAGS}, action=one_of("add")
        ),
        answer=_LINES,
        note="`role` counts before the flags.",
    ),
    members.remove: Described(
        summary="Take somebody off the board",
        body=sent({"action": "remove"}, action=one_of("remove")),
        answer=_LINES,
        also=(409,),
    ),
    members.change_role: Described(
        summary="Change somebody's role",
        body=sent({"role": "commentonly"}, {"role": _ROLE, **_FLAGS}),
        answer=says(COUNT, "How many boards were changed: 1."),
        also=(409,),
        note=(
            "`role` counts before the flags. Of the flags, `isAdmin`, `isNoComments`, "
            "`isCommentOnly` and `isWorker` stay as they are where they are not sent."
        ),
    ),
}

LABELS: Mapping[Handler, Described] = {
    labels.create: Described(
        summary="Make a label, or find the one that is so already",
        body=sent(
            {"label": {"name": "Bug", "color": "red"}},
            label={
                "anyOf": [
                    says(TEXT, "The name alone; the color is green."),
                    thing({"name": TEXT, "color": one_of(*CARD_COLORS)}),
                ]
            },
        ),
        answer=says(ID, "The label's id."),
    ),
    labels.add: Described(
        summary="The same, by its name and color themselves",
        body=sent({"name": "Idea", "color": "sky"}, {"name": TEXT, "color": one_of(*CARD_COLORS)}),
        answer=MADE,
    ),
}
