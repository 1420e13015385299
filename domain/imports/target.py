"""Where an import goes: a board of its own, or one that is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from store.documents import CustomField, Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """What the board already has, which the import joins rather than makes again."""

    labels: list[Label]
    lists: Mapping[str, str]
    """Live lists by title."""
    fields: list[CustomField]
    members: frozenset[str]
    next_list_sort: float
    next_lane_sort: float
    first_card_sort: float
    list_id: str | None = None
    """Where all cards go; by default each to the list of its own title."""
    swimlane_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    board_id: str
    importer_id: str
    now: datetime
    people: Mapping[str, str]
    """Whom the people that were sent are here: user ids by the ids they were sent with."""
    first_number: int = 1
    sort: float = 0
    existing: Existing | None = None
    taken: frozenset[str] = field(default_factory=frozenset)
    """Fields of a selection that are brought in; without any, all."""

    def takes(self, part: str) -> bool:
        return not self.taken or part in self.taken

    def person(self, sent_id: object) -> str:
        """Returns who somebody is here; the importer for whoever is nobody here."""
        return (
            self.people.get(sent_id, self.importer_id)
            if isinstance(sent_id, str)
            else self.importer_id
        )

    def known(self, sent_ids: list[str]) -> list[str]:
        """Returns those who are somebody here, each once."""
        found = [self.people[each] for each in sent_ids if each in self.people]
        if self.existing is not None:
            found = [each for each in found if each in self.existing.members]
        return list(dict.fromkeys(found))
