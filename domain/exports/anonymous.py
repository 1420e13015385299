"""People made nameless in an export, where the site wants that.

Source: Wekan's models/lib/importExportSecurity.js.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.documents import User
from store.plan import Document
from store.records import load

_MENTION = re.compile(r"(^|[^\w@])@([\w.-]+)")
_TEXTS = ("title", "description", "text")
_NAMES = ("requestedBy", "assignedBy")


@dataclass(frozen=True, slots=True)
class Masks:
    """New names by user id, and by the old name. Without any, everything stays as it is."""

    by_id: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def text(self, value: Any) -> Any:
        """Returns a text in which nobody is mentioned by the old name."""
        if not self.by_name or not isinstance(value, str):
            return value
        return _MENTION.sub(
            lambda found: f"{found[1]}@{self.by_name.get(found[2], found[2])}", value
        )

    def applied(self, document: Document) -> Document:
        """Returns a card or comment without old names."""
        if not self.by_name:
            return document
        texts = {name: self.text(document[name]) for name in _TEXTS if name in document}
        names = {
            name: self.by_name.get(document[name], document[name])
            for name in _NAMES
            if isinstance(document.get(name), str)
        }
        return document | texts | names


def masks(users: list[Document]) -> Masks:
    """As `masks_of`, for documents."""
    return masks_of([load(User, user) for user in users])


def masks_of(users: Sequence[User]) -> Masks:
    """Returns names for these people, the same for the same people each time."""
    ordered = sorted(users, key=lambda user: user.id)
    by_id = {user.id: f"user{number}" for number, user in enumerate(ordered, 1)}
    return Masks(by_id, {user.username: by_id[user.id] for user in ordered if user.username})
