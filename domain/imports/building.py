"""Builds a board in Wekan's own shape from what other tools call theirs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from domain.imports.sent import Row, Sent, sent


@dataclass(slots=True)
class Draft:
    """A board while it is built. Ids in it are only names: the import gives out real ones."""

    title: str
    system: str
    url: object = None
    more: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, list[Row]] = field(default_factory=dict)
    labels: list[Row] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=count)

    def add(self, array: str, **row: Any) -> str:
        """Adds a row and returns what it is called."""
        made = str(row.pop("_id", None) or f"{array}-{next(self._ids)}")
        self.arrays.setdefault(array, []).append({"_id": made, **row})
        return made

    def label(self, name: str, color: object = None, label_id: str | None = None) -> str:
        """Returns the label of this name and color, a new one where there is none."""
        for row in self.labels:
            if label_id is None and (row["name"], row["color"]) == (name, color):
                return str(row["_id"])
        made = label_id or f"label-{next(self._ids)}"
        self.labels.append({"_id": made, "name": name, "color": color})
        return made

    def places(self, array: str, titles: Iterable[str], **more: Any) -> dict[str, str]:
        """Adds lists or swimlanes in this order, each title once; returns them by title."""
        return {
            title: self.add(array, title=title, sort=sort, **more)
            for sort, title in enumerate(dict.fromkeys(titles))
        }

    def sent(self) -> Sent:
        document = {"title": self.title, "labels": self.labels, **self.more, **self.arrays}
        return sent(document, self.system, self.url)
