"""What hangs on cards: checklists, their items, comments."""

from collections.abc import Mapping

from domain.reading import documents
from rest import checklists, comments
from rest.described.description import Described, sent
from rest.described.shapes import (
    FLAG,
    ID,
    MADE,
    NUMBER,
    TEXT,
    TEXT_OR_NONE,
    many,
    named,
    says,
    stored,
    thing,
)
from rest.door import Handler

_LINES = many(thing(_id=ID, title=TEXT, isFinished=FLAG))

SCHEMAS = {
    "Checklist": stored(documents.Checklist, items=_LINES),
    "ChecklistItem": stored(documents.ChecklistItem),
    "Comment": stored(documents.Comment, "reactions"),
}

CHECKLISTS: Mapping[Handler, Described] = {
    checklists.every: Described(
        summary="The checklists of a card", answer=many(thing(_id=ID, title=TEXT))
    ),
    checklists.create: Described(
        summary="Make a checklist",
        body=sent(
            {"title": "Prep", "items": ["Sand it", "Buy paint"]},
            {
                "title": says(TEXT, "Unset, `Checklist`."),
                "items": says(many(TEXT), "Titles of items; a single text is one."),
            },
        ),
        answer=MADE,
    ),
    checklists.one: Described(summary="A checklist and its items", answer=named("Checklist")),
    checklists.delete: Described(summary="Delete a checklist and its items", answer=MADE),
    checklists.create_item: Described(
        summary="Make an item of a checklist",
        body=sent(
            {"title": "Buy paint"}, {"sort": says(NUMBER, "Unset, below the others.")}, title=TEXT
        ),
        answer=MADE,
    ),
    checklists.item: Described(summary="An item of a checklist", answer=named("ChecklistItem")),
    checklists.update_item: Described(
        summary="Change an item of a checklist, or tick it",
        body=sent({"isFinished": True}, {"title": TEXT, "isFinished": FLAG}),
        answer=MADE,
    ),
    checklists.delete_item: Described(summary="Delete an item of a checklist", answer=MADE),
}

COMMENTS: Mapping[Handler, Described] = {
    comments.every: Described(
        summary="The comments on a card, oldest first",
        answer=many(thing(_id=ID, comment=TEXT, authorId=TEXT_OR_NONE)),
    ),
    comments.create: Described(
        summary="Write a comment",
        body=sent({"comment": "Looks fine"}, comment=TEXT),
        answer=MADE,
    ),
    comments.one: Described(summary="A comment", answer=named("Comment")),
    comments.delete: Described(
        summary="Delete a comment",
        answer=MADE,
        note="Answers with the card's `_id`. With `restrictCommentEditing` on the board, for the "
        "author alone.",
    ),
}
