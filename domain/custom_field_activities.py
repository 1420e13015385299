"""Custom fields to activity entries. Source: Wekan's server/models/customFields.js."""

from domain.activities import Entry


def field_created(board_id: str, field_id: str) -> Entry:
    return Entry("createCustomField", {"boardId": board_id, "customFieldId": field_id})


def field_deleted(board_id: str, field_id: str) -> Entry:
    return Entry("deleteCustomField", {"boardId": board_id, "customFieldId": field_id})
