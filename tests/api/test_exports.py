"""Boards taken out, in every format, and only by those who may."""

import base64
import csv
import io
import json
import zipfile

import httpx
import pytest
from openpyxl import load_workbook

from tests.api.rest_client import Rest
from tests.api.whole_board import PNG, Whole, whole_board
from tests.clients import GraphQL, Person
from tests.factories import Wekan, member

ARRAYS = {
    "attachments": 1,
    "lists": 2,
    "swimlanes": 2,
    "customFields": 2,
    "cards": 2,
    "comments": 2,
    "activities": 2,
    "checklists": 1,
    "checklistItems": 2,
    "subtaskItems": 1,
    "rules": 1,
    "triggers": 1,
    "actions": 1,
    "users": 2,
}


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


async def test_wekans_own_document(rest: Rest, wekan: Wekan, whole: Whole, nora: Person) -> None:
    path = f"/api/boards/{whole.place.board}/export"
    sent = await rest.send("GET", path)
    assert sent.headers["content-type"] == "application/json"
    document = sent.json()
    assert document["_format"] == "wekan-board-1.0.0"
    assert {name: len(document[name]) for name in ARRAYS} == ARRAYS
    board = await wekan.get("boards", whole.place.board)
    assert "stars" not in document
    assert board.keys() - {"stars"} == document.keys() - ARRAYS.keys() - {"_format"}
    (file,) = document["attachments"]
    data = base64.b64encode(PNG).decode()
    assert file == {
        "_id": whole.attachment,
        "cardId": whole.card,
        "name": "plan.png",
        "type": "image/png",
        "file": data,
    }
    assert not [
        row for name in ("lists", "cards", "comments") for row in document[name] if "boardId" in row
    ]
    (user,) = [each for each in document["users"] if each["_id"] == nora.id]
    assert user == {"_id": nora.id, "username": "nora", "profile": {"fullname": "Nora"}}
    assert nora.email not in sent.text and "hashedToken" not in sent.text

    bare = await rest.ok("GET", f"{path}?attachments=false")
    assert "file" not in bare["attachments"][0]
    part = await rest.ok("GET", f"{path}?cardId={whole.card}&fields=comments,dates")
    kept = {name: len(part[name]) for name in ARRAYS if part[name]}
    assert kept == {"lists": 1, "swimlanes": 1, "cards": 1, "comments": 2}
    assert "description" not in part["cards"][0] and "dueAt" in part["cards"][0]
    lane = await rest.ok("GET", f"{path}?swimlaneId={whole.lane}")
    assert [card["_id"] for card in lane["cards"]] == [whole.other]

    one = await rest.ok(
        "GET", f"/api/boards/{whole.place.board}/attachments/{whole.attachment}/export"
    )
    assert one == file


async def test_tables_hold_no_formulas(rest: Rest, whole: Whole) -> None:
    """A card's text must not run where the table is opened."""
    path = f"/api/boards/{whole.place.board}/export/csv"
    sent = await rest.send("GET", path)
    assert sent.headers["content-type"] == "text/csv; charset=utf-8"
    assert sent.content.startswith(b'\xef\xbb\xbf"Title",') and b"\r\n" in sent.content
    heads, card, _ = csv.reader(io.StringIO(sent.content.decode("utf-8-sig")))
    row = dict(zip(heads, card, strict=True))
    assert row["Title"] == '\'=HYPERLINK("http://x")'
    assert (row["Members"], row["Labels"], row["Vote"]) == (
        "mara nora",
        "Bug-red",
        "Go?-yes-1-nora-no-0-",
    )
    assert (row["CustomField-Priority-dropdown-High"], row["CustomField-Cost-number"]) == (
        "High",
        "7.5",
    )
    tabs = await rest.send("GET", f"{path}?delimiter=%09&fields=labels")
    assert tabs.headers["content-type"].startswith("text/tsv")
    assert tabs.text.splitlines()[0] == '"Title"\t"Labels"\t"Archived"'
    book = await rest.send("GET", f"/api/boards/{whole.place.board}/exportExcel")
    page = load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert page["A2"].value == row["Title"] and page["A2"].data_type == "s"


async def test_pages_and_archives(rest: Rest, whole: Whole) -> None:
    board = f"/api/boards/{whole.place.board}"
    card = f"{board}/lists/{whole.place.todo}/cards/{whole.card}"
    for path in (
        f"{board}/exportPDF",
        f"{card}/exportPDF?tz=Europe/Helsinki&dateFormat=DD-MM-YYYY",
    ):
        sent = await rest.send("GET", path)
        assert sent.headers["content-type"] == "application/pdf"
        assert sent.content.startswith(b"%PDF-")
    detailed = (await rest.send("GET", f"{card}/exportExcel")).content
    cells = {
        cell.value for row in load_workbook(io.BytesIO(detailed)).worksheets[0] for cell in row
    }
    assert {"Checklists", "[ ] Milk", "Go?", "See <b>this</b>", "plan.png (1032 bytes)"} <= cells
    archive = zipfile.ZipFile(io.BytesIO((await rest.send("GET", f"{board}/exportZip")).content))
    assert archive.namelist() == ["wekan.json", f"attachments/{whole.attachment}-plan.png"]
    assert archive.read(archive.namelist()[1]) == PNG
    assert "file" not in json.loads(archive.read("wekan.json"))["attachments"][0]


async def test_other_tools(rest: Rest, wekan: Wekan, whole: Whole) -> None:
    board = f"/api/boards/{whole.place.board}/export"
    due = "2026-03-04T11:00:00.000Z"
    title, text = '=HYPERLINK("http://x")', "Ask @nora\nabout it"
    task = {"title": title, "description": text, "date_due": due, "tags": ["Bug"]}
    place = {"column_name": "To do", "swimlane_name": "Default"}
    assert await rest.ok("GET", f"{board}/kanboard") == {
        "board": {"name": "Roadmap"},
        "columns": [{"title": "To do"}],
        "swimlanes": [{"name": "Default"}, {"name": "Later"}],
        "tasks": [task | place],
    }
    issue = {"title": title, "body": text, "state": "open", "labels": [{"name": "Bug"}]}
    for tool in ("github", "gitea", "forgejo"):
        assert await rest.ok("GET", f"{board}/{tool}") == [issue | {"due_date": due}]
    lab = {"title": title, "description": text, "state": "opened", "labels": ["Bug"]}
    assert await rest.ok("GET", f"{board}/gitlab") == [lab | {"due_date": due}]
    card = {"title": title, "description": text, "duedate": due, "labels": [{"title": "Bug"}]}
    stacks = [{"title": "To do", "cards": [card]}]
    assert await rest.ok("GET", f"{board}/deck") == {"title": "Roadmap", "stacks": stacks}
    jira = (await rest.ok("GET", f"{board}/jira"))["issues"][0]
    assert (jira["key"], jira["fields"]["status"]) == ("WEKAN-1", {"name": "To do"})
    (element,) = (await rest.ok("GET", f"{board}/openproject"))["_embedded"]["elements"]
    assert element["_links"] == {"status": {"title": "To do"}}
    assert (await rest.ok("GET", f"{board}/asana"))["data"][0]["completed"] is False
    assert (await rest.ok("GET", f"{board}/zenkit"))["items"][0]["stage_name"] == "To do"
    trello = await rest.ok("GET", f"{board}/trello")
    assert trello["cards"][0]["idLabels"] == [trello["labels"][0]["id"]]
    await wekan.set("lists", whole.place.todo, title="Closed now")
    assert (await rest.ok("GET", f"{board}/github"))[0]["state"] == "closed"
    assert await rest.status("GET", f"{board}/nonsense") == 404


PATHS = (
    "export",
    "export/csv",
    "export/kanboard",
    "export/github",
    "exportExcel",
    "exportPDF",
    "exportZip",
    "lists/{list}/cards/{card}/exportPDF",
    "lists/{list}/cards/{card}/exportExcel",
    "attachments/{file}/export",
)


async def test_who_may_export(
    http: httpx.AsyncClient, wekan: Wekan, whole: Whole, mara: Person, nora: Person
) -> None:
    """ImpersonateBleed, CrashBleed (GHSA-3gcg-g6rf-w2rx): members, and of public boards anybody."""
    root = await wekan.person("root", isAdmin=True)
    stan = await wekan.person("stan")
    names = {"list": whole.place.todo, "card": whole.card, "file": whole.attachment}
    for each in PATHS:
        path = f"/api/boards/{whole.place.board}/{each.format(**names)}"
        assert (await http.get(path)).status_code == 401, each
        for token, status in (("nonsense", 401), ("x" * 10_001, 400), (nora.token, 200)):
            refused = await http.get(path, params={"authToken": token})
            assert refused.status_code == status, each
        assert await Rest(http, stan).status("GET", path) == 404, each
        assert await Rest(http, root).status("GET", path) == 403, each
    await wekan.set("boards", whole.place.board, permission="public")
    for each in PATHS:
        path = f"/api/boards/{whole.place.board}/{each.format(**names)}"
        assert (await http.get(path)).status_code == 200, each
    await wekan.setting(disableAllExport=True)
    for each in PATHS:
        path = f"/api/boards/{whole.place.board}/{each.format(**names)}"
        assert (await http.get(path)).status_code == 403, each


async def test_a_card_is_exported_from_where_it_lies(
    rest: Rest, wekan: Wekan, whole: Whole, mara: Person
) -> None:
    """PassBleed (GHSA-6p5m-f9p2-wqm5): on public boards too."""
    public = await wekan.place(member(mara.id), permission="public")
    for board, at in ((public.board, public.todo), (whole.place.board, whole.place.done)):
        for kind in ("exportPDF", "exportExcel"):
            path = f"/api/boards/{board}/lists/{at}/cards/{whole.card}/{kind}"
            assert await rest.status("GET", path) == 404
    file = f"/api/boards/{public.board}/attachments/{whole.attachment}/export"
    assert await rest.status("GET", file) == 404


async def test_who_sees_assigned_cards_exports_those(
    http: httpx.AsyncClient, wekan: Wekan, whole: Whole
) -> None:
    nils = await wekan.person("nils")
    people = {"members": member(nils.id, "read-assigned-only")}
    await wekan.database.boards.update_one({"_id": whole.place.board}, {"$push": people})
    own = await wekan.card(whole.place, title="Mine", assignees=[nils.id])
    door, board = Rest(http, nils), f"/api/boards/{whole.place.board}"
    document = await door.ok("GET", f"{board}/export")
    assert [card["_id"] for card in document["cards"]] == [own]
    for name in ("attachments", "comments", "checklists", "checklistItems", "activities"):
        assert document[name] == [], name
    table = (await door.send("GET", f"{board}/export/csv")).text
    assert "Mine" in table and "HYPERLINK" not in table


async def test_people_are_nameless_where_the_site_wants_it(
    rest: Rest, wekan: Wekan, whole: Whole, mara: Person
) -> None:
    await wekan.setting(anonymizeExportUsers=True)
    sent = await rest.send("GET", f"/api/boards/{whole.place.board}/export")
    assert "nora" not in sent.text.lower() and "@user" in sent.text
    table = await rest.send("GET", f"/api/boards/{whole.place.board}/export/csv")
    assert "nora" not in table.text.lower()
    assert await wekan.all("impersonatedUsers") == []
    await wekan.put(
        "impersonatedUsers", adminId=mara.id, userId="other", reason="clickedImpersonate"
    )
    await rest.send("GET", f"/api/boards/{whole.place.board}/export")
    (line,) = await wekan.all("impersonatedUsers", reason="exportJSON")
    assert (line["adminId"], line["boardId"]) == (mara.id, whole.place.board)


EXPORT = """
mutation ($input: ExportBoardInput!) { exportBoard(input: $input) { url expiresAt } }
"""


async def test_a_link_to_an_export(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, whole: Whole, mara: Person
) -> None:
    stan = await wekan.person("stan")
    given = {"boardId": whole.place.board, "format": "CSV", "fields": ["LABELS"]}
    link = (await graphql(EXPORT, mara, input=given))["exportBoard"]["url"]
    sent = await http.get(link)
    assert sent.content.decode("utf-8-sig").splitlines()[0] == '"Title","Labels","Archived"'
    card = given | {"format": "WEKAN", "cardId": whole.card, "fields": []}
    link = (await graphql(EXPORT, mara, input=card))["exportBoard"]["url"]
    assert len((await http.get(link)).json()["cards"]) == 1
    assert await graphql.code(EXPORT, stan, input=given) == "NOT_FOUND"
    await wekan.set("boards", whole.place.board, members=[])
    assert (await http.get(link)).status_code == 404
