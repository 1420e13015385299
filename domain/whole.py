"""Documents as they are stored, with every field, for a door that shows them whole.

Whoever may see a thing may see its document; of people it is shown without what proves who
they are, which is not even read.
"""

from collections.abc import Sequence

from domain.context import Context
from domain.errors import NotFoundError
from domain.placed import Address, require
from domain.queries import holding
from domain.reading import Document
from domain.visibility import (
    narrowing,
    require_board,
    require_card,
    require_list,
    require_swimlane,
)
from store.documents import Board, Card, List, Member, Swimlane, User
from store.match import ABSENT, NOT_TRUE, Filter, all_of, element, one_of, where
from store.records import Record
from store.whole import find_all_whole, find_parts, find_whole

_MOST_CARDS = 10_000
_SECRETS = ("services", "sessionData")


async def board(ctx: Context, board_id: str) -> Document:
    """Returns a board, archived or not. Raises as `require_board`, like all below."""
    await require_board(ctx, board_id)
    return await _whole(ctx, Board, where(Board, id=board_id), "board")


async def list_on(ctx: Context, board_id: str, list_id: str) -> Document:
    """Returns a list of the board that is not archived."""
    await require_board(ctx, board_id)
    found = (await require_list(ctx, list_id)).it
    live = where(List, id=found.id, board_id=board_id, archived=NOT_TRUE)
    return await _whole(ctx, List, live, "list")


async def swimlane_on(ctx: Context, board_id: str, swimlane_id: str) -> Document:
    """Returns a swimlane of the board that is not archived."""
    await require_board(ctx, board_id)
    found = (await require_swimlane(ctx, swimlane_id)).it
    live = where(Swimlane, id=found.id, board_id=board_id, archived=NOT_TRUE)
    return await _whole(ctx, Swimlane, live, "swimlane")


async def card(ctx: Context, card_id: str) -> Document:
    """Returns a card, archived or not."""
    seen = await require_card(ctx, card_id)
    same = where(Card, id=card_id, board_id=seen.board.id)
    return await _whole(ctx, Card, same, "card")


async def card_at(ctx: Context, address: Address) -> Document:
    """Returns a card that lies where the address says and is not archived."""
    seen = await require(ctx, address)
    live = where(Card, id=seen.it.id, board_id=seen.board.id, archived=NOT_TRUE)
    return await _whole(ctx, Card, live, "card")


async def cards_holding(
    ctx: Context, board_id: str, field_id: str, candidates: Sequence[object]
) -> list[Document]:
    """Returns the live cards of a board of which a custom field has one of these values."""
    seen = await require_board(ctx, board_id)
    live = where(Card, board_id=board_id, archived=NOT_TRUE, deleted_at=ABSENT)
    shown = narrowing(ctx.actor, {board_id: seen.access})
    wanted = all_of(live, shown, holding(field_id, candidates))
    return await find_all_whole(ctx.store, Card, wanted, limit=_MOST_CARDS)


async def viewer(ctx: Context) -> Document:
    """Returns the actor."""
    return await _whole_person(ctx, where(User, id=ctx.require_actor().user_id))


async def person(ctx: Context, user_id: str) -> Document:
    """Returns anybody, for site admins. Raises NotFoundError."""
    ctx.require_site_admin()
    return await _whole_person(ctx, where(User, id=user_id))


async def person_called(ctx: Context, name: str) -> Document:
    """Returns anybody by id, or else by exact username, for site admins."""
    ctx.require_site_admin()
    by_id = await find_whole(ctx.store, User, where(User, id=name), without=_SECRETS)
    return by_id or await _whole_person(ctx, where(User, username=name))


async def memberships(ctx: Context, user_id: str) -> list[Document]:
    """Returns a person's place on each board that names them, as stored, with `boardId`.

    Boards that they were taken off count too: it is their own place that is shown, and
    nothing of the board.
    """
    if ctx.require_actor().user_id != user_id:
        ctx.require_site_admin()
    named = all_of(
        where(Board, members=element(Member, user_id=user_id)),
        one_of(where(Board, type="board"), where(Board, type=None)),
    )
    return [
        {key: value for key, value in member.items() if key != "userId"} | {"boardId": found["_id"]}
        for found in await find_parts(ctx.store, Board, named, ["members"])
        for member in found["members"]
        if isinstance(member, dict) and member.get("userId") == user_id
    ]


async def _whole_person(ctx: Context, condition: Filter) -> Document:
    found = await find_whole(ctx.store, User, condition, without=_SECRETS)
    if found is None:
        raise NotFoundError("user")
    return found


async def _whole(ctx: Context, record_type: type[Record], condition: Filter, noun: str) -> Document:
    found = await find_whole(ctx.store, record_type, condition)
    if found is None:
        raise NotFoundError(noun)
    return found
