"""Comments on cards, and the reactions to them."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_id, as_text


@record("card_comments")
class Comment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    parent_id: Annotated[str, at("parentId", read=as_text)] = ""
    author_id: Annotated[str | None, at("userId", read=as_id)] = None
    text: Annotated[str, at("text", read=as_text)] = ""
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("card_comment_reactions")
class Reaction(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
