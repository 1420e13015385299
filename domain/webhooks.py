"""From recorded activities to webhooks on their way.

Source: Wekan's server/models/activities.js. Wekan tells its receivers nothing of what came by
REST, nor anything by a global webhook; here both are told.
"""

from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

import orjson

from domain.aftermath import Told, Work
from domain.context import Context
from domain.deliveries import Parcel
from domain.json_text import dumps
from domain.outgoing import Reply
from domain.webhook_payloads import TWO_WAY, Activity, parameters, payload, spoken_of
from store.documents import WHOLE_SITE, Comment, Integration
from store.match import any_of, where
from store.mongo import Modifier

EVERY = "all"
_MOST = 200
"""The most integrations of one board that are told, as a mean over the boards."""


async def look(told: Sequence[Told]) -> list[Work | None]:
    """Hands over a webhook for each activity and each integration that wants it."""
    boards = {str(each["boardId"]) for one in told for each in one.activities if "boardId" in each}
    wanted = where(Integration, board_id=any_of([*boards, WHOLE_SITE]), enabled=True)
    integrations = await told[0].ctx.store.find_many(
        Integration, wanted, limit=_MOST * (len(boards) + 1)
    )
    pairs = [_pairs(each, integrations) for each in told]
    return [
        partial(_hand_over, each.ctx, wanting) if wanting else None
        for each, wanting in zip(told, pairs, strict=True)
    ]


Pair: TypeAlias = tuple[Integration, Activity]


def _pairs(told: Told, integrations: Sequence[Integration]) -> list[Pair]:
    return [
        (integration, activity)
        for activity in told.activities
        for integration in integrations
        if wants(integration, activity)
    ]


async def _hand_over(ctx: Context, pairs: Sequence[Pair]) -> None:
    spoken = await spoken_of(ctx, {each["_id"]: each for _, each in pairs}.values())
    for integration, activity in pairs:
        about = parameters(activity, spoken, ctx.settings.root_url)
        kind = activity["activityType"]
        body = payload(kind, about, integration.type, ctx.settings.webhooks_attributes)
        two_way = integration.type == TWO_WAY and integration.board_id != WHOLE_SITE
        parcel = Parcel(
            integration,
            activity["_id"],
            kind,
            dumps(body),
            partial(_answered, ctx, integration) if two_way else None,
        )
        await ctx.services.deliveries.hand_over(parcel)


def wants(integration: Integration, activity: Activity) -> bool:
    if integration.board_id not in (activity.get("boardId"), WHOLE_SITE):
        return False
    return not {EVERY, f"act-{activity['activityType']}"}.isdisjoint(integration.activities)


async def _answered(ctx: Context, integration: Integration, reply: Reply) -> None:
    """A two-way receiver may answer with a new text for a comment that is on its board."""
    try:
        answer = orjson.loads(reply.content)
    except orjson.JSONDecodeError:
        return
    if not isinstance(answer, dict) or answer.get("boardId") != integration.board_id:
        return
    ids = (answer.get("commentId"), answer.get("cardId"))
    text = answer.get("comment")
    if not all(isinstance(each, str) and each for each in (*ids, text)):
        return
    comment = where(Comment, id=ids[0], card_id=ids[1], board_id=integration.board_id)
    change = Modifier(set={"text": text, "modified_at": ctx.now()})
    await ctx.store.update(Comment, comment, change)
