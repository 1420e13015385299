"""What a card may hold: each value of a change checked, before anything is written."""

from collections.abc import Callable
from typing import Any

from domain import card_parts, card_values, values
from domain.card_writes import TEXTS
from domain.changes import CardChange
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.people import active_members
from domain.visibility import require_card
from store.documents import Board, Card

DATES = ("received_at", "start_at", "due_at", "end_at")
PEOPLE = ("member_ids", "assignee_ids")
PLACE = ("board_id", "list_id", "swimlane_id")
_FLAGS = ("due_complete", "is_overtime")


async def checked_content(
    ctx: Context, change: CardChange, board: Board, before: Card | None
) -> dict[str, Any]:
    """Returns what is to be set, but for where the card lies. Looks everything up first.

    Raises BadInputError for the first value that cannot be accepted.
    """
    content: dict[str, Any] = {
        name: _CHECKS[name](f"input.{camel(name)}", value)
        for name, value in change.given()
        if name not in PLACE
    }
    if "label_ids" in content:
        require_labels(content["label_ids"], board, before)
    for name in PEOPLE:
        if name in content:
            require_members(name, content[name], board, before)
    if content.get("parent_id"):
        await _require_parent(ctx, content["parent_id"], before)
    if "custom_fields" in content:
        given = content["custom_fields"]
        content["custom_fields"] = await card_values.checked(ctx, given, board, before)
    return content


Check = Callable[[str, Any], Any]


def _text(_: str, value: str | None) -> str:
    return values.text(value)


def _flag(_: str, value: bool | None) -> bool:
    return bool(value)


def _given(_: str, value: Any) -> Any:
    return value or []


_CHECKS: dict[str, Check] = {
    **dict.fromkeys((*TEXTS, "parent_id"), _text),
    **dict.fromkeys(DATES, values.date),
    **dict.fromkeys(("label_ids", *PEOPLE), values.ids),
    **dict.fromkeys(_FLAGS, _flag),
    "title": values.title,
    "color": values.card_color,
    "sort": values.number,
    "spent_time": values.duration,
    "custom_fields": _given,
    "stickers": card_parts.stickers,
    "locations": card_parts.locations,
    "vote": card_parts.vote,
    "poker": card_parts.poker,
}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def require_labels(label_ids: list[str], board: Board, before: Card | None) -> None:
    known = {label.id for label in board.labels} | _kept(before, board, "label_ids")
    if not known.issuperset(label_ids):
        raise BadInputError("input.labelIds", "A label is not on this board.")


def require_members(name: str, user_ids: list[str], board: Board, before: Card | None) -> None:
    known = active_members(board) | _kept(before, board, name)
    if not known.issuperset(user_ids):
        raise BadInputError(f"input.{camel(name)}", "A person is not an active member.")


def _kept(before: Card | None, board: Board, name: str) -> set[str]:
    """What a card on the same board has already, it may keep."""
    if before is None or before.board_id != board.id:
        return set()
    return set(getattr(before, name))


async def _require_parent(ctx: Context, parent_id: str, before: Card | None) -> None:
    """The parent must be visible to the actor, and not below the card itself."""
    field = "input.parentId"
    seen_ids = {before.id} if before else set()
    try:
        parent = (await require_card(ctx, parent_id)).it
    except NotFoundError:
        raise BadInputError(field, "There is no such card.") from None
    above: Card | None = parent
    while above is not None:
        if above.id in seen_ids:
            raise BadInputError(field, "A card cannot be its own ancestor.")
        seen_ids.add(above.id)
        above = await ctx.store.find(Card, id=above.parent_id) if above.parent_id else None
