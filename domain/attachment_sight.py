"""Which attachments a person sees: those of the cards they see, and the pictures of boards."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from domain.context import Context
from domain.visibility import Access, sees_card
from store.documents import Attachment, Card
from store.lookups import by_ids
from store.match import ABSENT, EVERYTHING, Filter, any_of, holds, none_of, one_of, where
from store.plan import Document
from store.records import attributes, load, path_of

PATHS = (path_of(Attachment, "board_id"), path_of(Attachment, "card_id"))
"""What of an attachment tells whose it is."""
_OF_CARD = tuple(sorted(path_of(Card, name) for name in ("board_id", "assignee_ids", "deleted_at")))


async def sight_on(ctx: Context, accesses: Mapping[str, Access]) -> Filter:
    """Returns what must hold of attachments beside being on one of these boards."""
    narrowed = [board_id for board_id, access in accesses.items() if access.assigned_only]
    if not narrowed or ctx.actor is None:
        return EVERYTHING
    own = where(Card, board_id=any_of(narrowed), assignee_ids=holds(ctx.actor.user_id))
    cards = await ctx.store.ids(Card, own)
    return one_of(
        where(Attachment, board_id=none_of(narrowed)),
        where(Attachment, card_id=any_of(cards)),
        where(Attachment, card_id=ABSENT),
    )


async def shown_attachments(
    ctx: Context,
    documents: list[Document],
    learn_boards: Callable[[Iterable[str]], Awaitable[None]],
    access_to: Callable[[object], Access | None],
) -> list[Document]:
    """Returns the attachments that may be shown, wherever they were pointed at from."""
    card_id, board_id = (attributes(Attachment)[name] for name in ("card_id", "board_id"))
    wanted = {each for each in map(card_id.of, documents) if each}
    cards = await by_ids(ctx.store, Card, wanted, _OF_CARD, ctx.trace) if wanted else {}
    boards = {load(Card, each).board_id for each in cards.values()}
    await learn_boards(boards | {each for each in map(board_id.of, documents) if each})

    def is_shown(document: Document) -> bool:
        if not card_id.of(document):
            return access_to(board_id.of(document)) is not None
        found: Mapping[str, Any] | None = cards.get(card_id.of(document))
        card = load(Card, found) if found else None
        access = access_to(card.board_id) if card and card.deleted_at is None else None
        return (
            card is not None
            and access is not None
            and sees_card(ctx.actor, access, card.assignee_ids)
        )

    return [each for each in documents if is_shown(each)]
