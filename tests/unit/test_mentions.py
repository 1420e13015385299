"""Whom a comment names."""

import pytest

from domain.mentions import mentioned

USERS = {"mara": "M", "nils.o": "N", "Jo Lee": "J"}
GROUPS = {"card_members": lambda: {"M", "N"}, "board_members": set[str]}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nobody here", None),
        ("mail mara@example.org", None),
        ("@stranger, look", None),
        ("@mara and @stranger", {"M"}),
        ('(@nils.o) "@Jo" @"Jo Lee"', {"N", "J"}),
        ("@card_members!", {"M", "N"}),
        ("@board_members", set()),
        ("@card_assignees", None),
    ],
)
def test_names_groups_and_strangers(text: str, named: set[str] | None) -> None:
    assert mentioned(text, GROUPS, USERS) == named
