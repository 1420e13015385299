"""The role table, against Wekan's own (boardRoleCapabilities.js)."""

import itertools

import pytest

from domain.roles import Capability, Role, role_of
from domain.visibility import Access
from store.documents import Member
from store.records import load
from tests.factories import FLAGS, member

R, C, W, MOVE, MANAGE = Capability
TABLE = {
    "admin": {R, C, W, MOVE, MANAGE},
    "normal": {R, C, W, MOVE},
    "normal-assigned-only": {R, C, W, MOVE},
    "no-comments": {R, W, MOVE},
    "comment-only": {R, C},
    "comment-assigned-only": {R, C},
    "worker": {R, C, MOVE},
    "read-only": {R},
    "read-assigned-only": {R},
}
ROLES = {
    "admin": Role.BOARD_ADMIN,
    "normal": Role.NORMAL,
    "normal-assigned-only": Role.NORMAL_ASSIGNED_ONLY,
    "no-comments": Role.NO_COMMENTS,
    "comment-only": Role.COMMENT_ONLY,
    "comment-assigned-only": Role.COMMENT_ASSIGNED_ONLY,
    "worker": Role.WORKER,
    "read-only": Role.READ_ONLY,
    "read-assigned-only": Role.READ_ASSIGNED_ONLY,
}
STRONGEST_FIRST = [name for name in FLAGS if name != "normal"]


@pytest.mark.parametrize("name", FLAGS)
def test_a_role_can_just_what_the_table_says(name: str) -> None:
    role = role_of(load(Member, member("somebody", name)))
    assert role is ROLES[name]
    assert {each for each in Capability if role.can(each)} == TABLE[name]
    assert role.assigned_only == name.endswith("assigned-only")


@pytest.mark.parametrize(
    ("strong", "weak"), list(itertools.combinations(STRONGEST_FIRST, 2)), ids="-over-".join
)
def test_of_several_flags_the_first_of_the_table_counts(strong: str, weak: str) -> None:
    both = member("somebody", weak) | {str(FLAGS[strong]): True}
    assert role_of(load(Member, both)) is ROLES[strong]


@pytest.mark.parametrize("value", [1, "true", "yes", None, [True], {"": True}])
def test_a_flag_is_set_by_true_alone(value: object) -> None:
    read = load(Member, {"userId": "somebody", "isActive": value, "isAdmin": value})
    assert role_of(read) is Role.NORMAL
    assert not read.is_active


def test_every_role_is_in_the_table() -> None:
    assert set(ROLES.values()) == set(Role)


@pytest.mark.parametrize(
    ("access", "can", "assigned_only"),
    [
        (Access(None), {R}, False),
        (Access(Role.WORKER), TABLE["worker"], False),
        (Access(Role.READ_ASSIGNED_ONLY), {R}, True),
        (Access(None, is_site_admin=True), set(Capability), False),
        (Access(Role.READ_ASSIGNED_ONLY, is_site_admin=True), set(Capability), False),
    ],
)
def test_access_adds_mere_readers_and_site_admins(
    access: Access, can: set[Capability], assigned_only: bool
) -> None:
    assert {each for each in Capability if access.can(each)} == can
    assert access.assigned_only is assigned_only
