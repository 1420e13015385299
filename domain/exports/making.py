"""Every format that a board is exported in: the one table that both doors use."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from domain.context import Context
from domain.errors import NotFoundError
from domain.exports import archive, excel, pdf, tables, tools, wekan
from domain.exports.made import Made
from domain.exports.selection import Selection
from domain.exports.sheets import Dates
from domain.exports.source import Source, require
from domain.visibility import require_card


class Format(Enum):
    """What a board, or a part of it, can be exported as."""

    WEKAN = "wekan"
    ZIP = "zip"
    CSV = "csv"
    TSV = "tsv"
    EXCEL = "excel"
    PDF = "pdf"
    KANBOARD = "kanboard"
    DECK = "deck"
    OPENPROJECT = "openproject"
    GITHUB = "github"
    GITEA = "gitea"
    FORGEJO = "forgejo"
    GITLAB = "gitlab"
    TRELLO = "trello"
    JIRA = "jira"
    ASANA = "asana"
    ZENKIT = "zenkit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be exported, and how."""

    format: Format
    selection: Selection = field(default_factory=Selection)
    delimiter: str = ","
    dates: Dates = field(default_factory=Dates)


async def make(ctx: Context, board_id: str, wish: Wish) -> Made:
    """Returns a board's export. Raises as `exports.source.require`."""
    source = await require(ctx, board_id, wish.selection, _REASONS.get(wish.format))
    return await _MAKERS[wish.format](source, wish)


async def make_of_card(ctx: Context, board_id: str, list_id: str, card_id: str, wish: Wish) -> Made:
    """Returns the export of one card.

    PassBleed (GHSA-6p5m-f9p2-wqm5): it must lie on that board and in that list, on public
    boards too. Raises NotFoundError.
    """
    selection = replace(wish.selection, card_id=card_id)
    reason = _REASONS_OF_CARDS.get(wish.format)
    source = await require(ctx, board_id, selection, reason)
    seen = await require_card(ctx, card_id)
    if (seen.board.id, seen.it.list_id) != (board_id, list_id):
        raise NotFoundError("card")
    return await _MAKERS[wish.format](source, wish)


async def _plain(maker: Callable[[Source], Made], source: Source) -> Made:
    return maker(source)


async def _table(source: Source, wish: Wish) -> Made:
    return tables.made(source, "\t" if wish.format is Format.TSV else wish.delimiter)


async def _tool(source: Source, wish: Wish) -> Made:
    return tools.made(source, wish.format.value)


_MAKERS: Mapping[Format, Callable[[Source, Wish], Awaitable[Made]]] = {
    Format.WEKAN: lambda source, _: _plain(wekan.made, source),
    Format.ZIP: lambda source, _: _plain(archive.made, source),
    Format.CSV: _table,
    Format.TSV: _table,
    Format.EXCEL: lambda source, wish: excel.made(source, wish.dates),
    Format.PDF: lambda source, wish: pdf.made(source, wish.dates),
    **dict.fromkeys((Format(name) for name in tools.FORMATS), _tool),
}
_REASONS = {
    Format.WEKAN: "exportJSON",
    Format.CSV: "exportCSV",
    Format.TSV: "exportTSV",
    Format.EXCEL: "exportExcel",
}
"""What is noted of an export by somebody who has acted in another's name before."""
_REASONS_OF_CARDS = {Format.EXCEL: "exportExcelCard", Format.PDF: "exportCardPDF"}
