"""Outgoing webhooks of boards."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_flag, as_ids, as_text


@record("integrations")
class Integration(Record):
    id: Annotated[str, at("_id")]
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    user_id: Annotated[str, at("userId", read=as_text)] = ""
    url: Annotated[str, at("url", read=as_text)] = ""
    token: Annotated[str | None, at("token", read=as_text)] = None
    title: Annotated[str | None, at("title", read=as_text)] = None
    type: Annotated[str, at("type", read=as_text)] = "outgoing-webhooks"
    enabled: Annotated[bool, at("enabled", read=as_flag)] = True
    activities: Annotated[list[str], at("activities", read=as_ids)] = []
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
