"""Moments as both doors write them."""

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """Returns ISO 8601 in UTC with milliseconds and `Z`, as Wekan's REST writes dates.

    A moment without a time zone is in UTC: planned reads bring them so.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat("T", "milliseconds") + "Z"
