"""A board deleted for good, with all that is on it.

Source: the `before.remove` hook of Wekan's server/models/boards.js, which leaves counters,
positions, custom fields and stars behind; they go here too.
"""

from domain import activities, removal
from domain.activities import Entry
from domain.context import Context
from domain.roles import Capability
from domain.visibility import require_board
from store.copies import find_outlines
from store.documents import (
    Action,
    Activity,
    Attachment,
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Counter,
    CustomField,
    Integration,
    List,
    Position,
    Reaction,
    Rule,
    Swimlane,
    Trigger,
    Undoable,
    User,
)
from store.files import delete_files
from store.match import any_of, where
from store.mongo import Modifier

_ON_BOARD = (
    ChecklistItem,
    Checklist,
    Comment,
    Reaction,
    List,
    Swimlane,
    Integration,
    Activity,
    Trigger,
    Position,
    Undoable,
)


async def delete(ctx: Context, board_id: str) -> None:
    """Removes a board, archived or not. For its admins and site admins."""
    await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    cards = await find_outlines(ctx.store, Card, where(Card, board_id=board_id), ("board_id",))

    async def work() -> None:
        await removal.remove_cards(ctx, cards)
        await _remove_rules(ctx, board_id)
        for kind in _ON_BOARD:
            await ctx.store.delete(kind, where(kind, board_id=board_id))
        await _leave_others_whole(ctx, board_id)
        await ctx.store.delete(Board, where(Board, id=board_id))

    await ctx.store.atomically(work)
    await removal.remove_files(ctx, cards)
    await delete_files(ctx.store, Attachment, where(Attachment, board_id=board_id))
    told = {"type": "board", "activityTypeId": board_id, "boardId": board_id}
    await activities.record(ctx, Entry("removeBoard", told))


async def _remove_rules(ctx: Context, board_id: str) -> None:
    """An action says which board it moves cards to: those of other boards' rules stay."""
    own = where(Rule, board_id=board_id)
    action_ids = [rule.action_id for rule in await ctx.store.find_many(Rule, own)]
    await ctx.store.delete(Action, where(Action, id=any_of(action_ids)))
    await ctx.store.delete(Rule, own)


async def _leave_others_whole(ctx: Context, board_id: str) -> None:
    """Takes the board off what is not its own alone."""
    await ctx.store.delete(Counter, where(Counter, id=f"cardNumber-{board_id}"))
    alone = any_of([[board_id]])
    await ctx.store.delete(CustomField, where(CustomField, board_ids=alone))
    shared = where(CustomField, board_ids=board_id)
    await ctx.store.update_many(CustomField, shared, Modifier(pull={"board_ids": [board_id]}))
    for name in ("starred_boards", "invited_boards"):
        naming = where(User, **{name: board_id})
        await ctx.store.update_many(User, naming, Modifier(pull={name: [board_id]}))
