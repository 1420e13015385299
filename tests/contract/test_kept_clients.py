"""Clients that people have keep working: each runs, as its own documentation shows it, against a
real server; then MongoDB is looked at.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from tests.servers import running_server, until

SCRIPTS = Path(__file__).parent / "clients"
ADMIN = {"username": "admin", "email": "admin@email.com", "password": "Secret123!"}


@dataclass(frozen=True, slots=True)
class Site:
    """A server whose first person, who is its admin, has registered."""

    url: str
    database: Database[dict[str, Any]]

    def run(self, *command: str, given: str = "", cwd: Path | None = None) -> str:
        """Returns what the command printed; it is told where the server is."""
        named = {f"WEKAN_{key.upper()}": value for key, value in ADMIN.items()}
        named |= {"WEKAN_URL": self.url} | ({"HOME": str(cwd)} if cwd else {})
        done = subprocess.run(
            command, capture_output=True, text=True, input=given, cwd=cwd, env=os.environ | named
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def one(self, collection: str, **condition: object) -> dict[str, Any]:
        (found,) = self.database[collection].find(condition)
        return found

    def titles(self, collection: str, **condition: object) -> list[str]:
        found = self.database[collection].find(condition).sort("sort")
        return [each["title"] for each in found]


@pytest.fixture(scope="module")
def started(mongo_server: str) -> Iterator[Site]:
    address, _, options = mongo_server.partition("?")
    url = f"{address[: address.rindex('/')]}/clients-{uuid4().hex[:12]}?{options}"
    private = {"MONGO_URL": url, "WEBHOOK_ALLOW_PRIVATE": "true"}
    with running_server(**private) as server, MongoClient[dict[str, Any]](url) as client:
        database = client.get_default_database()
        yield Site(server.url, database)
        client.drop_database(database.name)


@pytest.fixture
def site(started: Site) -> Iterator[Site]:
    """The server with nothing but its admin, and the settings that it made when it started."""
    answer = httpx.post(f"{started.url}/users/register", json=ADMIN, timeout=60)
    answer.raise_for_status()
    yield started
    for name in started.database.list_collection_names():
        if name != "settings":
            started.database[name].delete_many({})
    changed = {"$set": {"disableRegistration": False}, "$unset": {"productName": ""}}
    started.database.settings.update_many({}, changed)


def test_python_wekan(site: Site) -> None:
    site.run(sys.executable, "-I", str(SCRIPTS / "python_wekan_script.py"))
    admin, noor = (site.one("users", username=name) for name in ("admin", "noor"))
    assert site.titles("boards") == ["My new Board", "Everybody's board"]
    board = site.one("boards", title="My new Board")
    assert (board["slug"], board["color"]) == ("my-new-board", "pumpkin")
    assert {each["userId"]: each["isAdmin"] for each in board["members"]} == {
        admin["_id"]: True,
        noor["_id"]: False,
    }
    assert board["members"][1]["isNoComments"] is True
    on_board = {"boardId": board["_id"]}
    live = {"deletedAt": None, **on_board}
    assert site.titles("lists", **live) == ["My first list", "My last list"]
    assert site.titles("swimlanes", **on_board) == ["Default", "My first swimlane"]
    card = site.one("cards", **on_board)
    assert (card["title"], card["userId"]) == ("My first card", admin["_id"])
    assert card["listId"] == site.one("lists", title="My first list")["_id"]
    assert card["swimlaneId"] == site.one("swimlanes", title="My first swimlane")["_id"]
    assert (card["spentTime"], card["isOvertime"], card["color"]) == (1.5, True, "crimson")
    assert card["members"] == [noor["_id"], admin["_id"]]
    bug, idea = board["labels"]
    assert (idea["name"], idea["color"]) == ("Idea", "sky")
    assert card["labelIds"] == [bug["_id"]]
    field = site.one("customFields", name="My remark")
    assert (field["type"], field["boardIds"]) == ("text", [board["_id"]])
    assert card["customFields"] == [{"_id": field["_id"], "value": "a remark"}]
    assert site.one("checklists", cardId=card["_id"])["title"] == "My checklist"
    items = site.database.checklistItems.find({"cardId": card["_id"]}).sort("sort")
    assert [(each["title"], each["isFinished"]) for each in items] == [
        ("One", True),
        ("Last", False),
    ]
    comment = site.one("card_comments", cardId=card["_id"])
    assert (comment["text"], comment["userId"]) == ("My comment", admin["_id"])
    hook = site.one("integrations", **on_board)
    assert (hook["title"], hook["token"], hook["enabled"]) == ("Builds", "sesame", True)


WALK = (
    ("ls", "cd 1", "mkdir Todo", "mkdir Doing", "cd Todo", "touch My first card", "cd 1"),
    ("edit", "1", "Renamed", "", "2", "", "", "2026-06-07 12:00", "", "", "done"),
    ("mv Doing", "y", "ls", "touch Short-lived", "cd 2", "rm", "y", "pwd", "exit"),
)


def test_the_command_line_of_python_wekan(site: Site, tmp_path: Path) -> None:
    def wekan(*words: str, given: str = "") -> str:
        program = str(Path(sys.executable).with_name("wekan"))
        return site.run(program, *words, given=given, cwd=tmp_path)

    name, password = ADMIN["username"], ADMIN["password"]
    assert "Boards found: 0" in wekan("config", "init", site.url, name, password)
    described = ("--description", "Project management board")
    made = wekan("boards", "create", "My Project Board", *described)
    assert "Board created successfully" in made
    assert site.one("boards")["description"] == "Project management board"
    walked = wekan("navigate", given="\n".join(each for line in WALK for each in line))
    assert "Current path: root -> My Project Board -> Doing" in walked
    assert "Boards: 1" in wekan("status")
    assert "Doing (1 cards)" in wekan("boards", "show", "1")
    card = site.one("cards", archived=False)
    assert (card["title"], card["dueAt"]) == ("Renamed", datetime(2026, 6, 7, 12))
    assert card["listId"] == site.one("lists", title="Doing")["_id"]
    assert card["swimlaneId"] == site.one("swimlanes", title="Default")["_id"]


def test_the_calls_of_wekans_python_program(site: Site) -> None:
    site.run(sys.executable, "-I", str(SCRIPTS / "wekans_python.py"))
    admin, other = (site.one("users", username=name) for name in ("admin", "someuser"))
    board = site.one("boards", title="Command line", cardAging=True)
    assert [each["domain"] for each in board["domains"]] == ["example.com"]
    assert {each["name"]: each["color"] for each in board["labels"]} == {
        "Bug": "red",
        "Idea": "sky",
    }
    assert [each["userId"] for each in board["members"] if each["isActive"]] == [
        admin["_id"],
        other["_id"],
    ]
    assert board["cardAgingDays1"] == 5
    on_board = {"boardId": board["_id"]}
    assert site.titles("lists", **on_board) == ["To do"]
    assert {*site.titles("cards", **on_board)} == {"New title", "Card B", "Regatta"}
    card, regatta = (site.one("cards", title=each, **on_board) for each in ("New title", "Regatta"))
    noon = datetime(2026, 6, 7, 12)
    assert card["receivedAt"] == card["startAt"] == card["dueAt"] == regatta["startAt"] == noon
    assert (card["members"], card["assignees"]) == ([admin["_id"]], [admin["_id"]])
    assert (card["dueComplete"], card["color"], card.get("endAt")) == (True, "peachpuff", None)
    assert card["customFields"][0]["value"] == "Some value"
    checklist = site.one("checklists", cardId=card["_id"])
    items = site.titles("checklistItems", checklistId=checklist["_id"])
    assert items == ["Item one", "Item two"]
    file = site.one("attachments", name="hello.txt", **{"meta.boardId": board["_id"]})
    assert (file["size"], file["type"]) == (5, "text/plain")
    action = site.one("actions", **on_board)
    assert (action["actionType"], action["username"]) == ("removeMember", "*")
    assert site.one("settings")["productName"] == "My WeKan"
    assert {*site.titles("boards")} >= {"Other", "Copy of it", "Imported"}
    there = {"boardId": site.one("boards", title="Other")["_id"]}
    assert len(site.titles("swimlanes", **there)) == 2
    emptied = site.database.swimlanes.find_one(there, sort=[("createdAt", 1)])
    assert emptied and not site.titles("cards", swimlaneId=emptied["_id"])


async def test_the_curl_calls_of_wekans_documentation(site: Site) -> None:
    said = site.run("bash", str(SCRIPTS / "wekans_curl.sh"))
    calls = [line.split("\t") for line in said.splitlines()]
    assert len(calls) > 45
    for promised, answered in calls:
        assert fits(json.loads(promised), json.loads(answered)), f"{promised}\n{answered}"
    assert site.database.users.distinct("username") == ["admin", "form", "john", "json"]
    john = site.one("users", username="john")
    assert "loginDisabled" not in john
    assert site.titles("boards") == ["Board of john", "Board title here"]
    board = site.one("boards", title="Board title here")
    on_board = {"boardId": board["_id"]}
    assert (board["color"], board["permission"]) == ("nephritis", "private")
    assert not board.get("domains")
    assert site.titles("swimlanes", **on_board) == ["Default", "Swimlane title text"]
    field = site.one("customFields")
    card = site.one("cards", **on_board)
    assert (card["title"], card["description"]) == ("New title text", "New description text")
    assert card["customFields"] == [{"_id": field["_id"], "value": "foobar"}]
    assert card["listId"] == site.one("lists", title="Doing")["_id"]
    assert site.titles("rules") == ["Add member on move to Doing"]

    async def added() -> bool:
        return bool(site.one("cards", **on_board)["members"] == [john["_id"]])

    await until(added, 10, "the rule adds john to the card that came to Doing")
    assert site.one("settings")["disableRegistration"] is True


STANDING_FOR = {
    "id": r"[23456789A-HJ-NP-Za-km-z]{17}",
    "token": r"[\w-]{43}",
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
}


def fits(promised: Any, answered: Any) -> bool:
    """Whether all that is promised is there; lists hold nothing more, in any order."""
    if isinstance(promised, dict):
        return isinstance(answered, dict) and all(
            key in answered and fits(value, answered[key]) for key, value in promised.items()
        )
    if isinstance(promised, list):
        return len(promised) == len(answered) and all(
            any(fits(each, other) for other in answered) for each in promised
        )
    if promised in STANDING_FOR:
        return re.fullmatch(STANDING_FOR[promised], answered) is not None
    return bool(promised == answered)
