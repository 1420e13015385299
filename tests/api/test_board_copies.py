"""Copies of boards, lists and swimlanes: everything on them, under new ids, through both doors."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

COPY_BOARD = (
    "mutation ($input: CopyBoardInput!) { copyBoard(input: $input) { board { id title } } }"
)
COPY_LIST = (
    "mutation ($input: CopyListInput!) { copyList(input: $input) "
    "{ list { id title sort cards { nodes { title } } } } }"
)
COPY_SWIMLANE = (
    "mutation ($input: CopySwimlaneInput!) { copySwimlane(input: $input) "
    "{ swimlane { id title sort cards { nodes { title } } } } }"
)


@dataclass(frozen=True, slots=True)
class Full:
    """A board with one of everything on it."""

    place: Place
    field: str
    paint: str
    file: str


async def full(wekan: Wekan, owner: Person, **fields: Any) -> Full:
    place = await wekan.place(member(owner.id, "admin"), **fields)
    field = await wekan.field(place.board)
    values = [{"_id": field, "value": "high"}]
    paint = await wekan.card(place, title="Paint", labelIds=["redRed"], customFields=values)
    child = await wekan.card(place, title="Buy", parentId=paint, listId=place.done)
    leaning = [{"cardId": paint, "type": "blocks", "color": "#123456", "icon": "link"}, child]
    await wekan.card(place, title="Dry", cardDependencies=leaning)
    await wekan.card(place, title="Shelved", archived=True)
    await wekan.card(place, title="Gone", deletedAt=START)
    await wekan.checklist(place, paint, "brush", "paint")
    question = await wekan.comment(place, paint, owner, text="Which?")
    await wekan.comment(place, paint, owner, text="Red", parentId=question)
    file = await wekan.attachment(place, paint, b"a plan")
    await wekan.set("cards", paint, coverId=file)
    return Full(place, field, paint, file)


async def titled(wekan: Wekan, collection: str, **conditions: Any) -> dict[str, Document]:
    return {each["title"]: each for each in await wekan.all(collection, **conditions)}


async def check_card(wekan: Wekan, old: Full, new: Document) -> None:
    """Looks at all that hangs on the copy of `Paint`."""
    original = await wekan.get("cards", old.paint)
    assert new["_id"] != old.paint and new["createdAt"] > original["createdAt"]
    assert new["createdAt"] == new["modifiedAt"] == new["dateLastActivity"]
    here = {"cardId": new["_id"], "boardId": new["boardId"]}
    (checklist,) = await wekan.all("checklists", **here)
    items = await wekan.all("checklistItems", **here)
    assert [each["title"] for each in items] == ["brush", "paint"]
    assert {each["checklistId"] for each in items} == {checklist["_id"]}
    question, reply = await wekan.all("card_comments", **here)
    assert (question["text"], reply["text"]) == ("Which?", "Red")
    assert reply["parentId"] == question["_id"]
    (file,) = await wekan.all("attachments", **{"meta.cardId": new["_id"]})
    assert new["coverId"] == file["_id"] != old.file
    assert file["meta"] == {
        "boardId": new["boardId"],
        "swimlaneId": new["swimlaneId"],
        "listId": new["listId"],
        "cardId": new["_id"],
        "source": "copy",
        "copyFrom": old.file,
        "copyStorage": "gridfs",
    }
    stored = file["versions"]["original"]["meta"]["gridFsFileId"]
    chunks = await wekan.all("attachments.chunks")
    assert [each["data"] for each in chunks if str(each["files_id"]) == stored] == [b"a plan"]
    heads = await wekan.all("attachments.files")
    assert [each["length"] for each in heads if str(each["_id"]) == stored] == [6]


async def test_a_board_is_copied_whole(http: httpx.AsyncClient, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    old = await full(wekan, mara, allowsLabels=False, stars=3)
    board = old.place.board
    await wekan.set("boards", board, subtasksDefaultBoardId=board, subtasksDefaultListId="x")
    shared = await wekan.in_list(board, title="Shared")
    await wekan.card(old.place, title="Common", listId=shared)
    hidden = await wekan.swimlane(board, title="Hidden", archived=True)
    await wekan.card(old.place, title="Unseen", swimlaneId=hidden)
    await wekan.in_list(board, title="Shelved", archived=True)
    trigger = await wekan.put("triggers", boardId=board, activityType="moveCard", odd=1)
    here = await wekan.put("actions", boardId=board, actionType="moveCardToTop")
    there = await wekan.put("actions", boardId="elsewhere", actionType="moveCardToTop")
    for action in (here, there):
        rule = {"title": action, "boardId": board, "triggerId": trigger, "actionId": action}
        await wekan.put("rules", **rule)
    await wekan.put("integrations", boardId=board, url="https://example.org", token="t")

    made = await Rest(http, mara).ok("POST", f"/api/boards/{board}/copy", {})
    source, copy = await wekan.get("boards", board), await wekan.get("boards", made)
    assert copy.pop("createdAt") == copy.pop("modifiedAt") > START
    kept = {k: v for k, v in source.items() if k not in ("createdAt", "modifiedAt")}
    del kept["subtasksDefaultListId"]
    new = {"_id": made, "title": "Roadmap [1]", "slug": "roadmap-1", "stars": 0, "sort": 1}
    assert copy == kept | new | {"subtasksDefaultBoardId": made}
    (swimlane,) = await wekan.all("swimlanes", boardId=made)
    lists = await titled(wekan, "lists", boardId=made)
    assert sorted(lists) == ["Done", "Shared", "To do"]
    assert lists["To do"]["swimlaneId"] == swimlane["_id"]
    assert not lists["Shared"].get("swimlaneId")
    cards = await titled(wekan, "cards", boardId=made)
    assert sorted(cards) == ["Buy", "Common", "Dry", "Paint"]
    assert {each["swimlaneId"] for each in cards.values()} == {swimlane["_id"]}
    assert cards["Common"]["listId"] == lists["Shared"]["_id"]
    assert cards["Buy"]["listId"] == lists["Done"]["_id"]
    assert cards["Buy"]["parentId"] == cards["Paint"]["_id"]
    assert [each["cardId"] for each in cards["Dry"]["cardDependencies"]] == [
        cards["Paint"]["_id"],
        cards["Buy"]["_id"],
    ]
    assert sorted(each["cardNumber"] for each in cards.values()) == [1, 2, 3, 4]
    (counter,) = await wekan.all("counters", _id=f"cardNumber-{made}")
    assert counter["next_val"] == 4
    (field,) = await wekan.all("customFields", boardIds=made)
    assert cards["Paint"]["customFields"] == [{"_id": field["_id"], "value": "high"}]
    assert cards["Paint"]["labelIds"] == ["redRed"]
    await check_card(wekan, old, cards["Paint"])

    rules = await wekan.all("rules", boardId=made)
    assert {each["title"] for each in rules} == {here, there}
    (copied,) = {each["triggerId"] for each in rules}
    assert (await wekan.get("triggers", copied))["odd"] == 1
    targets = {r["title"]: (await wekan.get("actions", r["actionId"]))["boardId"] for r in rules}
    assert targets == {here: made, there: "elsewhere"}
    (hook,) = await wekan.all("integrations", boardId=made)
    assert (hook["url"], hook["token"]) == ("https://example.org", "t")
    told = [each["activityType"] for each in await wekan.activities(boardId=made)]
    assert told == [
        "createBoard", "createSwimlane", *["createList"] * 3, *["createCard"] * 4,
        *["addComment"] * 2,
    ]  # fmt: skip
    assert {each["userId"] for each in await wekan.activities(boardId=made)} == {mara.id}
    positions = await wekan.all("positionHistory", boardId=made)
    assert sorted(each["entityType"] for each in positions) == [
        *["card"] * 4, *["list"] * 3, "swimlane",
    ]  # fmt: skip


async def test_the_title_of_a_copy_is_its_own(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id, "admin"), title="Plan (A+)")
    titles = []
    for title in (None, None, "Other", "Plan (A+) [7]", "plan (a+)"):
        given = {"id": board} if title is None else {"id": board, "title": title}
        titles.append((await graphql(COPY_BOARD, mara, input=given))["copyBoard"]["board"]["title"])
    assert titles == ["Plan (A+) [1]", "Plan (A+) [2]", "Other", "Plan (A+) [3]", "plan (a+)"]
    assert await graphql.code(COPY_BOARD, mara, input={"id": board, "title": " "}) == (
        "BAD_USER_INPUT"
    )


async def test_boards_are_copied_by_their_active_admins(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    people = await wekan.cast("admin", "normal")
    gone, root = await wekan.person("gone"), await wekan.person("root", isAdmin=True)
    board = await wekan.board(
        member(people["admin"].id, "admin"),
        member(people["normal"].id),
        member(gone.id, "admin", active=False),
        permission="public",
    )
    for who, status in ((people["normal"], 403), (gone, 403), (root, 200), (people["admin"], 200)):
        assert await Rest(http, who).status("POST", f"/api/boards/{board}/copy", {}) == status
        code = None if status == 200 else "FORBIDDEN"
        answer = (await graphql.post(COPY_BOARD, who, input={"id": board})).json()
        assert answer.get("errors", [{}])[0].get("extensions", {}).get("code") == code


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_a_list_is_copied_with_its_cards(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, door: str
) -> None:
    mara = await wekan.person("mara")
    old = await full(wekan, mara)
    place = old.place
    await wekan.set("lists", place.todo, wipLimit={"value": 3, "enabled": True, "soft": False})
    if door == "rest":
        path = f"/api/boards/{place.board}/lists/{place.todo}/copy"
        made = (await Rest(http, mara).ok("POST", path, {"position": "1"}))["_id"]
    else:
        given = {"id": place.todo, "position": 1}
        made = (await graphql(COPY_LIST, mara, input=given))["copyList"]["list"]["id"]
    source, copy = await wekan.get("lists", place.todo), await wekan.get("lists", made)
    dates = ("createdAt", "updatedAt", "modifiedAt")
    assert {name: copy[name] for name in copy if name not in dates} == {
        **{name: value for name, value in source.items() if name not in dates},
        "_id": made,
        "sort": 0.5,
    }
    cards = await titled(wekan, "cards", listId=made)
    # `Buy` lies in another list, and comes along as the subtask of `Paint`.
    assert sorted(cards) == ["Buy", "Dry", "Paint"]
    assert cards["Paint"]["customFields"] == [{"_id": old.field, "value": "high"}]
    assert cards["Buy"]["parentId"] == cards["Paint"]["_id"]
    assert {each["swimlaneId"] for each in cards.values()} == {place.swimlane}
    assert sorted(each["cardNumber"] for each in cards.values()) == [6, 7, 8]
    await check_card(wekan, old, cards["Paint"])


async def test_a_copy_on_another_board_has_that_boards_labels_fields_and_people(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, stan = await wekan.person("mara"), await wekan.person("stan")
    old = await full(wekan, mara)
    labels = [{"_id": "bug123", "name": "Bug", "color": "green"}]
    other = await wekan.place(member(mara.id), labels=labels)
    same = await wekan.field(other.board)
    lone = await wekan.field(old.place.board, name="Alone", type="date")
    values = [{"_id": old.field, "value": "high"}, {"_id": lone, "value": None}]
    people = {"members": [mara.id, stan.id], "assignees": [stan.id], "watchers": [stan.id]}
    dependencies = [{"cardId": old.paint, "type": "blocks", "color": "#1", "icon": "link"}]
    paint = {"customFields": values, "labelIds": ["redRed", "sky222"], **people}
    await wekan.set("cards", old.paint, **paint, cardDependencies=dependencies)
    given = {"id": old.place.todo, "boardId": other.board, "title": "Copy"}
    made = (await graphql(COPY_LIST, mara, input=given))["copyList"]["list"]
    assert (made["title"], made["sort"]) == ("Copy", 2)
    stored = await wekan.get("lists", made["id"])
    assert (stored["boardId"], stored["swimlaneId"]) == (other.board, other.swimlane)
    cards = await titled(wekan, "cards", boardId=other.board)
    card = cards["Paint"]
    assert card["swimlaneId"] == other.swimlane
    assert card["labelIds"] == ["bug123"]
    assert card["customFields"] == [{"_id": same, "value": "high"}, {"_id": lone, "value": None}]
    assert (await wekan.get("customFields", lone))["boardIds"] == [old.place.board, other.board]
    assert (card["members"], card["assignees"], card["watchers"]) == ([mara.id], [], [])
    assert card["cardDependencies"] == [dependencies[0] | {"cardId": card["_id"]}]
    assert sorted(each["cardNumber"] for each in cards.values()) == [1, 2, 3]


async def test_what_somebody_does_not_see_is_not_copied(graphql: GraphQL, wekan: Wekan) -> None:
    """ParentBleed: subtasks on hidden boards stay there, as do cards of other assignees."""
    mara, ned = await wekan.person("mara"), await wekan.person("ned")
    place = await wekan.place(member(mara.id, "admin"), member(ned.id, "normal-assigned-only"))
    hidden = await wekan.place(member(mara.id, "admin"))
    own = await wekan.card(place, title="Own", assignees=[ned.id])
    await wekan.card(place, title="Other")
    await wekan.card(hidden, title="Secret", parentId=own)
    made = (await graphql(COPY_LIST, ned, input={"id": place.todo}))["copyList"]["list"]
    assert [each["title"] for each in await wekan.all("cards", listId=made["id"])] == ["Own"]
    made = (await graphql(COPY_LIST, mara, input={"id": place.todo}))["copyList"]["list"]
    copied = await titled(wekan, "cards", listId=made["id"])
    assert sorted(copied) == ["Other", "Own", "Secret"]
    assert copied["Secret"]["boardId"] == place.board


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_a_swimlane_is_copied_with_its_lists(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, door: str
) -> None:
    mara = await wekan.person("mara")
    old = await full(wekan, mara)
    other = await wekan.place(member(mara.id), labels=[])
    fields = {"toBoardId": other.board, "title": "Lane", "position": 0}
    if door == "rest":
        path = f"/api/boards/{old.place.board}/swimlanes/{old.place.swimlane}/copy"
        made = (await Rest(http, mara).ok("POST", path, fields))["_id"]
    else:
        given = {"id": old.place.swimlane, "boardId": other.board, "title": "Lane", "position": 0}
        made = (await graphql(COPY_SWIMLANE, mara, input=given))["copySwimlane"]["swimlane"]["id"]
    swimlane = await wekan.get("swimlanes", made)
    assert (swimlane["boardId"], swimlane["title"], swimlane["sort"]) == (other.board, "Lane", -1)
    lists = await titled(wekan, "lists", swimlaneId=made)
    assert [(title, each["sort"]) for title, each in lists.items()] == [("To do", 0), ("Done", 1)]
    cards = await titled(wekan, "cards", swimlaneId=made)
    assert sorted(cards) == ["Buy", "Dry", "Paint"]
    assert cards["Buy"]["listId"] == lists["Done"]["_id"]
    (label,) = (await wekan.get("boards", other.board))["labels"]
    assert (label["name"], label["color"], len(label["_id"])) == ("Bug", "red", 6)
    assert cards["Paint"]["labelIds"] == [label["_id"]]
    await check_card(wekan, old, cards["Paint"])


async def test_a_swimlane_beside_others_leaves_shared_lists_shared(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    place = await wekan.place(member(mara.id))
    shared = await wekan.in_list(place.board, title="Shared")
    later = await wekan.swimlane(place.board, title="Later", sort=1)
    await wekan.card(place, title="Here", swimlaneId=later, listId=shared)
    made = (await graphql(COPY_SWIMLANE, mara, input={"id": later}))["copySwimlane"]["swimlane"]
    assert made["cards"]["nodes"] == [{"title": "Here"}]
    assert len(await wekan.all("lists")) == 3
    assert (await wekan.all("cards", swimlaneId=made["id"]))[0]["listId"] == shared


async def test_a_copy_that_fails_leaves_nothing(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    """BoardBleed: writing must be allowed on both boards."""
    mara, vera = await wekan.person("mara"), await wekan.person("vera")
    old = await full(wekan, mara)
    member_there = member(vera.id, "admin")
    other = await wekan.place(member(mara.id, "read-only"), member_there)
    await wekan.database.boards.update_one(
        {"_id": old.place.board}, {"$push": {"members": member(vera.id, "read-only")}}
    )
    before = await wekan.everything()
    for who in (mara, vera):
        for copy, noun, source in (
            (COPY_LIST, "lists", old.place.todo),
            (COPY_SWIMLANE, "swimlanes", old.place.swimlane),
        ):
            given = {"id": source, "boardId": other.board}
            assert await graphql.code(copy, who, input=given) == "FORBIDDEN"
            path = f"/api/boards/{old.place.board}/{noun}/{source}/copy"
            body = {"toBoardId": other.board}
            assert await Rest(http, who).status("POST", path, body) == 403
    path = f"/api/boards/{old.place.board}/lists/{old.place.todo}/copy"
    refused: tuple[tuple[Document, int], ...] = (
        ({"toBoardId": "A" * 17}, 404),
        ({"toSwimlaneId": other.swimlane}, 400),
        ({"position": {"$gt": 1}}, 400),
        ({"toBoardId": {"$ne": ""}}, 400),
    )
    for wrong, status in refused:
        assert await Rest(http, mara).status("POST", path, wrong) == status
    assert await wekan.everything() == before


async def test_a_copy_that_breaks_off_leaves_no_part(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    old = await full(wekan, mara)
    comments = wekan.database.card_comments
    await comments.create_index("text", name="breaks_copies", unique=True)
    try:
        before = await wekan.everything()
        for text, wanted in (
            (COPY_LIST, old.place.todo),
            (COPY_SWIMLANE, old.place.swimlane),
            (COPY_BOARD, old.place.board),
        ):
            assert await graphql.code(text, mara, input={"id": wanted}) == "INTERNAL"
        after = await wekan.everything()
        kept = {name: each for name, each in after.items() if each and name != "counters"}
        assert kept == {name: each for name, each in before.items() if each and name != "counters"}
    finally:
        await comments.drop_index("breaks_copies")
