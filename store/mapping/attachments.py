"""Files attached to cards."""

from typing import Annotated

from store.records import Record, at, record
from store.values import as_id


@record("attachments")
class Attachment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str | None, at("meta.cardId", read=as_id)] = None
    board_id: Annotated[str | None, at("meta.boardId", read=as_id)] = None
    list_id: Annotated[str | None, at("meta.listId", read=as_id)] = None
    swimlane_id: Annotated[str | None, at("meta.swimlaneId", read=as_id)] = None
