"""Signed links to exports: what is wished for is in the link, and whoever follows it is asked
again whether they may have it."""

from collections.abc import Mapping
from typing import Any

from domain import file_links
from domain.context import Context
from domain.errors import BadInputError
from domain.exports.made import Made
from domain.exports.making import Format, Wish, make
from domain.exports.selection import Selection
from domain.exports.sheets import Dates
from domain.exports.source import require
from domain.file_links import Link

_SCOPES = ("swimlane_id", "list_id", "card_id", "checklist_id")


async def signed(ctx: Context, board_id: str, wish: Wish) -> Link:
    """Returns a link to what is wished for. Raises as `exports.source.require`; BadInputError."""
    if len(wish.delimiter) != 1 or wish.delimiter in '"\r\n\0':
        raise BadInputError("input.delimiter", "One character separates cells.")
    await require(ctx, board_id, wish.selection, reason=None)
    chosen = wish.selection
    scope = {name: getattr(chosen, name) for name in _SCOPES if getattr(chosen, name)}
    told = {
        "board": board_id,
        "format": wish.format.value,
        "scope": scope,
        "fields": sorted(chosen.fields),
        "files": chosen.with_files,
        "delimiter": wish.delimiter,
        "dates": [wish.dates.pattern_name, wish.dates.zone_name],
    }
    return await file_links.signed(ctx, file_links.EXPORT, told)


async def followed(ctx: Context, claims: Mapping[str, Any]) -> Made:
    """Returns the export that a link was signed for."""
    selection = Selection(
        **claims["scope"], fields=frozenset(claims["fields"]), with_files=claims["files"]
    )
    wish = Wish(
        format=Format(claims["format"]),
        selection=selection,
        delimiter=claims["delimiter"],
        dates=Dates.read(*claims["dates"]),
    )
    return await make(ctx, claims["board"], wish)
