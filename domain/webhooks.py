"""From recorded activities to webhooks on their way.

Source: Wekan's server/models/activities.js. Wekan tells its receivers nothing of what came by
REST, nor anything by a global webhook; here both are told.
"""

from functools import partial

import orjson

from domain.aftermath import Told
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
"""The most integrations of one board that are told."""


async def follow(ctx: Context, told: Told) -> None:
    """Hands over a webhook for each activity and each integration that wants it."""
    boards = {str(each["boardId"]) for each in told.activities if each.get("boardId")}
    wanted = where(Integration, board_id=any_of([*boards, WHOLE_SITE]), enabled=True)
    integrations = await ctx.store.find_many(Integration, wanted, limit=_MOST)
    pairs = [
        (integration, activity)
        for activity in told.activities
        for integration in integrations
        if wants(integration, activity)
    ]
    if not pairs:
        return
    spoken = await spoken_of(ctx, told.activities)
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
