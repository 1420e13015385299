"""How an operator wants reads to be made."""

from dataclasses import dataclass, replace
from typing import Any

from pymongo.read_preferences import make_read_preference, read_pref_mode_from_name

PRIMARY = "primary"


@dataclass(frozen=True, slots=True)
class Reading:
    """What all reads of a database keep to."""

    preferred: str = PRIMARY
    """The members of a replica set that requests which write nothing read from, in MongoDB's
    words. Logins, and all that a write depends on, are read from the primary."""
    batch_size: int = 100_000
    """The most documents that MongoDB sends at once."""
    max_time_ms: int = 20_000
    """How long MongoDB may work on one read."""

    @property
    def by_primary(self) -> bool:
        return self.preferred == PRIMARY

    @property
    def preference(self) -> Any:
        """Returns the driver's own object for the preferred members."""
        return make_read_preference(read_pref_mode_from_name(self.preferred), None)

    def within(self, milliseconds: int) -> "Reading":
        """Returns the same with a limit that ends no later than what waits for it."""
        return replace(self, max_time_ms=min(self.max_time_ms, milliseconds))
