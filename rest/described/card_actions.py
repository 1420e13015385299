"""What is done to one card, to many at once, and what cards depend on."""

from collections.abc import Mapping

from rest import bulk, card_actions, dependencies
from rest.described import samples
from rest.described.cards import FIELD_VALUE
from rest.described.description import Described, sent
from rest.described.shapes import (
    COUNT,
    DATE_OR_NONE,
    FLAG,
    ID,
    IDS,
    MADE,
    NUMBER,
    TEXT,
    TEXT_OR_NONE,
    Schema,
    many,
    named,
    one_of,
    says,
    thing,
)
from rest.door import Handler

_PEOPLE = thing(_id=ID, members=IDS, assignees=IDS)
_TYPE = one_of("related-to", "blocks", "is-blocked-by", "fixes", "is-fixed-by")
_LOOKS: Mapping[str, Schema] = {"type": _TYPE, "color": TEXT, "icon": TEXT}
_CARD_IDS = says({**IDS, "minItems": 1, "maxItems": 500}, "Cards of the board.")

SCHEMAS = {
    "Dependency": thing(cardId=ID, **_LOOKS),
    "DrawnDependency": thing(
        {"toCardNumber": {"type": ["integer", "null"]}, "toTitle": TEXT_OR_NONE},
        **{"from": ID},
        fromTitle=TEXT,
        fromCardNumber=COUNT,
        to=ID,
        **_LOOKS,
    ),
    "NewCardInBulk": thing(
        {
            "description": TEXT_OR_NONE,
            "swimlaneId": ID,
            "parentId": ID,
            "members": IDS,
            "assignees": IDS,
        },
        title=TEXT,
    ),
}

ACTIONS: Mapping[Handler, Described] = {
    card_actions.archive: Described(
        summary="Archive a card and its subtasks",
        answer=thing(_id=ID, archived=FLAG, archivedAt=DATE_OR_NONE),
    ),
    card_actions.restore: Described(
        summary="Bring an archived card back, and its subtasks",
        path={"card_id": samples.ARCHIVED_CARD},
        answer=thing(_id=ID, archived=FLAG),
    ),
    card_actions.copy: Described(
        summary="Copy a card with what hangs on it",
        body=sent(
            {"toSwimlaneId": samples.SWIMLANE, "toListId": samples.OTHER_LIST, "position": 0},
            {
                "toListId": says(ID, "Unset, the same list."),
                "toBoardId": says(ID, "Unset, the same board."),
                "position": says(NUMBER, "Counts from 0; unset, as high as the original."),
            },
            toSwimlaneId=ID,
        ),
        answer=MADE,
    ),
    card_actions.set_value: Described(
        summary="Set the value of a custom field on a card",
        body=sent({"value": "Garden"}, value=FIELD_VALUE),
        answer=thing(_id=ID, customFields=many({"type": "object"})),
    ),
    card_actions.add_member: Described(summary="Make somebody a member", answer=_PEOPLE),
    card_actions.remove_member: Described(summary="Take a member off", answer=_PEOPLE),
    card_actions.add_assignee: Described(
        summary="Assign somebody", answer=_PEOPLE, note="A worker may assign themselves alone."
    ),
    card_actions.remove_assignee: Described(
        summary="Take an assignee off",
        answer=_PEOPLE,
        note="A worker may take themselves off alone.",
    ),
}

BULK: Mapping[Handler, Described] = {
    bulk.create: Described(
        summary="Make up to 500 cards in a list, all or none",
        body=sent(
            {"cards": [{"title": "Sand"}, {"title": "Paint"}], "swimlaneId": samples.SWIMLANE},
            {"swimlaneId": says(ID, "For those that name none.")},
            cards={
                "type": "array",
                "items": named("NewCardInBulk"),
                "minItems": 1,
                "maxItems": 500,
            },
            json_only=True,
        ),
        answer=many(thing(index=COUNT, _id=ID)),
    ),
    bulk.delete: Described(
        summary="Delete up to 500 cards of a board",
        body=sent({"cardIds": [samples.CARD]}, cardIds=_CARD_IDS, json_only=True),
        answer=thing(deleted=IDS, notFound=IDS),
    ),
    bulk.merge_labels: Described(
        summary="Put labels on up to 500 cards, and take labels off",
        body=sent(
            {"cardIds": [samples.CARD], "addLabelIds": [samples.OTHER_LABEL]},
            {"addLabelIds": IDS, "removeLabelIds": IDS},
            cardIds=_CARD_IDS,
            json_only=True,
        ),
        answer=thing(updated=many(thing(_id=ID, labelIds=IDS)), notFound=IDS),
        note="One of `addLabelIds` and `removeLabelIds` must name labels.",
    ),
}

DEPENDENCIES: Mapping[Handler, Described] = {
    dependencies.of_board: Described(
        summary="What the live cards of a board depend on",
        answer=many(named("DrawnDependency")),
    ),
    dependencies.of_card: Described(
        summary="What a card depends on", answer=many(named("Dependency"))
    ),
    dependencies.add: Described(
        summary="Make a card depend on another of its board",
        body=sent(
            {"cardId": samples.THIRD_CARD, "type": "blocks"},
            {
                "cardId": says(ID, "The other card."),
                "dependsOn": says(ID, "In place of `cardId`."),
                **_LOOKS,
            },
        ),
        answer=thing(_id=ID, cardId=ID, **_LOOKS),
    ),
    dependencies.update: Described(
        summary="Change how a dependency looks",
        body=sent({"color": "#00aa88"}, _LOOKS),
        answer=MADE,
        note="At least one of the three must be sent.",
    ),
    dependencies.remove: Described(summary="End a dependency", answer=MADE),
}
