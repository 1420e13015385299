"""/api/boards: boards.

Source: Wekan's server/models/boards.js.
"""

from collections.abc import Mapping

from starlette.responses import Response

from domain import boards, listing, whole
from domain.boards import NewBoard
from domain.reading import documents
from rest import conditions
from rest.body import as_strict_flag, as_text, as_title
from rest.door import Call
from rest.present import answer, picked

_FLAGS = {
    "isAdmin": ("is_admin", True),
    "isActive": ("is_active", True),
    "isNoComments": ("is_no_comments", False),
    "isCommentOnly": ("is_comment_only", False),
    "isWorker": ("is_worker", False),
}


async def public(call: Call) -> Response:
    return answer(picked(await listing.public_boards(call.ctx), "_id", "title"))


async def one(call: Call) -> Response:
    return conditions.shown(call, await whole.board(call.ctx, call["board_id"]))


async def create(call: Call) -> Response:
    body = call.body()
    made = await boards.create(
        call.ctx,
        NewBoard(
            title=as_title("boards", body.get("title")),
            permission=as_text("permission", body.get("permission")) or "private",
            color=as_text("color", body.get("color")) or "belize",
            owner=_owner(body, call.ctx.require_actor().user_id),
        ),
    )
    return answer({"_id": made.board.id, "defaultSwimlaneId": made.swimlane.id})


def _owner(body: Mapping[str, object], caller_id: str) -> documents.Member:
    flags = {
        attribute: as_strict_flag(key, body[key]) if body.get(key) not in (None, "") else default
        for key, (attribute, default) in _FLAGS.items()
    }
    return documents.Member(user_id=as_text("owner", body.get("owner")) or caller_id, **flags)
