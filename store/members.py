"""One person's place in a board document, read without the places of all the others."""

from collections.abc import Mapping
from typing import Any

from store.documents import Member
from store.records import load


def active_member(board: Mapping[str, Any], user_id: str) -> Member | None:
    """Returns the first active entry of a person among a board document's members."""
    members = board.get("members")
    # Boards have dozens, and every request asks: no more is called for each than must be.
    for each in members if isinstance(members, list) else ():
        if (
            each.__class__ is dict
            and each.get("userId") == user_id
            and each.get("isActive") is True
        ):
            return load(Member, each)
    return None
