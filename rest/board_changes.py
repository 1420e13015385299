"""/api/boards/:boardId: what is done to a board: its title, what its cards show, copies, its end.

Source: Wekan's server/models/boards.js.
"""

import re
from collections.abc import Mapping

from starlette.responses import Response

from domain import board_changes, board_copies, board_removal, listing, whole
from domain.board_changes import BoardChange
from domain.board_settings import DAYS, OF_CARDS
from rest.body import as_flag, as_text
from rest.door import Call
from rest.errors import RefusedError, SchemaError
from rest.present import answer, made, picked

_WHOLE = re.compile(r"\s*\+?(\d{1,9})", re.ASCII)


async def counts(call: Call) -> Response:
    return answer(await listing.board_counts(call.ctx))


async def rename(call: Call) -> Response:
    """The title comes back as it was sent; without one nothing is changed."""
    body, board_id = call.body(), call["board_id"]
    if "title" not in body:
        await board_changes.update(call.ctx, board_id, BoardChange())
        return made(board_id)
    title = as_text("title", body["title"]) or ""
    change = BoardChange(title=title)
    if not title.strip():
        await board_changes.update(call.ctx, board_id, BoardChange())
        raise SchemaError("title", "Title is required in boards updateAsync")
    await board_changes.update(call.ctx, board_id, change)
    return answer({"_id": board_id, "title": title})


async def delete(call: Call) -> Response:
    await board_removal.delete(call.ctx, call["board_id"])
    return made(call["board_id"])


async def copy(call: Call) -> Response:
    title = as_text("title", call.body().get("title")) or None
    return answer((await board_copies.copy(call.ctx, call["board_id"], title)).id)


async def card_settings(call: Call) -> Response:
    board = await whole.board(call.ctx, call["board_id"])
    return answer(picked([board], *OF_CARDS.values())[0])


async def change_card_settings(call: Call) -> Response:
    given = _settings(call.body())
    await board_changes.update(call.ctx, call["board_id"], BoardChange(settings=given))
    if not given:
        raise RefusedError(400, {"error": "no recognized card settings in body"})
    return await card_settings(call)


def _settings(body: Mapping[str, object]) -> dict[str, object]:
    """A number of days that is none does not count."""
    given = {name: body[key] for name, key in OF_CARDS.items() if key in body}
    read = {
        name: (_days if name in DAYS else as_flag)(OF_CARDS[name], value)
        for name, value in given.items()
    }
    return {name: value for name, value in read.items() if value is not None}


def _days(field: str, value: object) -> int | None:
    """Reads the whole number that a text begins with, as JavaScript does."""
    found = _WHOLE.match(as_text(field, value) or "")
    return int(found[1]) if found else None
