"""With whom a board is shared as a whole: e-mail domains.

Source: `setBoardDomains` of Wekan's server/models/boards.js. Everybody with an address there
sees the board.
"""

import re
from collections.abc import Callable

from domain.context import Context
from domain.errors import BadInputError
from domain.roles import Capability
from domain.visibility import require_board
from store.documents import Board, Share
from store.match import where
from store.mongo import Modifier

_SPACE = re.compile(r"\s")
_LONGEST = 253


async def domains(ctx: Context, board_id: str) -> list[Share]:
    """Returns the domains that a board is shared with, for site admins."""
    ctx.require_site_admin()
    return (await require_board(ctx, board_id)).board.domains or []


async def add_domain(ctx: Context, board_id: str, domain: str) -> list[Share]:
    """Shares a board with a domain, and returns all of them. For its admins and site admins.

    Raises BadInputError.
    """
    await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    name = _checked(domain)

    def more(shares: list[Share]) -> list[Share]:
        known = any(each.domain == name for each in shares)
        return shares if known else [*shares, Share(domain=name, is_active=True)]

    return await _change(ctx, board_id, more)


async def remove_domain(ctx: Context, board_id: str, domain: str) -> list[Share]:
    """Ends the sharing with a domain, as `add_domain`."""
    name = domain.strip().lower()
    return await _change(
        ctx, board_id, lambda shares: [each for each in shares if each.domain != name]
    )


def _checked(domain: str) -> str:
    name = domain.strip().lower()
    if not name:
        raise BadInputError("input.domain", "Missing domain")
    if "." not in name or "@" in name or _SPACE.search(name) or len(name) > _LONGEST:
        raise BadInputError("input.domain", f"Invalid domain: {domain}")
    return name


async def _change(
    ctx: Context, board_id: str, change: Callable[[list[Share]], list[Share]]
) -> list[Share]:
    """Reads and writes as one, so that changes at the same time do not undo each other."""

    async def work() -> list[Share]:
        board = (await require_board(ctx, board_id, Capability.MANAGE_BOARD)).board
        before = board.domains or []
        after = change(before)
        if after != before:
            altered = {"domains": after, "modified_at": ctx.now()}
            await ctx.store.update(Board, where(Board, id=board_id), Modifier(set=altered))
        return after

    return await ctx.store.atomically(work)
