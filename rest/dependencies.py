"""/api/boards/:boardId/…/dependencies: what cards depend on.

Source: Wekan's server/models/dependencies.js.
"""

from starlette.responses import Response

from domain import dependencies
from domain.dependencies import Looks
from domain.errors import BadInputError
from domain.placed import require_on_board
from domain.reading import Document, documents
from domain.roles import Capability
from rest.body import as_text
from rest.door import Call
from rest.present import answer, made


async def of_board(call: Call) -> Response:
    drawn = await dependencies.of_board(call.ctx, call["board_id"])
    return answer(
        [
            {
                "from": each.source.id,
                "fromTitle": each.source.title,
                "fromCardNumber": each.source.card_number,
                "to": each.entry.card_id,
                "toTitle": each.target.title if each.target else None,
                "toCardNumber": each.target.card_number if each.target else None,
                **_looks(each.entry),
            }
            for each in drawn
        ]
    )


def _looks(entry: documents.Dependency) -> Document:
    return {"type": entry.type, "color": entry.color, "icon": entry.icon}


async def of_card(call: Call) -> Response:
    card = await _card(call, Capability.READ)
    entries = dependencies.entries_of(card)
    return answer([{"cardId": each.card_id, **_looks(each)} for each in entries])


async def _card(call: Call, capability: Capability) -> documents.Card:
    seen = await require_on_board(call.ctx, call["board_id"], call["card_id"], capability)
    return seen.it


async def add(call: Call) -> Response:
    card = await _card(call, Capability.WRITE)
    body = call.body()
    target_id = as_text("cardId", body.get("cardId") or body.get("dependsOn")) or ""
    try:
        entry = await dependencies.add(call.ctx, card.id, target_id, _given(call))
    except BadInputError as error:
        raise BadInputError(error.field.replace("dependsOnId", "cardId"), error.message) from None
    return answer({"_id": card.id, "cardId": entry.card_id, **_looks(entry)})


def _given(call: Call) -> Looks:
    body = call.body()
    return Looks(*(as_text(name, body.get(name)) for name in ("type", "color", "icon")))


async def update(call: Call) -> Response:
    card = await _card(call, Capability.WRITE)
    await dependencies.update(call.ctx, card.id, call["target_id"], _given(call))
    return made(card.id)


async def remove(call: Call) -> Response:
    card = await _card(call, Capability.WRITE)
    await dependencies.remove(call.ctx, card.id, call["target_id"])
    return made(card.id)
