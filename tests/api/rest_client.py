"""How tests talk to the REST door, and what they look at afterwards."""

from dataclasses import dataclass
from typing import Any

import httpx

from store.keys import COLLECTION
from store.mongo import Store
from tests.clients import Person


class Rest:
    """Sends JSON requests for somebody; `ok` demands success and returns the JSON."""

    def __init__(self, http: httpx.AsyncClient, who: Person | None = None) -> None:
        self._http = http
        self.headers = who.headers if who else {}

    async def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {**self.headers, **how.pop("headers", {})}
        return await self._http.request(method, path, headers=headers, **how)

    async def ok(self, method: str, path: str, body: object = None, **how: Any) -> Any:
        given = {} if body is None else {"json": body}
        response = await self.send(method, path, **given, **how)
        assert response.status_code == 200, response.text
        return response.json()

    async def status(self, method: str, path: str, body: object = None, **how: Any) -> int:
        given = {} if body is None else {"json": body}
        return (await self.send(method, path, **given, **how)).status_code


@dataclass(frozen=True, slots=True)
class Place:
    """A board with one list and one card, made over REST."""

    board_id: str
    swimlane_id: str
    list_id: str
    card_id: str

    @property
    def board(self) -> str:
        return f"/api/boards/{self.board_id}"

    @property
    def cards(self) -> str:
        return f"{self.board}/lists/{self.list_id}/cards"

    @property
    def card(self) -> str:
        return f"{self.cards}/{self.card_id}"


async def make_place(rest: Rest, **board: object) -> Place:
    made = await rest.ok("POST", "/api/boards", {"title": "Roadmap", **board})
    path = f"/api/boards/{made['_id']}"
    list_id = (await rest.ok("POST", f"{path}/lists", {"title": "Doing"}))["_id"]
    card = await rest.ok("POST", f"{path}/lists/{list_id}/cards", {"title": "Paint"})
    return Place(made["_id"], made["defaultSwimlaneId"], list_id, card["_id"])


async def everything(store: Store) -> dict[str, list[Any]]:
    """Returns all that is stored, but for what is ours alone."""
    names = await store.database.list_collection_names()
    return {
        name: await store.database[name].find().sort("_id").to_list()
        for name in sorted(names)
        if name != COLLECTION
    }


async def stored(store: Store, collection: str, document_id: str) -> Any:
    """Returns one document as it is stored."""
    return await store.database[collection].find_one({"_id": document_id})


async def set_role(store: Store, board_id: str, who: Person, **flags: bool) -> None:
    """Puts somebody on a board, with the flags of a role."""
    member = {"userId": who.id, "isAdmin": False, "isActive": True, **flags}
    boards = store.database["boards"]
    await boards.update_one({"_id": board_id}, {"$pull": {"members": {"userId": who.id}}})
    await boards.update_one({"_id": board_id}, {"$push": {"members": member}})
