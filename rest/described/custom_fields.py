"""Custom fields of boards."""

from collections.abc import Mapping

from domain.custom_fields import FieldType
from domain.reading import documents
from rest import custom_fields
from rest.described import samples
from rest.described.description import Described, sent
from rest.described.shapes import (
    FLAG,
    ID,
    MADE,
    TEXT,
    Schema,
    many,
    named,
    one_of,
    says,
    stored,
    thing,
)
from rest.door import Handler

_TYPE = one_of(*(each.value for each in FieldType))
_ITEM: Schema = {
    "type": "object",
    "properties": {"_id": says(TEXT, "Unset, a new one."), "name": TEXT},
    "required": ["name"],
}
_SETTINGS: Schema = {
    "type": "object",
    "description": ("Replaces what was there; `{}` will do. A form sends the text of the object."),
    "properties": {
        "currencyCode": TEXT,
        "dropdownItems": many(_ITEM),
        "stringtemplateFormat": TEXT,
        "stringtemplateSeparator": TEXT,
    },
}
_DROPDOWN = {"custom_field_id": samples.DROPDOWN}
_FLAGS: Mapping[str, Schema] = {
    "showOnCard": FLAG,
    "automaticallyOnCard": says(FLAG, "Whether new cards get it."),
    "showLabelOnMiniCard": FLAG,
    "showSumAtTopOfList": FLAG,
}
_ALWAYS = says(FLAG, "Whether all cards have it; those that are there get it now.")

SCHEMAS = {"CustomField": stored(documents.CustomField)}

FIELDS: Mapping[Handler, Described] = {
    custom_fields.every: Described(
        summary="The custom fields of a board",
        answer=many(thing(_id=ID, name=TEXT, type=TEXT)),
    ),
    custom_fields.create: Described(
        summary="Make a custom field",
        body=sent(
            {"name": "Budget", "type": "currency", "settings": {"currencyCode": "EUR"}},
            _FLAGS,
            name=TEXT,
            type=_TYPE,
            settings=_SETTINGS,
        ),
        answer=MADE,
    ),
    custom_fields.one: Described(summary="A custom field", answer=named("CustomField")),
    custom_fields.update: Described(
        summary="Change a custom field; what is not sent stays as it is",
        body=sent(
            {"name": "Costs"},
            {"name": TEXT, "type": _TYPE, "settings": _SETTINGS, "alwaysOnCard": _ALWAYS, **_FLAGS},
        ),
        answer=MADE,
    ),
    custom_fields.delete: Described(
        summary="Delete a custom field and its values on cards", answer=MADE
    ),
    custom_fields.add_items: Described(
        summary="Add choices to a dropdown",
        body=sent({"items": ["Attic", "Cellar"]}, items=says(many(TEXT), "Their names.")),
        answer=MADE,
        path=_DROPDOWN,
    ),
    custom_fields.rename_item: Described(
        summary="Rename a choice of a dropdown",
        body=sent({"name": "Yard"}, name=TEXT),
        answer=MADE,
        path=_DROPDOWN,
    ),
    custom_fields.delete_item: Described(
        summary="Take a choice away from a dropdown", answer=MADE, path=_DROPDOWN
    ),
}
