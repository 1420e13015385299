"""Values of custom fields, as clients give them: one kind for each type of field."""

from datetime import datetime

import strawberry

from domain.changes import FieldValue


@strawberry.input(
    one_of=True, description="What a custom field is to hold; it must suit the type of the field."
)
class CustomFieldValueInput:
    text: str | None = strawberry.UNSET
    number: float | None = strawberry.field(
        default=strawberry.UNSET, description="For numbers and currencies."
    )
    checkbox: bool | None = strawberry.UNSET
    date: datetime | None = strawberry.UNSET
    dropdown_item_id: strawberry.ID | None = strawberry.UNSET
    texts: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="For string templates."
    )


@strawberry.input(description="A custom field of a card and its value.")
class CardCustomFieldInput:
    custom_field_id: strawberry.ID
    value: CustomFieldValueInput | None = strawberry.field(
        default=None, description="Null for a field that is on the card, and empty."
    )


def field_value(field_id: str, value: CustomFieldValueInput | None) -> FieldValue:
    """Returns what the domain is asked to store, or to look for."""
    given = vars(value).items() if value is not None else ()
    for kind, content in given:
        if content is not strawberry.UNSET:
            return FieldValue(field_id, content, kind)
    return FieldValue(field_id, None)
