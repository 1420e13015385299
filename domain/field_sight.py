"""Custom fields on cards, as they are shown: each value under the kind of its field.

Other requests hold the same documents, so each is made anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.card_values import KINDS, as_read
from domain.context import Context
from store.documents import Card, CustomField, ShownValue
from store.lookups import by_ids
from store.plan import Document
from store.records import dump, load, path_of
from store.values import as_documents, as_id

VALUES = path_of(Card, "custom_fields")
_BOARD = path_of(Card, "board_id")
_OF_FIELD = tuple(sorted(path_of(CustomField, each) for each in ("board_ids", "type", "settings")))
_KIND = {type_: kind for kind, types in KINDS.items() for type_ in types}


async def with_values(ctx: Context, cards: Sequence[Document]) -> list[Document]:
    """Returns the cards with those fields that their own boards have, and what they hold."""
    entries = {card["_id"]: as_documents(card.get(VALUES)) for card in cards}
    named = (as_id(each.get("_id")) for own in entries.values() for each in own)
    wanted = {each for each in named if each}
    found = await by_ids(ctx.store, CustomField, wanted, _OF_FIELD, ctx.trace) if wanted else {}
    fields = {key: load(CustomField, each) for key, each in found.items()}
    return [{**card, VALUES: [*_shown(card, entries[card["_id"]], fields)]} for card in cards]


def _shown(
    card: Document, entries: Sequence[Mapping[str, Any]], fields: Mapping[str, CustomField]
) -> Iterator[Document]:
    for entry in entries:
        field = fields.get(as_id(entry.get("_id")) or "")
        if field is not None and card.get(_BOARD) in field.board_ids:
            yield {"_id": field.id, **_typed(field, as_read(entry.get("value"), field))}


def _typed(field: CustomField, value: object) -> Document:
    if value is None:
        return {}
    kind = _KIND.get(field.type, "text")
    if kind != "dropdown_item_id":
        return {kind: value}
    chosen = next(each for each in field.dropdown_items if each.id == value)
    return {path_of(ShownValue, "dropdown_item"): dump(chosen)}
