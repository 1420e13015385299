"""Custom fields of boards."""

from typing import Any

import strawberry

from domain import custom_fields
from domain.custom_fields import FieldChange, SettingsChange
from domain.reading import documents
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import custom_fields as field_types
from schema.inputs import given

_ATTRIBUTES = {
    "string_template_format": "template_format",
    "string_template_separator": "template_separator",
}
"""The names that records have for fields of inputs, where they are others."""


def _change(
    source: field_types.CreateCustomFieldInput | field_types.UpdateCustomFieldInput,
) -> FieldChange:
    also: dict[str, Any] = {"settings": _settings(source.settings)}
    if source.type is not strawberry.UNSET:
        also["type"] = source.type.value if source.type else None
    return given(source, FieldChange, **also)


def _settings(source: field_types.CustomFieldSettingsInput | None) -> SettingsChange:
    """Null, like nothing, leaves the settings as they are."""
    values = vars(source) if source else {}
    altered = {
        _ATTRIBUTES.get(name, name): value
        for name, value in values.items()
        if value is not strawberry.UNSET
    }
    if altered.get("dropdown_items"):
        altered["dropdown_items"] = [
            documents.DropdownItem(id=each.id or "", name=each.name)
            for each in altered["dropdown_items"]
        ]
    return SettingsChange(**altered)


@strawberry.type
class CustomFieldMutations:
    @mutation("Makes a custom field. For whoever may write on the board.")
    async def create_custom_field(
        self, info: Asked, input: field_types.CreateCustomFieldInput
    ) -> field_types.CreateCustomFieldPayload:
        made = await custom_fields.create(context_of(info), input.board_id, _change(input))
        return payload(field_types.CreateCustomFieldPayload, custom_field=by_id(made.id))

    @mutation("Changes a custom field, for every board that shares it.")
    async def update_custom_field(
        self, info: Asked, input: field_types.UpdateCustomFieldInput
    ) -> field_types.UpdateCustomFieldPayload:
        changed = await custom_fields.update(context_of(info), input.id, _change(input))
        return payload(field_types.UpdateCustomFieldPayload, custom_field=by_id(changed.id))

    @mutation(
        "Deletes a custom field, and its values on cards. Boards that share it and on which the "
        "caller may not write keep it."
    )
    async def delete_custom_field(
        self, info: Asked, input: field_types.DeleteCustomFieldInput
    ) -> field_types.DeleteCustomFieldPayload:
        await custom_fields.delete(context_of(info), input.id)
        return payload(field_types.DeleteCustomFieldPayload, deleted_custom_field_id=input.id)

    @mutation("Adds a choice to a dropdown.")
    async def create_dropdown_item(
        self, info: Asked, input: field_types.CreateDropdownItemInput
    ) -> field_types.CreateDropdownItemPayload:
        ctx = context_of(info)
        (made,) = await custom_fields.add_items(ctx, input.custom_field_id, [input.name])
        return payload(
            field_types.CreateDropdownItemPayload,
            dropdown_item_id=made.id,
            custom_field=by_id(input.custom_field_id),
        )

    @mutation("Renames a choice of a dropdown.")
    async def update_dropdown_item(
        self, info: Asked, input: field_types.UpdateDropdownItemInput
    ) -> field_types.UpdateDropdownItemPayload:
        field_id = input.custom_field_id
        await custom_fields.rename_item(context_of(info), field_id, input.id, input.name)
        return payload(
            field_types.UpdateDropdownItemPayload,
            dropdown_item_id=input.id,
            custom_field=by_id(field_id),
        )

    @mutation("Takes a choice away from a dropdown; cards that have it show none.")
    async def delete_dropdown_item(
        self, info: Asked, input: field_types.DeleteDropdownItemInput
    ) -> field_types.DeleteDropdownItemPayload:
        field_id = input.custom_field_id
        await custom_fields.delete_item(context_of(info), field_id, input.id)
        return payload(
            field_types.DeleteDropdownItemPayload,
            deleted_dropdown_item_id=input.id,
            custom_field=by_id(field_id),
        )
