"""Custom fields of boards."""

from typing import Annotated

from store.records import Record, at, record
from store.values import as_flag, as_ids, as_text, many


@record("")
class DropdownItem(Record):
    id: Annotated[str, at("_id", read=as_text)] = ""
    name: Annotated[str, at("name", read=as_text)] = ""


@record("customFields")
class CustomField(Record):
    id: Annotated[str, at("_id")]
    board_ids: Annotated[list[str], at("boardIds", read=as_ids)] = []
    name: Annotated[str, at("name", read=as_text)] = ""
    type: Annotated[str, at("type", read=as_text)] = ""
    automatically_on_card: Annotated[bool, at("automaticallyOnCard", read=as_flag)] = False
    dropdown_items: Annotated[
        list[DropdownItem], at("settings.dropdownItems", **many(DropdownItem))
    ] = []
    always_on_card: Annotated[bool, at("alwaysOnCard", read=as_flag)] = False
