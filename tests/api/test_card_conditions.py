"""Changes on condition that nobody else was faster: `ifModifiedAt`, `ETag`, `If-Match`."""

import asyncio
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import Place, Wekan, member

READ = "query ($id: ID!) { card(id: $id) { modifiedAt } }"
NAMES = ("update", "archive", "restore", "delete")


def conditional(name: str, *more: str) -> str:
    answer = "deletedCardId" if name == "delete" else "card { modifiedAt }"
    fields = "".join(f", {each}" for each in more)
    return (
        f"mutation ($id: ID!, $at: DateTime) {{ {name}Card(input: "
        f"{{id: $id, ifModifiedAt: $at{fields}}}) {{ {answer} }} }}"
    )


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


@pytest.mark.parametrize("name", NAMES)
async def test_what_was_changed_meanwhile_is_left_alone(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person, name: str
) -> None:
    card = await wekan.card(place, archived=name == "restore")
    await wekan.checklist(place, card, "item")
    await wekan.card(place, parentId=card)
    operation = conditional(name, *(['title: "Mine"'] if name == "update" else []))
    read = (await graphql(READ, mara, id=card))["card"]["modifiedAt"]
    await graphql(conditional("update", 'title: "Theirs"'), mara, id=card, at=read)
    before = await wekan.everything()
    error = await graphql.error(operation, mara, id=card, at=read)
    assert error["extensions"]["code"] == "CONFLICT"
    assert await wekan.everything() == before
    now = (await graphql(READ, mara, id=card))["card"]["modifiedAt"]
    assert now > read
    await graphql(operation, mara, id=card, at=now)
    assert await wekan.everything() != before


async def test_of_many_only_one_wins(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    card = await wekan.card(place)
    read = (await graphql(READ, mara, id=card))["card"]["modifiedAt"]
    operations = [conditional("update", f'title: "Nr {number}"') for number in range(8)]
    answers = await asyncio.gather(
        *(graphql.post(operation, mara, id=card, at=read) for operation in operations)
    )
    codes = [
        (each.json().get("errors") or [{"extensions": {"code": "won"}}])[0]["extensions"]["code"]
        for each in answers
    ]
    assert sorted(codes) == ["CONFLICT"] * 7 + ["won"]
    assert (await wekan.get("cards", card))["title"] == f"Nr {codes.index('won')}"
    assert len(await wekan.activities()) == 1


async def test_moves_are_conditional_too(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    card, other = await wekan.card(place), await wekan.place(member(mara.id))
    before = await wekan.everything()
    for move in (
        f'listId: "{place.done}"',
        f'boardId: "{other.board}", listId: "{other.todo}"',
    ):
        stale = conditional("update", move)
        assert await graphql.code(stale, mara, id=card, at="2020-01-01") == "CONFLICT"
    nothing = conditional("update")
    assert await graphql.code(nothing, mara, id=card, at="2020-01-01") == "CONFLICT"
    assert await wekan.everything() == before


async def test_tags_of_what_is_shown(
    http: httpx.AsyncClient, wekan: Wekan, place: Place, mara: Person
) -> None:
    rest, card = Rest(http, mara), await wekan.card(place)
    board = f"/api/boards/{place.board}"
    for at, collection, wanted in (
        (board, "boards", place.board),
        (f"{board}/lists/{place.todo}", "lists", place.todo),
        (f"{board}/lists/{place.todo}/cards/{card}", "cards", card),
        (f"/api/cards/{card}", "cards", card),
    ):
        first = await rest.send("GET", at)
        tag = first.headers["etag"]
        for known in (tag, f'"x", W/{tag}', "*"):
            again = await rest.send("GET", at, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        await wekan.set(collection, wanted, title=f"New at {at}")  # without a new date
        changed = await rest.send("GET", at, headers={"If-None-Match": tag})
        assert changed.status_code == 200 and changed.headers["etag"] != tag
        await wekan.unset(collection, wanted, "modifiedAt")
        assert "etag" not in (await rest.send("GET", at)).headers
        await wekan.set(collection, wanted, modifiedAt=first_date(first.json()))


def first_date(document: Any) -> Any:
    return datetime.fromisoformat(document["modifiedAt"])


async def test_if_match(http: httpx.AsyncClient, wekan: Wekan, place: Place, mara: Person) -> None:
    rest, card = Rest(http, mara), await wekan.card(place)
    at = f"/api/boards/{place.board}/lists/{place.todo}/cards/{card}"

    async def status(method: str, tag: str, **body: object) -> int:
        how = {"json": body} if body else {}
        return (await rest.send(method, at, headers={"If-Match": tag}, **how)).status_code

    tag = (await rest.send("GET", at)).headers["etag"]
    assert await status("PUT", tag, title="First") == 200
    before = await wekan.everything()
    for stale in (tag, f'"x", {tag}', '"nonsense"', f"W/{tag}", "nonsense"):
        assert await status("PUT", stale, title="Second") == 412, stale
        assert await status("PUT", stale, archive=True) == 412
        assert await status("DELETE", stale) == 412
    assert await wekan.everything() == before
    fresh = (await rest.send("GET", at)).headers["etag"]
    assert await status("PUT", f'"x", {fresh}', archive="true", title="Third") == 200
    assert await status("PUT", "*", archive="false") == 200
    fresh = (await rest.send("GET", at)).headers["etag"]
    assert await status("DELETE", fresh) == 200
    assert not await wekan.all("cards")
