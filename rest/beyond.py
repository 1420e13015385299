"""Routes that Wekan's REST lacks, though clients call them: python-wekan has a method for each.

Wekan's page does the same over DDP.
"""

from typing import Any

from starlette.responses import Response

from domain import board_changes, lists, places, whole
from domain.board_changes import BoardChange
from domain.roles import Capability
from domain.visibility import require_board
from rest.body import as_text
from rest.door import Call
from rest.present import answer, made

_FIELDS = ("title", "description", "permission", "color")


async def change_board(call: Call) -> Response:
    await require_board(call.ctx, call["board_id"], Capability.MANAGE_BOARD)
    body = call.body()
    given: dict[str, Any] = {
        name: as_text(name, body[name]) or "" for name in _FIELDS if name in body
    }
    return made((await board_changes.update(call.ctx, call["board_id"], BoardChange(**given))).id)


async def archive_board(call: Call) -> Response:
    call.body()
    board = await board_changes.archive(call.ctx, call["board_id"])
    return answer({"_id": board.id, "archived": True})


async def restore_board(call: Call) -> Response:
    call.body()
    board = await board_changes.restore(call.ctx, call["board_id"])
    return answer({"_id": board.id, "archived": False})


async def members(call: Call) -> Response:
    board = await whole.board(call.ctx, call["board_id"])
    return answer(board.get("members", []))


async def archive_list(call: Call) -> Response:
    call.body()
    seen = await places.list_on(call.ctx, call["board_id"], call["list_id"])
    await lists.archive(call.ctx, seen.it.id)
    return answer({"_id": seen.it.id, "archived": True})


async def restore_list(call: Call) -> Response:
    call.body()
    seen = await places.list_on(call.ctx, call["board_id"], call["list_id"])
    await lists.restore(call.ctx, seen.it.id)
    return answer({"_id": seen.it.id, "archived": False})
