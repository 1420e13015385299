"""/api/boards/:boardId/integrations: webhooks of a board.

Source: Wekan's server/models/integrations.js.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain import integrations
from domain.errors import BadInputError
from domain.integrations import IntegrationChange
from rest.body import as_flag, as_text
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer, made

_BAD_URL = "invalid-webhook-url"


async def every(call: Call) -> Response:
    return answer(await integrations.on_board(call.ctx, call["board_id"]))


async def one(call: Call) -> Response:
    return answer(await integrations.one(call.ctx, call["board_id"], call["integration_id"]))


async def create(call: Call) -> Response:
    new = _change(call.body())
    try:
        return made((await integrations.create(call.ctx, call["board_id"], new)).id)
    except BadInputError as error:
        raise _as_told(error) from None


async def update(call: Call) -> Response:
    board_id, integration_id = call["board_id"], call["integration_id"]
    try:
        change = _change(call.body())
        await integrations.update(call.ctx, integration_id, change, board_id=board_id)
    except BadInputError as error:
        raise _as_told(error) from None
    return made(integration_id)


def _as_told(error: BadInputError) -> Exception:
    if error.field != "input.url":
        return error
    return RefusedError(400, {"error": _BAD_URL, "reason": error.message})


def _change(body: Mapping[str, object]) -> IntegrationChange:
    given: dict[str, Any] = {
        name: as_text(name, body[name]) or "" for name in ("url", "title", "token") if name in body
    }
    if "enabled" in body:
        given["enabled"] = as_flag("enabled", body["enabled"])
    if "activities" in body:
        given["activities"] = _names(body)
    return IntegrationChange(**given)


def _names(body: Mapping[str, object]) -> list[str]:
    """A single name stands for a list of one."""
    given = body.get("activities")
    names = given if isinstance(given, list) else [given]
    words = [each for each in names if isinstance(each, str)]
    if len(words) < len(names):
        raise BadInputError("activities", "activities must be a list of names.")
    return words


async def add_activities(call: Call) -> Response:
    await integrations.require_right(call.ctx, call["board_id"])
    changed = await integrations.add_activities(
        call.ctx, call["integration_id"], _names(call.body()), board_id=call["board_id"]
    )
    return answer({"_id": changed.id, "activities": changed.activities})


async def remove_activities(call: Call) -> Response:
    await integrations.require_right(call.ctx, call["board_id"])
    changed = await integrations.remove_activities(
        call.ctx, call["integration_id"], _names(call.body()), board_id=call["board_id"]
    )
    return answer({"_id": changed.id, "activities": changed.activities})


async def delete(call: Call) -> Response:
    await integrations.delete(call.ctx, call["integration_id"], board_id=call["board_id"])
    return made(call["integration_id"])
