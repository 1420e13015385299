"""Moments, one by one and many at once."""

from datetime import UTC, datetime, timedelta, timezone

from domain.dates import iso, iso_of_all

_MOMENTS = [
    datetime(2026, 3, 1, 9, 7),
    datetime(2026, 3, 1, 9, 7, 5, 1000),
    datetime(1, 1, 1),
    datetime(9999, 12, 31, 23, 59, 59, 999_999),
    datetime(1969, 12, 31, 23, 59, 59, 120_000),
]


def test_many_are_written_as_one_is() -> None:
    for moments in (_MOMENTS, _MOMENTS[:1] * 9, _MOMENTS[1:2] * 9, _MOMENTS[:2], []):
        assert iso_of_all(moments) == [iso(moment) for moment in moments]


def test_many_with_time_zones() -> None:
    east = timezone(timedelta(hours=2))
    moments = [*_MOMENTS, datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=east)]
    assert iso_of_all(moments)[-2:] == ["2026-03-01T09:00:00.000Z", "2026-03-01T07:00:00.000Z"]
