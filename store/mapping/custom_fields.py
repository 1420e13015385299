"""Custom fields of boards."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_flag, as_ids, as_number, as_text, many, one


@record("")
class DropdownItem(Record):
    id: Annotated[str, at("_id", read=as_text)] = ""
    name: Annotated[str, at("name", read=as_text)] = ""


@record("")
class FieldSettings(Record):
    """What only fields of one type or another have; Wekan knows nothing else there."""

    currency_code: Annotated[str | None, at("currencyCode", read=as_text)] = None
    dropdown_items: Annotated[
        list[DropdownItem] | None, at("dropdownItems", **many(DropdownItem))
    ] = None
    template_format: Annotated[str | None, at("stringtemplateFormat", read=as_text)] = None
    template_separator: Annotated[str | None, at("stringtemplateSeparator", read=as_text)] = None


@record("customFields")
class CustomField(Record):
    """A field may belong to several boards: cards take theirs along when they move."""

    id: Annotated[str, at("_id")]
    board_ids: Annotated[list[str], at("boardIds", read=as_ids)] = []
    name: Annotated[str, at("name", read=as_text)] = ""
    type: Annotated[str, at("type", read=as_text)] = ""
    settings: Annotated[FieldSettings, at("settings", **one(FieldSettings))] = FieldSettings()
    show_on_card: Annotated[bool, at("showOnCard", read=as_flag)] = False
    automatically_on_card: Annotated[bool, at("automaticallyOnCard", read=as_flag)] = False
    always_on_card: Annotated[bool, at("alwaysOnCard", read=as_flag)] = False
    show_label_on_minicard: Annotated[bool, at("showLabelOnMiniCard", read=as_flag)] = False
    show_sum_at_top_of_list: Annotated[bool, at("showSumAtTopOfList", read=as_flag)] = False
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None

    @property
    def dropdown_items(self) -> list[DropdownItem]:
        return self.settings.dropdown_items or []


@record("")
class ShownValue(Record):
    """A custom field on a card as `domain.joined` gives it: the value under its own kind."""

    field_id: Annotated[str, at("_id", read=as_text)] = ""
    text: Annotated[str | None, at("text", read=as_text)] = None
    number: Annotated[float | None, at("number", read=as_number)] = None
    checkbox: Annotated[bool | None, at("checkbox")] = None
    date: Annotated[datetime | None, at("date", read=as_date)] = None
    texts: Annotated[list[str] | None, at("texts")] = None
    dropdown_item: Annotated[DropdownItem | None, at("dropdownItem", **one(DropdownItem))] = None
