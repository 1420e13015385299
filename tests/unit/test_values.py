"""Checks of single values: what they let through, what they make of it, what they refuse."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from domain import values
from domain.errors import BadInputError

FINE = datetime(2026, 3, 1, 9, 0, 0, 123_999, UTC)


@pytest.mark.parametrize(
    ("check", "given", "expected"),
    [
        (values.title, "  Plan \n", "Plan"),
        (values.title, "x" * 1000, "x" * 1000),
        (values.title, " " + "x" * 1000 + " ", "x" * 1000),
        (values.card_color, None, None),
        (values.card_color, "", None),
        (values.card_color, "peachpuff", "peachpuff"),
        (values.card_color, "#00FFaa", "#00FFaa"),
        (values.board_color, "belize", "belize"),
        (values.number, -1.5, -1.5),
        (values.number, 0, 0),
        (values.duration, None, 0),
        (values.duration, 2.25, 2.25),
        (values.date, None, None),
        (values.date, FINE, FINE.replace(microsecond=123_000)),
        (values.ids, None, []),
        (values.ids, ["b", "a", "b"], ["b", "a"]),
        (values.ids, [str(i % 1000) for i in range(3000)], [str(i) for i in range(1000)]),
    ],
)
def test_a_good_value_is_returned_tidied(
    check: Callable[[str, Any], object], given: object, expected: object
) -> None:
    assert check("input.value", given) == expected


@pytest.mark.parametrize(
    ("check", "given"),
    [
        (values.title, None),
        (values.title, ""),
        (values.title, " \t\n"),
        (values.title, "x" * 1001),
        (values.card_color, "mauve"),
        (values.card_color, "Red"),
        (values.card_color, "#fff"),
        (values.card_color, "#12345g"),
        (values.card_color, "#123456\n"),
        (values.board_color, ""),
        (values.board_color, "red"),
        (values.number, None),
        (values.number, float("nan")),
        (values.number, float("inf")),
        (values.number, float("-inf")),
        (values.duration, -0.5),
        (values.duration, float("nan")),
        (values.date, datetime(2026, 3, 1, 9)),
        (values.ids, [str(i) for i in range(1001)]),
    ],
)
def test_a_bad_value_is_refused_with_its_field(
    check: Callable[[str, Any], object], given: object
) -> None:
    with pytest.raises(BadInputError) as refused:
        check("input.value", given)
    assert refused.value.field == "input.value"
    assert refused.value.message.endswith(".")


def test_a_date_keeps_its_moment() -> None:
    tokyo = FINE.astimezone(timezone(timedelta(hours=9)))
    assert values.date("input.dueAt", tokyo) == FINE.replace(microsecond=123_000)


@pytest.mark.parametrize(("given", "expected"), [(None, ""), ("", ""), (" a b\n", "a b")])
def test_a_text_is_trimmed(given: str | None, expected: str) -> None:
    assert values.text(given) == expected
