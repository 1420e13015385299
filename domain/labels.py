"""Labels of boards: make, change, delete.

Source: Wekan's models/boards.js and the labels route of server/models/boards.js.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from domain import activities, card_activities, values
from domain.card_activities import Names
from domain.card_writes import touched
from domain.changes import UNSET, Given
from domain.context import Context
from domain.errors import BadInputError, ConflictError, NotFoundError, StaleError
from domain.roles import Capability
from domain.visibility import require_board
from store.documents import Board, Card, Label
from store.ids import new_label_id
from store.match import where
from store.mongo import Modifier

DEFAULT_COLOR = "green"
_LONGEST_NAME = 1000
_TRIES = 10
_MILLISECOND = timedelta(milliseconds=1)
_EVERY = 100_000
"""More cards than a board has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelChange:
    name: Given[str] = UNSET
    color: Given[str] = UNSET


async def create(ctx: Context, board_id: str, name: str | None, color: str | None) -> Label:
    """Returns the board's label of this name and color; makes it where there is none.

    Raises as `require_board`, and BadInputError.
    """
    await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    wanted = Label(id=new_label_id(), name=_name(name), color=_color(color or DEFAULT_COLOR))

    def add(labels: list[Label]) -> list[Label]:
        return labels if _twin(labels, wanted) else [*labels, wanted]

    return _twin(await _rewritten(ctx, board_id, add), wanted) or wanted


async def update(ctx: Context, board_id: str, label_id: str, change: LabelChange) -> Label:
    """Changes a label and returns it. Raises NotFoundError, BadInputError, and ConflictError
    where the board has another just like it."""
    await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    given: dict[str, str] = {}
    if change.name is not UNSET:
        given["name"] = _name(change.name)
    if change.color is not UNSET:
        given["color"] = _color(change.color)

    def alter(labels: list[Label]) -> list[Label]:
        changed = replace(_require(labels, label_id), **given)
        twin = _twin(labels, changed)
        if twin is not None and twin.id != label_id:
            raise ConflictError("The board has such a label already.")
        return [changed if each.id == label_id else each for each in labels]

    return _require(await _rewritten(ctx, board_id, alter), label_id)


async def delete(ctx: Context, board_id: str, label_id: str) -> None:
    """Removes a label, and takes it off the cards that have it, archived ones too."""
    board = (await require_board(ctx, board_id, Capability.MANAGE_BOARD)).board
    _require(board.labels, label_id)
    bearing = where(Card, board_id=board_id, label_ids=label_id)

    async def work() -> list[Card]:
        gone = Modifier(set={"modified_at": ctx.now()}, pull={"labels": where(Label, id=label_id)})
        await ctx.store.update(Board, where(Board, id=board_id), gone)
        order = [("created_at", 1)]
        bearers = await ctx.store.find_many(Card, bearing, sort=order, limit=_EVERY)
        off = Modifier(set=touched(ctx), pull={"label_ids": [label_id]})
        await ctx.store.update_many(Card, bearing, off)
        return bearers

    names = Names(board, None, None, {})
    entries = [
        entry
        for card in await ctx.store.atomically(work)
        for entry in card_activities.card_changes(ctx, card, _without(card, label_id), names)
    ]
    await activities.record(ctx, *entries)


def _without(card: Card, label_id: str) -> Card:
    return replace(card, label_ids=[each for each in card.label_ids if each != label_id])


async def _rewritten(
    ctx: Context, board_id: str, compute: Callable[[list[Label]], list[Label]]
) -> list[Label]:
    """Sets what `compute` makes of the board's labels as they are; again, where somebody was
    faster. Raises NotFoundError, StaleError."""
    for _ in range(_TRIES):
        board = await ctx.store.find(Board, id=board_id)
        if board is None:
            raise NotFoundError("board")
        labels = compute(board.labels)
        if labels == board.labels:
            return labels
        last = board.modified_at
        now = ctx.now() if last is None else max(ctx.now(), last + _MILLISECOND)
        as_read = where(Board, id=board_id, modified_at=last)
        made = Modifier(set={"labels": labels, "modified_at": now})
        if await ctx.store.update(Board, as_read, made):
            return labels
    raise StaleError("board")


def _twin(labels: list[Label], wanted: Label) -> Label | None:
    same = (each for each in labels if _looks(each) == _looks(wanted))
    return next(same, None)


def _looks(label: Label) -> tuple[str, str]:
    return label.name or "", label.color


def _require(labels: list[Label], label_id: str) -> Label:
    found = next((each for each in labels if each.id == label_id), None)
    if found is None:
        raise NotFoundError("label")
    return found


def _name(name: str | None) -> str:
    trimmed = values.text(name)
    if len(trimmed) > _LONGEST_NAME:
        raise BadInputError("input.name", f"A name has at most {_LONGEST_NAME} characters.")
    return trimmed


def _color(color: str | None) -> str:
    checked = values.card_color("input.color", color)
    if checked is None:
        raise BadInputError("input.color", "A label has a color.")
    return checked
