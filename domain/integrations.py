"""Integrations: the webhooks of boards, made, changed and deleted by board admins.

Source: Wekan's server/models/integrations.js. A token is written and never shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from domain import addresses, values
from domain.changes import UNSET, Change, Given
from domain.context import Context
from domain.errors import BadInputError, ConflictError, NotFoundError
from domain.reading import Document
from domain.roles import Capability
from domain.visibility import require_board
from domain.webhooks import EVERY
from store.documents import WHOLE_SITE, Delivery, Integration
from store.ids import new_id
from store.match import EVERYTHING, Filter, where
from store.mongo import Modifier
from store.whole import find_whole, find_wholes

_MOST = 100
_MOST_ACTIVITIES = 100
_LONGEST_NAME = 1000


class IntegrationType(Enum):
    """Whether the receiver's answer may change the comment that it was told of."""

    ONE_WAY = "outgoing-webhooks"
    TWO_WAY = "bidirectional-webhooks"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationChange(Change):
    """What is altered of an integration."""

    url: Given[str] = UNSET
    title: Given[str] = UNSET
    token: Given[str] = UNSET
    type: Given[IntegrationType] = UNSET
    enabled: Given[bool] = UNSET
    activities: Given[Sequence[str]] = UNSET


async def on_board(ctx: Context, board_id: str) -> list[Document]:
    """Returns a board's integrations as they are stored, without their tokens; whoever may see
    the board may know of them."""
    await require_board(ctx, board_id)
    found = await find_wholes(ctx.store, Integration, where(Integration, board_id=board_id))
    return [_without_token(each) for each in found[:_MOST]]


async def one(ctx: Context, board_id: str, integration_id: str) -> Document:
    """Returns one of them. Raises as `require_board`, and NotFoundError."""
    await require_board(ctx, board_id)
    wanted = where(Integration, id=integration_id, board_id=board_id)
    found = await find_whole(ctx.store, Integration, wanted)
    if found is None:
        raise NotFoundError("integration")
    return _without_token(found)


def _without_token(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "token"}


async def create(ctx: Context, board_id: str | None, new: IntegrationChange) -> Integration:
    """Stores and returns a new integration; without a board one of the whole site.

    Raises as `require_board`, BadInputError, ConflictError where there are too many.
    """
    await require_right(ctx, board_id)
    if not isinstance(new.url, str):
        raise BadInputError("input.url", "Empty URL")
    content = await _checked(ctx, new)
    on_it = where(Integration, board_id=board_id or WHOLE_SITE)
    if await ctx.store.count(Integration, on_it) >= _MOST:
        raise ConflictError(f"There are at most {_MOST} integrations.")
    now = ctx.now()
    made = Integration(
        id=new_id(),
        board_id=board_id or WHOLE_SITE,
        user_id=ctx.require_actor().user_id,
        created_at=now,
        modified_at=now,
        **({"activities": [EVERY]} | {k: v for k, v in content.items() if v is not None}),
    )
    await ctx.services.aftermath.looked_at()
    await ctx.store.insert(made)
    return made


async def update(
    ctx: Context, integration_id: str, change: IntegrationChange, *, board_id: str | None = None
) -> Integration:
    """Changes an integration and returns it; with a board, only one of it. Raises
    NotFoundError, BadInputError, and as `require_board`."""
    found = await _require(ctx, integration_id, board_id)
    content = await _checked(ctx, change)
    return await _changed(ctx, found, Modifier(set=content | {"modified_at": ctx.now()}))


async def add_activities(
    ctx: Context, integration_id: str, names: Sequence[str], *, board_id: str | None = None
) -> Integration:
    """Adds to the activities that an integration is told of, and returns it."""
    found = await _require(ctx, integration_id, board_id)
    if len({*found.activities, *names}) > _MOST_ACTIVITIES:
        raise BadInputError("input.activities", f"There are at most {_MOST_ACTIVITIES} of them.")
    added = Modifier(add={"activities": _activities(names)}, set={"modified_at": ctx.now()})
    return await _changed(ctx, found, added)


async def remove_activities(
    ctx: Context, integration_id: str, names: Sequence[str], *, board_id: str | None = None
) -> Integration:
    """Takes away from them, and returns it."""
    found = await _require(ctx, integration_id, board_id)
    less = Modifier(pull={"activities": list(names)}, set={"modified_at": ctx.now()})
    return await _changed(ctx, found, less)


async def delete(ctx: Context, integration_id: str, *, board_id: str | None = None) -> None:
    found = await _require(ctx, integration_id, board_id)
    await ctx.services.aftermath.looked_at()
    await ctx.store.delete(Integration, where(Integration, id=found.id))


def of_the_site() -> Filter:
    """Returns the filter of those that are told of all boards."""
    return where(Integration, board_id=WHOLE_SITE)


async def deliveries(ctx: Context, board_id: str | None) -> Filter:
    """Returns the filter of what became of a board's webhooks, or of all. Raises as
    `require_board`."""
    await require_right(ctx, board_id)
    return EVERYTHING if board_id is None else where(Delivery, board_id=board_id)


async def require_right(ctx: Context, board_id: str | None) -> None:
    """Raises unless the actor may change a board's integrations, or those of the site."""
    if board_id is None or board_id == WHOLE_SITE:
        ctx.require_site_admin()
    else:
        await require_board(ctx, board_id, Capability.MANAGE_BOARD)


async def _require(ctx: Context, integration_id: str, board_id: str | None) -> Integration:
    """Whoever may not change a board's integrations is not told whether there is this one."""
    if board_id is not None:
        await require_right(ctx, board_id)
    found = await ctx.store.find(Integration, id=integration_id)
    if found is None or board_id not in (None, found.board_id):
        ctx.require_actor()
        raise NotFoundError("integration")
    await require_right(ctx, found.board_id)
    return found


async def _changed(ctx: Context, found: Integration, change: Modifier) -> Integration:
    await ctx.services.aftermath.looked_at()
    changed = await ctx.store.change(Integration, where(Integration, id=found.id), change)
    if changed is None:
        raise NotFoundError("integration")
    return changed


async def _checked(ctx: Context, change: IntegrationChange) -> dict[str, Any]:
    """Returns the values to be stored. Raises BadInputError."""
    given = dict(change.given())
    content: dict[str, Any] = {
        name: values.text(given[name])[:_LONGEST_NAME] or None
        for name in ("title", "token")
        if name in given
    }
    if "token" in given and not (given["token"] or "").isprintable():
        raise BadInputError("input.token", "A token is one line.")
    if "enabled" in given:
        content["enabled"] = bool(given["enabled"])
    if given.get("type") is not None:
        content["type"] = given["type"].value
    if "activities" in given:
        content["activities"] = _activities(given["activities"] or ())
    if "url" in given:
        free = ctx.settings.webhook_allow_private
        content["url"] = addresses.checked_url(given["url"], allow_private=free)
        await addresses.require_reachable(content["url"], allow_private=free)
    return content


def _activities(names: Sequence[str]) -> list[str]:
    if len(names) > _MOST_ACTIVITIES:
        raise BadInputError("input.activities", f"There are at most {_MOST_ACTIVITIES} of them.")
    for name in names:
        if name != EVERY and not (
            name.startswith("act-") and name.isprintable() and len(name) < 100
        ):
            raise BadInputError("input.activities", "They are `all`, or `act-` and a type.")
    return list(dict.fromkeys(names))
