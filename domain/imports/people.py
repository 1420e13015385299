"""Who the people of a board that comes from elsewhere are here.

Whom the importer names is taken for that person, and so is whoever has the same id here. For
anybody else the importer stands in; no account is ever made.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.context import Context
from domain.errors import BadInputError
from domain.imports.sent import Sent, first, row_of, text
from store.documents import TransferRules, User
from store.match import any_of, where

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    ids: Mapping[str, str]
    """User ids by the ids that were sent."""
    unknown: tuple[str, ...] = ()
    """What those are called who are nobody here."""


def mapping_of(value: object) -> Mapping[str, str]:
    """Returns who was named for whom. Raises BadInputError."""
    if value in (None, ""):
        return {}
    if not isinstance(value, dict) or len(value) > _MOST:
        raise BadInputError("membersMapping", "This maps ids to ids.")
    if not all(isinstance(each, str) for each in value.values()):
        raise BadInputError("membersMapping", "This maps ids to ids.")
    return value


async def known(
    ctx: Context, sent: Sent, mapping: Mapping[str, str], rules: TransferRules
) -> Known:
    rows = {text(row.get("_id")): row for row in sent.rows("users")[:_MOST]}
    wanted = {**{each: each for each in rows if each}, **mapping}
    found = await ctx.store.find_many(
        User, where(User, id=any_of(sorted(set(wanted.values())))), limit=_MOST
    )
    there = {user.id for user in found}
    ids = {old: new for old, new in wanted.items() if new in there}
    strangers = [row for old, row in rows.items() if old not in ids]
    if rules.anonymous_imports:
        return Known(ids, tuple(f"user{number}" for number, _ in enumerate(strangers, 1)))
    names = (
        first(row, "username") or first(row_of(row.get("profile")), "fullname") for row in strangers
    )
    return Known(ids, tuple(dict.fromkeys(text(name)[:256] for name in names if text(name))))
