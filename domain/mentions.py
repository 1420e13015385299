"""Who a comment names: `@name`, `@"a name"`, or one of four groups.

Source: Wekan's server/models/activities.js.
"""

import re
from collections.abc import Callable, Iterator, Mapping

_MENTION = re.compile(r'\B@(?:"(?P<quoted>[\w.\s-]*)"|(?P<plain>[\w.@-]+))')
BOARD_ASSIGNEES = "board_assignees"

Groups = Mapping[str, Callable[[], set[str]]]
"""People by the name of their group, looked for when it is named."""


def names_in(text: str) -> Iterator[str]:
    """Yields what stands behind each `@`."""
    for found in _MENTION.finditer(text):
        yield found["quoted"] or found["plain"] or ""


def mentioned(text: str, groups: Groups, user_ids: Mapping[str, str]) -> set[str] | None:
    """Returns the people that a text names; None where it names nobody that is known.

    `user_ids` has the board's people by username. A group that is empty is named all the same.
    """
    known = [name for name in names_in(text) if name in groups or name in user_ids]
    if not known:
        return None
    named: set[str] = set()
    for name in known:
        named |= groups[name]() if name in groups else {user_ids[name]}
    return named
