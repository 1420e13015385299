"""Which part of a board is exported, and what of it. Source: Wekan's models/lib/exportFields.js."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELDS = (
    "card-details board-header activities labels people board-info dates description "
    "custom-fields checklists subtasks comments attachments voting poker stickers locations "
    "dependencies sort"
).split()
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SCOPES = {
    "swimlane_id": "swimlaneId",
    "list_id": "listId",
    "card_id": "cardId",
    "checklist_id": "checklistId",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Without a scope the whole board; without fields everything."""

    swimlane_id: str | None = None
    list_id: str | None = None
    card_id: str | None = None
    checklist_id: str | None = None
    fields: frozenset[str] = frozenset()
    with_files: bool = True
    """Whether the bytes of attachments are in the document itself."""

    @property
    def is_scoped(self) -> bool:
        return any(getattr(self, name) is not None for name in _SCOPES)

    def has(self, field: str) -> bool:
        return not self.fields or field in self.fields


def read(query: Mapping[str, str]) -> Selection:
    """Reads a selection as Wekan's addresses have it; what is not understood is left out."""
    scope = {
        name: query[key]
        for name, key in _SCOPES.items()
        if key in query and _ID.fullmatch(query[key])
    }
    named = {each.strip() for each in query.get("fields", "").split(",")}
    return Selection(
        **scope,
        fields=frozenset(named & set(FIELDS)),
        with_files=query.get("attachments") != "false",
    )
