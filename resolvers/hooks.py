"""The root fields of queries about webhooks."""

import strawberry

from domain import integrations, queries
from domain.queries import Direction, Order
from domain.reading import documents
from resolvers.asking import Asked, context_of, wanted
from resolvers.roots import query
from schema.integrations import Integration, WebhookDelivery
from schema.paging import Connection

_DEFAULT = queries.DEFAULT_FIRST


@strawberry.type
class WebhookQueries:
    @query("The webhooks that are told of all boards, oldest first. For site admins.")
    async def site_integrations(
        self, info: Asked, first: int = _DEFAULT, after: str | None = None
    ) -> Connection[Integration]:
        context_of(info).require_site_admin()
        page = queries.page(documents.Integration, Order("created_at"), first, after)
        return wanted(integrations.of_the_site(), Connection[Integration], page=page)

    @query(
        "What became of webhooks, newest first; kept for 30 days. Of a board for its admins, of "
        "all for site admins."
    )
    async def webhook_deliveries(
        self,
        info: Asked,
        board_id: strawberry.ID | None = None,
        first: int = _DEFAULT,
        after: str | None = None,
    ) -> Connection[WebhookDelivery]:
        condition = await integrations.deliveries(context_of(info), board_id)
        newest = Order("created_at", Direction.DESC)
        page = queries.page(documents.Delivery, newest, first, after)
        return wanted(condition, Connection[WebhookDelivery], page=page)
