"""The root fields of queries."""

from typing import Any, cast

import strawberry

from domain import queries
from domain.errors import NotFoundError, UnauthenticatedError
from domain.queries import Direction, Order
from domain.reading import documents
from resolvers import asking
from resolvers.asking import Asked, context_of
from resolvers.roots import query
from schema.boards import Board, BoardFilter, BoardOrder, CardOrder
from schema.cards import Card, CardFilter
from schema.inputs import given
from schema.paging import Connection
from schema.users import User, UserOrder

_DEFAULT = queries.DEFAULT_FIRST


def _visible(info: Asked, noun: str, row: Any) -> Any:
    """Whoever is not logged in is told just that, whether there is such a thing or not."""
    if row is None and context_of(info).actor is None:
        raise UnauthenticatedError
    if row is None:
        raise NotFoundError(noun)
    return row


@strawberry.type
class Query:
    @query("The person who asks. Fails where nobody is logged in.")
    async def viewer(self, info: Asked) -> User | None:
        actor = context_of(info).require_actor()
        return cast("User | None", await asking.one(info, queries.by_id(actor.user_id)))

    @query(
        "A person by id or by username: for site admins anybody, else oneself and those who "
        "share a board with the caller."
    )
    async def user(
        self, info: Asked, id: strawberry.ID | None = None, username: str | None = None
    ) -> User | None:
        condition = await queries.person(context_of(info), id, username)
        return cast("User", _visible(info, "user", await asking.one(info, condition)))

    @query("Everybody. For site admins.")
    async def users(
        self,
        info: Asked,
        text: str | None = None,
        order_by: UserOrder | None = None,
        first: int = _DEFAULT,
        after: str | None = None,
    ) -> Connection[User]:
        context_of(info).require_site_admin()
        order = order_by or UserOrder()
        page = queries.page(documents.User, Order(order.field.value, order.direction), first, after)
        found = await asking.pages(info, queries.matching_users(text), page)
        return cast("Connection[User]", found)

    @query("A board. Public boards are shown to anybody.")
    async def board(self, info: Asked, id: strawberry.ID) -> Board | None:
        return cast("Board", _visible(info, "board", await asking.one(info, queries.by_id(id))))

    @query("The boards that the caller may see.")
    async def boards(
        self,
        info: Asked,
        filter: BoardFilter | None = None,
        order_by: BoardOrder | None = None,
        first: int = _DEFAULT,
        after: str | None = None,
    ) -> Connection[Board]:
        context_of(info).require_actor()
        wanted = given(filter or BoardFilter(), queries.BoardFilter)
        order = order_by or BoardOrder()
        page = queries.page(
            documents.Board, Order(order.field.value, order.direction), first, after
        )
        found = await asking.pages(info, queries.matching_boards(wanted), page)
        return cast("Connection[Board]", found)

    @query("A card, archived or not.")
    async def card(self, info: Asked, id: strawberry.ID) -> Card | None:
        return cast("Card", _visible(info, "card", await asking.one(info, queries.by_id(id))))

    @query("The cards of all boards that the caller may see.")
    async def cards(
        self,
        info: Asked,
        filter: CardFilter | None = None,
        order_by: CardOrder | None = None,
        first: int = _DEFAULT,
        after: str | None = None,
    ) -> Connection[Card]:
        context_of(info).require_actor()
        wanted = given(filter or CardFilter(), queries.CardFilter)
        order = (
            Order(order_by.field.value, order_by.direction)
            if order_by
            else Order("modified_at", Direction.DESC)
        )
        page = queries.page(documents.Card, order, first, after)
        found = await asking.pages(info, queries.matching_cards(wanted), page)
        return cast("Connection[Card]", found)
