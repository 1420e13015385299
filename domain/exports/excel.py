"""Boards and cards as Excel workbooks, written in a thread."""

from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties

from domain.exports.made import Made, file_name, written
from domain.exports.sheets import Book, Dates, book
from domain.exports.source import Source, outline
from domain.exports.tables import harmless, rows

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4 = 9
_LONGEST_CELL = 32_000
"""Excel takes 32,767 characters in a cell."""


async def made(source: Source, dates: Dates) -> Made:
    """Returns a workbook: a table of the cards, or, for one card and where `card-details` are
    asked for, each card in full."""
    name = file_name(source.board.title, "xlsx")
    detailed = source.selection.card_id or "card-details" in source.selection.fields
    if detailed:
        write = partial(_write_book, await book(source, dates))
    else:
        table = [*rows(source, await outline(source))]
        write = partial(_write_table, source.board.title, table)
    return Made(_TYPE, name, written(write))


def _write_table(title: str, table: list[list[str]], file: IO[bytes]) -> None:
    workbook = Workbook(write_only=True)
    page = _page(workbook, title, 24)
    for number, row in enumerate(table):
        page.append([_cell(page, text, bold=number == 0) for text in row])
    workbook.save(file)


def _write_book(of: Book, file: IO[bytes]) -> None:
    workbook = Workbook(write_only=True)
    page = _page(workbook, of.title, 28)
    page.column_dimensions["B"].width = 80
    for name, text, bold in _lines(of):
        page.append([_cell(page, name, bold=bold), _cell(page, text)])
    workbook.save(file)


def _page(workbook: Workbook, title: str, width: int) -> Any:
    plain = "".join(each for each in title if each not in "[]:*?/\\" and each.isprintable())
    page = workbook.create_sheet(plain.strip("' ")[:31] or "Board")
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.column_dimensions["A"].width = width
    return page


def _lines(of: Book) -> Iterator[tuple[str, str, bool]]:
    yield of.title, "", True
    for name, text in of.lines:
        yield name, text, False
    for sheet in of.sheets:
        yield "", "", False
        yield sheet.title, sheet.place, True
        for section in sheet.sections:
            yield section.title, "", True
            for name, text in section.lines:
                yield name, text, False


def _cell(page: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=harmless(text)[:_LONGEST_CELL])
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
