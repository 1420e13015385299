"""Imports: boards of their own, a zip into a board, a calendar into a list.

Source: Wekan's server/imports.js, models/importZip.js, server/methods/icsImport.js and
server/routes/importTrelloZip.js.
"""

import asyncio
from collections.abc import Mapping

from starlette.responses import Response

from domain.errors import BadInputError
from domain.exports import selection
from domain.imports import boards, calendar, receiving, sources
from domain.imports.archives import LARGEST_DOCUMENT
from domain.imports.boards import Into
from domain.imports.people import mapping_of
from domain.imports.sent import Sent
from rest.body import as_text
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer, made
from web.receiving import form, incoming_of, stream
from web.requests import content_type, parse_json, read_body

_MULTIPART = "multipart/form-data"


async def board(call: Call) -> Response:
    """A board in Wekan's own format; `{board, membersMapping}`."""
    document, mapping = await _sent(call)
    return made(await boards.new_board(call.ctx, await _read("wekan", document), mapping))


async def board_from(call: Call) -> Response:
    """The same in the format that the path names."""
    document, mapping = await _sent(call)
    source = call["source"].lower()
    return made(await boards.new_board(call.ctx, await _read(source, document), mapping))


async def _read(source: str, document: object) -> Sent:
    return await asyncio.to_thread(sources.read, source, document)


async def _sent(call: Call) -> tuple[object, Mapping[str, str]]:
    """Returns what is to be imported, alone or under `board`, and who is who."""
    await boards.require_imports(call.ctx)
    data = await read_body(call.request, LARGEST_DOCUMENT)
    given = await asyncio.to_thread(parse_json, data) if data else {}
    if not isinstance(given, dict) or "board" not in given:
        return given, {}
    # Kanboard and Jira tell of themselves under that name, too.
    wrapped = isinstance(given["board"], dict | list) and not ({"tasks", "issues"} & given.keys())
    mapping = mapping_of(given.get("membersMapping"))
    return (given["board"] if wrapped else given), mapping


async def archive(call: Call) -> Response:
    """Our own zip, onto the board that `boardId` names."""
    query = call.request.query_params
    named = selection.read(query)
    into = Into(
        board_id=query.get("boardId", ""),
        swimlane_id=named.swimlane_id,
        list_id=named.list_id,
        card_id=named.card_id,
        fields=named.fields,
    )
    await boards.require_import(call.ctx, into)
    limit = call.ctx.settings.max_file_bytes
    if content_type(call.request) == _MULTIPART:
        async with form(call.request, limit) as parts:
            file = next((each for each in parts.values() if not isinstance(each, str)), None)
            if file is None:
                raise BadInputError("file", "import-not-wekan-export")
            counts = await receiving.into_board(call.ctx, incoming_of(file).chunks, into)
    else:
        counts = await receiving.into_board(call.ctx, stream(call.request, limit), into)
    return answer({"ok": True, "counts": counts})


async def trello(call: Call) -> Response:
    """A Trello board as JSON, or a zip with several."""
    await boards.require_imports(call.ctx)
    if content_type(call.request) == "application/json":
        document, mapping = await _sent(call)
        sent = await _read("trello", document)
        return answer({"boardIds": [await boards.new_board(call.ctx, sent, mapping)], "errors": []})
    chunks = stream(call.request, call.ctx.settings.max_file_bytes)
    made_ids, problems = await receiving.trello_boards(call.ctx, chunks)
    return answer({"boardIds": made_ids, "errors": problems})


async def events(call: Call) -> Response:
    """Cards for the events of a calendar, which is text under `ics`."""
    body = call.body()
    ics = as_text("ics", body.get("ics") or body.get("icsText")) or ""
    place = (call["board_id"], call["list_id"], call["swimlane_id"])
    try:
        cards = await calendar.into_list(call.ctx, *place, ics)
    except BadInputError:
        if ics.strip():
            raise
        told = "The body has no field 'ics' with the text of a calendar."
        raise RefusedError(400, {"error": "missing-ics", "message": told}) from None
    return answer({"created": len(cards), "cardIds": [card.id for card in cards]})
