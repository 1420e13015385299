"""Organisations and teams: groups of people that boards are shared with.

Source: Wekan's models/org.js and models/team.js, and their server methods. All of it is for
site admins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from domain import values
from domain.changes import UNSET, Change, Given
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.reading import Document
from store.documents import (
    Board,
    Organisation,
    OrgMembership,
    Share,
    Team,
    TeamMembership,
    User,
)
from store.ids import new_id
from store.match import EVERYTHING, Filter, where
from store.mongo import Modifier
from store.records import path_of
from store.whole import find_all_whole, find_whole

GroupType: TypeAlias = type[Organisation] | type[Team]

FEATURES: Final = ("shared_templates", "propagates_members", "syncs_members")
"""What admins switch on for each group, or for all at once."""
_LENGTHS: Mapping[str, int] = {
    "display_name": 190,
    "short_name": 255,
    "description": 190,
    "website": 255,
    "auto_add_domain": 255,
}
_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange(Change):
    display_name: Given[str] = UNSET
    short_name: Given[str] = UNSET
    description: Given[str] = UNSET
    website: Given[str] = UNSET
    auto_add_domain: Given[str] = UNSET
    is_active: Given[bool] = UNSET
    shared_templates: Given[bool] = UNSET
    propagates_members: Given[bool] = UNSET
    syncs_members: Given[bool] = UNSET


def feature_paths(group: GroupType) -> dict[str, str]:
    """Returns each feature's name in the group's documents, and its attribute."""
    return {path_of(group, name): name for name in FEATURES}


async def every(ctx: Context, group: GroupType) -> list[Document]:
    """Returns the names and features of all, for the routes that show them."""
    ctx.require_site_admin()
    found = await find_all_whole(ctx.store, group, EVERYTHING, limit=_MOST)
    names = [path_of(group, name) for name in ("id", "display_name", "short_name")]
    features = feature_paths(group)
    return [
        {name: each[name] for name in names if name in each}
        | {name: each.get(name) is True for name in features}
        for each in found
    ]


async def one(ctx: Context, group: GroupType, group_id: str) -> Document:
    ctx.require_site_admin()
    found = await find_whole(ctx.store, group, where(group, id=group_id))
    if found is None:
        raise NotFoundError(_noun(group))
    return found


async def create(ctx: Context, group: GroupType, new: GroupChange) -> str:
    """Stores a new group and returns its id. Raises BadInputError."""
    ctx.require_site_admin()
    content = _checked(group, new)
    if not content.get("display_name"):
        raise BadInputError("input.displayName", "A name is required.")
    now = ctx.now()
    given = {name: value for name, value in content.items() if value is not None}
    made = group(id=new_id(), created_at=now, modified_at=now, **({"is_active": True} | given))
    await ctx.store.insert(made)
    return made.id


async def update(ctx: Context, group: GroupType, group_id: str, change: GroupChange) -> None:
    """Raises NotFoundError, BadInputError."""
    ctx.require_site_admin()
    content = _checked(group, change)
    altered = Modifier(set=content | {"modified_at": ctx.now()})
    if content and not await ctx.store.update(group, where(group, id=group_id), altered):
        raise NotFoundError(_noun(group))


async def update_all(ctx: Context, group: GroupType, feature: str, *, on: bool) -> int:
    """Switches one feature on or off for all; returns for how many."""
    ctx.require_site_admin()
    change = Modifier(set={feature: on, "modified_at": ctx.now()})
    return await ctx.store.update_many(group, EVERYTHING, change)


async def delete(ctx: Context, group: GroupType, group_id: str) -> None:
    """Deletes a group; people leave it, and boards are no longer shared with it."""
    ctx.require_site_admin()
    if not await ctx.store.has_any(group, id=group_id):
        raise NotFoundError(_noun(group))
    attribute = "orgs" if group is Organisation else "teams"

    async def work() -> None:
        for holder, inside in (
            (User, _membership(group, group_id)),
            (Board, _share(group, group_id)),
        ):
            gone = Modifier(pull={attribute: inside}, set={"modified_at": ctx.now()})
            bearing: Filter = {f"{attribute}.{_key(group)}": group_id}
            await ctx.store.update_many(holder, bearing, gone)
        await ctx.store.delete(group, where(group, id=group_id))

    await ctx.store.atomically(work)


def _key(group: GroupType) -> str:
    return "orgId" if group is Organisation else "teamId"


def _membership(group: GroupType, group_id: str) -> Filter:
    if group is Organisation:
        return where(OrgMembership, org_id=group_id)
    return where(TeamMembership, team_id=group_id)


def _share(group: GroupType, group_id: str) -> Filter:
    return where(Share, **{"org_id" if group is Organisation else "team_id": group_id})


def _noun(group: GroupType) -> str:
    return "organization" if group is Organisation else "team"


def _checked(group: GroupType, change: GroupChange) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in change.given():
        if name not in group.table:
            raise BadInputError(f"input.{name}", "Teams have none.")
        if name not in _LENGTHS:
            content[name] = bool(value)
            continue
        text = values.text(value)
        if len(text) > _LENGTHS[name]:
            raise BadInputError(f"input.{name}", f"At most {_LENGTHS[name]} characters.")
        content[name] = text or None
    return content
