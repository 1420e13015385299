"""A single card, copied to anywhere the actor may write.

Source: the copy route of Wekan's server/models/cards.js.
"""

from domain import copying, moves, positions
from domain.card_guides import Target
from domain.context import Context
from domain.errors import NotFoundError
from domain.roles import Capability
from domain.visibility import require_board, require_card
from store.documents import Card
from store.match import where
from store.mongo import Modifier


async def copy(
    ctx: Context,
    card_id: str,
    *,
    board_id: str | None = None,
    list_id: str | None = None,
    swimlane_id: str | None = None,
    position: float | None = None,
) -> Card:
    """Stores and returns a copy of a card with all that hangs on it.

    Without a board or a list it goes to the card's own, without a swimlane to the board's
    first; without a `position`, counted from 0, its place in the list is that of the card.
    Raises as `require_board` for the board it goes to, BadInputError.
    """
    seen = await require_card(ctx, card_id, Capability.WRITE)
    board = await require_board(ctx, board_id or seen.board.id, Capability.WRITE)
    place = await moves.require_place(ctx, board.board, list_id or seen.it.list_id, swimlane_id)
    sort = None
    if position is not None:
        sort = await positions.card_sort_at(ctx, place.list.id, position)
    wanted = where(Card, id=seen.it.id)
    copies = await copying.copy_cards(ctx, seen, wanted, Target(board=board, place=place))
    made = copies.get(seen.it.id)
    if made is None:  # it was deleted in between
        raise NotFoundError("card")
    if sort is not None:
        await ctx.store.update(Card, where(Card, id=made.id), Modifier(set={"sort": sort}))
    return made
