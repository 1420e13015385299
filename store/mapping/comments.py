"""Comments on cards, and the reactions to them."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_id, as_ids, as_text, many


@record("")
class GivenReaction(Record):
    """A sign, as the HTML entity that Wekan stores, and who gave it."""

    code: Annotated[str, at("reactionCodepoint", read=as_text)] = ""
    user_ids: Annotated[list[str], at("userIds", read=as_ids)] = []


@record("card_comments")
class Comment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    parent_id: Annotated[str, at("parentId", read=as_text)] = ""
    author_id: Annotated[str | None, at("userId", read=as_id)] = None
    text: Annotated[str, at("text", read=as_text)] = ""
    reactions: Annotated[list[GivenReaction] | None, at("reactions", **many(GivenReaction))] = None
    """Stored in a collection of their own; `domain.joined` brings them here. Never stored."""
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("card_comment_reactions")
class Reaction(Record):
    """All reactions to one comment."""

    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    comment_id: Annotated[str, at("cardCommentId", read=as_text)] = ""
    reactions: Annotated[list[GivenReaction], at("reactions", **many(GivenReaction))] = []
