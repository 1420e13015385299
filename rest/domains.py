"""/api/boards/:boardId/domains: e-mail domains that a board is shared with.

Source: Wekan's server/models/boards.js, whose own writes here always fail.
"""

from collections.abc import Sequence

from starlette.responses import Response

from domain import board_shares
from domain.errors import BadInputError
from domain.reading import documents
from rest.body import as_text
from rest.door import Call
from rest.errors import RefusedError
from rest.present import answer

FORBIDDEN = "Only a board admin can change board domains"


def _shown(shares: Sequence[documents.Share]) -> Response:
    return answer([{"domain": each.domain, "isActive": each.is_active} for each in shares])


async def every(call: Call) -> Response:
    return _shown(await board_shares.domains(call.ctx, call["board_id"]))


async def add(call: Call) -> Response:
    domain = as_text("domain", call.body().get("domain")) or ""
    try:
        return _shown(await board_shares.add_domain(call.ctx, call["board_id"], domain))
    except BadInputError as error:
        raise RefusedError(400, {"error": error.message}) from None


async def remove(call: Call) -> Response:
    return _shown(await board_shares.remove_domain(call.ctx, call["board_id"], call["domain"]))
