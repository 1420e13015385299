"""One person's place in a board document, read without the places of all the others."""

from collections.abc import Mapping
from typing import Any

from store.documents import Member
from store.records import load
from store.values import as_documents


def active_member(board: Mapping[str, Any], user_id: str) -> Member | None:
    """Returns the first active entry of a person among a board document's members."""
    for each in as_documents(board.get("members")):
        if each.get("userId") == user_id and each.get("isActive") is True:
            return load(Member, each)
    return None
