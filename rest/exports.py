"""Exports of boards and cards.

Source: Wekan's models/export.js, exportExcel.js, exportExcelCard.js and exportPDF.js.
"""

from starlette.responses import Response, StreamingResponse

from domain import attachments
from domain.errors import NotFoundError
from domain.exports import selection, single
from domain.exports.making import Format, Wish, make, make_of_card
from domain.exports.sheets import Dates
from domain.exports.tools import FORMATS
from rest.door import Call, Handler
from web.sending import export_response


def board_as(exported: Format) -> Handler:
    """Returns the handler of a route that exports a board in one format."""

    async def handler(call: Call) -> Response:
        return await export_response(await make(call.ctx, call["board_id"], _wish(call, exported)))

    return handler


def card_as(exported: Format) -> Handler:
    """Returns the handler of a route that exports one card."""

    async def handler(call: Call) -> Response:
        place = (call["board_id"], call["list_id"], call["card_id"])
        return await export_response(await make_of_card(call.ctx, *place, _wish(call, exported)))

    return handler


as_wekan = board_as(Format.WEKAN)
as_zip = board_as(Format.ZIP)
as_kanboard = board_as(Format.KANBOARD)
as_excel = board_as(Format.EXCEL)
as_pdf = board_as(Format.PDF)
card_as_excel = card_as(Format.EXCEL)
card_as_pdf = card_as(Format.PDF)


async def tool(call: Call) -> Response:
    """A board in the shape of another tool, which the path names."""
    named = call["format"].lower()
    if named not in FORMATS:
        raise NotFoundError("format")
    return await board_as(Format(named))(call)


async def table(call: Call) -> Response:
    tab = call.request.query_params.get("delimiter") == "\t"
    return await board_as(Format.TSV if tab else Format.CSV)(call)


async def attachment(call: Call) -> Response:
    """One file as the export of its board has it, bytes included."""
    source = await single.require(call.ctx, call["board_id"])
    seen = await attachments.require(call.ctx, call["attachment_id"])
    if seen.board.id != call["board_id"]:
        raise NotFoundError("attachment")
    return StreamingResponse(single.chunks(source, seen.it), media_type="application/json")


def _wish(call: Call, exported: Format) -> Wish:
    query = call.request.query_params
    delimiter = query.get("delimiter", ",")
    return Wish(
        format=exported,
        selection=selection.read(query),
        delimiter=delimiter if len(delimiter) == 1 and delimiter not in '"\r\n\0' else ",",
        dates=Dates.read(query.get("dateFormat"), query.get("tz")),
    )
