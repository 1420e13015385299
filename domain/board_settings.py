"""Settings of boards, checked; which of them say what cards show.

Source: the routes of cardSettings in Wekan's server/models/boards.js.
"""

from collections.abc import Mapping
from typing import Any

from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.roles import Capability
from domain.visibility import require_board
from store.documents import List
from store.mapping.board_settings import AGING_DAYS, FLAGS, PLACES
from store.match import ABSENT, NOT_TRUE

PARENT_SHOWN = (
    "prefix-with-full-path",
    "prefix-with-parent",
    "subtext-with-full-path",
    "subtext-with-parent",
    "no-parent",
)
_NOT_OF_CARDS = {
    "showDependencies",
    "allowsCustomFields",
    "allowsCustomFieldsOnMinicard",
    "allowsChecklistCountBadgeOnMinicard",
    "allowsCoverAttachmentOnCard",
    "allowsAttachmentCountOnCard",
    "allowsChecklistCountBadgeOnCard",
    "restrictCommentEditing",
    "allowsPersonalListWidth",
    "autoWidth",
    "allowsDueComplete",
    "allowsDueCompleteOnMinicard",
    "isOvertime",
    "showActivities",
}
OF_CARDS: Mapping[str, str] = {
    name: path for name, path in FLAGS.items() if path not in _NOT_OF_CARDS
} | dict(AGING_DAYS)
"""What Wekan's REST calls card settings: each attribute, and its name in the document."""
FLAG_NAMES = tuple(FLAGS)
DAYS = frozenset(AGING_DAYS)
"""Those of them that are numbers of days."""
_FIELD = "input.settings."


async def checked(ctx: Context, given: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what is to be set. Raises BadInputError."""
    await _require_places(ctx, given)
    return {name: _checked(name, value) for name, value in given.items()}


def _checked(name: str, value: Any) -> Any:
    if name in AGING_DAYS:
        return _days(name, value)
    if name in PLACES:
        return value or None
    if name != "present_parent_task":
        return bool(value)
    if value not in PARENT_SHOWN:
        raise BadInputError(_FIELD + "presentParentTask", "One of: " + ", ".join(PARENT_SHOWN))
    return value


def _days(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise BadInputError(_FIELD + AGING_DAYS[name], "A whole number of days is required.")
    return value


async def _require_places(ctx: Context, given: Mapping[str, Any]) -> None:
    """A board for subtasks or dated cards must be one that the actor may write on (BoardBleed),
    and a list one of that board."""
    for kind in ("subtasks", "date_settings"):
        board, of_list = f"{kind}_default_board_id", f"{kind}_default_list_id"
        if given.get(board):
            try:
                await require_board(ctx, given[board], Capability.WRITE)
            except NotFoundError:
                raise BadInputError(_FIELD + PLACES[board], "There is no such board.") from None
        if given.get(of_list):
            live = {"archived": NOT_TRUE, "deleted_at": ABSENT}
            found = given.get(board) and await ctx.store.has_any(
                List, id=given[of_list], board_id=given[board], **live
            )
            if not found:
                reason = "There is no such list on the board given with it."
                raise BadInputError(_FIELD + PLACES[of_list], reason)
