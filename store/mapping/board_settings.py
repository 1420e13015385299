"""The settings that are kept in a board's document, some sixty of them.

The flags are one table: `store.defaults` names them as Wekan does, here and in GraphQL's
type they are made from it. A setting that an old board lacks counts as off, as Wekan's page
shows it.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from store import defaults
from store.mapping.boards import Board
from store.records import at, record
from store.values import as_flag, as_id, as_text, as_whole

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

FLAGS: Mapping[str, str] = {_CAPITAL.sub("_", name).lower(): name for name in defaults.BOARD_FLAGS}
"""Each flag's attribute, and its name in the document."""
AGING_DAYS: Mapping[str, str] = {f"card_aging_days{n}": f"cardAgingDays{n}" for n in (1, 2, 3)}
PLACES: Mapping[str, str] = {
    "subtasks_default_board_id": "subtasksDefaultBoardId",
    "subtasks_default_list_id": "subtasksDefaultListId",
    "date_settings_default_board_id": "dateSettingsDefaultBoardId",
    "date_settings_default_list_id": "dateSettingsDefaultListId",
}


def _made() -> type[Board]:
    hints: dict[str, Any] = {
        **{name: Annotated[bool, at(path, read=as_flag)] for name, path in FLAGS.items()},
        **{
            name: Annotated[int | None, at(path, read=as_whole)]
            for name, path in AGING_DAYS.items()
        },
        **{name: Annotated[str | None, at(path, read=as_id)] for name, path in PLACES.items()},
        "present_parent_task": Annotated[str, at("presentParentTask", read=as_text)],
    }
    usual = {
        **dict.fromkeys(FLAGS, False),
        **dict.fromkeys([*AGING_DAYS, *PLACES]),
        "present_parent_task": "no-parent",
    }
    body = {"__annotations__": hints, "__module__": __name__, **usual}
    return record("boards")(type("BoardSettings", (Board,), body))


BoardSettings: type[Board] = _made()
"""A board with its settings, as attributes of their own beside those of `Board`."""
