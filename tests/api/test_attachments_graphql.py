"""Attachments over GraphQL: read in plans, sent in forms and to signed links."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from domain import file_links
from domain.context import Context, utc_now
from domain.tokens import actor_of
from tests.clients import GraphQL, Person
from tests.factories import Place, Wekan, member

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
UPLOAD = """
mutation ($input: UploadAttachmentInput!) {
  uploadAttachment(input: $input) {
    attachment { id name type size isImage storage path uploader { username } card { id } }
  }
}
"""
LINK = """
mutation ($input: CreateAttachmentUploadInput!) {
  createAttachmentUpload(input: $input) { url expiresAt attachmentId }
}
"""
DOWNLOAD = """
mutation ($id: ID!) { createAttachmentDownload(input: { id: $id }) { url expiresAt } }
"""
FILES = """
query ($board: ID!) {
  board(id: $board) {
    attachments { totalCount nodes { name card { title } } }
    cards { nodes { title cover { name } attachments(first: 1) {
      totalCount pageInfo { hasNextPage } nodes { name board { id } }
    } } }
  }
}
"""
ONE = "query ($id: ID!) { attachment(id: $id) { name } }"


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id, "admin"), allowsAttachments=True)


@pytest.fixture
async def card(wekan: Wekan, place: Place) -> str:
    return await wekan.card(place)


async def sent(
    http: httpx.AsyncClient,
    who: Person | None,
    card: str,
    *,
    mapped: object = None,
    operations: object = None,
    **headers: str,
) -> httpx.Response:
    given = {"query": UPLOAD, "variables": {"input": {"cardId": card, "file": None}}}
    form = {
        "operations": json.dumps(operations or given),
        "map": json.dumps(mapped or {"0": ["variables.input.file"]}),
    }
    files = {"0": ("plan.png", PNG, "image/png")}
    token = who.headers if who else {}
    preflight = headers or {"GraphQL-Require-Preflight": "1"}
    return await http.post("/graphql", data=form, files=files, headers={**token, **preflight})


async def test_a_file_comes_as_a_part_of_the_request(
    http: httpx.AsyncClient, wekan: Wekan, mara: Person, place: Place, card: str
) -> None:
    answer = (await sent(http, mara, card)).json()
    made = answer["data"]["uploadAttachment"]["attachment"]
    assert made == {
        "id": made["id"],
        "name": "plan.png",
        "type": "image/png",
        "size": len(PNG),
        "isImage": True,
        "storage": "gridfs",
        "path": f"/cdn/storage/attachments/{made['id']}",
        "uploader": {"username": "mara"},
        "card": {"id": card},
    }
    (chunk,) = await wekan.all("attachments.chunks")
    assert chunk["data"] == PNG
    assert (await wekan.activities())[0]["activityType"] == "addAttachment"


async def test_forms_that_are_refused(
    http: httpx.AsyncClient, wekan: Wekan, mara: Person, card: str
) -> None:
    """A browser's form from elsewhere is not taken: it cannot send a header of its own."""
    before = await wekan.everything()
    assert (await sent(http, mara, card, Accept="*/*")).status_code == 400
    anonymous = (await sent(http, None, card)).json()
    assert anonymous["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    for wrong in (["variables.input"], ["query"], ["variables.input.x.y"], [{"$ne": 1}], "x"):
        assert (await sent(http, mara, card, mapped={"0": wrong})).status_code == 400, wrong
    for odd in ({"query": UPLOAD, "variables": {"input": {"cardId": card}}}, [1], "x"):
        assert (await sent(http, mara, card, operations=odd)).status_code == 400
    text = {"query": UPLOAD, "variables": {"input": {"cardId": card, "file": "text"}}}
    plain = await http.post("/graphql", json=text, headers=mara.headers)
    assert plain.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert await wekan.everything() == before


async def test_signed_links(
    http: httpx.AsyncClient,
    graphql: GraphQL,
    wekan: Wekan,
    mara: Person,
    place: Place,
    card: str,
) -> None:
    given = {"cardId": card, "name": "plan.png"}
    link = (await graphql(LINK, mara, input=given))["createAttachmentUpload"]
    url = link["url"].removeprefix("http://localhost:3000")
    made = await http.put(url, content=PNG)
    assert (made.status_code, made.json()["id"]) == (201, link["attachmentId"])
    assert (await http.put(url, content=PNG)).status_code == 409
    assert len(await wekan.all("attachments.files")) == 1

    down = (await graphql(DOWNLOAD, mara, id=link["attachmentId"]))["createAttachmentDownload"]
    path = down["url"].removeprefix("http://localhost:3000")
    got = await http.get(path)
    assert got.content == PNG
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["cache-control"] == "private, no-store"
    assert (await http.get(path, headers={"Range": "bytes=1-3"})).content == b"PNG"

    token = path.partition("token=")[2]
    bearer = {"Authorization": f"Bearer {token}"}
    viewer = await http.post("/graphql", json={"query": "{ viewer { id } }"}, headers=bearer)
    assert viewer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    for wrong in (token + "x", "", mara.token, url.partition("token=")[2]):
        assert (await http.get(f"/files/download?token={wrong}")).status_code == 401
    assert (await http.put(f"/files/upload?token={token}", content=PNG)).status_code == 401

    assert (await http.get(path)).status_code == 200
    await wekan.set("boards", place.board, members=[])
    assert (await http.get(path)).status_code == 404
    await wekan.set("boards", place.board, members=[member(mara.id)])
    await wekan.set("users", mara.id, **{"services.resume.loginTokens": []})
    assert (await http.get(path)).status_code == 401


async def test_links_end(
    http: httpx.AsyncClient,
    graphql: GraphQL,
    mara: Person,
    context: Context,
    wekan: Wekan,
    place: Place,
    card: str,
) -> None:
    attachment = await wekan.attachment(place, card)
    actor = await actor_of(context.services, mara.token)
    long_ago = replace(context.services, clock=lambda: utc_now() - timedelta(hours=1))
    then = replace(context, services=long_ago, actor=actor)
    link = await file_links.signed(then, file_links.DOWNLOAD, {"file": attachment})
    assert (await http.get(link.url)).status_code == 401


async def test_attachments_are_read_in_plans(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, mara: Person, place: Place
) -> None:
    """Who sees assigned cards only sees their files only; a cover from elsewhere is not shown."""
    nils = await wekan.person("nils")
    people = {"members": member(nils.id, "normal-assigned-only")}
    await wekan.database.boards.update_one({"_id": place.board}, {"$push": people})
    seen = await wekan.card(place, title="Seen", assignees=[nils.id])
    hidden = await wekan.card(place, title="Hidden")
    own = await wekan.attachment(place, seen)
    await wekan.attachment(place, seen)
    secret = await wekan.attachment(place, hidden)
    elsewhere = await wekan.place()
    foreign = await wekan.attachment(elsewhere, await wekan.card(elsewhere))
    await wekan.set("cards", seen, coverId=own)
    await wekan.set("cards", hidden, coverId=foreign)

    files = {"totalCount": 2, "pageInfo": {"hasNextPage": True}}
    node = {"name": "plan.txt", "board": {"id": place.board}}
    shown = {
        "title": "Seen",
        "cover": {"name": "plan.txt"},
        "attachments": files | {"nodes": [node]},
    }
    board = (await graphql(FILES, nils, board=place.board))["board"]
    assert board["cards"]["nodes"] == [shown]
    line = {"name": "plan.txt", "card": {"title": "Seen"}}
    assert board["attachments"] == {"totalCount": 2, "nodes": [line, line]}
    board = (await graphql(FILES, mara, board=place.board))["board"]
    assert board["attachments"]["totalCount"] == 3
    assert [each["cover"] for each in board["cards"]["nodes"]] == [{"name": "plan.txt"}, None]

    assert (await graphql(ONE, nils, id=own))["attachment"] == {"name": "plan.txt"}
    for who, wanted in ((nils, secret), (nils, foreign), (mara, foreign), (mara, "none")):
        assert await graphql.code(ONE, who, id=wanted) == "NOT_FOUND"
        assert await graphql.code(DOWNLOAD, who, id=wanted) == "NOT_FOUND"
    assert await graphql.code(ONE, None, id=own) == "UNAUTHENTICATED"


CHANGES = {
    "renameAttachment": ("RenameAttachmentInput", "attachment { name }", {"name": "New name"}),
    "copyAttachment": ("CopyAttachmentInput", "attachment { card { id } }", {"cardId": ""}),
    "moveAttachment": ("MoveAttachmentInput", "attachment { card { id } }", {"cardId": ""}),
    "deleteAttachment": ("DeleteAttachmentInput", "deletedAttachmentId", {}),
}


async def test_changes(graphql: GraphQL, wekan: Wekan, mara: Person, place: Place) -> None:
    reader = await wekan.person("rita")
    people = {"members": member(reader.id, "read-only")}
    await wekan.database.boards.update_one({"_id": place.board}, {"$push": people})
    card, target = await wekan.card(place), await wekan.card(place)
    attachment = await wekan.attachment(place, card)
    before = await wekan.everything()
    shown = {}
    for who in (reader, mara):
        for name, (kind, wanted, fields) in CHANGES.items():
            operation = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ {wanted} }} }}"
            given = {key: value or target for key, value in fields.items()} | {"id": attachment}
            if who is reader:
                assert await graphql.code(operation, who, input=given) == "FORBIDDEN", name
            else:
                shown[name] = (await graphql(operation, who, input=given))[name]
        if who is reader:
            assert await wekan.everything() == before
    assert shown["renameAttachment"] == {"attachment": {"name": "New name"}}
    assert (
        shown["copyAttachment"]
        == shown["moveAttachment"]
        == {"attachment": {"card": {"id": target}}}
    )
    left = await wekan.all("attachments")
    assert [each["meta"]["copyFrom"] for each in left] == [attachment]
    assert len(await wekan.all("attachments.files")) == 1


async def test_covers_and_backgrounds(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, mara: Person, place: Place, card: str
) -> None:
    cover = """mutation ($c: ID!, $a: ID) {
      setCover(input: {cardId: $c, attachmentId: $a}) { card { cover { id } } } }"""
    picture = (await sent(http, mara, card)).json()["data"]["uploadAttachment"]["attachment"]["id"]
    text = await wekan.attachment(place, card)
    other = await wekan.card(place)
    covered = await graphql(cover, mara, c=card, a=picture)
    assert covered["setCover"]["card"]["cover"] == {"id": picture}
    for card_id, wrong in ((card, text), (other, picture), (card, "none")):
        assert await graphql.code(cover, mara, c=card_id, a=wrong) == "BAD_USER_INPUT"
    assert (await graphql(cover, mara, c=card, a=None))["setCover"]["card"]["cover"] is None
    assert "coverId" not in await wekan.get("cards", card)

    shown = """mutation ($input: SetBoardBackgroundInput!) {
      setBoardBackground(input: $input) { board { id } attachment { id name card { id } } } }"""
    given = {"query": shown, "variables": {"input": {"boardId": place.board, "file": None}}}
    made = (await sent(http, mara, card, operations=given)).json()["data"]["setBoardBackground"]
    assert made["attachment"]["card"] is None
    assert (await wekan.get("boards", place.board))["backgroundImageId"] == made["attachment"]["id"]
    gone = "mutation ($b: ID!) { removeBoardBackground(input: {boardId: $b}) { board { id } } }"
    await graphql(gone, mara, b=place.board)
    assert "backgroundImageId" not in await wekan.get("boards", place.board)
    assert len(await wekan.all("attachments")) == 2
