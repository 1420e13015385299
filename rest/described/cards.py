"""Cards."""

from collections.abc import Callable, Mapping

from domain.reading import documents
from rest import body, card_fields, card_parts, cards
from rest.described import samples
from rest.described.description import Described, sent
from rest.described.shapes import (
    COLOR,
    COUNT,
    DATE,
    DATE_OR_NONE,
    FLAG,
    GIVEN_DATE,
    ID,
    IDS,
    MADE,
    NUMBER,
    NUMBER_OR_NONE,
    TEXT,
    TEXT_OR_NONE,
    Schema,
    many,
    named,
    one_of,
    says,
    stored,
    thing,
)
from rest.door import Handler

FIELD_VALUE: Schema = {
    "type": ["string", "number", "boolean", "array", "null"],
    "items": TEXT,
    "description": "What suits the type of the field.",
}
_FIELD_ENTRY: Schema = thing({"value": FIELD_VALUE}, _id=says(ID, "The custom field."))
_VOTE = thing({"public": FLAG, "allowNonBoardMembers": FLAG, "end": GIVEN_DATE}, question=TEXT)
_POKER = thing(
    {"allowNonBoardMembers": FLAG, "end": GIVEN_DATE, "estimation": NUMBER_OR_NONE},
    question=says(FLAG, "Whether it is being played."),
)
_STICKER = thing(
    {"name": TEXT, "highlight": one_of("underline", "round"), "position": NUMBER}, icon=TEXT
)
_LOCATION = thing(
    {"_id": ID, "name": TEXT, "address": TEXT, "latitude": NUMBER, "longitude": NUMBER}
)

_READ_AS: Mapping[Callable[[str, object], object], Schema] = {
    card_fields.title: TEXT,
    body.as_text: TEXT_OR_NONE,
    body.as_number: NUMBER_OR_NONE,
    body.as_flag: FLAG,
    body.as_date: GIVEN_DATE,
    body.as_ids: says(IDS, "Replaces them all; a single text is one id."),
    card_parts.custom_fields: says(many(_FIELD_ENTRY), "Replaces the values that the card has."),
    card_parts.stickers: many(_STICKER),
    card_parts.locations: many(_LOCATION),
    card_parts.vote: _VOTE,
    card_parts.poker: _POKER,
}
"""What each reader of a card's fields takes."""


def _fields(*tables: tuple[card_fields.Field, ...]) -> dict[str, Schema]:
    return {field.key: _READ_AS[field.read] for table in tables for field in table}


_CONTENT = _fields(card_fields.CONTENT) | {"color": COLOR}
_LINE: Mapping[str, Schema] = {
    "title": TEXT_OR_NONE,
    "description": TEXT_OR_NONE,
    "receivedAt": DATE_OR_NONE,
    "startAt": DATE_OR_NONE,
    "dueAt": DATE_OR_NONE,
    "endAt": DATE_OR_NONE,
    "assignees": IDS,
    "sort": NUMBER_OR_NONE,
}

SCHEMAS = {
    "Card": stored(documents.Card),
    "CardInList": thing({**_LINE, "swimlaneId": ID}, _id=ID),
    "CardInSwimlane": thing({**_LINE, "listId": ID}, _id=ID),
    "OwnCard": thing(
        {
            "title": TEXT_OR_NONE,
            "boardId": ID,
            "swimlaneId": ID,
            "listId": ID,
            "dueAt": DATE_OR_NONE,
            "startAt": DATE_OR_NONE,
            "endAt": DATE_OR_NONE,
        },
        _id=ID,
        members=IDS,
        assignees=IDS,
    ),
}

CARDS: Mapping[Handler, Described] = {
    cards.in_list: Described(
        summary="The live cards of a list, in short", answer=many(named("CardInList"))
    ),
    cards.in_swimlane: Described(
        summary="The live cards of a swimlane, in short", answer=many(named("CardInSwimlane"))
    ),
    cards.one: Described(summary="A live card, every field", answer=named("Card"), tagged=True),
    cards.by_id: Described(
        summary="A card, every field, archived or not", answer=named("Card"), tagged=True
    ),
    cards.count_on_board: Described(
        summary="How many live cards of the board the caller sees",
        answer=thing(board_cards_count=COUNT),
    ),
    cards.count_in_list: Described(
        summary="How many live cards of the list the caller sees",
        answer=thing(list_cards_count=COUNT),
    ),
    cards.by_custom_field: Described(
        summary="The live cards whose custom field has that value", answer=many(named("Card"))
    ),
    cards.own: Described(
        summary="The live cards that the caller has to do with, by due date",
        query={
            "due": says(FLAG, "Only cards with a due date."),
            "from": says(DATE, "Only cards that are due then or later."),
            "to": says(DATE, "Only cards that are due then or earlier."),
        },
        answer=many(named("OwnCard")),
    ),
    cards.create: Described(
        summary="Make a card",
        body=sent(
            {
                "title": "Paint the fence",
                "description": "Green, as it was",
                "swimlaneId": samples.SWIMLANE,
                "dueAt": "2026-12-24T18:00:00.000Z",
                "members": [samples.MEMBER],
            },
            {
                **{name: shape for name, shape in _CONTENT.items() if name != "title"},
                "swimlaneId": says(ID, "Unset, the board's first swimlane."),
                "linkedId": says(
                    ID, "Links this card of another board; the rest is then not looked at."
                ),
                "authorId": says(TEXT, "Not looked at: whoever calls has made the card."),
            },
            title=TEXT,
        ),
        answer=MADE,
        also=(409,),
    ),
    cards.update: Described(
        summary="Change a card, move it, archive or restore it",
        body=sent(
            {"title": "Paint the whole fence", "listId": samples.OTHER_LIST, "dueAt": None},
            {
                **_CONTENT,
                "listId": says(ID, "Moves the card to that list of its board."),
                "swimlaneId": says(ID, "Moves the card to that swimlane of its board."),
                **{
                    name: says(ID, "Moves the card to another board; the three go together.")
                    for name in ("newBoardId", "newSwimlaneId", "newListId")
                },
                "archive": says(FLAG, "Archives or restores the card."),
            },
        ),
        answer=MADE,
        also=(409,),
        tagged=True,
        note="What is not sent stays as it is.",
    ),
    cards.delete: Described(
        summary="Delete a card for good, with all that hangs on it", answer=MADE, tagged=True
    ),
}
