"""Rules as things: made, shown, changed and deleted through both doors."""

import dataclasses
from typing import Any

import httpx
import pytest

from domain.settings import Settings
from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.conftest import running
from tests.factories import START, Document, Place, Wekan, member

CREATE = """
mutation ($input: CreateRuleInput!) { createRule(input: $input) { rule { id title } } }
"""
UPDATE = """
mutation ($input: UpdateRuleInput!) {
  updateRule(input: $input) { rule { id title trigger { kind listName } action { kind color } } }
}
"""
DELETE = "mutation ($id: ID!) { deleteRule(input: {id: $id}) { deletedRuleId } }"
RULES = """
query ($board: ID!) {
  board(id: $board) {
    rules {
      id title buttonType buttonLabel board { id }
      trigger {
        kind description listName oldListName userId days weekday scheduleKind dueCondition
      }
      action { kind description listName board { id } dateField days unit username emailTo }
    }
  }
}
"""
RULE = "query ($id: ID!) { rule(id: $id) { id title trigger { kind } action { kind } } }"
TRIGGER = {"activityType": "moveCard", "listName": "Doing"}
ACTION = {"actionType": "addMember", "username": "sample.user"}
TYPED = {
    "trigger": {"kind": "CARD_MOVED", "listName": "Doing"},
    "action": {"kind": "ADD_MEMBER", "username": "sample.user"},
}


@pytest.fixture
async def ada(wekan: Wekan) -> Person:
    return await wekan.person("ada")


@pytest.fixture
async def place(wekan: Wekan, ada: Person) -> Place:
    return await wekan.place(member(ada.id, "admin"))


def rules_of(place: Place) -> str:
    return f"/api/boards/{place.board}/rules"


async def whole(wekan: Wekan, rule_id: str) -> tuple[Document, Document, Document]:
    """Returns a rule, its trigger and its action without ids and dates, which are checked."""
    rule = await wekan.get("rules", rule_id)
    trigger = await wekan.get("triggers", rule.pop("triggerId"))
    action = await wekan.get("actions", rule.pop("actionId"))
    for document, changed in ((rule, "modifiedAt"), (trigger, "updatedAt"), (action, "modifiedAt")):
        assert len(document.pop("_id")) == 17
        assert START < document.pop("createdAt") <= document.pop(changed)
    return rule, trigger, action


async def test_a_rule_is_stored_alike_by_both_doors(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    body = {
        "title": " Assign ",
        "trigger": TRIGGER | {"_id": "x", "boardId": "other", "createdAt": "never", "userId": ""},
        "action": ACTION | {"boardId": "other"},
    }
    made = await Rest(http, ada).ok("POST", rules_of(place), body)
    stored = await wekan.get("rules", made["_id"])
    assert made == {name: stored[name] for name in ("_id", "triggerId", "actionId")}
    given = {"boardId": place.board, "title": "Assign", **TYPED}
    typed = (await graphql(CREATE, ada, input=given))["createRule"]["rule"]
    documents = [await whole(wekan, each) for each in (made["_id"], typed["id"])]
    assert documents[0] == documents[1]
    assert documents[0] == (
        {"title": "Assign", "boardId": place.board},
        TRIGGER
        | dict.fromkeys(("oldListName", "swimlaneName", "cardTitle", "userId"), "*")
        | {"boardId": place.board, "desc": "card moved (listName Doing)"},
        ACTION | {"boardId": place.board, "desc": "add member (username sample.user)"},
    )
    assert await wekan.all("activities") == []

    named = await Rest(http, ada).ok(
        "POST", rules_of(place), {"trigger": TRIGGER, "action": ACTION}
    )
    assert (await wekan.get("rules", named["_id"]))["title"] == "API rule"


async def test_rules_are_shown(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    rest = Rest(http, ada)
    bodies: list[Document] = [
        {"title": "One", "trigger": TRIGGER, "action": ACTION},
        {
            "title": "Two",
            "trigger": {"activityType": "scheduledTrigger", "scheduleKind": "due", "days": 2},
            "action": {"actionType": "setDateRelative", "dateField": "dueAt", "days": -1},
        },
        {
            "title": "Three",
            "trigger": {"activityType": "button", "weekday": "3", "dueCondition": "odd"},
            "action": {"actionType": "teleport", "emailTo": 3},
        },
    ]
    ids = [(await rest.ok("POST", rules_of(place), each))["_id"] for each in bodies]
    lines = await rest.ok("GET", rules_of(place))
    assert [(each["_id"], each["title"]) for each in lines] == [
        *zip(ids, ("One", "Two", "Three"), strict=True)
    ]
    assert lines[1]["trigger"] == bodies[1]["trigger"] | {"desc": lines[1]["trigger"]["desc"]}
    assert await rest.ok("GET", f"{rules_of(place)}/{ids[0]}") == lines[0]

    shown = (await graphql(RULES, ada, board=place.board))["board"]["rules"]
    assert [each["id"] for each in shown] == ids
    assert shown[0]["trigger"] == {
        "kind": "CARD_MOVED",
        "description": "card moved (listName Doing)",
        "listName": "Doing",
        "oldListName": "*",
        "userId": "*",
        **dict.fromkeys(("days", "weekday", "scheduleKind", "dueCondition")),
    }
    assert shown[1]["trigger"]["scheduleKind"] == "DUE" and shown[1]["trigger"]["days"] == 2
    assert shown[1]["action"]["dateField"] == "DUE_AT" and shown[1]["action"]["days"] == -1
    assert shown[1]["action"]["board"] == {"id": place.board}
    assert (shown[2]["buttonType"], shown[2]["buttonLabel"]) == ("CARD", "Three")
    assert shown[2]["trigger"]["weekday"] == 3 and shown[2]["trigger"]["dueCondition"] is None
    assert shown[2]["action"]["kind"] is None and shown[2]["action"]["emailTo"] is None

    await wekan.database.triggers.delete_many({})
    await wekan.database.actions.delete_many({})
    lost = {"_id": ids[0], "title": "One", "trigger": None, "action": None}
    assert (await rest.ok("GET", rules_of(place)))[0] == lost
    shown = (await graphql(RULES, ada, board=place.board))["board"]["rules"]
    assert shown[0]["trigger"] is None and shown[0]["action"] is None


async def test_rules_are_changed(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    rest = Rest(http, ada)
    made = await rest.ok("POST", rules_of(place), {"trigger": TRIGGER, "action": ACTION})
    path, rule = f"{rules_of(place)}/{made['_id']}", made["_id"]
    assert await rest.ok("PUT", path, {"title": " New ", "trigger": None}) == {"_id": rule}
    await rest.ok("PUT", path, {"trigger": {"listName": "Done"}, "action": {"username": "*"}})
    changed, trigger, action = await whole(wekan, rule)
    assert changed == {"title": "New", "boardId": place.board}
    assert (trigger["listName"], trigger["desc"]) == ("Done", "card moved (listName Done)")
    assert (action["username"], action["desc"]) == ("*", "add member")

    await rest.ok("PUT", path, {"trigger": {"activityType": "moveCard", "oldListName": "Done"}})
    _, trigger, _ = await whole(wekan, rule)
    assert (trigger["listName"], trigger["oldListName"]) == ("*", "Done")

    given: Document = {
        "id": rule,
        "trigger": {"kind": "BUTTON", "buttonType": "BOARD", "description": "Mine"},
        "action": {"kind": "SET_COLOR", "color": "navy", "username": None},
    }
    shown = (await graphql(UPDATE, ada, input=given))["updateRule"]["rule"]
    assert shown["trigger"]["kind"] == "BUTTON" and shown["action"]["color"] == "navy"
    changed, trigger, action = await whole(wekan, rule)
    button = {"buttonType": "board", "buttonLabel": "New"}
    assert changed == {"title": "New", "boardId": place.board, **button}
    assert trigger["desc"] == "Mine" and action["username"] is None
    assert action["desc"] == "set color (selectedColor navy)"
    await rest.ok("PUT", path, {"trigger": {"activityType": "createCard"}})
    assert (await whole(wekan, rule))[0] == {"title": "New", "boardId": place.board}


async def test_rules_are_deleted(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    rest, body = Rest(http, ada), {"trigger": TRIGGER, "action": ACTION}
    ids = [(await rest.ok("POST", rules_of(place), body))["_id"] for _ in range(3)]
    assert await rest.ok("DELETE", f"{rules_of(place)}/{ids[0]}") == {"_id": ids[0]}
    gone = await graphql(DELETE, ada, id=ids[1])
    assert gone == {"deleteRule": {"deletedRuleId": ids[1]}}
    for collection in ("rules", "triggers", "actions"):
        assert len(await wekan.all(collection)) == 1, collection
    assert await rest.status("DELETE", f"{rules_of(place)}/{ids[0]}") == 404
    assert await graphql.code(DELETE, ada, id=ids[1]) == "NOT_FOUND"


async def test_cards_go_only_where_the_caller_may_write(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    """BoardBleed (GHSA-gm7v-pc38-53jr): a rule must not be a way around it."""
    move = {"kind": "MOVE_TO_TOP", "listName": "Done"}
    given: Document = {"boardId": place.board, "title": "Away", "trigger": TYPED["trigger"]}
    open_to, seen, hidden = [
        await wekan.board(*who) for who in ([member(ada.id)], [member(ada.id, "read-only")], [])
    ]

    async def code(target: str, rule: str | None = None) -> str:
        action = move | {"boardId": target}
        if rule:
            return await graphql.code(UPDATE, ada, input={"id": rule, "action": action})
        return await graphql.code(CREATE, ada, input=given | {"action": action})

    made = await graphql(CREATE, ada, input=given | {"action": move | {"boardId": open_to}})
    rule = made["createRule"]["rule"]["id"]
    assert (await whole(wekan, rule))[2]["boardId"] == open_to
    before = await wekan.everything()
    for target, expected in ((seen, "FORBIDDEN"), (hidden, "NOT_FOUND"), ("no", "NOT_FOUND")):
        assert await code(target) == expected
        assert await code(target, rule) == expected
    assert await wekan.everything() == before
    path = f"{rules_of(place)}/{rule}"
    await Rest(http, ada).ok("PUT", path, {"action": {"listName": "To do", "boardId": hidden}})
    stored = (await whole(wekan, rule))[2]
    assert (stored["boardId"], stored["listName"]) == (open_to, "To do")
    await graphql(UPDATE, ada, input={"id": rule, "action": {"boardId": None}})
    assert (await whole(wekan, rule))[2]["boardId"] == place.board


async def test_only_board_admins_make_rules_and_only_members_see_them(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person
) -> None:
    cast = await wekan.cast()
    people = {
        **cast,
        "stranger": await wekan.person("stan"),
        "root": await wekan.person("root", isAdmin=True),
        "former": await wekan.person("fred"),
    }
    members = [member(each.id, role) for role, each in cast.items()]
    members += [member(ada.id, "admin"), member(people["former"].id, "admin", active=False)]
    for permission in ("private", "public"):
        place = await wekan.place(*members, permission=permission)
        body = {"title": "Rule", "trigger": TRIGGER, "action": ACTION}
        rule = (await Rest(http, ada).ok("POST", rules_of(place), body))["_id"]
        path = f"{rules_of(place)}/{rule}"
        for name, who in people.items():
            rest, sees = Rest(http, who), name in cast or name == "root"
            refused = 403 if permission == "public" or sees else 404
            assert await rest.status("GET", rules_of(place)) == (200 if sees else refused), name
            assert await rest.status("GET", path) == (200 if sees else refused), name
            shown = (await graphql.post(RULE, who, id=rule)).json()
            assert bool((shown["data"] or {}).get("rule")) is sees, name
            listed = (await graphql.post(RULES, who, board=place.board)).json()
            rules = ((listed["data"] or {}).get("board") or {}).get("rules")
            assert bool(rules) is sees, name

            before = await wekan.everything()
            given = {"boardId": place.board, "title": "Rule", **TYPED}
            if name in ("admin", "root"):
                assert await rest.status("PUT", path, {"title": "Rule"}) == 200
                await graphql(CREATE, who, input=given)
                continue
            for method, where in (("POST", rules_of(place)), ("PUT", path), ("DELETE", path)):
                assert await rest.status(method, where, body) == refused, (name, method)
            code = "FORBIDDEN" if refused == 403 else "NOT_FOUND"
            assert await graphql.code(CREATE, who, input=given) == code
            assert await graphql.code(UPDATE, who, input={"id": rule, "title": "x"}) == code
            assert await graphql.code(DELETE, who, id=rule) == code
            assert await wekan.everything() == before, name
        anonymous = (await graphql.post(RULES, None, board=place.board)).json()
        assert not ((anonymous["data"] or {}).get("board") or {}).get("rules")
        assert await Rest(http).status("GET", rules_of(place)) == 401
        assert await graphql.code(RULE, None, id=rule) == "UNAUTHENTICATED"


async def test_what_is_no_rule_changes_nothing(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, ada: Person, place: Place
) -> None:
    rest = Rest(http, ada)
    made = await rest.ok("POST", rules_of(place), {"trigger": TRIGGER, "action": ACTION})
    path = f"{rules_of(place)}/{made['_id']}"
    before = await wekan.everything()
    wrong: list[tuple[Document, str]] = [
        ({"trigger": {"$set": {}}}, "trigger"),
        ({"trigger": {"listName": {"$ne": ""}}}, "trigger"),
        ({"trigger": "moveCard"}, "trigger"),
        ({"trigger": {"activityType": ""}}, "trigger"),
        ({"action": {"a.b": 1}}, "action"),
        ({"action": [ACTION]}, "action"),
        ({"action": {"actionType": ["archive"]}}, "action"),
        ({"title": ""}, "title"),
        ({"title": {"$ne": ""}}, "title"),
    ]
    for change, field in wrong:
        answered = await rest.send("PUT", path, json=change)
        assert (answered.status_code, answered.json()["field"]) == (400, field), change
        whole_rule = {"title": "x", "trigger": TRIGGER, "action": ACTION} | change
        if change != {"title": ""}:
            assert await rest.status("POST", rules_of(place), whole_rule) == 400, change
    lacking: list[Document] = [{}, {"trigger": TRIGGER}, {"action": ACTION}]
    for missing in (*lacking, {"trigger": {}, "action": {}}):
        assert await rest.status("POST", rules_of(place), missing) == 400
    given = {"boardId": place.board, "title": "x", **TYPED}
    for change in ({"title": " "}, {"trigger": {}}, {"action": {"color": "red"}}):
        assert await graphql.code(CREATE, ada, input=given | change) == "BAD_USER_INPUT"
    elsewhere = await wekan.place(member(ada.id, "admin"))
    stray = f"{rules_of(elsewhere)}/{made['_id']}"
    for method in ("GET", "PUT", "DELETE"):
        assert await rest.status(method, stray, {"title": "x"}) == 404
    del before["boards"], before["lists"], before["swimlanes"]
    after = {name: found for name, found in (await wekan.everything()).items() if name in before}
    assert after == before


def reason(error: str, text: str) -> Document:
    return {"error": error, "reason": text, "message": f"{text} [{error}]"}


async def test_failures_as_wekan_answers_them(settings: Settings) -> None:
    bad = "bad-request"
    async with running(dataclasses.replace(settings, rest_errors="wekan")) as app:
        wekan = Wekan(app.state.services.store.database)
        ada, nora = await wekan.person("ada"), await wekan.person("nora")
        place = await wekan.place(member(ada.id, "admin"), member(nora.id))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            kindless, forbidden = {"trigger": {"a": 1}, "action": ACTION}, {"statusCode": 403}
            failures: list[tuple[Person | None, str, Any, int, Document]] = [
                (ada, "/none", None, 500, reason("not-found", "Rule not found")),
                (
                    ada,
                    "",
                    {"trigger": TRIGGER},
                    500,
                    reason(bad, "trigger and action are required"),
                ),
                (ada, "", kindless, 500, reason(bad, "trigger.activityType is required")),
                (nora, "", {"trigger": TRIGGER, "action": ACTION}, 403, forbidden),
                (None, "", None, 401, {"error": "Unauthorized", "statusCode": 401}),
            ]
            for who, path, body, status, told in failures:
                method = "GET" if body is None else "POST"
                answered = await Rest(http, who).send(method, rules_of(place) + path, json=body)
                assert answered.status_code == status
                assert told.items() <= answered.json().items()
                assert ("statusCode" in answered.json()) is (status != 500)
            made = await Rest(http, ada).ok(
                "POST", rules_of(place), {"trigger": TRIGGER, "action": ACTION}
            )
            unnamed = await Rest(http, ada).send(
                "PUT", f"{rules_of(place)}/{made['_id']}", json={"title": ""}
            )
            assert unnamed.status_code == 500
            assert unnamed.json() == {"error": "Title is required in rules updateAsync"}
