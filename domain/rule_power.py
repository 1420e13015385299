"""What a board's rule may do in somebody's name, and for how long that goes on.

A rule was made by a board's admin, so on its own board it may do all, whatever the role of
the person who set it off. On other boards it may do what that person may.
"""

from dataclasses import dataclass, field

DEEPEST = 10
"""How far rules may set each other off; Wekan itself never stops."""
MOST_ACTIONS = 1000
"""How much rules may do that other rules set off, for one request."""


@dataclass(slots=True)
class Allowance:
    """What one request's rules have left, all of them together."""

    left: int

    def take(self) -> bool:
        self.left -= 1
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class RulePower:
    """The power of one board's rules; `depth` is how many rules led here, this one included."""

    board_id: str
    depth: int = 1
    allowance: Allowance = field(default_factory=lambda: Allowance(MOST_ACTIONS), compare=False)
