"""Lists and swimlanes changed, moved, archived, deleted: what is stored, through both doors."""

from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import FLAGS, START, Document, Place, Wekan, member


def mutation(name: str, noun: str, selected: str = "id title") -> str:
    answered = f"{noun} {{ {selected} }}" if selected else f"deleted{noun.capitalize()}Id"
    verb = f"{name}{noun.capitalize()}"
    kind = f"{verb[0].upper()}{verb[1:]}Input"
    return f"mutation ($input: {kind}!) {{ {verb}(input: $input) {{ {answered} }} }}"


class Doors:
    """The same verb through either door; both answer with the id of what was changed."""

    def __init__(self, http: httpx.AsyncClient, graphql: GraphQL, door: str) -> None:
        self._http, self._graphql, self._door = http, graphql, door

    async def list(self, who: Person, board: str, verb: str, wanted: str, **body: Any) -> str:
        return await self._call(who, "list", board, verb, wanted, body)

    async def swimlane(self, who: Person, board: str, verb: str, wanted: str, **body: Any) -> str:
        return await self._call(who, "swimlane", board, verb, wanted, body)

    async def _call(
        self, who: Person, noun: str, board: str, verb: str, wanted: str, body: Document
    ) -> str:
        if self._door == "rest":
            method, end = {"update": ("PUT", ""), "delete": ("DELETE", "")}.get(
                verb, ("POST", f"/{verb}")
            )
            path = f"/api/boards/{board}/{noun}s/{wanted}{end}"
            sent = None if method == "DELETE" else body
            answer = await Rest(self._http, who).ok(method, path, sent)
            return str(answer["_id"])
        renamed = {"toBoardId": "boardId", "toSwimlaneId": "swimlaneId"}
        given = {"id": wanted} | {renamed.get(name, name): each for name, each in body.items()}
        text = mutation(verb, noun, "" if verb == "delete" else "id")
        answer = (await self._graphql(text, who, input=given))[f"{verb}{noun.capitalize()}"]
        if verb == "delete":
            return str(answer[f"deleted{noun.capitalize()}Id"])
        return str(answer[noun]["id"])


@pytest.fixture(params=["rest", "graphql"])
def doors(request: pytest.FixtureRequest, http: httpx.AsyncClient, graphql: GraphQL) -> Doors:
    return Doors(http, graphql, request.param)


async def types(wekan: Wekan) -> list[str]:
    return [each["activityType"] for each in await wekan.activities()]


def changed(before: Document, after: Document) -> Document:
    """Returns what differs, but for dates, which must be later."""
    for name in ("updatedAt", "modifiedAt"):
        assert after[name] > before[name]
    names = {*before, *after} - {"updatedAt", "modifiedAt"}
    return {n: after.get(n) for n in names if after.get(n) != before.get(n)}


async def test_a_list_is_changed(doors: Doors, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    before = await wekan.get("lists", place.todo)
    fields = {"title": " Doing ", "color": "#a1B2c3", "starred": True}
    limit = {"value": 5, "enabled": True}
    wanted = await doors.list(mara, place.board, "update", place.todo, wipLimit=limit, **fields)
    assert wanted == place.todo
    assert changed(before, await wekan.get("lists", place.todo)) == {
        "title": "Doing",
        "color": "#a1B2c3",
        "starred": True,
        "wipLimit": {"value": 5, "enabled": True, "soft": False},
    }
    told = {"type": "list", "boardId": place.board, "listId": place.todo, "title": "Doing"}
    assert await wekan.activities() == [
        {"userId": mara.id, "activityType": "changedListTitle"} | told
    ]
    await doors.list(mara, place.board, "update", place.todo, starred=False, title="Doing")
    assert len(await wekan.activities()) == 1


async def test_values_of_lists_that_are_refused(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    await wekan.in_list(place.board, _id="shelvedShelved123", archived=True)
    before = await wekan.everything()
    path, rest = f"/api/boards/{place.board}/lists/", Rest(http, mara)
    no_color = "Invalid list color. Use a named palette color or a #rrggbb hex value."
    for body, status, answer in (
        ({"color": "pinkish"}, 400, {"error": no_color}),
        ({}, 404, {"message": "Error"}),
        ({"unknown": 1}, 404, {"message": "Error"}),
        ({"title": " "}, 400, None),
        ({"starred": "maybe"}, 400, None),
        ({"wipLimit": 3}, 400, None),
        ({"wipLimit": {"value": 0}}, 400, None),
        ({"wipLimit": {"value": 1.5}}, 400, None),
        ({"wipLimit": {"$gt": 1}}, 400, None),
    ):
        response = await rest.send("PUT", path + place.todo, json=body)
        assert response.status_code == status, body
        assert answer in (None, response.json())
    assert await rest.status("PUT", path + "shelvedShelved123", {"title": "x"}) == 404
    for given in ({"title": None}, {"width": 99}, {"wipLimit": {"value": 0}}, {"color": "x"}):
        asked = {"id": place.todo} | given
        code = await graphql.code(mutation("update", "list"), mara, input=asked)
        assert code == "BAD_USER_INPUT", given
    assert await wekan.everything() == before


async def test_a_deleted_list_goes_with_its_cards_and_comes_back(
    doors: Doors, graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place)
    gone = await wekan.card(place, deletedAt=START, deleteBatchId="earlier")
    await wekan.put("userPositionHistory", userId=mara.id, boardId=place.board, undone=True)
    before = await wekan.get("lists", place.todo), await wekan.get("cards", card)
    await doors.list(mara, place.board, "delete", place.todo)
    marks = {}
    for name, (old, collection, wanted) in {
        "list": (before[0], "lists", place.todo), "card": (before[1], "cards", card),
    }.items():  # fmt: skip
        new = await wekan.get(collection, wanted)
        marks[name] = {key: new.pop(key) for key in ("deletedAt", "deletedBy", "deleteBatchId")}
        assert new == old
    assert marks["list"] == marks["card"]
    at, batch = marks["list"]["deletedAt"], marks["list"]["deleteBatchId"]
    assert marks["list"]["deletedBy"] == mara.id and at > START
    (step,) = await wekan.all("userPositionHistory")
    assert len(step.pop("_id")) == len(batch) == 17
    assert step == {
        "userId": mara.id,
        "boardId": place.board,
        "entityType": "list",
        "entityId": place.todo,
        "actionType": "delete",
        "previousState": {"swimlaneId": place.swimlane, "sort": 0, "boardId": place.board},
        "newState": {"deletedAt": at},
        "previousSort": 0,
        "previousSwimlaneId": place.swimlane,
        "previousBoardId": place.board,
        "batchId": batch,
        "isCheckpoint": False,
        "undone": False,
        "createdAt": at,
    }
    assert await types(wekan) == []
    await graphql(mutation("restore", "list"), mara, input={"id": place.todo})
    assert (await wekan.get("lists", place.todo), await wekan.get("cards", card)) == before
    assert "deletedAt" in await wekan.get("cards", gone)


async def test_lists_are_archived_and_restored(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    before = await wekan.get("lists", place.todo)
    for verb, archived, told in (
        ("archive", True, "archivedList"),
        ("archive", True, "archivedList"),
        ("restore", False, "restoredList"),
    ):
        text = mutation(verb, "list", "archived")
        answer = await graphql(text, mara, input={"id": place.todo})
        assert answer[f"{verb}List"]["list"]["archived"] is archived
        assert (await wekan.activities())[-1] == {
            "userId": mara.id,
            "activityType": told,
            "type": "list",
            "boardId": place.board,
            "listId": place.todo,
            "title": "To do",
        }
    assert changed(before, await wekan.get("lists", place.todo)).keys() == {"archivedAt"}
    assert await types(wekan) == ["archivedList", "restoredList"]


async def test_a_list_is_moved_along_its_board(doors: Doors, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    third = await wekan.in_list(place.board, title="Third", sort=2)
    await wekan.in_list(place.board, sort=-5, archived=True)
    await wekan.in_list(place.board, sort=-9, deletedAt=START)
    for position, sort in ((1, 1.5), (0, 0), (99, 3), (-3, 0)):
        await doors.list(mara, place.board, "move", place.todo, position=position)
        assert (await wekan.get("lists", place.todo))["sort"] == sort, position
    await doors.list(mara, place.board, "move", third)
    assert (await wekan.get("lists", third))["sort"] == 2
    assert await types(wekan) == []


async def test_a_list_that_goes_to_another_swimlane_takes_its_cards(
    doors: Doors, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    later = await wekan.swimlane(place.board, title="Later", sort=1)
    card = await wekan.card(place, title="Paint")
    file = await wekan.attachment(place, card)
    await doors.list(mara, place.board, "move", place.todo, toSwimlaneId=later)
    assert (await wekan.get("lists", place.todo))["swimlaneId"] == later
    assert (await wekan.get("cards", card))["swimlaneId"] == later
    assert (await wekan.get("attachments", file))["meta"]["swimlaneId"] == later
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "moveCard",
            "boardId": place.board,
            "cardId": card,
            "listId": place.todo,
            "swimlaneId": later,
            "listName": "To do",
            "swimlaneName": "Later",
            "cardTitle": "Paint",
            "oldListId": place.todo,
            "oldSwimlaneId": place.swimlane,
        }
    ]


async def crowded(wekan: Wekan, mara: Person) -> tuple[Place, Place, str, str, str]:
    """Two boards; on the first a card with all that hangs on one, leaning on a neighbour, and a
    card that stays, which leans on it."""
    place = await wekan.place(member(mara.id))
    labels = [{"_id": "bug123", "name": "Bug", "color": "green"}]
    there = await wekan.place(member(mara.id), labels=labels)
    field = await wekan.field(place.board)
    await wekan.card(there)
    near = await wekan.card(place, archived=True)
    card = await wekan.card(
        place,
        title="Paint",
        labelIds=["redRed"],
        members=[mara.id, "x"],
        customFields=[{"_id": field, "value": 1}],
        cardDependencies=[{"cardId": near, "type": "blocks"}],
    )
    left = await wekan.swimlane(place.board, title="Left", sort=5)
    leans = [card, {"cardId": card, "type": "blocks"}]
    kept = await wekan.in_list(place.board, swimlaneId=left)
    stays = await wekan.card(place, listId=kept, swimlaneId=left, cardDependencies=leans)
    await wekan.checklist(place, card, "brush")
    await wekan.comment(place, card, mara)
    await wekan.attachment(place, card)
    return place, there, card, near, stays


async def check_crossed(wekan: Wekan, there: Place, card: str, near: str, stays: str) -> None:
    moved = await wekan.get("cards", card)
    assert moved["boardId"] == there.board and moved["labelIds"] == ["bug123"]
    there_now = await wekan.all("cards", boardId=there.board)
    assert len({each["cardNumber"] for each in there_now}) == len(there_now) >= 3
    assert [each["cardId"] for each in moved["cardDependencies"]] == [near]
    assert (await wekan.get("cards", stays))["cardDependencies"] == []
    for collection in ("checklists", "checklistItems", "card_comments"):
        assert {each["boardId"] for each in await wekan.all(collection)} == {there.board}
    (file,) = await wekan.all("attachments")
    assert file["meta"] == {
        "boardId": there.board,
        "swimlaneId": moved["swimlaneId"],
        "listId": moved["listId"],
        "cardId": card,
    }
    (field,) = await wekan.all("customFields")
    assert there.board in field["boardIds"]
    told = await wekan.activities(activityType="moveCardBoard", cardId=card)
    assert [each["boardId"] for each in told] == [there.board]


async def test_a_list_goes_to_another_board_with_all_of_its_cards(
    doors: Doors, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place, there, card, near, stays = await crowded(wekan, mara)
    wanted = await doors.list(
        mara, place.board, "move", place.todo, toBoardId=there.board, position=0
    )
    moved = await wekan.get("lists", wanted)
    assert wanted == place.todo
    assert (moved["boardId"], moved["swimlaneId"], moved["sort"]) == (
        there.board, there.swimlane, -1,
    )  # fmt: skip
    assert {each["swimlaneId"] for each in await wekan.all("cards", listId=wanted)} == {
        there.swimlane
    }
    assert (await wekan.get("cards", card))["members"] == [mara.id]
    await check_crossed(wekan, there, card, near, stays)


async def test_a_swimlane_goes_to_another_board_with_lists_and_cards(
    doors: Doors, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place, there, card, near, stays = await crowded(wekan, mara)
    ways = {}
    for title in ("Shared", "Known"):
        from_list = await wekan.in_list(place.board, title=title)
        ways[title] = await wekan.card(place, listId=from_list)
    theirs = await wekan.in_list(there.board, title="Known")
    wanted = await doors.swimlane(
        mara, place.board, "move", place.swimlane, toBoardId=there.board, title="Lane"
    )
    assert wanted == place.swimlane
    moved = await wekan.get("swimlanes", wanted)
    assert (moved["boardId"], moved["title"], moved["sort"]) == (there.board, "Lane", 1)
    for each in (place.todo, place.done):
        assert (await wekan.get("lists", each))["boardId"] == there.board
    assert (await wekan.get("cards", card))["listId"] == place.todo
    assert (await wekan.get("cards", ways["Known"]))["listId"] == theirs
    (made,) = await wekan.all("lists", boardId=there.board, title="Shared")
    assert (await wekan.get("cards", ways["Shared"]))["listId"] == made["_id"]
    assert made["swimlaneId"] == wanted
    assert len(await wekan.all("lists", boardId=place.board, title="Shared")) == 1
    assert (await wekan.get("cards", stays))["boardId"] == place.board
    await check_crossed(wekan, there, card, near, stays)
    told = await types(wekan)
    assert told.count("moveCardBoard") == 4 and told.count("createList") == 1
    assert told.count("changedSwimlaneTitle") == 1


async def test_the_last_swimlane_to_go_leaves_a_new_one(doors: Doors, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place, there = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    await doors.swimlane(mara, place.board, "move", place.swimlane, toBoardId=there.board)
    (left,) = await wekan.all("swimlanes", boardId=place.board)
    assert left["_id"] == f"{place.board}-default"


async def test_moving_needs_both_boards_and_all_cards(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    """BoardBleed; and who sees assigned cards only takes no others to where they would."""
    mara, vera, ned = [await wekan.person(name) for name in ("mara", "vera", "ned")]
    place = await wekan.place(
        member(mara.id), member(vera.id, "read-only"), member(ned.id, "normal-assigned-only")
    )
    there = await wekan.place(
        member(mara.id, "comment-only"), member(vera.id, "admin"), member(ned.id, "admin")
    )
    await wekan.card(place)
    before = await wekan.everything()
    for who in (mara, vera, ned):
        for noun, wanted in (("list", place.todo), ("swimlane", place.swimlane)):
            given = {"id": wanted, "boardId": there.board}
            assert await graphql.code(mutation("move", noun), who, input=given) == "FORBIDDEN"
            path = f"/api/boards/{place.board}/{noun}s/{wanted}/move"
            assert await Rest(http, who).status("POST", path, {"toBoardId": there.board}) == 403
    assert await wekan.everything() == before


async def test_a_swimlane_is_changed(doors: Doors, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    before = await wekan.get("swimlanes", place.swimlane)
    await doors.swimlane(mara, place.board, "update", place.swimlane, title=" First ")
    after = await wekan.get("swimlanes", place.swimlane)
    assert changed(before, after) == {"title": "First"}
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "changedSwimlaneTitle",
            "type": "swimlane",
            "boardId": place.board,
            "listId": place.swimlane,
            "title": "First",
        }
    ]


async def test_look_of_swimlanes(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    text = mutation("update", "swimlane", "color height")
    looks: tuple[tuple[Document, Document], ...] = (
        ({"color": "navy", "height": 50}, {"color": "navy", "height": 50}),
        ({"color": None, "height": None}, {"color": None, "height": -1}),
    )
    for given, shown in looks:
        answer = await graphql(text, mara, input={"id": place.swimlane} | given)
        assert answer["updateSwimlane"]["swimlane"] == shown
    for wrong in ({"height": 49}, {"height": 2001}, {"color": "blueish"}, {"title": ""}):
        asked = {"id": place.swimlane, **wrong}
        assert await graphql.code(text, mara, input=asked) == "BAD_USER_INPUT"


async def test_a_swimlane_hides_its_cards_and_shows_them_again(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    card = await wekan.card(place, title="Paint")
    shelved = await wekan.card(place, archived=True, archivedAt=START)
    for verb, archived in (("archive", True), ("archive", True), ("restore", False)):
        text = mutation(verb, "swimlane", "archived")
        answer = await graphql(text, mara, input={"id": place.swimlane})
        assert answer[f"{verb}Swimlane"]["swimlane"]["archived"] is archived
        assert (await wekan.get("cards", card))["archived"] is archived
    assert (await wekan.get("cards", shelved))["archivedAt"] == START
    assert (await wekan.get("cards", shelved))["archived"] is True
    assert await types(wekan) == [
        "archivedCard", "archivedSwimlane", "restoredCard", "restoredSwimlane",
    ]  # fmt: skip
    (told,) = await wekan.activities(activityType="archivedCard")
    assert (told["listName"], told["cardTitle"], told["cardId"]) == ("To do", "Paint", card)


async def test_a_deleted_swimlane_takes_its_cards_and_only_its_last_list(
    doors: Doors, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    later = await wekan.swimlane(place.board, title="Later", sort=1)
    card = await wekan.card(place)
    await wekan.attachment(place, card)
    await wekan.comment(place, card, mara)
    kept = await wekan.card(place, listId=place.done, swimlaneId=later)
    await doors.swimlane(mara, place.board, "delete", place.swimlane)
    assert [each["_id"] for each in await wekan.all("cards")] == [kept]
    assert [each["_id"] for each in await wekan.all("swimlanes")] == [later]
    assert [each["swimlaneId"] for each in await wekan.all("lists")] == [later, later]
    for gone in ("card_comments", "attachments", "attachments.chunks"):
        assert await wekan.all(gone) == []
    told = await wekan.activities()
    assert [each["activityType"] for each in told] == ["deleteCard", "removeSwimlane"]
    assert told[1] == {
        "userId": mara.id,
        "activityType": "removeSwimlane",
        "type": "swimlane",
        "boardId": place.board,
        "swimlaneId": place.swimlane,
        "title": "Default",
    }


@pytest.mark.parametrize(("bound", "lists"), [(True, 0), (False, 1)])
async def test_the_only_list_goes_with_its_swimlane_unless_all_show_it(
    graphql: GraphQL, wekan: Wekan, bound: bool, lists: int
) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    swimlane = await wekan.swimlane(board)
    only = await wekan.in_list(board, swimlaneId=swimlane if bound else "")
    place = Place(board, swimlane, only, only)
    await wekan.card(place)
    await graphql(mutation("delete", "swimlane", ""), mara, input={"id": swimlane})
    assert len(await wekan.all("lists")) == lists
    assert await wekan.all("cards") == []
    (left,) = await wekan.all("swimlanes")
    assert left["_id"] == f"{board}-default"


WRITERS = {"admin", "normal", "normal-assigned-only", "no-comments", "site-admin"}


async def test_who_may_change_lists_and_swimlanes(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    people = await wekan.cast(*FLAGS, "stranger")
    people["site-admin"] = await wekan.person("site-admin", isAdmin=True)
    place = await wekan.place(*(member(people[role].id, role) for role in FLAGS))
    wanted = {"list": place.todo, "swimlane": place.swimlane}
    for name, who in people.items():
        expected = "FORBIDDEN" if name in FLAGS else "NOT_FOUND"
        for noun, each in wanted.items():
            path = f"/api/boards/{place.board}/{noun}s/{each}"
            if name in WRITERS:
                assert await Rest(http, who).status("PUT", path, {"title": "x"}) == 200
                continue
            for method, end in (("PUT", ""), ("DELETE", ""), ("POST", "/copy"), ("POST", "/move")):
                body = {"title": "x"} if method != "DELETE" else None
                status = await Rest(http, who).status(method, path + end, body)
                assert status == (403 if name in FLAGS else 404), (name, method, end)
            for verb in ("update", "move", "copy", "archive", "restore"):
                code = await graphql.code(mutation(verb, noun, "id"), who, input={"id": each})
                assert code == expected, (name, verb, noun)


async def test_a_deleted_list_is_hidden_from_strangers(graphql: GraphQL, wekan: Wekan) -> None:
    mara, stan = await wekan.person("mara"), await wekan.person("stan")
    place = await wekan.place(member(mara.id))
    await wekan.set("lists", place.todo, deletedAt=START)
    text = mutation("restore", "list")
    hidden = await graphql.error(text, stan, input={"id": place.todo})
    missing = await graphql.error(text, stan, input={"id": "A" * 17})
    assert hidden == missing


async def test_an_address_is_of_one_board(http: httpx.AsyncClient, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    place, other = await wekan.place(member(mara.id)), await wekan.place(member(mara.id))
    before = await wekan.everything()
    for noun, wanted in (("lists", place.todo), ("swimlanes", place.swimlane)):
        for method, end in (("PUT", ""), ("DELETE", ""), ("POST", "/copy"), ("POST", "/move")):
            path = f"/api/boards/{other.board}/{noun}/{wanted}{end}"
            body = {"title": "x"} if method != "DELETE" else None
            assert await Rest(http, mara).status(method, path, body) == 404
    assert await wekan.everything() == before
