"""Boards and cards as PDF, A4, laid out in a thread."""

from functools import cache, partial
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from domain.exports.made import Made, file_name, written
from domain.exports.sheets import Book, Dates, Line, book
from domain.exports.source import Source

_FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    Path(reportlab.__file__).parent / "fonts" / "Vera.ttf",
)
"""The first that is there is used; the last always is, and knows Western scripts alone."""
_LONGEST = 20_000
"""What of one text is laid out; longer ones would take minutes."""


async def made(source: Source, dates: Dates) -> Made:
    of = await book(source, dates)
    return Made(
        "application/pdf", file_name(source.board.title, "pdf"), written(partial(_write, of))
    )


def _write(of: Book, file: IO[bytes]) -> None:
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=of.title,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
    )
    story: list[Flowable] = [_text(of.title, 18)]
    story += [_line(line) for line in of.lines]
    for sheet in of.sheets:
        story += [Spacer(1, 5 * mm), _text(sheet.title, 14), _text(sheet.place, 9)]
        for section in sheet.sections:
            story.append(_text(section.title, 11))
            story += [_line(line) for line in section.lines]
    document.build(story)


def _line(line: Line) -> Paragraph:
    name, text = line
    return _text(f"{name}: {text}" if name else text, 9)


def _text(text: str, size: int) -> Paragraph:
    shown = escape(text[:_LONGEST]).replace("\n", "<br/>")
    return Paragraph(shown, _style(size))


@cache
def _style(size: int) -> ParagraphStyle:
    return ParagraphStyle(
        f"size{size}",
        fontName=_font(),
        fontSize=size,
        leading=size * 1.3,
        spaceBefore=2 if size < 11 else 5,
        splitLongWords=1,
    )


@cache
def _font() -> str:
    path = next(each for each in _FONTS if each.is_file())
    pdfmetrics.registerFont(TTFont("Shown", str(path)))
    return "Shown"
