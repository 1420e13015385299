"""Where cards lie: swimlanes and lists."""

from collections.abc import Mapping

from domain.reading import documents
from rest import beyond, lists, swimlanes
from rest.described import samples
from rest.described.description import Described, Sent, sent
from rest.described.shapes import (
    COLOR,
    DATE_OR_NONE,
    FLAG,
    ID,
    MADE,
    NUMBER,
    TEXT,
    TEXT_OR_NONE,
    Schema,
    many,
    named,
    says,
    stored,
    thing,
)
from rest.door import Handler

_ARCHIVED = thing(_id=ID, archived=FLAG)
_POSITION = says(NUMBER, "Counts from 0; unset, last.")
_TO: Mapping[str, Schema] = {"toBoardId": says(ID, "Unset, the same board."), "position": _POSITION}
_TO_SWIMLANE: Mapping[str, Schema] = {**_TO, "toSwimlaneId": ID}
_TITLED: Mapping[str, Schema] = {**_TO, "title": TEXT}

_ARCHIVED = thing(_id=ID, archived=FLAG)

SCHEMAS = {"List": stored(documents.List), "Swimlane": stored(documents.Swimlane)}


def _going(fields: Mapping[str, Schema]) -> Sent:
    return sent({"toBoardId": samples.OTHER_BOARD, "position": 0}, fields)


LISTS: Mapping[Handler, Described] = {
    lists.every: Described(
        summary="The live lists of a board",
        answer=many(
            thing(
                _id=ID,
                title=TEXT_OR_NONE,
                modifiedAt=DATE_OR_NONE,
                cardsModifiedAt=says(DATE_OR_NONE, "When a card in it was last changed."),
            )
        ),
    ),
    lists.create: Described(
        summary="Make a list",
        body=sent(
            {"title": "To do"},
            {"swimlaneId": says(ID, "Unset, the board's first swimlane.")},
            title=TEXT,
        ),
        answer=MADE,
    ),
    lists.one: Described(summary="A live list, every field", answer=named("List"), tagged=True),
    lists.update: Described(
        summary="Change a list",
        body=sent(
            {"title": "Doing", "color": "#12ab34", "starred": True},
            {
                "title": TEXT,
                "color": COLOR,
                "starred": FLAG,
                "wipLimit": says(
                    thing({"value": NUMBER, "enabled": FLAG, "soft": FLAG}),
                    "How many cards may lie in it. A form cannot say it.",
                ),
            },
        ),
        answer=MADE,
    ),
    lists.delete: Described(
        summary="Delete a list with its cards, as Wekan's page does, which can bring it back",
        answer=MADE,
    ),
    beyond.archive_list: Described(
        summary="Archive a list; its cards are hidden with it", answer=_ARCHIVED
    ),
    beyond.restore_list: Described(summary="Show a list again that was archived", answer=_ARCHIVED),
    beyond.archive_list: Described(summary="Archive a list", answer=_ARCHIVED),
    beyond.restore_list: Described(summary="Bring an archived list back", answer=_ARCHIVED),
    lists.copy: Described(
        summary="Copy a list with its cards", body=_going(_TO_SWIMLANE), answer=MADE
    ),
    lists.move: Described(
        summary="Move a list with its cards", body=_going(_TO_SWIMLANE), answer=MADE
    ),
}

SWIMLANES: Mapping[Handler, Described] = {
    swimlanes.every: Described(
        summary="The live swimlanes of a board", answer=many(thing({"title": TEXT}, _id=ID))
    ),
    swimlanes.create: Described(
        summary="Make a swimlane",
        body=sent({"title": "Later"}, {"sort": says(NUMBER, "Unset, last.")}, title=TEXT),
        answer=MADE,
    ),
    swimlanes.one: Described(summary="A live swimlane, every field", answer=named("Swimlane")),
    swimlanes.update: Described(
        summary="Rename a swimlane", body=sent({"title": "Sooner"}, {"title": TEXT}), answer=MADE
    ),
    swimlanes.delete: Described(summary="Delete a swimlane with its cards", answer=MADE),
    swimlanes.copy: Described(
        summary="Copy a swimlane with its lists and cards", body=_going(_TITLED), answer=MADE
    ),
    swimlanes.move: Described(
        summary="Move a swimlane with its cards", body=_going(_TITLED), answer=MADE
    ),
}
