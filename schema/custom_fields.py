"""Custom fields of boards, their values on cards, and what their mutations take and give."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.custom_fields import FieldType
from domain.reading import documents
from schema.fields import document_type, inside, inside_one, many, one, stored

if TYPE_CHECKING:
    from schema.boards import Board

strawberry.enum(FieldType, name="CustomFieldType", description="What a custom field holds.")
_TYPES = {each.value: each for each in FieldType}


@document_type(documents.DropdownItem, description="A choice of a dropdown.")
class DropdownItem:
    id: strawberry.ID = stored()
    name: str = stored()


@document_type(
    documents.FieldSettings, description="What only custom fields of one type or another have."
)
class CustomFieldSettings:
    currency_code: str | None = stored(description="Of currencies, such as EUR.")
    dropdown_items: list[DropdownItem] = inside(description="What a dropdown lets one choose.")
    string_template_format: str | None = stored(
        "template_format", description="What is made of each text; `%{value}` stands for it."
    )
    string_template_separator: str | None = stored(
        "template_separator", description="What stands between the texts."
    )


@document_type(
    documents.CustomField,
    description="A field that a board adds to its cards. Several boards may share one.",
)
class CustomField:
    id: strawberry.ID = stored()
    name: str = stored()
    type: FieldType | None = stored(
        show=_TYPES.get, description="Null if Wekan knows nothing of that type."
    )
    settings: CustomFieldSettings | None = inside_one()
    show_on_card: bool = stored(description="Whether it is shown on cards as a list has them.")
    automatically_on_card: bool = stored(description="Whether new cards get it.")
    always_on_card: bool = stored(description="Whether all cards have it.")
    show_label_on_minicard: bool = stored(description="Whether its name is shown there too.")
    show_sum_at_top_of_list: bool = stored(description="Whether lists show the sum of it.")
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    boards: list[Annotated["Board", strawberry.lazy("schema.boards")]] = many(
        "board_ids", description="The boards that have it, of those that the caller may see."
    )


@document_type(
    documents.ShownValue,
    description=(
        "What a custom field holds on a card. Only what suits the type of the field is not null; "
        "of a field that is empty, nothing."
    ),
)
class CustomFieldValue:
    custom_field_id: strawberry.ID = stored("field_id")
    custom_field: CustomField | None = one("field_id")
    text: str | None = stored()
    number: float | None = stored(description="Of numbers and currencies.")
    checkbox: bool | None = stored()
    date: datetime | None = stored()
    dropdown_item: DropdownItem | None = inside_one()
    texts: list[str] | None = stored(description="Of string templates.")


@strawberry.input
class DropdownItemInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="One that is there already keeps its id; a new one has none yet."
    )
    name: str


@strawberry.input(description="What is absent stays as it is.")
class CustomFieldSettingsInput:
    currency_code: str | None = strawberry.UNSET
    dropdown_items: list[DropdownItemInput] | None = strawberry.field(
        default=strawberry.UNSET, description="Replaces all that were there."
    )
    string_template_format: str | None = strawberry.UNSET
    string_template_separator: str | None = strawberry.UNSET


@strawberry.input
class CreateCustomFieldInput:
    board_id: strawberry.ID
    name: str
    type: FieldType
    settings: CustomFieldSettingsInput | None = strawberry.UNSET
    show_on_card: bool = False
    automatically_on_card: bool = False
    always_on_card: bool = strawberry.field(
        default=False, description="Puts it on all cards of the board, and on those to come."
    )
    show_label_on_minicard: bool = False
    show_sum_at_top_of_list: bool = False


@strawberry.input(description="What is absent stays as it is.")
class UpdateCustomFieldInput:
    id: strawberry.ID
    name: str | None = strawberry.UNSET
    type: FieldType | None = strawberry.UNSET
    settings: CustomFieldSettingsInput | None = strawberry.UNSET
    show_on_card: bool | None = strawberry.UNSET
    automatically_on_card: bool | None = strawberry.UNSET
    always_on_card: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Puts it on the cards that are there, too."
    )
    show_label_on_minicard: bool | None = strawberry.UNSET
    show_sum_at_top_of_list: bool | None = strawberry.UNSET


@strawberry.input
class DeleteCustomFieldInput:
    id: strawberry.ID


@strawberry.input
class CreateDropdownItemInput:
    custom_field_id: strawberry.ID
    name: str


@strawberry.input
class UpdateDropdownItemInput:
    custom_field_id: strawberry.ID
    id: strawberry.ID
    name: str


@strawberry.input
class DeleteDropdownItemInput:
    custom_field_id: strawberry.ID
    id: strawberry.ID


@strawberry.type
class CreateCustomFieldPayload:
    custom_field: CustomField | None


@strawberry.type
class UpdateCustomFieldPayload:
    custom_field: CustomField | None


@strawberry.type
class DeleteCustomFieldPayload:
    deleted_custom_field_id: strawberry.ID


@strawberry.type
class CreateDropdownItemPayload:
    dropdown_item_id: strawberry.ID
    custom_field: CustomField | None


@strawberry.type
class UpdateDropdownItemPayload:
    dropdown_item_id: strawberry.ID
    custom_field: CustomField | None


@strawberry.type
class DeleteDropdownItemPayload:
    deleted_dropdown_item_id: strawberry.ID
    custom_field: CustomField | None
