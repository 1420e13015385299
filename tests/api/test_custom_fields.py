"""Custom fields of boards: made, changed, shown and deleted through both doors."""

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
mutation ($input: CreateCustomFieldInput!) {
  createCustomField(input: $input) { customField { id } }
}
"""
UPDATE = """
mutation ($input: UpdateCustomFieldInput!) {
  updateCustomField(input: $input) { customField { name type } }
}
"""
DELETE = """
mutation ($id: ID!) { deleteCustomField(input: {id: $id}) { deletedCustomFieldId } }
"""
ADD = """
mutation ($field: ID!, $name: String!) {
  createDropdownItem(input: {customFieldId: $field, name: $name}) {
    dropdownItemId
    customField { settings { dropdownItems { id name } } }
  }
}
"""
RENAME = """
mutation ($field: ID!, $item: ID!, $name: String!) {
  updateDropdownItem(input: {customFieldId: $field, id: $item, name: $name}) { dropdownItemId }
}
"""
REMOVE = """
mutation ($field: ID!, $item: ID!) {
  deleteDropdownItem(input: {customFieldId: $field, id: $item}) {
    deletedDropdownItemId
    customField { settings { dropdownItems { name } } }
  }
}
"""
ONE = "query ($id: ID!) { customField(id: $id) { id name boards { id } } }"
SHOWN = """
query ($board: ID!) {
  board(id: $board) {
    customFields {
      id name type showOnCard automaticallyOnCard alwaysOnCard
      settings { currencyCode stringTemplateSeparator dropdownItems { id name } }
    }
    cards(first: 10) {
      nodes {
        customFields {
          customFieldId text number checkbox date texts dropdownItem { id name }
          customField { name type boards { id } }
        }
      }
    }
  }
}
"""
FLAGS = (
    "showOnCard automaticallyOnCard alwaysOnCard showLabelOnMiniCard showSumAtTopOfList"
).split()
ITEMS = [{"_id": "itemAA", "name": "High"}, {"_id": "itemBB", "name": "Low"}]


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


@pytest.fixture
def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


def path(place: Place, *rest: str) -> str:
    return "/".join((f"/api/boards/{place.board}/custom-fields", *rest))


async def taken(wekan: Wekan, field_id: str) -> Document:
    """Returns a field without id and dates, which are checked."""
    field = await wekan.get("customFields", field_id)
    assert len(field.pop("_id")) == 17
    assert START < field.pop("createdAt") <= field.pop("modifiedAt")
    return field


SETTINGS: tuple[tuple[str, str, Document, Document, Document], ...] = (
    ("text", "TEXT", {}, {}, {}),
    ("currency", "CURRENCY", {"currencyCode": " EUR ", "odd": 1}, {"currencyCode": "EUR"}, {}),
    (
        "stringtemplate",
        "STRING_TEMPLATE",
        {"stringtemplateFormat": "%{value}", "stringtemplateSeparator": ", "},
        {"stringtemplateFormat": "%{value}", "stringtemplateSeparator": ","},
        {"stringTemplateFormat": "%{value}", "stringTemplateSeparator": ", "},
    ),
    (
        "dropdown",
        "DROPDOWN",
        {"dropdownItems": ITEMS, "currencyCode": ""},
        {"dropdownItems": ITEMS},
        {"dropdownItems": [{"id": each["_id"], "name": each["name"]} for each in ITEMS]},
    ),
)


async def test_a_field_is_stored_alike_by_both_doors(
    rest: Rest, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    for kind, named, settings, stored, typed in SETTINGS:
        body = {"name": " Budget ", "type": kind, "settings": settings, "showOnCard": "true"}
        made = await rest.ok("POST", path(place), body | {"authorId": "x", "alwaysOnCard": True})
        given = {"boardId": place.board, "name": "Budget", "type": named, "showOnCard": True}
        given["settings"] = typed or {"currencyCode": stored.get("currencyCode")}
        other = (await graphql(CREATE, mara, input=given))["createCustomField"]["customField"]
        expected: Document = {
            "boardIds": [place.board],
            "name": "Budget",
            "type": kind,
            "settings": stored,
        }
        expected |= dict.fromkeys(FLAGS, False) | {"showOnCard": True}
        for field_id in (made["_id"], other["id"]):
            assert await taken(wekan, field_id) == expected, kind
            (told,) = await wekan.activities(customFieldId=field_id)
            assert told == {
                "activityType": "createCustomField",
                "boardId": place.board,
                "customFieldId": field_id,
                "userId": mara.id,
            }
    listed = await rest.ok("GET", path(place))
    assert [each["type"] for each in listed] == [each[0] for each in SETTINGS for _ in "12"]
    assert listed[0].keys() == {"_id", "name", "type"}
    whole = await rest.ok("GET", path(place, listed[0]["_id"]))
    assert whole.keys() == {"_id", "boardIds", "name", "type", "settings", "createdAt"} | {
        "modifiedAt",
        *FLAGS,
    }
    form = {"name": "Sum", "type": "currency", "settings": '{"currencyCode": "SEK"}'}
    made = (await rest.send("POST", path(place), data=form)).json()
    assert (await taken(wekan, made["_id"]))["settings"] == {"currencyCode": "SEK"}


async def test_what_is_given_is_changed(
    rest: Rest, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    settings = {"dropdownItems": ITEMS, "currencyCode": "EUR"}
    field = await wekan.field(place.board, name="A", type="dropdown", settings=settings)
    body = {"name": " B ", "showSumAtTopOfList": "true", "settings": {"currencyCode": "SEK"}}
    assert await rest.ok("PUT", path(place, field), body) == {"_id": field}
    document = await wekan.get("customFields", field)
    assert (document["name"], document["type"]) == ("B", "dropdown")
    assert document["settings"] == {"currencyCode": "SEK"}
    assert (document["showSumAtTopOfList"], document["boardIds"]) == (True, [place.board])
    assert document["modifiedAt"] > START

    items = {"dropdownItems": [{"name": "New"}], "stringTemplateSeparator": "-"}
    given = {"id": field, "type": "TEXT", "settings": items, "showSumAtTopOfList": None}
    shown = (await graphql(UPDATE, mara, input=given))["updateCustomField"]["customField"]
    assert shown == {"name": "B", "type": "TEXT"}
    document = await wekan.get("customFields", field)
    (item,) = document["settings"].pop("dropdownItems")
    assert (len(item["_id"]), item["name"]) == (6, "New")
    assert document["settings"] == {"currencyCode": "SEK", "stringtemplateSeparator": "-"}
    assert document["showSumAtTopOfList"] is False
    before = await wekan.everything()
    await rest.ok("PUT", path(place, field), {"name": "B"})
    assert await wekan.everything() == before
    assert await wekan.activities() == []


async def test_always_on_card_puts_a_field_on_all_cards(
    rest: Rest, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    elsewhere = await wekan.place()
    field = await wekan.field(place.board, boardIds=[place.board, elsewhere.board])
    held = {"_id": field, "value": "kept"}
    having = await wekan.card(place, customFields=[held])
    lacking = [await wekan.card(place, archived=archived) for archived in (False, True)]
    hidden = await wekan.card(elsewhere)
    before = {each: await wekan.get("cards", each) for each in (having, hidden)}
    await rest.ok("PUT", path(place, field), {"alwaysOnCard": True})
    for card in lacking:
        document = await wekan.get("cards", card)
        assert document["customFields"] == [{"_id": field, "value": None}]
        assert document["modifiedAt"] == document["dateLastActivity"] > START
    assert {each: await wekan.get("cards", each) for each in before} == before

    given = {"boardId": place.board, "name": "N", "type": "NUMBER", "alwaysOnCard": True}
    made = (await graphql(CREATE, mara, input=given))["createCustomField"]["customField"]["id"]
    for card in (having, *lacking):
        assert (await wekan.get("cards", card))["customFields"][1] == {"_id": made, "value": None}
    later = {"name": "Later", "type": "text", "settings": {}, "automaticallyOnCard": True}
    later_id = (await rest.ok("POST", path(place), later))["_id"]
    assert len((await wekan.get("cards", having))["customFields"]) == 2
    cards = f"/api/boards/{place.board}/lists/{place.todo}/cards"
    new = await rest.ok("POST", cards, {"title": "New", "swimlaneId": place.swimlane})
    entries = (await wekan.get("cards", new["_id"]))["customFields"]
    assert {each["_id"] for each in entries} == {field, made, later_id}


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_a_deleted_field_takes_its_values_along(
    rest: Rest, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person, door: str
) -> None:
    hidden = await wekan.place()
    fields = [
        await wekan.field(place.board),
        await wekan.field(place.board, boardIds=[hidden.board, place.board]),
        await wekan.field(place.board),
    ]
    values = [{"_id": each, "value": "x"} for each in fields]
    own = await wekan.card(place, customFields=values)
    other = await wekan.card(hidden, customFields=values[1:2])
    for field in fields:
        for board in (place.board, hidden.board):
            told = {"activityType": "setCustomField", "boardId": board}
            await wekan.put("activities", customFieldId=field, **told)
    other_before = await wekan.get("cards", other)
    for field in fields[:2]:
        if door == "rest":
            assert await rest.ok("DELETE", path(place, field)) == {"_id": field}
        else:
            assert await graphql(DELETE, mara, id=field)
    document = await wekan.get("cards", own)
    assert document["customFields"] == values[2:]
    assert document["modifiedAt"] == document["dateLastActivity"] > START
    left = {each["_id"]: each["boardIds"] for each in await wekan.all("customFields")}
    assert left == {fields[1]: [hidden.board], fields[2]: [place.board]}
    assert await wekan.get("cards", other) == other_before
    feed = [(each["customFieldId"], each["boardId"]) for each in await wekan.all("activities")]
    assert feed == [
        (fields[1], hidden.board),
        (fields[2], place.board),
        (fields[2], hidden.board),
    ]


async def test_choices_of_a_dropdown(
    rest: Rest, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    field = await wekan.field(place.board, type="dropdown", settings={"currencyCode": "EUR"})
    at = path(place, field, "dropdown-items")

    async def names() -> list[str]:
        settings = (await wekan.get("customFields", field))["settings"]
        assert settings["currencyCode"] == "EUR"
        assert all(len(each["_id"]) == 6 for each in settings["dropdownItems"])
        return [each["name"] for each in settings["dropdownItems"]]

    assert await rest.ok("POST", at, {"items": ["High", 3, None, " Low "]}) == {"_id": field}
    assert await names() == ["High", "Low"]
    assert (await rest.send("POST", at, data={"items": "Single"})).json() == {"_id": field}
    made = (await graphql(ADD, mara, field=field, name="Mid"))["createDropdownItem"]
    shown = made["customField"]["settings"]["dropdownItems"]
    assert [each["name"] for each in shown] == await names() == ["High", "Low", "Single", "Mid"]
    assert shown[3]["id"] == made["dropdownItemId"]

    high, low = shown[0]["id"], shown[1]["id"]
    assert await rest.ok("PUT", f"{at}/{high}", {"name": " Top "}) == {"_id": high}
    await rest.ok("PUT", f"{at}/{high}", {})
    await graphql(RENAME, mara, field=field, item=low, name="Bottom")
    assert await names() == ["Top", "Bottom", "Single", "Mid"]
    assert await rest.ok("DELETE", f"{at}/{high}") == {"_id": field}
    gone = (await graphql(REMOVE, mara, field=field, item=low))["deleteDropdownItem"]
    assert gone["deletedDropdownItemId"] == low
    assert await names() == ["Single", "Mid"]
    before = await wekan.everything()
    assert await rest.status("PUT", f"{at}/{high}", {"name": "x"}) == 404
    assert await graphql.code(REMOVE, mara, field=field, item=high) == "NOT_FOUND"
    assert await wekan.everything() == before


VALUES: tuple[tuple[str, object, str, object], ...] = (
    ("text", "blue", "text", "blue"),
    ("number", "2.5", "number", 2.5),
    ("currency", 12, "number", 12),
    ("checkbox", "true", "checkbox", True),
    ("date", START, "date", "2026-03-01T09:00:00.000Z"),
    ("dropdown", "itemBB", "dropdownItem", {"id": "itemBB", "name": "Low"}),
    ("stringtemplate", ["a", "b"], "texts", ["a", "b"]),
    ("number", "many", "", None),
    ("number", float("nan"), "", None),
    ("dropdown", "itemZZ", "", None),
    ("dropdown", [{}], "", None),
    ("checkbox", None, "", None),
    ("odd", "as text", "text", "as text"),
)


async def test_fields_and_values_are_shown_typed(
    graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    elsewhere = await wekan.place()
    settings = {"dropdownItems": ITEMS, "currencyCode": "EUR"}
    boards = [place.board, elsewhere.board]
    fields = [
        await wekan.field(place.board, name=kind, type=kind, settings=settings, boardIds=boards)
        for kind, *_ in VALUES
    ]
    foreign = await wekan.field(elsewhere.board)
    entries = [{"_id": each, "value": value[1]} for each, value in zip(fields, VALUES, strict=True)]
    odd = [{"_id": foreign, "value": "secret"}, {"_id": "gone", "value": 1}, {"_id": 3}, "x"]
    await wekan.card(place, customFields=[*entries, *odd])
    board = (await graphql(SHOWN, mara, board=place.board))["board"]
    assert {each["id"] for each in board["customFields"]} == set(fields)
    first = next(each for each in board["customFields"] if each["id"] == fields[0])
    assert first == {
        "id": fields[0],
        "name": "text",
        "type": "TEXT",
        "showOnCard": first["showOnCard"],
        "automaticallyOnCard": False,
        "alwaysOnCard": False,
        "settings": {
            "currencyCode": "EUR",
            "stringTemplateSeparator": None,
            "dropdownItems": [{"id": each["_id"], "name": each["name"]} for each in ITEMS],
        },
    }
    assert [each["type"] for each in board["customFields"] if each["name"] == "odd"] == [None]
    (card,) = board["cards"]["nodes"]
    empty: Document = dict.fromkeys(("text", "number", "checkbox", "date", "texts", "dropdownItem"))
    shown: list[Any] = card["customFields"]
    assert [each.pop("customFieldId") for each in shown] == fields
    for (kind, _, name, value), each in zip(VALUES, shown, strict=True):
        field = each.pop("customField")
        assert (field["name"], field["boards"]) == (kind, [{"id": place.board}])
        assert each == empty | ({name: value} if name else {}), kind


async def test_ghsa_6733_4wgq_8xvr_who_only_reads_changes_no_field(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, place: Place
) -> None:
    roles = ("read-only", "comment-only", "worker", "comment-assigned-only")
    people = await wekan.cast(*roles)
    stranger = await wekan.person("stan")
    members = [member(person.id, role) for role, person in people.items()]
    await wekan.set("boards", place.board, members=members)
    settings = {"dropdownItems": ITEMS}
    field = await wekan.field(place.board, type="dropdown", settings=settings)
    new = {"name": "N", "type": "text", "settings": {}}
    calls: list[tuple[str, str, object]] = [
        ("POST", path(place), new),
        ("PUT", path(place, field), {"name": "N"}),
        ("DELETE", path(place, field), None),
        ("POST", path(place, field, "dropdown-items"), {"items": ["x"]}),
        ("PUT", path(place, field, "dropdown-items/itemAA"), {"name": "x"}),
        ("DELETE", path(place, field, "dropdown-items/itemAA"), None),
    ]
    typed = {"boardId": place.board, "name": "N", "type": "TEXT"}
    mutations: list[tuple[str, Document]] = [
        (CREATE, {"input": typed}),
        (UPDATE, {"input": {"id": field, "name": "N"}}),
        (DELETE, {"id": field}),
        (ADD, {"field": field, "name": "x"}),
        (RENAME, {"field": field, "item": "itemAA", "name": "x"}),
        (REMOVE, {"field": field, "item": "itemAA"}),
    ]
    expected: list[tuple[Person | None, int, str]] = [
        *((person, 403, "FORBIDDEN") for person in people.values()),
        (stranger, 404, "NOT_FOUND"),
        (None, 401, "UNAUTHENTICATED"),
    ]
    before = await wekan.everything()
    for who, status, code in expected:
        for method, at, body in calls:
            assert await Rest(http, who).status(method, at, body) == status, (method, at)
        for mutation, given in mutations:
            assert await graphql.code(mutation, who, **given) == code, mutation
    assert await graphql.code(ONE, stranger, id=field) == "NOT_FOUND"
    assert await wekan.everything() == before


async def test_bad_input_changes_nothing(
    rest: Rest, graphql: GraphQL, wekan: Wekan, place: Place, mara: Person
) -> None:
    elsewhere = await wekan.place(member(mara.id))
    field = await wekan.field(place.board, name="Kept", settings={"dropdownItems": ITEMS})
    whole = {"name": "N", "type": "text", "settings": {}}
    wrong: list[Document] = [
        {"name": " "},
        {"name": "x" * 1001},
        {"type": "colour"},
        {"type": None},
        {"settings": None},
        {"settings": "odd"},
        {"settings": {"$set": {}}},
        {"settings": {"currencyCode": {"$ne": ""}}},
        {"settings": {"dropdownItems": ["x"]}},
        {"settings": {"dropdownItems": [{"_id": "a"}]}},
        {"settings": {"dropdownItems": [ITEMS[0], ITEMS[0]]}},
        {"showOnCard": "maybe"},
    ]
    before = await wekan.everything()
    for each in wrong:
        assert await rest.status("POST", path(place), whole | each) == 400, each
        assert await rest.status("PUT", path(place, field), each) == 400, each
    for name in whole:
        part = {key: value for key, value in whole.items() if key != name}
        assert await rest.status("POST", path(place), part) == 400, name
    for items in ([{"$ne": ""}], {"a": 1}, [""], ["x"] * 999):
        at = path(place, field, "dropdown-items")
        assert await rest.status("POST", at, {"items": items}) == 400, items
    for method in ("GET", "PUT", "DELETE"):
        body = {"name": "x"} if method == "PUT" else None
        assert await rest.status(method, path(elsewhere, field), body) == 404
    for given in ({"name": ""}, {"type": None}, {"settings": {"dropdownItems": [{"name": ""}]}}):
        code = await graphql.code(UPDATE, mara, input={"id": field, **given})
        assert code == "BAD_USER_INPUT", given
    assert await wekan.everything() == before


async def test_as_wekan_answers_it(
    settings: Settings, wekan: Wekan, place: Place, mara: Person
) -> None:
    field = await wekan.field(place.board)
    async with running(dataclasses.replace(settings, rest_errors="wekan")) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            rest = Rest(http, mara)
            shown = await rest.send("GET", path(place, "gone"))
            assert (shown.status_code, shown.content) == (200, b"")
            item = path(place, field, "dropdown-items", "gone")
            assert await rest.ok("DELETE", item) == {"_id": field}
            assert await rest.ok("PUT", item, {"name": "x"}) == {"_id": "gone"}
            for method in ("PUT", "DELETE"):
                assert await rest.ok(method, path(place, "gone"), {}) == {"_id": "gone"}
            assert await rest.status("POST", path(place), {}) == 500
