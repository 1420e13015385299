"""Wekan's security fixes around exports and imports of whole boards."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from domain.settings import Settings
from tests.advisories.attacks import SECRET, card_at, secret_card, secret_place
from tests.advisories.doors import HIDDEN, Answer, Call, Door, ask, do, get, post
from tests.api.receiver import receiving
from tests.clients import Person
from tests.factories import Document, Wekan, member

PATHS = (
    "export exportZip export/csv export/kanboard export/trello export/deck exportExcel exportPDF"
).split()
FORMATS = "WEKAN ZIP CSV TSV EXCEL PDF KANBOARD TRELLO".split()


@pytest.fixture
def settings(shared_url: str, tmp_path: Path) -> Settings:
    """With a folder for files, as Wekan has one."""
    folder = tmp_path / "wekan"
    folder.mkdir()
    return Settings.from_env({"MONGO_URL": shared_url, "WRITABLE_PATH": str(folder)})


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


def exports(door: Door, board: str, **scope: str) -> list[Call]:
    """Every export of a board; over GraphQL a link is asked for."""
    query = "&".join(f"{name}={each}" for name, each in scope.items())
    return door.pick(
        rest=[get(f"/api/boards/{board}/{each}?{query}") for each in PATHS],
        graphql=[do("exportBoard", "url", boardId=board, format=each, **scope) for each in FORMATS],
    )


async def exported(door: Door, who: Person | None, call: Call) -> bytes:
    """Returns what whoever is let through gets."""
    answer = await door.allows(who, call)
    if door.name == "rest":
        return answer.content
    url = urlsplit(answer.data["data"]["exportBoard"]["url"])
    response = await door.http.get(f"{url.path}?{url.query}")
    assert response.status_code == 200, response.text
    return response.content


async def brought(door: Door, who: Person, document: Document, source: str = "wekan") -> None:
    """Imports a board: as a document over REST, as a file with it over GraphQL."""
    if door.name == "rest":
        await door.allows(who, post(f"/api/boards/import/{source}", board=document))
        return
    content = json.dumps(document).encode()
    answer = await sent(door.http, who, "importBoard", content, source=source.upper())
    assert answer.code == "OK", answer.text


async def sent(
    http: httpx.AsyncClient, who: Person, name: str, content: bytes, **given: object
) -> Answer:
    """Sends a file with a mutation."""
    kind = name[0].upper() + name[1:]
    text = f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ board {{ id }} }} }}"
    operation = {"query": text, "variables": {"input": {**given, "file": None}}}
    form = {"operations": json.dumps(operation), "map": '{"0": ["variables.input.file"]}'}
    headers = {**who.headers, "GraphQL-Require-Preflight": "1"}
    files = {"0": ("board.json", content, "application/octet-stream")}
    return Answer.of(await http.post("/graphql", data=form, files=files, headers=headers))


def zipped(entries: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def a_board(**more: object) -> Document:
    """The document of a small board, as Wekan exports it."""
    names = "activities lists swimlanes customFields cards comments checklists checklistItems"
    arrays: Document = {each: [] for each in (names + " rules triggers actions users").split()}
    in_list = [{"_id": "l1", "title": "List", "sort": 0}]
    lane = [{"_id": "s1", "title": "Lane", "sort": 0}]
    board: Document = {"_format": "wekan-board-1.0.0", "_id": "old", "title": "Brought"}
    return board | arrays | {"lists": in_list, "swimlanes": lane, "members": []} | more


def a_card(**more: object) -> Document:
    return {"_id": "c1", "title": "Card", "listId": "l1", "swimlaneId": "s1", "sort": 0, **more}


async def test_impersonatebleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """A board is exported by its active members, in no other way; and what it holds is what
    they see."""
    root, left = await wekan.person("root", isAdmin=True), await wekan.person("left")
    stranger, only = await wekan.person("stranger"), await wekan.person("only")
    place = await secret_place(
        wekan, member(mara.id), member(left.id, active=False), member(only.id, "read-assigned-only")
    )
    await secret_card(wekan, place)
    calls = exports(door, place.board)
    await door.refuses(HIDDEN, stranger, *calls)
    await door.refuses(HIDDEN, left, *calls)
    await door.refuses("FORBIDDEN", root, *calls)
    await door.refuses("UNAUTHENTICATED", None, *calls)
    tokens = [get(f"{each.path}&authToken=unknown") for each in calls]
    await door.refuses("UNAUTHENTICATED", mara, *door.pick(rest=tokens, graphql=[]))
    foreign = await wekan.place(member(only.id), member(mara.id, "read-assigned-only"))
    hidden_from_mara = await wekan.card(foreign, title="Osprey", assignees=[only.id])
    await wekan.checklist(foreign, hidden_from_mara, "Osprey", title="Osprey")
    await wekan.comment(foreign, hidden_from_mara, only, text="Osprey")
    told = {"cardId": hidden_from_mara, "boardId": foreign.board, "cardTitle": "Osprey"}
    await wekan.put("activities", activityType="createCard", userId=only.id, **told)
    for ours, theirs in zip(calls, exports(door, foreign.board), strict=True):
        await exported(door, mara, ours)
        content = await exported(door, mara, theirs)
        assert b"Osprey" not in content, theirs
        for secret in (only.email, "hashedToken", "services"):
            assert secret.encode() not in content, theirs
    whole = await exported(door, mara, calls[0])
    assert SECRET.encode() in whole
    assert SECRET.encode() in await exported(door, only, calls[0])  # the board's own title
    await wekan.put("impersonatedUsers", adminId=mara.id, userId=only.id)
    await exported(door, mara, calls[0])
    rows = await wekan.all("impersonatedUsers", reason="exportJSON")
    assert [(row["adminId"], row["boardId"]) for row in rows] == [(mara.id, place.board)]


async def test_ghsa_6p5m_f9p2_wqm5_passbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """A card is exported with its own board and list alone, also where the board is public."""
    public = await wekan.place(permission="public")
    secret = await secret_place(wekan)
    card, elsewhere = await wekan.card(public), await secret_card(wekan, secret)
    other = await wekan.card(public, listId=public.done)
    ends = ("exportExcel", "exportPDF")
    await door.refuses(
        HIDDEN,
        mara,
        *door.pick(
            rest=[
                get(f"{card_at(public, each)}/{end}")
                for each in (elsewhere, other, "A" * 17)
                for end in ends
            ],
            graphql=[],
        ),
    )
    for call in exports(door, public.board, cardId=elsewhere):
        assert SECRET.encode() not in await exported(door, mara, call)
    own = [get(f"{card_at(public, card)}/{end}") for end in ends]
    await door.allows(mara, *door.pick(rest=own, graphql=exports(door, public.board, cardId=card)))


def files_in(folder: Path) -> set[Path]:
    return {each for each in folder.rglob("*") if each.is_file()}


async def test_zipbleed(door: Door, wekan: Wekan, mara: Person, tmp_path: Path) -> None:
    """Names in an archive are paths for nobody: neither in what comes in nor in what goes out."""
    here = await wekan.place(member(mara.id, "admin"))
    traversing = "../../../../escaped.txt"
    attachment = {"_id": "a1", "cardId": "c1", "name": traversing, "type": "text/plain", "size": 5}
    fine = {"_id": "a2", "cardId": "c1", "name": "plan.txt", "type": "text/plain", "size": 5}
    document = a_board(cards=[a_card(attachments=[])], attachments=[attachment, fine])
    content = zipped(
        {
            "wekan.json": json.dumps(document).encode(),
            traversing: b"owned",
            "/escaped.txt": b"owned",
            "attachments/../../escaped.txt": b"owned",
            f"attachments/a1-{traversing}": b"owned",
            "attachments/a2-plan.txt": b"plain",
        }
    )
    before = files_in(tmp_path)
    if door.name == "rest":
        path = f"/api/import/zip?boardId={here.board}"
        response = await door.http.post(path, content=content, headers=mara.headers)
        assert response.status_code == 200, response.text
    else:
        answer = await sent(door.http, mara, "importIntoBoard", content, boardId=here.board)
        assert answer.code == "OK", answer.text
    (card,) = await wekan.all("cards")
    assert card["boardId"] == here.board
    stored = await wekan.all("attachments")
    assert [each["name"] for each in stored] == ["plan.txt"]
    written = files_in(tmp_path) - before
    folder = tmp_path / "wekan" / "files" / "attachments"
    assert {each.parent for each in written} <= {folder}
    assert not [each for each in files_in(tmp_path.parent) if each.name == "escaped.txt"]
    # What Wekan stored under such a name long ago goes out under another.
    await wekan.set("attachments", stored[0]["_id"], name=traversing)
    archive = await exported(door, mara, exports(door, here.board)[1])
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        for name in file.namelist():
            assert ".." not in name.split("/") and not name.startswith("/"), name


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART:20270101T000000Z
SUMMARY:Owned
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


async def test_ghsa_fpm6_r5fg_2mrg_calendarbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """Events are brought in by whoever may write, to a list and swimlane of that board."""
    cast = await wekan.cast("read-only", "comment-assigned-only", "worker")
    stranger = await wekan.person("stranger")
    here = await wekan.place(*(member(who.id, role) for role, who in cast.items()), member(mara.id))
    far = await wekan.place(member(stranger.id))

    def call(board: str, swimlane: str, in_list: str) -> Call:
        path = f"/api/boards/{board}/swimlanes/{swimlane}/lists/{in_list}/ics"
        named = {"boardId": board, "swimlaneId": swimlane, "listId": in_list}
        return door.pick(rest=post(path, ics=ICS), graphql=do("importEvents", **named, ics=ICS))

    own = call(here.board, here.swimlane, here.todo)
    for who in cast.values():
        await door.refuses("FORBIDDEN", who, own)
    await door.refuses(HIDDEN, stranger, own)
    await door.refuses("UNAUTHENTICATED", None, own)
    crossed = [
        call(here.board, here.swimlane, far.todo),
        call(here.board, far.swimlane, here.todo),
        call(far.board, far.swimlane, far.todo),
    ]
    await door.refuses(HIDDEN, mara, *crossed)
    await door.allows(mara, own)
    (made,) = await wekan.all("cards")
    assert (made["title"], made["userId"], made["listId"]) == ("Owned", mara.id, here.todo)


async def test_ghsa_j9p2_jm73_p549_followbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """An import fetches nothing, from nowhere."""
    async with receiving() as receiver:
        base = receiver.url
        file = {"_id": "a1", "cardId": "c1", "name": "x.txt", "type": "text/plain", "url": base}
        user = {"_id": "u1", "username": "u", "profile": {"avatarUrl": base, "fullname": "U"}}
        added = {"activityType": "addAttachment", "cardId": "c1", "attachmentId": "a1"}
        document = a_board(
            cards=[a_card(attachments=[file], cover={"url": base})],
            attachments=[file],
            users=[user],
            backgroundImageURL=base,
            activities=[added],
        )
        await brought(door, mara, document)
        card = {"id": "1", "name": "x", "attachments": [file]}
        await brought(door, mara, {"name": "T", "lists": [], "cards": [card]}, "trello")
        assert receiver.requests == []
    assert not await wekan.all("attachments")
    assert [each["username"] for each in await wekan.all("users")] == ["mara"]


async def test_activity_source_url(door: Door, wekan: Wekan, mara: Person) -> None:
    """Where a board came from is told by an address of http or https, or not at all."""
    for url in ("javascript:alert(1)", "data:text/html,x", {"$ne": 1}):
        await brought(door, mara, {"name": "T", "url": url, "lists": [], "cards": []}, "trello")
        document = a_board(url=url, source={"url": url}, activities=[{"source": {"url": url}}])
        await brought(door, mara, document)
    for activity in await wekan.all("activities"):
        assert "url" not in activity.get("source", {}), activity
    fine = {"name": "T", "url": "https://trello.example/b/1", "lists": [], "cards": []}
    await brought(door, mara, fine, "trello")
    (told,) = await wekan.all("activities", **{"source.url": fine["url"]})
    assert told["activityType"] == "importBoard"


async def test_ghsa_jvv9_498p_hxrg_parentbleed_in_imports(
    door: Door, wekan: Wekan, mara: Person
) -> None:
    """What is imported leads to nothing outside of it."""
    hidden = await secret_place(wekan)
    secret, victim = await secret_card(wekan, hidden), await wekan.person("victim")
    leading: list[dict[str, Any]] = [
        a_card(_id="c1", parentId=secret, cardDependencies=[{"cardId": secret}]),
        a_card(_id="c2", type="cardType-linkedCard", linkedId=secret),
        a_card(_id="c3", type="cardType-linkedBoard", linkedId=hidden.board),
        a_card(_id="c4", boardId=hidden.board, listId=hidden.todo, swimlaneId=hidden.swimlane),
    ]
    rule = {"_id": "r1", "title": "R", "triggerId": "t1", "actionId": "ac1"}
    document = a_board(
        cards=leading,
        members=[{"userId": victim.id, "isAdmin": True, "isActive": True}],
        users=[{"_id": victim.id, "username": "victim"}],
        subtasksDefaultBoardId=hidden.board,
        orgs=[{"orgId": "x", "isActive": True}],
        domains=[{"domain": "example.org", "isActive": True}],
        rules=[rule],
        triggers=[{"_id": "t1", "activityType": "createCard", "listName": "*"}],
        actions=[{"_id": "ac1", "actionType": "moveCardToTop", "boardId": hidden.board}],
    )
    before = await wekan.all("cards", boardId=hidden.board)
    await brought(door, mara, document)
    assert await wekan.all("cards", boardId=hidden.board) == before
    (board,) = await wekan.all("boards", title="Brought")
    assert secret not in str(await wekan.all("cards", boardId=board["_id"]))
    assert hidden.board not in str([board, await wekan.all("actions")])
    active = [each["userId"] for each in board["members"] if each["isActive"]]
    assert active == [mara.id] and not board.get("orgs") and not board.get("domains")
    shown = "cards { nodes { title parent { title } linkedCard { title } linkedBoard { title } } }"
    looks = ask(f"query ($id: ID!) {{ board(id: $id) {{ {shown} }} }}", id=board["_id"])
    await door.conceals(SECRET, mara, looks)
