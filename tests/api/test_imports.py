"""Boards brought in: whole, with new ids, by those who may, and nothing harmful with them."""

import dataclasses
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from store.mongo import Store
from tests.api.rest_client import Rest
from tests.api.trello_board import TRELLO
from tests.api.whole_board import PNG, Whole, whole_board
from tests.clients import GraphQL, Person
from tests.factories import Document, Place, Wekan, member


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def nora(wekan: Wekan) -> Person:
    return await wekan.person("nora")


@pytest.fixture
def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


@pytest.fixture
async def whole(wekan: Wekan, mara: Person, nora: Person) -> Whole:
    return await whole_board(wekan, mara, nora)


KINDS = (
    "swimlanes lists customFields cards checklists checklistItems card_comments attachments "
    "rules triggers actions"
).split()


async def on_board(wekan: Wekan, board: str) -> dict[str, list[Document]]:
    """Returns all that hangs on a board."""
    keys = {"customFields": "boardIds", "attachments": "meta.boardId"}
    return {kind: await wekan.all(kind, **{keys.get(kind, "boardId"): board}) for kind in KINDS}


def ids_of(board: Document, parts: Mapping[str, list[Document]]) -> dict[str, str]:
    """Names every id by what it is the id of, in the order of storing."""
    names = {board["_id"]: "the board"}
    names |= {label["_id"]: f"label {place}" for place, label in enumerate(board["labels"])}
    for kind, documents in parts.items():
        for place, document in enumerate(sorted(documents, key=told_apart)):
            names[document["_id"]] = f"{kind} {place}"
            for item in document.get("settings", {}).get("dropdownItems", ()):
                names[item["_id"]] = f"item {item['name']}"
            for item in document.get("locations", ()):
                names[item["_id"]] = f"location {item['name']}"
    return names


def told_apart(document: Document) -> tuple[float, str]:
    told = (document.get(name) for name in ("title", "name", "text") if document.get(name))
    return float(document.get("sort", 0)), str(next(told, ""))


TIMES = "createdAt modifiedAt updatedAt dateLastActivity archivedAt uploadedAtOstrio".split()
FILE = "size path _storagePath versions".split()


def compared(value: Any, names: Mapping[str, str]) -> Any:
    """Returns a document with its ids named and without its times."""
    if isinstance(value, dict):
        return {
            key: compared(each, names) for key, each in value.items() if key not in (*TIMES, *FILE)
        }
    if isinstance(value, list):
        return [compared(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


async def test_a_board_comes_back_as_it_went(
    rest: Rest, wekan: Wekan, whole: Whole, mara: Person, nora: Person
) -> None:
    document = await rest.ok("GET", f"/api/boards/{whole.place.board}/export")
    made = (await rest.ok("POST", "/api/boards/import", {"board": document}))["_id"]
    assert made != whole.place.board
    sides = []
    for board_id in (whole.place.board, made):
        board = await wekan.get("boards", board_id)
        parts = await on_board(wekan, board_id)
        names = ids_of(board, parts)
        sides.append((compared(board, names), compared(parts, names)))
    (old_board, old), (new_board, new) = sides
    assert {**new_board, "members": 0} == {
        **new_board,
        **{key: value for key, value in old_board.items() if key != "sort"},
        "members": 0,
    }
    active = {each["userId"]: (each["isActive"], each["isAdmin"]) for each in new_board["members"]}
    assert active == {mara.id: (True, True), nora.id: (False, False)}
    for kind in KINDS:
        was, now = (
            sorted(side[kind], key=lambda document: str(document["_id"])) for side in (old, new)
        )
        assert len(was) == len(now), kind
        for one, other in zip(was, now, strict=True):
            if kind == "attachments":
                assert (other["name"], other["type"]) == (one["name"], one["type"])
                assert other["meta"] == one["meta"] | {"source": "import"}
                continue
            changed = {key: other.get(key) for key in one} | {"__v": None}
            assert changed == one | {"__v": None}, kind
    data = [row["data"] for row in await wekan.all("attachments.chunks")]
    assert data == [PNG, PNG]
    (told,) = await wekan.all("activities", boardId=made, activityType="importBoard")
    assert told["source"] == {"id": whole.place.board, "system": "Wekan"}
    assert told["userId"] == mara.id
    kinds = {each["activityType"] for each in await wekan.all("activities", boardId=made)}
    assert kinds == {"importBoard", "createCard", "addComment"}
    assert (await wekan.get("counters", f"cardNumber-{made}"))["next_val"] == 2


async def test_people_are_mapped_and_nobody_is_made(
    rest: Rest, wekan: Wekan, whole: Whole, mara: Person, nora: Person
) -> None:
    """AuthorBleed: whoever is nobody here is stood in for by the importer; no account is made."""
    document = await rest.ok("GET", f"/api/boards/{whole.place.board}/export")
    text = json.dumps(document).replace(nora.id, "elsewhere")
    users = await wekan.all("users")
    made = (await rest.ok("POST", "/api/boards/import", {"board": json.loads(text)}))["_id"]
    assert await wekan.all("users") == users
    board = await wekan.get("boards", made)
    assert [each["userId"] for each in board["members"]] == [mara.id]
    assert board["importUsernames"] == ["nora"]
    assert {each["userId"] for each in await wekan.all("card_comments", boardId=made)} == {mara.id}
    card = (await wekan.all("cards", boardId=made, members=[mara.id]))[0]
    assert (card["assignees"], card["vote"]["positive"]) == ([], [])

    otto = await wekan.person("otto")
    body = {"board": json.loads(text), "membersMapping": {"elsewhere": otto.id, "x": "nobody"}}
    made = (await rest.ok("POST", "/api/boards/import/wekan", body))["_id"]
    card = (await wekan.all("cards", boardId=made, assignees=[otto.id]))[0]
    assert card["members"] == [mara.id, otto.id]
    member_ids = [each["userId"] for each in (await wekan.get("boards", made))["members"]]
    assert member_ids == [mara.id, otto.id]
    wrong = {"board": document, "membersMapping": {"elsewhere": {"$ne": 1}}}
    assert await rest.status("POST", "/api/boards/import", wrong) == 400


HARMFUL: tuple[object, ...] = (
    {"title": "x", "cards": [{"_id": {"$ne": 1}, "title": {"$gt": ""}, "members": {"$ne": 1}}]},
    {"title": "x", "cards": "cards", "lists": {"$where": "1"}, "labels": [{"_id": {"a": 1}}]},
    {"title": "x", "cards": [{"customFields": [{"_id": "f", "value": {"$set": 1}}]}]},
    {"title": "x", "members": [{"userId": "stan", "isAdmin": True}], "orgs": [{"orgId": "o"}]},
    {"title": "x", "_id": "boardId", "watchers": [{"userId": "a"}], "services": {"a": 1}},
    {
        "title": "x",
        "attachments": [{"_id": "a", "cardId": "c", "file": "!!", "path": "/etc/passwd"}],
    },
)


async def test_nothing_harmful_comes_in(rest: Rest, wekan: Wekan, mara: Person) -> None:
    for document in HARMFUL:
        board_id = (await rest.ok("POST", "/api/boards/import", {"board": document}))["_id"]
        board = await wekan.get("boards", board_id)
        assert [each["userId"] for each in board["members"]] == [mara.id]
        assert board["permission"] == "private" and len(board["_id"]) == 17
        assert not {"orgs", "services", "watchers"} & board.keys()
        assert "$" not in json.dumps(await wekan.all("cards", boardId=board_id), default=str)
        assert len(await wekan.all("lists", boardId=board_id)) == 1
        assert len(await wekan.all("swimlanes", boardId=board_id)) == 1
    assert await wekan.all("attachments") == []


async def test_imports_that_are_refused_leave_nothing(
    http: httpx.AsyncClient,
    rest: Rest,
    wekan: Wekan,
    whole: Whole,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = await rest.ok("GET", f"/api/boards/{whole.place.board}/export")
    before = await wekan.everything()
    for path, body, status in (
        ("/api/boards/import", {"board": 7}, 400),
        ("/api/boards/import", {"board": {"title": ""}}, 400),
        ("/api/boards/import", {"board": document | {"_format": "other"}}, 400),
        ("/api/boards/import/nonsense", {"board": document}, 400),
        ("/api/boards/import/trello", {"board": document | {"cards": 1}}, 400),
        ("/api/boards/import/csv", {"board": [["no title"], ["x"]]}, 400),
        ("/api/boards/import/excel", {"board": {"excelBase64": "UEsDBA=="}}, 400),
    ):
        assert await rest.status("POST", path, body) == status, path
    assert (await http.post("/api/boards/import", json={"board": document})).status_code == 401

    whole_insert = Store.insert_documents

    async def failing(self: Store, kind: Any, documents: Any) -> None:
        if kind.collection == "boards":
            raise RuntimeError("no more")
        await whole_insert(self, kind, documents)

    monkeypatch.setattr(Store, "insert_documents", failing)
    assert await rest.status("POST", "/api/boards/import", {"board": document}) == 500
    monkeypatch.undo()
    assert await wekan.everything() == before
    await wekan.setting(disableAllImport=True)
    assert await rest.status("POST", "/api/boards/import", {"board": document}) == 403


async def test_a_trello_board(rest: Rest, wekan: Wekan, mara: Person, nora: Person) -> None:
    body = {"board": TRELLO, "membersMapping": {"5f00000000000000000000a1": nora.id}}
    made = (await rest.ok("POST", "/api/boards/import/trello", body))["_id"]
    board = await wekan.get("boards", made)
    assert (board["title"], board["permission"]) == ("Garden", "private")
    assert [(each["name"], each["color"]) for each in board["labels"]] == [
        ("Urgent", "red"),
        ("", "sky"),
    ]
    lists = {each["_id"]: each for each in await wekan.all("lists", boardId=made)}
    assert [each["title"] for each in lists.values()] == ["To do", "Old"]
    assert [each["archived"] for each in lists.values()] == [False, True]
    dig, plant = await wekan.all("cards", boardId=made)
    assert (dig["title"], lists[dig["listId"]]["title"], dig["cardNumber"]) == ("Dig", "To do", 4)
    assert dig["description"] == "Deep\n\n## Links\n* https://example.org/spade"
    assert dig["dueAt"].isoformat() == "2026-05-01T10:00:00+00:00" and dig["dueComplete"] is True
    assert dig["members"] == [nora.id] and dig["labelIds"] == [board["labels"][0]["_id"]]
    assert dig["createdAt"].isoformat() == "2026-04-01T08:00:00+00:00"
    fields = {each["name"]: each for each in await wekan.all("customFields", boardIds=made)}
    assert fields["Size"]["type"] == "dropdown"
    values = {each["_id"]: each["value"] for each in dig["customFields"]}
    small = fields["Size"]["settings"]["dropdownItems"][0]["_id"]
    assert values == {fields["Size"]["_id"]: small, fields["Hours"]["_id"]: 2.5}
    assert plant["archived"] is True and plant["color"] == "green"
    (checklist,) = await wekan.all("checklists", boardId=made)
    assert (checklist["title"], checklist["cardId"]) == ("Tools", dig["_id"])
    items = await wekan.all("checklistItems", checklistId=checklist["_id"])
    assert [(each["title"], each["isFinished"]) for each in items] == [
        ("Spade", True),
        ("Fork", False),
    ]
    comments = await wekan.all("card_comments", boardId=made)
    assert [(each["text"], each["userId"]) for each in comments] == [
        ("First", nora.id),
        ("Then", mara.id),
    ]


OTHERS: tuple[tuple[str, Any, tuple[str, list[str], list[str]]], ...] = (
    (
        "kanboard",
        {
            "board": {"name": "K"},
            "columns": [{"title": "A"}, {"title": "B"}],
            "tasks": [{"title": "T", "column_name": "B", "tags": ["x"], "date_due": 1767225600}],
        },
        ("K", ["A", "B"], ["T"]),
    ),
    (
        "jira",
        {"issues": [{"key": "P-1", "fields": {"summary": "S", "status": {"name": "Doing"}}}]},
        ("Imported Jira board", ["Doing"], ["[P-1] S"]),
    ),
    (
        "github",
        [{"title": "I", "state": "closed"}],
        ("Imported GitHub board", ["Open", "Closed"], ["I"]),
    ),
    (
        "deck",
        {"title": "D", "stacks": [{"title": "S", "cards": [{"title": "C"}]}]},
        ("D", ["S"], ["C"]),
    ),
    (
        "asana",
        {"data": [{"name": "N", "completed": True}]},
        ("Imported Asana board", ["Done"], ["N"]),
    ),
    ("csv", [["Title", "Status"], ["Row", "Now"]], ("Imported board", ["Now"], ["Row"])),
)


async def test_other_tools(rest: Rest, wekan: Wekan) -> None:
    for source, document, (title, lists, cards) in OTHERS:
        path = f"/api/boards/import/{source}"
        made = (await rest.ok("POST", path, document))["_id"]
        assert (await wekan.get("boards", made))["title"] == title
        assert [each["title"] for each in await wekan.all("lists", boardId=made)] == lists, source
        assert [each["title"] for each in await wekan.all("cards", boardId=made)] == cards, source


async def test_what_we_export_for_others_we_read_again(
    rest: Rest, wekan: Wekan, whole: Whole
) -> None:
    board = f"/api/boards/{whole.place.board}"
    for tool in "kanboard deck openproject github gitlab trello jira asana zenkit".split():
        document = await rest.ok("GET", f"{board}/export/{tool}")
        wrapped = {"board": document} if tool in ("deck", "trello") else document
        made = (await rest.ok("POST", f"/api/boards/import/{tool}", wrapped))["_id"]
        (card,) = await wekan.all("cards", boardId=made)
        assert card["title"].endswith('=HYPERLINK("http://x")'), tool
        assert card["description"] == "Ask @nora\nabout it", tool


def packed(document: object, **files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wekan.json", json.dumps(document))
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


async def test_a_zip_goes_into_a_board(
    http: httpx.AsyncClient, rest: Rest, wekan: Wekan, whole: Whole, mara: Person
) -> None:
    content = (await rest.send("GET", f"/api/boards/{whole.place.board}/exportZip")).content
    target = await wekan.place(
        member(mara.id), labels=[{"_id": "redRed", "name": "Bug", "color": "red"}]
    )
    await wekan.card(target, title="There", cardNumber=9)
    path = f"/api/import/zip?boardId={target.board}"
    counts = await rest.ok("POST", path, content=content)
    assert counts == {
        "ok": True,
        "counts": {
            "swimlanes": 2,
            "lists": 0,
            "cards": 2,
            "checklists": 1,
            "comments": 2,
            "attachments": 1,
        },
    }
    there, card, part = sorted(
        await wekan.all("cards", boardId=target.board), key=lambda c: c["cardNumber"]
    )
    assert (there["cardNumber"], card["cardNumber"], part["cardNumber"]) == (9, 10, 11)
    assert (card["listId"], card["labelIds"], card["members"]) == (
        target.todo,
        ["redRed"],
        [mara.id],
    )
    assert part["parentId"] == card["_id"]
    labels = [each["name"] for each in (await wekan.get("boards", target.board))["labels"]]
    assert labels == ["Bug", "Idea"]
    (file,) = await wekan.all("attachments", **{"meta.boardId": target.board})
    assert card["coverId"] == file["_id"] and file["meta"]["listId"] == target.todo
    one = await rest.ok("POST", f"{path}&listId={target.done}&fields=description", content=content)
    assert one["counts"] == dict.fromkeys(counts["counts"], 0) | {"cards": 2}
    for role, status in (("read-only", 403), ("comment-only", 403), ("worker", 403)):
        person = await wekan.person(role)
        people = {"members": member(person.id, role)}
        await wekan.database.boards.update_one({"_id": target.board}, {"$push": people})
        assert await Rest(http, person).status("POST", path, content=content) == status
    stan = await wekan.person("stan")
    assert await Rest(http, stan).status("POST", path, content=content) == 404
    elsewhere = f"{path}&listId={whole.place.todo}"
    assert await rest.status("POST", elsewhere, content=content) == 404


async def test_archives_that_are_refused(
    rest: Rest, wekan: Wekan, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ZipBleed: names are never paths; what unfolds to too much is given up, whole."""
    path = f"/api/import/zip?boardId={place.board}"
    card = {"_id": "c", "title": "x"}
    rows = [{"_id": "a", "cardId": "c", "name": "x.txt", "type": "text/plain"}]
    bomb = packed(
        {"title": "x", "cards": [card], "attachments": rows},
        **{"attachments/a-x.txt": bytes(9_000_000)},
    )
    outside = packed({"title": "x", "cards": [card]}, **{"../../evil.txt": b"x", "/etc/evil": b"x"})
    before = await wekan.everything()
    for content in (b"PK\x03\x04 broken", b"no zip at all", packed([1]), packed({"_format": "x"})):
        assert await rest.status("POST", path, content=content) == 400
    monkeypatch.setattr("domain.imports.archives._MOST_ENTRIES", 1)
    assert await rest.status("POST", path, content=outside) == 413
    monkeypatch.undo()
    monkeypatch.setattr("domain.imports.archives.LARGEST_DOCUMENT", 10)
    assert await rest.status("POST", path, content=outside) == 413
    monkeypatch.undo()
    services: Any = rest._http._transport.app.state.services  # type: ignore[attr-defined]
    settings = services.settings
    small = dataclasses.replace(settings, max_file_bytes=1_000_000)
    rest._http._transport.app.state.services = dataclasses.replace(services, settings=small)  # type: ignore[attr-defined]
    assert await rest.status("POST", path, content=bomb) == 413
    assert await rest.status("POST", path, content=bytes(2_000_000)) == 413
    left = await wekan.everything()
    assert {**left, "counters": []} == {**before, "counters": []}
    await rest.ok("POST", path, content=outside)


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id), allowsAttachments=True)


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:1
SUMMARY:Dig\\, deep
DESCRIPTION:Line one\\nline
  two
DTSTART:20260501T080000Z
DTEND;TZID=Europe/Helsinki:20260501T140000
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Rest
DTSTART;VALUE=DATE:20260502
END:VEVENT
END:VCALENDAR
"""


async def test_a_calendar_becomes_cards(
    http: httpx.AsyncClient, rest: Rest, wekan: Wekan, place: Place
) -> None:
    """CalendarBleed (GHSA-fpm6-r5fg-2mrg): by those who may write."""
    path = f"/api/boards/{place.board}/swimlanes/{place.swimlane}/lists/{place.todo}/ics"
    made = await rest.ok("POST", path, {"ics": ICS})
    dig, rested = [await wekan.get("cards", each) for each in made["cardIds"]]
    assert made["created"] == 2
    assert (dig["title"], dig["description"], dig["sort"]) == ("Dig, deep", "Line one\nline two", 0)
    assert dig["startAt"].isoformat() == "2026-05-01T08:00:00+00:00"
    assert dig["dueAt"].isoformat() == "2026-05-01T11:00:00+00:00"
    assert rested["startAt"] == rested["dueAt"] and rested["dueAt"].hour == 0
    created = await wekan.activities(activityType="createCard")
    assert [each["cardId"] for each in created] == made["cardIds"]
    before = await wekan.everything()
    for body in ({}, {"ics": ""}, {"ics": {"$ne": 1}}, {"ics": "BEGIN:NOTHING"}):
        assert await rest.status("POST", path, body) == 400, body
    other = await wekan.place()
    moved = path.replace(place.todo, other.todo)
    assert await rest.status("POST", moved, {"ics": ICS}) == 404
    for role in ("worker", "read-only", "comment-assigned-only"):
        person = await wekan.person(role)
        people = {"members": member(person.id, role)}
        await wekan.database.boards.update_one({"_id": place.board}, {"$push": people})
        assert await Rest(http, person).status("POST", path, {"ics": ICS}) == 403
    assert await wekan.all("cards") == before["cards"]


async def test_trello_in_an_archive(rest: Rest, wekan: Wekan) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("garden/garden.json", json.dumps(TRELLO))
        archive.writestr("other.json", json.dumps({"cards": [], "name": ""}))
        archive.writestr("notes.json", "[]")
    headers = {"Content-Type": "application/zip"}
    answer = (
        await rest.send("POST", "/import-trello", content=made.getvalue(), headers=headers)
    ).json()
    assert (len(answer["boardIds"]), len(answer["errors"])) == (1, 1)
    assert len((await rest.ok("POST", "/import-trello", {"board": TRELLO}))["boardIds"]) == 1


IMPORT = """
mutation ($input: ImportBoardInput!) { importBoard(input: $input) { board { id title } } }
"""
INTO = """
mutation ($input: ImportIntoBoardInput!) {
  importIntoBoard(input: $input) { board { id } cards lists }
}
"""
JOB = "query ($id: ID!) { importJob(id: $id) { state done total problem board { title } } }"
EVENTS = """
mutation ($input: ImportEventsInput!) { importEvents(input: $input) { cards { title } } }
"""


async def sent(
    http: httpx.AsyncClient, who: Person, query: str, content: bytes, **given: object
) -> Any:
    operations = {"query": query, "variables": {"input": given | {"file": None}}}
    form = {"operations": json.dumps(operations), "map": '{"f": ["variables.input.file"]}'}
    headers = {**who.headers, "GraphQL-Require-Preflight": "1"}
    files = {"f": ("board", content)}
    return (await http.post("/graphql", data=form, files=files, headers=headers)).json()


async def test_imports_over_graphql(
    http: httpx.AsyncClient,
    graphql: GraphQL,
    rest: Rest,
    wekan: Wekan,
    whole: Whole,
    mara: Person,
    nora: Person,
) -> None:
    board = f"/api/boards/{whole.place.board}"
    archive = (await rest.send("GET", f"{board}/exportZip")).content
    told = await sent(http, mara, IMPORT, archive, source="WEKAN", jobId="my-import-1")
    made = told["data"]["importBoard"]["board"]
    assert made["title"] == "Roadmap"
    assert len(await wekan.all("attachments", **{"meta.boardId": made["id"]})) == 1
    job = (await graphql(JOB, mara, id="my-import-1"))["importJob"]
    assert (job["state"], job["problem"], job["board"]) == ("DONE", None, {"title": "Roadmap"})
    assert job["done"] == job["total"] > 10
    assert await graphql.code(JOB, nora, id="my-import-1") == "NOT_FOUND"
    again = await sent(http, mara, IMPORT, archive, source="WEKAN", jobId="my-import-1")
    assert again["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    table = (await rest.send("GET", f"{board}/export/csv")).content
    people = [{"sourceId": "nora", "userId": nora.id}]
    told = await sent(http, mara, IMPORT, table, source="CSV", members=people)
    made = told["data"]["importBoard"]["board"]["id"]
    card, part = await wekan.all("cards", boardId=made)
    assert (card["title"], card["members"]) == ('=HYPERLINK("http://x")', [nora.id])
    assert part["archived"] is True
    fields = {each["name"]: each["_id"] for each in await wekan.all("customFields", boardIds=made)}
    values = {each["_id"]: each["value"] for each in card["customFields"]}
    assert values[fields["Cost"]] == 7.5
    book = (await rest.send("GET", f"{board}/exportExcel")).content
    assert "data" in await sent(http, mara, IMPORT, book, source="EXCEL")
    into = await sent(http, mara, INTO, archive, boardId=made)
    assert into["data"]["importIntoBoard"]["cards"] == 2
    wrong = await sent(http, mara, IMPORT, b"{", source="TRELLO", jobId="my-import-2")
    assert wrong["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    given = {
        "boardId": whole.place.board,
        "listId": whole.place.todo,
        "swimlaneId": whole.place.swimlane,
        "ics": ICS,
    }
    cards = (await graphql(EVENTS, mara, input=given))["importEvents"]["cards"]
    assert sorted(each["title"] for each in cards) == ["Dig, deep", "Rest"]
