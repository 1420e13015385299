"""The root fields of queries."""

import strawberry

from domain import queries
from domain.imports import progress
from domain.queries import Direction, Order
from domain.reading import documents
from resolvers.asking import Asked, context_of, wanted
from resolvers.catching_up import ChangesQuery
from resolvers.finding import SearchQuery
from resolvers.hooks import WebhookQueries
from resolvers.roots import query
from resolvers.site import SiteQueries
from schema.attachments import Attachment
from schema.boards import Board, BoardFilter, BoardOrder, CardOrder
from schema.cards import Card, CardFilter
from schema.checklists import Checklist
from schema.comments import Comment
from schema.custom_fields import CustomField
from schema.imports import ImportJob
from schema.lists import List
from schema.paging import Connection
from schema.rules import Rule
from schema.swimlanes import Swimlane
from schema.users import User, UserOrder

_DEFAULT = queries.DEFAULT_FIRST


@strawberry.type
class Query(ChangesQuery, SearchQuery, SiteQueries, WebhookQueries):
    @query("The person who asks. Fails where nobody is logged in.")
    async def viewer(self, info: Asked) -> User | None:
        actor = context_of(info).require_actor()
        return wanted(queries.by_id(actor.user_id), User)

    @query(
        "A person by id or by username: for site admins anybody, else oneself and those who "
        "share a board with the caller."
    )
    async def user(
        self, info: Asked, id: strawberry.ID | None = None, username: str | None = None
    ) -> User | None:
        condition = await queries.person(context_of(info), id, username)
        return wanted(condition, User, noun="user")

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
        return wanted(queries.matching_users(text), Connection[User], page=page)

    @query("A board. Public boards are shown to anybody.")
    async def board(self, id: strawberry.ID) -> Board | None:
        return wanted(queries.by_id(id), Board, noun="board")

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
        chosen = (filter or BoardFilter()).wanted()
        order = order_by or BoardOrder()
        page = queries.page(
            documents.Board, Order(order.field.value, order.direction), first, after
        )
        return wanted(queries.matching_boards(chosen), Connection[Board], page=page)

    @query("A swimlane, archived or not.")
    async def swimlane(self, id: strawberry.ID) -> Swimlane | None:
        return wanted(queries.by_id(id), Swimlane, noun="swimlane")

    @query("A list, archived or not.")
    async def list(self, id: strawberry.ID) -> List | None:
        return wanted(queries.by_id(id), List, noun="list")

    @query("A board's rule. For members of the board and site admins.")
    async def rule(self, id: strawberry.ID) -> Rule | None:
        return wanted(queries.by_id(id), Rule, noun="rule")

    @query("A custom field of a board that the caller may see.")
    async def custom_field(self, id: strawberry.ID) -> CustomField | None:
        return wanted(queries.by_id(id), CustomField, noun="custom field")

    @query("A card, archived or not.")
    async def card(self, id: strawberry.ID) -> Card | None:
        return wanted(queries.by_id(id), Card, noun="card")

    @query("A checklist of a card that the caller may see.")
    async def checklist(self, id: strawberry.ID) -> Checklist | None:
        return wanted(queries.by_id(id), Checklist, noun="checklist")

    @query("A comment on a card that the caller may see.")
    async def comment(self, id: strawberry.ID) -> Comment | None:
        return wanted(queries.by_id(id), Comment, noun="comment")

    @query("A file attached to a card.")
    async def attachment(self, id: strawberry.ID) -> Attachment | None:
        return wanted(queries.by_id(id), Attachment, noun="attachment")

    @query("How far an import of one's own is.")
    async def import_job(self, info: Asked, id: strawberry.ID) -> ImportJob | None:
        return wanted(progress.own(context_of(info), id), ImportJob, noun="import")

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
        chosen = (filter or CardFilter()).wanted()
        order = (
            Order(order_by.field.value, order_by.direction)
            if order_by
            else Order("modified_at", Direction.DESC)
        )
        page = queries.page(documents.Card, order, first, after)
        boards = await queries.boards_named(context_of(info), chosen)
        return wanted(queries.matching_cards(chosen), Connection[Card], page=page, boards=boards)
