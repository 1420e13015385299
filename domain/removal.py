"""What goes for good together with a card.

Source: the `before.remove` hook of Wekan's server/models/cards.js; attachments, reactions
and their bytes, which Wekan means to remove and leaves, are removed here.
"""

from domain.context import Context
from store.documents import (
    Activity,
    Attachment,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Reaction,
)
from store.files import delete_files
from store.match import any_of, where
from store.mongo import Modifier

_PARTS = (ChecklistItem, Checklist, Comment, Reaction, Activity)


async def remove_cards(ctx: Context, cards: list[Card]) -> None:
    """Removes cards and all that hangs on them but files; subtasks that stay lose their
    parent."""
    card_ids = [card.id for card in cards]

    async def work() -> None:
        for kind in _PARTS:
            await ctx.store.delete(kind, where(kind, card_id=any_of(card_ids)))
        await ctx.store.delete(Card, where(Card, id=any_of(card_ids)))
        await ctx.store.update_many(
            Card, where(Card, parent_id=any_of(card_ids)), Modifier(set={"parent_id": ""})
        )

    await ctx.store.atomically(work)


async def remove_files(ctx: Context, cards: list[Card]) -> None:
    """Removes the attachments of cards that are gone. Their bytes belong to no transaction."""
    card_ids = [card.id for card in cards]
    await delete_files(ctx.store, Attachment, where(Attachment, card_id=any_of(card_ids)))
