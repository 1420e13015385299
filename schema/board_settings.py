"""The settings of a board. The flags come from the one table of them (`BOARD_FLAGS`)."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from domain.board_settings import FLAG_NAMES
from domain.reading import documents
from schema.fields import document_type, stored

_PLACE_NAMES = (
    "subtasks_default_board_id",
    "subtasks_default_list_id",
    "date_settings_default_board_id",
    "date_settings_default_list_id",
)
_DAYS_NAMES = ("card_aging_days1", "card_aging_days2", "card_aging_days3")


class ParentShown(Enum):
    PREFIX_WITH_FULL_PATH = "prefix-with-full-path"
    PREFIX_WITH_PARENT = "prefix-with-parent"
    SUBTEXT_WITH_FULL_PATH = "subtext-with-full-path"
    SUBTEXT_WITH_PARENT = "subtext-with-parent"
    NO_PARENT = "no-parent"


strawberry.enum(ParentShown, description="How a card shows the card that it is a subtask of.")


def _parent_shown(value: object) -> ParentShown:
    known = {each.value: each for each in ParentShown}
    return known.get(str(value), ParentShown.NO_PARENT)


def _class(name: str, hints: Mapping[str, Any], values: Mapping[str, Any]) -> type[Any]:
    body = {"__annotations__": dict(hints), "__module__": __name__, **values}
    return type(name, (), body)


_KINDS: dict[str, Any] = {
    **dict.fromkeys(FLAG_NAMES, bool),
    **dict.fromkeys(_DAYS_NAMES, int | None),
    **dict.fromkeys(_PLACE_NAMES, strawberry.ID | None),
    "present_parent_task": ParentShown,
}

BoardSettings: type[Any] = document_type(
    documents.BoardSettings,
    description=(
        "What is switched on for a board; `allows…` is shown on cards, `…OnMinicard` on cards "
        "in their lists. A setting that an old board lacks counts as off, as Wekan shows it."
    ),
)(
    _class(
        "BoardSettings",
        _KINDS,
        {name: stored() for name in _KINDS} | {"present_parent_task": stored(show=_parent_shown)},
    )
)

BoardSettingsInput: type[Any] = strawberry.input(
    _class(
        "BoardSettingsInput",
        {name: kind | None for name, kind in _KINDS.items()},
        dict.fromkeys(_KINDS, strawberry.UNSET),
    ),
    description="Which settings of a board are to be others.",
)
