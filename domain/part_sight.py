"""Which checklists, items, comments and custom fields a person sees, whatever points at them:
those of the cards, and of the boards, that they see.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from domain.context import Context
from domain.visibility import Access, sees_card
from store.documents import Card, Checklist, ChecklistItem, Comment, CustomField
from store.lookups import by_ids
from store.plan import Document
from store.records import Record, attributes, load, path_of

PATHS: Mapping[type[Record], tuple[str, ...]] = {
    **{kind: (path_of(kind, "card_id"),) for kind in (Checklist, ChecklistItem, Comment)},
    CustomField: (path_of(CustomField, "board_ids"),),
}
"""What of each kind tells whose it is."""
_OF_CARD = tuple(sorted(path_of(Card, name) for name in ("board_id", "assignee_ids", "deleted_at")))

LearnBoards = Callable[[Iterable[str]], Awaitable[None]]
AccessTo = Callable[[object], Access | None]


async def shown_parts(
    ctx: Context,
    record_type: type[Record],
    documents: list[Document],
    learn_boards: LearnBoards,
    access_to: AccessTo,
) -> list[Document]:
    """Returns the documents that may be shown."""
    if record_type is CustomField:
        return await _shown_fields(documents, learn_boards, access_to)
    card_id = attributes(record_type)["card_id"]
    wanted = {each for each in map(card_id.of, documents) if each}
    cards = await by_ids(ctx.store, Card, wanted, _OF_CARD, ctx.trace) if wanted else {}
    await learn_boards({load(Card, each).board_id for each in cards.values()})

    def is_shown(document: Document) -> bool:
        found: Mapping[str, Any] | None = cards.get(card_id.of(document))
        card = load(Card, found) if found else None
        access = access_to(card.board_id) if card and card.deleted_at is None else None
        return (
            card is not None
            and access is not None
            and sees_card(ctx.actor, access, card.assignee_ids)
        )

    return [each for each in documents if is_shown(each)]


async def _shown_fields(
    documents: list[Document], learn_boards: LearnBoards, access_to: AccessTo
) -> list[Document]:
    of = attributes(CustomField)["board_ids"].of
    await learn_boards({board_id for each in documents for board_id in of(each)})
    return [each for each in documents if any(access_to(board_id) for board_id in of(each))]
