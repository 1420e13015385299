"""Files that come with a board: as base64 in its document, or beside it in an archive."""

import base64
import binascii
from collections.abc import AsyncIterator, Callable, Mapping

from domain import stored_files
from domain.context import Context
from domain.errors import BadInputError, ConflictError
from domain.imports.archives import BombError
from domain.imports.plan import Plan
from domain.imports.sent import Row, Sent, text
from domain.incoming import Incoming, pieces
from domain.storage import Storage, storage
from domain.stored_files import Place
from store.documents import Attachment, Card

Opener = Callable[[Row], AsyncIterator[bytes] | None]
"""What gives the bytes of a file that was told of, or None where they did not come."""
BACKGROUNDS = ("board-background", "api-background")


def in_document(row: Row) -> AsyncIterator[bytes] | None:
    """Gives the bytes that the document itself holds."""
    data = row.get("file")
    if not isinstance(data, str):
        return None
    try:
        return pieces(base64.b64decode(data, validate=True))
    except (binascii.Error, ValueError):
        return None


async def store(ctx: Context, plan: Plan, sent: Sent, opener: Opener) -> Mapping[str, Attachment]:
    """Stores the files that the site takes, and returns them by the ids they were sent with.

    One that is refused is left out, and is no card's cover then.
    """
    if not plan.ids["attachments"]:
        return {}
    rules = await storage(ctx)
    cards = {card["_id"]: card for card in plan.documents[Card]}
    stored: dict[str, Attachment] = {}
    for row in sent.rows("attachments"):
        made = await _store(ctx, plan, rules, row, cards, opener)
        if made is not None:
            stored[row["_id"]] = made
    kept = {made.id for made in stored.values()}
    for card in cards.values():
        if card.get("coverId") not in kept:
            card["coverId"] = ""
    return stored


async def _store(
    ctx: Context,
    plan: Plan,
    rules: Storage,
    row: Row,
    cards: Mapping[str, Mapping[str, str]],
    opener: Opener,
) -> Attachment | None:
    card_id = plan.found("cards", row.get("cardId"))
    file_id = plan.found("attachments", row.get("_id"))
    is_background = row.get("source") in BACKGROUNDS and plan.target.existing is None
    chunks = opener(row) if file_id and (card_id or is_background) else None
    if chunks is None or file_id is None:
        return None
    card = cards.get(card_id or "", {})
    place = Place(
        board_id=plan.target.board_id,
        card_id=card_id,
        list_id=card.get("listId"),
        swimlane_id=card.get("swimlaneId"),
        source="import" if card_id else "board-background",
        file_id=file_id,
    )
    file = Incoming(text(row.get("name"), "file"), text(row.get("type")) or None, chunks)
    try:
        rules.require_uploads()
        return await stored_files.store(ctx, rules, file, place)
    except BombError:
        raise
    except (BadInputError, ConflictError):
        return None
