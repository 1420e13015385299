"""/api/boards/:boardId/labels: labels of a board.

Source: Wekan's models/lib/restLabel.js.
"""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from domain import labels
from domain.errors import BadInputError
from domain.reading import documents
from domain.roles import Capability
from domain.values import CARD_COLORS
from domain.visibility import require_board
from rest.body import as_text
from rest.door import Call
from rest.present import answer, made

FORBIDDEN = "Only a board admin can create or edit labels"
_MISSING = (
    'Missing \'label\'. Send { "label": { "name": "...", "color": "green" } } or '
    '{ "label": "..." }.'
)
_NEITHER = "'label' must be an object { name, color } or a string name."


async def create(call: Call) -> Response:
    label = await _made(call, lambda body: body.get("label"))
    return answer(label.id)


async def add(call: Call) -> Response:
    """As python-wekan asks for a label, which Wekan does not know: name and color themselves."""
    label = await _made(call, _bare)
    return made(label.id)


def _bare(body: Mapping[str, object]) -> object:
    given = {name: body[name] for name in ("name", "color") if name in body}
    return body.get("label", given or None)


async def _made(call: Call, given: Callable[[Mapping[str, object]], object]) -> documents.Label:
    """Whoever may not make labels is told that before anything else."""
    await require_board(call.ctx, call["board_id"], Capability.MANAGE_BOARD)
    name, color = _read(given(call.body()))
    return await labels.create(call.ctx, call["board_id"], name, color)


def _read(given: object) -> tuple[str | None, str | None]:
    """Returns name and color. Of colors REST knows those with names alone."""
    if given is None:
        raise BadInputError("label", _MISSING)
    if isinstance(given, str):
        return given, None
    if not isinstance(given, dict) or (given and not given.keys() & {"name", "color"}):
        raise BadInputError("label", _NEITHER)
    try:
        name, color = (as_text("label", given.get(key)) for key in ("name", "color"))
    except BadInputError:
        raise BadInputError("label", _NEITHER) from None
    if color and color not in CARD_COLORS:
        allowed = ", ".join(CARD_COLORS)
        told = f"Invalid label color '{color}'. Allowed colors: {allowed}."
        raise BadInputError("label", told)
    return name, color
