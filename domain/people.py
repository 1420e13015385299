"""People as others meet them: who is on a board, and what they are called."""

from collections.abc import Collection

from domain.context import Context
from store.documents import Board, BoardAudience, User
from store.match import any_of, where


def active_members(board: Board | BoardAudience) -> set[str]:
    """Returns the ids of the people who may be put on the board's cards."""
    return {member.user_id for member in board.members if member.is_active}


async def usernames(ctx: Context, user_ids: Collection[str]) -> dict[str, str]:
    """Returns the login names of those among `user_ids` that have one."""
    if not user_ids:
        return {}
    wanted = where(User, id=any_of(user_ids))
    found = await ctx.store.find_many(User, wanted, limit=len(user_ids))
    return {user.id: user.username for user in found if user.username}
