"""An import, looked through and ready to be stored."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.imports.sent import Row
from domain.imports.target import Target
from store.documents import CustomField, Label
from store.ids import new_id
from store.plan import Document
from store.records import Record


@dataclass(slots=True)
class Plan:
    """What will be stored, and which new id stands for which old one."""

    target: Target
    documents: dict[type[Record], list[Document]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By kind: `cards`, `lists`, `labels` and so on."""
    new_labels: list[Label] = field(default_factory=list)
    fields: dict[str, CustomField] = field(default_factory=dict)
    """The custom fields by the ids they were sent with, as they are here."""
    items: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of each of those, the new ids of its dropdown items."""
    fallback_list: str = ""
    fallback_lane: str = ""

    def new(self, kind: str, row: Row) -> str:
        made = new_id()
        old = row.get("_id")
        if isinstance(old, str):
            self.ids[kind][old] = made
        return made

    def found(self, kind: str, old: object) -> str | None:
        return self.ids[kind].get(old) if isinstance(old, str) else None

    def counts(self) -> Mapping[str, int]:
        return {record.collection: len(rows) for record, rows in self.documents.items()}
