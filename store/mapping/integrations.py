"""Outgoing webhooks of boards, and what became of them."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_ids, as_int, as_text

WHOLE_SITE = "_global"
"""The board of integrations that are told of all boards."""


@record("integrations")
class Integration(Record):
    id: Annotated[str, at("_id")]
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    user_id: Annotated[str | None, at("userId", read=as_id)] = None
    url: Annotated[str, at("url", read=as_text)] = ""
    token: Annotated[str | None, at("token", read=as_text)] = None
    title: Annotated[str | None, at("title", read=as_text)] = None
    type: Annotated[str, at("type", read=as_text)] = "outgoing-webhooks"
    enabled: Annotated[bool, at("enabled", read=as_flag)] = True
    activities: Annotated[list[str], at("activities", read=as_ids)] = []
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("wekanGraphqlDeliveries")
class Delivery(Record):
    """What became of one webhook; neither what was sent nor where to is kept."""

    id: Annotated[str, at("_id")]
    integration_id: Annotated[str, at("integrationId", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    activity_id: Annotated[str, at("activityId", read=as_text)] = ""
    activity_type: Annotated[str, at("activityType", read=as_text)] = ""
    outcome: Annotated[str, at("outcome", read=as_text)] = "failed"
    status: Annotated[int | None, at("status", read=as_int)] = None
    problem: Annotated[str | None, at("problem", read=as_text)] = None
    tries: Annotated[int, at("tries", read=as_int)] = 0
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
