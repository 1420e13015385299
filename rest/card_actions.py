"""What is done to one card, under …/cards/:cardId/: archive, people, values of custom fields.

Source: Wekan's server/models/cards.js.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from domain import placed
from domain.card_sets import Part
from domain.changes import FieldValue
from domain.context import Context
from domain.errors import BadInputError
from domain.placed import Address
from domain.reading import documents
from domain.roles import Capability
from rest.body import as_text
from rest.card_parts import field_value
from rest.cards import address_of
from rest.destinations import destination
from rest.door import Call, Handler
from rest.errors import RefusedError
from rest.present import answer, made


async def archive(call: Call) -> Response:
    call.body()
    card = await placed.archive(call.ctx, address_of(call))
    return answer({"_id": card.id, "archived": True, "archivedAt": card.archived_at})


async def restore(call: Call) -> Response:
    call.body()
    card = await placed.restore(call.ctx, address_of(call))
    return answer({"_id": card.id, "archived": False})


async def _permitted(call: Call) -> Mapping[str, object]:
    """Returns the body. Whoever may not change the card is told that before anything else."""
    await placed.require(call.ctx, address_of(call), Capability.WRITE)
    return call.body()


async def copy(call: Call) -> Response:
    body = await _permitted(call)
    swimlane_id = as_text("toSwimlaneId", body.get("toSwimlaneId"))
    if not swimlane_id:
        raise RefusedError(400, {"error": "toSwimlaneId is required"})
    board_id = as_text("toBoardId", body.get("toBoardId")) or call["board_id"]
    list_id = as_text("toListId", body.get("toListId")) or call["list_id"]
    position = destination(body).position
    try:
        card = await placed.copy(
            call.ctx,
            address_of(call),
            board_id=board_id,
            list_id=list_id,
            swimlane_id=swimlane_id,
            position=position,
        )
    except BadInputError as error:
        named = error.field.replace("input.listId", "toListId")
        named = named.replace("input.swimlaneId", "toSwimlaneId")
        raise BadInputError(named, error.message) from None
    return made(card.id)


Verb = Callable[[Context, Address, Part], Awaitable[documents.Card]]


def _of_people(verb: Verb, attribute: str, part_of_path: str) -> Handler:
    async def handler(call: Call) -> Response:
        call.body()
        try:
            card = await verb(call.ctx, address_of(call), Part(attribute, call[part_of_path]))
        except BadInputError:
            reason = "userId is not an active member of this board"
            raise RefusedError(400, {"error": reason}) from None
        people = {"members": card.member_ids, "assignees": card.assignee_ids}
        return answer({"_id": card.id, **people})

    return handler


add_member = _of_people(placed.put_on, "member_ids", "member_id")
remove_member = _of_people(placed.take_off, "member_ids", "member_id")
add_assignee = _of_people(placed.put_on, "assignee_ids", "assignee_id")
remove_assignee = _of_people(placed.take_off, "assignee_ids", "assignee_id")


async def set_value(call: Call) -> Response:
    body = await _permitted(call)
    if "value" not in body:
        raise BadInputError("value", "A value is required.")
    value = FieldValue(call["custom_field_id"], field_value("value", body["value"]))
    card = await placed.set_value(call.ctx, address_of(call), value)
    return answer({"_id": card.id, "customFields": card.custom_fields})
