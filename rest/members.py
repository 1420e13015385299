"""/api/boards/:boardId/members: who is on a board, and in which role.

Source: Wekan's server/models/users.js and boards.js.
"""

from collections.abc import Mapping

from starlette.responses import Response

from domain import members
from domain.errors import BadInputError
from domain.reading import documents
from domain.roles import FLAGS, Capability, Role, flags_of
from domain.visibility import require_board
from rest.body import as_flag, as_text
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer

CANNOT_ADD = "Only a board admin can add board members"
CANNOT_REMOVE = "Only a board admin can remove board members"
CANNOT_CHANGE = "Only a board admin can change member permissions"

ROLES = {
    "admin": Role.BOARD_ADMIN,
    "normal": Role.NORMAL,
    "member": Role.NORMAL,
    "nocomments": Role.NO_COMMENTS,
    "comment": Role.COMMENT_ONLY,
    "commentonly": Role.COMMENT_ONLY,
    "worker": Role.WORKER,
    "normalassignedonly": Role.NORMAL_ASSIGNED_ONLY,
    "commentassignedonly": Role.COMMENT_ASSIGNED_ONLY,
    "readonly": Role.READ_ONLY,
    "readassignedonly": Role.READ_ASSIGNED_ONLY,
}
_KEPT = ("is_admin", "is_no_comments", "is_comment_only", "is_worker")
"""Flags that a change of role leaves as they are where the body does not name them."""
KEYS = {flag: "is" + flag.removeprefix("is").title().replace("_", "") for flag in FLAGS}


def _line(board: documents.Board) -> Response:
    return answer([{"_id": board.id, "title": board.title}])


async def add(call: Call) -> Response:
    body = call.body()
    flags = _role(body) or {flag: as_flag(key, body.get(key)) for flag, key in KEYS.items()}
    await _require_meant(call, "add")
    return _line(await members.add(call.ctx, call["board_id"], call["user_id"], flags))


async def remove(call: Call) -> Response:
    await _require_meant(call, "remove")
    return _line(await members.remove(call.ctx, call["board_id"], call["user_id"]))


async def change_role(call: Call) -> Response:
    body = call.body()
    flags = _role(body) or _changed(body)
    await members.set_flags(call.ctx, call["board_id"], call["member_id"], flags)
    return answer(1)


async def _require_meant(call: Call, action: str) -> None:
    """Wekan answers any other action with the person's whole document."""
    given = as_text("action", call.body().get("action"))
    await require_board(call.ctx, call["board_id"], Capability.MANAGE_BOARD)
    if given != action:
        raise BadInputError("action", f"The action of this route is {action}.")


def _role(body: Mapping[str, object]) -> dict[str, bool] | None:
    if "role" not in body:
        return None
    name = as_text("role", body["role"]) or ""
    role = ROLES.get(name.strip().lower())
    if role is None:
        raise RefusedError(400, {"error": f"invalid role: {name}"})
    return flags_of(role)


def _changed(body: Mapping[str, object]) -> dict[str, bool]:
    return {
        flag: _truth(key, body.get(key))
        for flag, key in KEYS.items()
        if flag not in _KEPT or body.get(key) is not None
    }


def _truth(key: str, value: object) -> bool:
    if isinstance(value, int | float):
        return bool(value)
    return as_flag(key, value)
