"""What is kept in collections of its own, and shown as if it lay inside: reactions to comments,
and what cards hold in custom fields under the kind of value that the field says it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.context import Context
from store.documents import Card, Comment, CustomField, Reaction, ShownValue
from store.match import any_of, where
from store.plan import Document
from store.records import dump, load, path_of
from store.values import as_date, as_documents, as_ids, as_number, as_text

REACTIONS = path_of(Comment, "reactions")
VALUES = path_of(Card, "custom_fields")


async def with_reactions(ctx: Context, comments: Sequence[Document]) -> list[Document]:
    """Returns comments with the reactions to each; other requests hold the same documents."""
    if not comments:
        return []
    to_these = where(Reaction, comment_id=any_of([each["_id"] for each in comments]))
    found = await ctx.store.find_many(Reaction, to_these, limit=len(comments))
    by_comment = {each.comment_id: [dump(one) for one in each.reactions] for each in found}
    return [{**each, REACTIONS: by_comment.get(each["_id"], [])} for each in comments]


async def with_values(ctx: Context, cards: Sequence[Document]) -> list[Document]:
    """Returns cards whose custom fields say what kind of value they hold."""
    wanted = {as_text(each.get("_id")) for card in cards for each in _entries(card)} - {None}
    if not wanted:
        return [{**card, VALUES: []} for card in cards]
    found = await ctx.store.find_many(CustomField, where(CustomField, id=any_of(wanted)))
    fields = {each.id: each for each in found}
    return [{**card, VALUES: [_shown(each, fields) for each in _entries(card)]} for card in cards]


def _entries(card: Document) -> list[Mapping[str, Any]]:
    return as_documents(card.get(VALUES))


def _shown(entry: Mapping[str, Any], fields: Mapping[str, CustomField]) -> Document:
    field, value = fields.get(entry.get("_id") or ""), entry.get("value")
    shown = load(ShownValue, {"_id": entry.get("_id")})
    if field is None or value is None:
        return dump(shown)
    if field.type == "dropdown":
        item = next((each for each in field.dropdown_items if each.id == value), None)
        return dump(shown) | ({} if item is None else {"dropdownItem": dump(item)})
    kind = _KINDS.get(field.type)
    read = kind[1](value) if kind else None
    return dump(shown) | ({} if kind is None or read is None else {kind[0]: read})


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


_KINDS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "text": ("text", as_text),
    "number": ("number", as_number),
    "currency": ("number", as_number),
    "checkbox": ("checkbox", _flag),
    "date": ("date", as_date),
    "stringtemplate": ("texts", as_ids),
}
"""Each type of field: where its value is shown, and how it is read."""
