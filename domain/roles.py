"""The one table of who may do what on a board.

Source: Wekan's models/lib/boardRoleCapabilities.js. A member has one role; where several
flags are set, the first role of the table counts. Unknown is no.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from store.documents import Member


class Capability(StrEnum):
    READ = "read"
    COMMENT = "comment"
    WRITE = "write"
    MOVE_CARD = "move_card"
    """Move a card, and put oneself on it or take oneself off."""
    MANAGE_BOARD = "manage_board"


_READ = frozenset({Capability.READ})
_COMMENT = _READ | {Capability.COMMENT}
_WORK = _COMMENT | {Capability.MOVE_CARD}
_WRITE_ONLY = _READ | {Capability.WRITE, Capability.MOVE_CARD}
_WRITE = _WRITE_ONLY | {Capability.COMMENT}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role: the flag that gives it (None: no flag), what it can, and whether it sees
    only the cards that it is assigned to."""

    flag: str | None
    capabilities: frozenset[Capability]
    assigned_only: bool = False


class Role(Enum):
    """A board member's role, strongest flag first."""

    BOARD_ADMIN = RoleRow("is_admin", frozenset(Capability))
    NORMAL_ASSIGNED_ONLY = RoleRow("is_normal_assigned_only", _WRITE, assigned_only=True)
    NO_COMMENTS = RoleRow("is_no_comments", _WRITE_ONLY)
    COMMENT_ONLY = RoleRow("is_comment_only", _COMMENT)
    COMMENT_ASSIGNED_ONLY = RoleRow("is_comment_assigned_only", _COMMENT, assigned_only=True)
    WORKER = RoleRow("is_worker", _WORK)
    READ_ONLY = RoleRow("is_read_only", _READ)
    READ_ASSIGNED_ONLY = RoleRow("is_read_assigned_only", _READ, assigned_only=True)
    NORMAL = RoleRow(None, _WRITE)

    @property
    def assigned_only(self) -> bool:
        return self.value.assigned_only

    def can(self, capability: Capability) -> bool:
        return capability in self.value.capabilities


def role_of(member: Member) -> Role:
    """Returns the role that a member's flags name; whether the member is active is not asked."""
    for flag, role in _FLAGGED:
        if getattr(member, flag):
            return role
    return Role.NORMAL


# Every request asks for a role, and to walk through an enum takes longer than through a table.
_FLAGGED = tuple((role.value.flag, role) for role in Role if role.value.flag)
FLAGS = tuple(flag for flag, _ in _FLAGGED)
"""The attributes of a member that name roles."""


def flags_of(role: Role) -> dict[str, bool]:
    """Returns what every flag of a member in that role is."""
    return {flag: flag == role.value.flag for flag in FLAGS}
