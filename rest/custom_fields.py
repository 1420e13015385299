"""/api/boards/:boardId/custom-fields: custom fields and the choices of dropdowns.

Source: Wekan's server/models/customFields.js. A form gives `settings` as the text of an object.
"""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain import custom_fields
from domain.changes import UNSET
from domain.custom_fields import FieldChange, SettingsChange
from domain.errors import BadInputError
from domain.reading import documents
from domain.roles import Capability
from domain.visibility import require_board
from rest.body import as_strict_flag, as_text
from rest.door import Call
from rest.present import answer, made

_FLAGS = {
    "showOnCard": "show_on_card",
    "automaticallyOnCard": "automatically_on_card",
    "alwaysOnCard": "always_on_card",
    "showLabelOnMiniCard": "show_label_on_minicard",
    "showSumAtTopOfList": "show_sum_at_top_of_list",
}
_TEXTS = {
    "currencyCode": "currency_code",
    "stringtemplateFormat": "template_format",
    "stringtemplateSeparator": "template_separator",
}
_ITEMS = "settings.dropdownItems"


async def every(call: Call) -> Response:
    found = await custom_fields.on_board(call.ctx, call["board_id"])
    return answer([{"_id": each.id, "name": each.name, "type": each.type} for each in found])


async def one(call: Call) -> Response:
    shown = await custom_fields.whole(call.ctx, call["board_id"], call["custom_field_id"])
    return answer(shown)


async def create(call: Call) -> Response:
    """As in Wekan a new field is not yet on all cards, whatever `alwaysOnCard` says. Whoever may
    not make fields is told that before anything else."""
    await require_board(call.ctx, call["board_id"], Capability.WRITE)
    body = {"settings": None, **call.body()}
    body.pop("alwaysOnCard", None)
    return made((await custom_fields.create(call.ctx, call["board_id"], _change(body))).id)


async def update(call: Call) -> Response:
    change, board_id = _change(call.body()), call["board_id"]
    await custom_fields.update(call.ctx, call["custom_field_id"], change, board_id=board_id)
    return made(call["custom_field_id"])


async def delete(call: Call) -> Response:
    await custom_fields.delete(call.ctx, call["custom_field_id"], board_id=call["board_id"])
    return made(call["custom_field_id"])


async def add_items(call: Call) -> Response:
    names, board_id = _names(call.body().get("items")), call["board_id"]
    await custom_fields.add_items(call.ctx, call["custom_field_id"], names, board_id=board_id)
    return made(call["custom_field_id"])


async def rename_item(call: Call) -> Response:
    """Without a name nothing is changed."""
    body, item_id = call.body(), call["dropdown_item_id"]
    name = as_text("name", body["name"]) if "name" in body else UNSET
    await custom_fields.rename_item(
        call.ctx, call["custom_field_id"], item_id, name, board_id=call["board_id"]
    )
    return made(item_id)


async def delete_item(call: Call) -> Response:
    await custom_fields.delete_item(
        call.ctx, call["custom_field_id"], call["dropdown_item_id"], board_id=call["board_id"]
    )
    return made(call["custom_field_id"])


def _change(body: Mapping[str, object]) -> FieldChange:
    given: dict[str, Any] = {
        name: as_text(name, body[name]) for name in ("name", "type") if name in body
    }
    for name, attribute in _FLAGS.items():
        if name in body:
            given[attribute] = as_strict_flag(name, body[name])
    if "settings" in body:
        given["settings"] = _settings(body["settings"])
    return FieldChange(**given)


def _settings(given: object) -> SettingsChange:
    """Settings are replaced whole; what Wekan does not know there is passed over."""
    if isinstance(given, str):
        given = _parsed(given)
    if not isinstance(given, dict) or any(name.startswith("$") for name in given):
        raise BadInputError("settings", "Settings are an object.")
    texts = {of: as_text(f"settings.{name}", given.get(name)) for name, of in _TEXTS.items()}
    items = given.get("dropdownItems")
    return SettingsChange(**texts, dropdown_items=None if items is None else _items(items))


def _parsed(text: str) -> object:
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed


def _items(given: object) -> list[documents.DropdownItem]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadInputError(_ITEMS, "Items are objects with _id and name.")
    return [
        documents.DropdownItem(
            id=as_text(_ITEMS, each.get("_id")) or "", name=as_text(_ITEMS, each.get("name")) or ""
        )
        for each in given
    ]


def _names(given: object) -> list[str]:
    """A single text is one name; what is plain and no text is passed over, as in Wekan."""
    listed = given if isinstance(given, list) else [given]
    if any(isinstance(each, dict | list) for each in listed):
        raise BadInputError("items", "Items are texts.")
    return [each for each in listed if isinstance(each, str)]
