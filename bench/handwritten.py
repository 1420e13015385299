"""The limit: what a good engineer writes by hand for each case, without GraphQL.

Starlette, orjson and PyMongo; each handler checks the token and the board's members, reads
just what it answers with, and makes one find a level. Started by uvicorn.
"""

import asyncio
import gc
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import bcrypt
import orjson
from pymongo import AsyncMongoClient, WriteConcern
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench import hand_rules as rules
from bench import shapes
from bench.hand_rules import Database, Document
from store.ids import new_id, new_login_token

Handler: TypeAlias = Callable[[Database, Request, Document], Awaitable[Any]]

_LIVE: Final[Document] = {"archived": {"$ne": True}, "deletedAt": None}
_MEMBERS: Final = {"username": 1, "profile.fullname": 1}
_ALL: Final = 20_000


async def _card(db: Database, request: Request) -> Any:
    user = await rules.user_of(db, request)
    card_id = request.path_params["id"]
    card = await db.cards.find_one({"_id": card_id, "deletedAt": None}, shapes.CARD_PATHS)
    if card is None:
        raise HTTPException(404)
    await rules.board_of(db, user, card["boardId"])
    return {"card": shapes.card(card)}


async def _list(db: Database, request: Request) -> Any:
    user = await rules.user_of(db, request)
    list_id = request.path_params["id"]
    found = await db.lists.find_one({"_id": list_id, "deletedAt": None}, ["boardId", "title"])
    if found is None:
        raise HTTPException(404)
    await rules.board_of(db, user, found["boardId"])
    cards = await (
        db.cards.find({"listId": list_id, **_LIVE}, shapes.LIST_CARD_PATHS, batch_size=100)
        .sort([("sort", 1), ("_id", 1)])
        .limit(100)
        .to_list()
    )
    people = await _people(db, cards)
    nodes = [shapes.list_card(card, people) for card in cards]
    return {"list": {"id": list_id, "title": found["title"], "cards": {"nodes": nodes}}}


async def _people(db: Database, cards: list[Document]) -> dict[str, Document]:
    ids = list({user_id for card in cards for user_id in card["members"]})
    users = db.users.find({"_id": {"$in": ids}}, _MEMBERS, batch_size=len(ids) + 1)
    return {user["_id"]: shapes.person(user) for user in await users.to_list()}


async def _lists(db: Database, board_id: str, names: list[str]) -> list[Document]:
    found = db.lists.find({"boardId": board_id, **_LIVE}, names, batch_size=1000)
    return await found.sort([("sort", 1), ("_id", 1)]).to_list()


async def _board_lists(db: Database, request: Request) -> Any:
    user = await rules.user_of(db, request)
    board = await rules.board_of(db, user, request.path_params["id"], *shapes.BOARD_PATHS)
    lists = await _lists(db, board["_id"], shapes.LIST_PATHS)
    return {"board": shapes.board(board) | {"lists": [shapes.list_(each) for each in lists]}}


async def _whole(db: Database, request: Request) -> Any:
    user = await rules.user_of(db, request)
    board = await rules.board_of(db, user, request.path_params["id"], "title")
    lists = await _lists(db, board["_id"], ["title"])
    cards = await (
        db.cards.find(
            {"listId": {"$in": [each["_id"] for each in lists]}, **_LIVE},
            shapes.WHOLE_CARD_PATHS,
            batch_size=_ALL,
        )
        .sort([("listId", 1), ("sort", 1)])
        .to_list()
    )
    people, checklists = await asyncio.gather(_people(db, cards), _checklists(db, cards))
    below: dict[str, list[Document]] = {each["_id"]: [] for each in lists}
    for card in cards:
        below[card["listId"]].append(shapes.whole_card(card, people, checklists))
    shown = [
        {"id": each["_id"], "title": each["title"], "cards": {"nodes": below[each["_id"]]}}
        for each in lists
    ]
    return {"board": {"id": board["_id"], "title": board["title"], "lists": shown}}


async def _checklists(db: Database, cards: list[Document]) -> dict[str, list[Document]]:
    """Checklists and their items both name their card, so that both are found at once."""
    wanted = {"cardId": {"$in": [card["_id"] for card in cards]}}
    checklists, items = await asyncio.gather(
        db.checklists.find(wanted, ["cardId", "title", "sort"], batch_size=_ALL).to_list(),
        db.checklistItems.find(
            wanted, ["checklistId", "title", "sort", "isFinished"], batch_size=_ALL
        ).to_list(),
    )
    return shapes.checklists_by_card(checklists, items)


async def _viewer(db: Database, request: Request) -> Any:
    user = await rules.user_of(db, request, "username", "profile.fullname")
    member = {"$elemMatch": {"userId": user["_id"], "isActive": True}}
    boards = await (
        db.boards.find(
            {"members": member, "archived": {"$ne": True}},
            shapes.VIEWER_BOARD_PATHS,
            batch_size=101,
        )
        .sort([("sort", 1), ("_id", 1)])
        .limit(100)
        .to_list()
    )
    nodes = [shapes.viewer_board(board) for board in boards]
    return {"viewer": shapes.person(user) | {"boards": {"nodes": nodes}}}


async def _page(db: Database, request: Request) -> Any:
    """The caller's cards with a due date on all boards, the last one first."""
    user = await rules.user_of(db, request)
    boards = await db.boards.find(rules.seen_by(user), ["title"], batch_size=1000).to_list()
    titles = {board["_id"]: board["title"] for board in boards}
    condition = {
        "boardId": {"$in": list(titles)},
        "members": user["_id"],
        "dueAt": {"$ne": None},
        **_LIVE,
    }
    cards = await (
        db.cards.find(condition, shapes.PAGE_CARD_PATHS, batch_size=51)
        .sort([("dueAt", -1), ("_id", 1)])
        .limit(51)
        .to_list()
    )
    nodes = [shapes.page_card(card, titles) for card in cards[:50]]
    return {"cards": {"nodes": nodes, "pageInfo": {"hasNextPage": len(cards) > 50}}}


async def _update(db: Database, request: Request) -> Any:
    """Changes a title, and stores the activity that Wekan stores for it."""
    user = await rules.user_of(db, request, "username")
    title = orjson.loads(await request.body())["title"].strip()
    card_id, now = request.path_params["id"], datetime.now(UTC)
    card = await db.cards.find_one({"_id": card_id, "deletedAt": None}, ["boardId"])
    if card is None or not title:
        raise HTTPException(404 if card is None else 400)
    board = await rules.board_of(db, user, card["boardId"], "members")
    if not any(rules.may_write(member, user["_id"]) for member in board["members"]):
        raise HTTPException(403)
    before = await db.cards.find_one_and_update(
        {"_id": card_id, "boardId": card["boardId"], "deletedAt": None},
        {"$set": {"title": title, "modifiedAt": now, "dateLastActivity": now}},
        ["title", "boardId", "listId", "swimlaneId"],
    )
    if before is None:
        raise HTTPException(404)
    if before["title"] != title:
        await db.activities.insert_one(shapes.title_activity(new_id(), user, before, title, now))
    return {"updateCard": {"card": {"id": card_id, "title": title, "listId": before["listId"]}}}


async def _login(db: Database, request: Request) -> Any:
    asked = orjson.loads(await request.body())
    user = await db.users.find_one(
        {"username": asked["username"]}, ["username", "loginDisabled", "services.password.bcrypt"]
    )
    if user is None or user.get("loginDisabled"):
        raise HTTPException(401)
    digest = hashlib.sha256(asked["password"].encode()).hexdigest().encode()
    stored = user["services"]["password"]["bcrypt"].encode()
    if not await asyncio.to_thread(bcrypt.checkpw, digest, stored):
        raise HTTPException(401)
    token, now = new_login_token(), datetime.now(UTC)
    await db.users.update_one(
        {"_id": user["_id"]},
        {
            "$push": {rules.TOKENS: {"when": now, "hashedToken": rules.hash_token(token)}},
            "$set": {"modifiedAt": now},
        },
    )
    shown = {"id": user["_id"], "username": user["username"]}
    return {"login": {"user": shown, "token": token}}


async def _ready(db: Database, _: Request) -> Any:
    await db.command("ping")
    return {}


def _route(path: str, handler: Callable[[Database, Request], Awaitable[Any]], method: str) -> Route:
    async def endpoint(request: Request) -> Response:
        data = await handler(request.app.state.database, request)
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    return Route(path, endpoint, methods=[method])


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    client: AsyncMongoClient[Document] = AsyncMongoClient(os.environ["MONGO_URL"])
    app.state.database = client.get_default_database().with_options(
        write_concern=WriteConcern(w="majority")
    )
    # What Python's collector need not look at, it should not: worth a third on a whole board.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    yield
    await client.close()


app = Starlette(
    routes=[
        _route("/ready", _ready, "GET"),
        _route("/cards/{id}", _card, "GET"),
        _route("/cards/{id}", _update, "PUT"),
        _route("/lists/{id}", _list, "GET"),
        _route("/boards/{id}/lists", _board_lists, "GET"),
        _route("/boards/{id}/whole", _whole, "GET"),
        _route("/viewer", _viewer, "GET"),
        _route("/page", _page, "GET"),
        _route("/login", _login, "POST"),
    ],
    lifespan=_lifespan,
)
