"""The start: the same API in Strawberry, as its documentation builds one.

Types with resolvers, a DataLoader for each relation, `strawberry.asgi` as the view, the parser
and validation caches on. Started by uvicorn.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import bcrypt
import strawberry
from pymongo import AsyncMongoClient, WriteConcern
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from bench import book_types as types
from bench.book_loaders import Database, Loaders
from bench.book_types import (
    Board,
    Card,
    CardFilter,
    CardOrder,
    CardPage,
    Info,
    List,
    PageInfo,
    User,
)
from bench.hand_rules import TOKENS, hash_token
from bench.shapes import title_activity
from store.ids import new_id, new_login_token

Document: TypeAlias = dict[str, Any]
_LIFETIME: Final = timedelta(days=90)


async def _viewer(db: Database, request: Request) -> Document | None:
    hashed = hash_token(request.headers.get("authorization", "")[len("Bearer ") :])
    user = await db.users.find_one({f"{TOKENS}.hashedToken": hashed})
    if user is None or user.get("loginDisabled"):
        return None
    now = datetime.now(UTC).replace(tzinfo=None)
    tokens = user["services"]["resume"]["loginTokens"]
    right = (each for each in tokens if each["hashedToken"] == hashed)
    return user if any(each["when"] + _LIFETIME > now for each in right) else None


async def _seen_board(info: Info, board_id: str) -> Document:
    board = await info.context.boards.load(board_id)
    if board is None or not types.is_seen(board, info.context.require_viewer()):
        raise LookupError("There is no such thing.")
    return board


@strawberry.type
class Query:
    @strawberry.field
    async def viewer(self, info: Info) -> User:
        return User.of(info.context.require_viewer())

    @strawberry.field
    async def card(self, info: Info, id: strawberry.ID) -> Card:
        card = await info.context.cards.load(id)
        if card is None:
            raise LookupError("There is no such thing.")
        await _seen_board(info, card["boardId"])
        return Card.of(card)

    @strawberry.field
    async def list(self, info: Info, id: strawberry.ID) -> List:
        found = await info.context.lists.load(id)
        if found is None:
            raise LookupError("There is no such thing.")
        await _seen_board(info, found["boardId"])
        return List.of(found)

    @strawberry.field
    async def board(self, info: Info, id: strawberry.ID) -> Board:
        return Board.of(await _seen_board(info, id))

    @strawberry.field
    async def cards(
        self,
        info: Info,
        filter: CardFilter | None = None,
        order_by: CardOrder | None = None,
        first: int = 100,
    ) -> CardPage:
        db, viewer = info.context.db, info.context.require_viewer()
        boards = await db.boards.find(types.seen_by(viewer), ["_id"]).to_list()
        condition = {"boardId": {"$in": [board["_id"] for board in boards]}}
        condition |= filter.condition() if filter else {}
        order = order_by or CardOrder()
        found = db.cards.find(condition | types.LIVE).sort(order.keys()).limit(first + 1)
        rows = await found.to_list()
        nodes = [Card.of(row) for row in rows[:first]]
        return CardPage(nodes=nodes, page_info=PageInfo(has_next_page=len(rows) > first))


@strawberry.input
class LoginInput:
    username: str
    password: str


@strawberry.type
class LoginPayload:
    user: User
    token: str


@strawberry.input
class UpdateCardInput:
    id: strawberry.ID
    title: str


@strawberry.type
class UpdateCardPayload:
    card: Card


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def login(self, info: Info, input: LoginInput) -> LoginPayload:
        db = info.context.db
        user = await db.users.find_one({"username": input.username})
        if user is None or user.get("loginDisabled"):
            raise PermissionError("Wrong name or password.")
        digest = hashlib.sha256(input.password.encode()).hexdigest().encode()
        stored = user["services"]["password"]["bcrypt"].encode()
        if not await asyncio.to_thread(bcrypt.checkpw, digest, stored):
            raise PermissionError("Wrong name or password.")
        token, now = new_login_token(), datetime.now(UTC)
        pushed = {TOKENS: {"when": now, "hashedToken": hash_token(token)}}
        await db.users.update_one(
            {"_id": user["_id"]}, {"$push": pushed, "$set": {"modifiedAt": now}}
        )
        return LoginPayload(user=User.of(user), token=token)

    @strawberry.mutation
    async def update_card(self, info: Info, input: UpdateCardInput) -> UpdateCardPayload:
        db, viewer = info.context.db, info.context.require_viewer()
        card = await info.context.cards.load(input.id)
        if card is None:
            raise LookupError("There is no such thing.")
        await _seen_board(info, card["boardId"])
        now = datetime.now(UTC)
        change = {"title": input.title, "modifiedAt": now, "dateLastActivity": now}
        await db.cards.update_one({"_id": input.id}, {"$set": change})
        activity = title_activity(new_id(), viewer, card, input.title, now)
        await db.activities.insert_one(activity)
        return UpdateCardPayload(card=Card.of(card | change))


class Door(GraphQL[Loaders, None]):
    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Loaders:
        assert isinstance(request, Request)
        db: Database = request.app.state.database
        return Loaders(db, await _viewer(db, request))


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    extensions=[ParserCache, ValidationCache],
    config=StrawberryConfig(scalar_map={datetime: types.DATE_TIME}),
)


async def _ready(_: Request) -> Response:
    return JSONResponse({})


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    client: AsyncMongoClient[Document] = AsyncMongoClient(os.environ["MONGO_URL"])
    app.state.database = client.get_default_database().with_options(
        write_concern=WriteConcern(w="majority")
    )
    yield
    await client.close()


app = Starlette(
    routes=[Route("/ready", _ready), Route("/graphql", Door(schema))], lifespan=_lifespan
)
