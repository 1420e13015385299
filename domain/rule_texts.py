"""What a rule's texts may name in braces, as `{cardname}` or `{date}`.

Source: `buildRuleVars` of Wekan's server/rulesHelper.js; its dates are written as a server in
the United States writes them, in UTC.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from store.documents import Board, Card, List, Swimlane

_NAMED = re.compile(r"\{(\w+)\}", re.ASCII)


def has_names(text: str) -> bool:
    return _NAMED.search(text) is not None


def filled(text: str, words: Mapping[str, str]) -> str:
    """Returns the text with the words in place of their names; unknown names stay."""
    return _NAMED.sub(lambda found: words.get(found[1].lower(), found[0]), text)


def words_of(
    now: datetime,
    username: str | None,
    board: Board | None,
    card: Card | None,
    place: tuple[List | None, Swimlane | None],
) -> dict[str, str]:
    """Returns what can be named where a rule runs."""
    in_list, swimlane = place
    words = {"date": _date(now), "time": _time(now), "datetime": _moment(now)}
    words["username"] = username or ""
    if board:
        words["boardname"] = board.title
    if card:
        words |= dict.fromkeys(("cardname", "cardtitle"), card.title)
        words |= {"cardnumber": str(card.card_number), "description": card.description}
        if card.due_at:
            words["duedate"] = _moment(card.due_at)
    if in_list:
        words["listname"] = in_list.title
    if swimlane:
        words["swimlanename"] = swimlane.title
    return words


def _date(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year}"


def _time(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'}"


def _moment(moment: datetime) -> str:
    return f"{_date(moment)}, {_time(moment)}"
