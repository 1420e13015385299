"""/api/boards/:boardId/cards/:cardId/comments: comments.

Source: Wekan's server/models/cardComments.js.
"""

from starlette.responses import Response

from domain import comments, parts
from domain.errors import BadInputError
from domain.hanging import At
from domain.placed import require_on_board
from domain.roles import Capability
from rest.door import Call
from rest.present import answer, made


async def every(call: Call) -> Response:
    found = await parts.comments_on(call.ctx, call["board_id"], call["card_id"])
    return answer(
        [{"_id": each.id, "comment": each.text, "authorId": each.author_id} for each in found]
    )


async def one(call: Call) -> Response:
    return answer(await parts.comment_at(call.ctx, _at(call), call["comment_id"]))


def _at(call: Call) -> At:
    return At(call["board_id"], call["card_id"])


async def create(call: Call) -> Response:
    """The author is who asks; an `authorId` that is sent says nothing."""
    await require_on_board(call.ctx, call["board_id"], call["card_id"], Capability.COMMENT)
    text = call.body().get("comment")
    if not isinstance(text, str) or not text.strip():
        raise BadInputError("comment", "Missing required parameter: comment")
    try:
        comment = await comments.create(call.ctx, call["card_id"], text)
    except BadInputError as error:
        raise BadInputError("comment", error.message) from None
    return made(comment.id)


async def delete(call: Call) -> Response:
    """Answers with the card's id, as Wekan does."""
    return made((await comments.delete(call.ctx, call["comment_id"], _at(call))).id)
