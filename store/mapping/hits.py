"""What a search found: made by `domain.search`, and stored nowhere."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record


@record("")
class Hit(Record):
    id: Annotated[str, at("_id")]
    place: Annotated[int, at("place")] = 0
    """How near the top what was found there stands."""
    modified_at: Annotated[datetime | None, at("modifiedAt")] = None
    where: Annotated[str, at("where")] = ""
    excerpt: Annotated[str, at("excerpt")] = ""
    board_id: Annotated[str | None, at("boardId")] = None
    list_id: Annotated[str | None, at("listId")] = None
    card_id: Annotated[str | None, at("cardId")] = None
