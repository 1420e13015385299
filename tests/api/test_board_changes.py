"""Boards changed, archived, deleted, starred and shared; their settings; through both doors."""

from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL
from tests.factories import FLAGS, START, Wekan, member

UPDATE = (
    "mutation ($input: UpdateBoardInput!) { updateBoard(input: $input) { board { id title } } }"
)
SETTINGS = "query ($id: ID!) { board(id: $id) { settings { %s } } }"


def simple(verb: str, selected: str = "board { id }") -> str:
    kind = f"{verb[0].upper()}{verb[1:]}Input"
    return f"mutation ($input: {kind}!) {{ {verb}(input: $input) {{ {selected} }} }}"


async def board_of(wekan: Wekan, *members: Any, **fields: Any) -> tuple[Any, str]:
    mara = await wekan.person("mara")
    return mara, await wekan.board(member(mara.id, "admin"), *members, **fields)


async def test_a_board_is_renamed(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan) -> None:
    mara, board = await board_of(wekan)
    path = f"/api/boards/{board}/title"
    answer = await Rest(http, mara).ok("PUT", path, {"title": "  Été & Co "})
    assert answer == {"_id": board, "title": "  Été & Co "}
    stored = await wekan.get("boards", board)
    assert (stored["title"], stored["slug"]) == ("Été & Co", "ete-and-co")
    assert stored["modifiedAt"] > START
    await graphql(UPDATE, mara, input={"id": board, "title": "Two"})
    told = {"userId": mara.id, "activityType": "changedBoardTitle", "type": "board"}
    assert await wekan.activities() == [
        told | {"boardId": board, "title": title} for title in ("Été & Co", "Two")
    ]
    assert await Rest(http, mara).ok("PUT", path, {}) == {"_id": board}
    before = await wekan.everything()
    for title in ("", " ", None, {"$ne": ""}):
        response = await Rest(http, mara).send("PUT", path, json={"title": title})
        assert response.status_code == 400
    assert response.json()["field"] == "title"
    assert await graphql.code(UPDATE, mara, input={"id": board, "title": None}) == "BAD_USER_INPUT"
    assert await wekan.everything() == before


async def test_a_board_is_changed(graphql: GraphQL, wekan: Wekan) -> None:
    mara, board = await board_of(wekan)
    given = {"description": " All ", "permission": "PUBLIC", "color": "midnight", "sort": -2.5}
    await graphql(UPDATE, mara, input={"id": board} | given)
    stored = await wekan.get("boards", board)
    assert {name: stored[name] for name in given} == {
        "description": "All",
        "permission": "public",
        "color": "midnight",
        "sort": -2.5,
    }
    await graphql(UPDATE, mara, input={"id": board, "description": None})
    assert "description" not in await wekan.get("boards", board)
    assert await wekan.activities() == []
    for wrong in ({"color": "pinkish"}, {"permission": None}, {"sort": None}, {"color": None}):
        code = await graphql.code(UPDATE, mara, input={"id": board} | wrong)
        assert code == "BAD_USER_INPUT"


async def test_a_private_site_gets_no_public_board(graphql: GraphQL, wekan: Wekan) -> None:
    """allowPrivateOnly."""
    mara, board = await board_of(wekan)
    await wekan.private_boards_only()
    given = {"id": board, "permission": "PUBLIC"}
    assert await graphql.code(UPDATE, mara, input=given) == "FORBIDDEN"
    assert (await wekan.get("boards", board))["permission"] == "private"


async def test_card_settings_over_rest(http: httpx.AsyncClient, wekan: Wekan) -> None:
    mara, board = await board_of(wekan, cardAging=True, allowsCustomFields=True)
    path, rest = f"/api/boards/{board}/cardSettings", Rest(http, mara)
    assert await rest.ok("GET", path) == {"cardAging": True}
    body = {"allowsLabels": "TRUE", "cardAging": "no", "allowsSubtasks": 1, "cardAgingDays1": "9d"}
    ignored = {"cardAgingDays2": -1, "cardAgingDays3": "x", "allowsCustomFields": False, "a": 1}
    shown = {
        "cardAging": False, "allowsLabels": True, "allowsSubtasks": False, "cardAgingDays1": 9,
    }  # fmt: skip
    assert await rest.ok("PUT", path, body | ignored) == shown
    stored = await wekan.get("boards", board)
    assert stored.items() >= (shown | {"allowsCustomFields": True}).items()
    assert stored["modifiedAt"] > START and "a" not in stored
    before = await wekan.everything()
    response = await rest.send("PUT", path, json=ignored)
    assert response.status_code == 400
    assert response.json() == {"error": "no recognized card settings in body"}
    assert await rest.status("PUT", path, {"allowsLabels": {"$ne": 1}}) == 400
    assert await wekan.everything() == before


async def test_settings_over_graphql(graphql: GraphQL, wekan: Wekan) -> None:
    mara, board = await board_of(wekan, allowsLabels=True, presentParentTask="odd")
    names = "allowsLabels allowsDueComplete cardAgingDays1 presentParentTask subtasksDefaultListId"
    read = SETTINGS % names
    shown = (await graphql(read, mara, id=board))["board"]["settings"]
    assert list(shown.values()) == [True, False, None, "NO_PARENT", None]
    in_list = await wekan.in_list(board)
    given = {
        "allowsLabels": False,
        "allowsDueComplete": True,
        "cardAgingDays1": 3,
        "presentParentTask": "PREFIX_WITH_PARENT",
        "subtasksDefaultBoardId": board,
        "subtasksDefaultListId": in_list,
    }
    await graphql(UPDATE, mara, input={"id": board, "settings": given})
    shown = (await graphql(read, mara, id=board))["board"]["settings"]
    assert list(shown.values()) == [False, True, 3, "PREFIX_WITH_PARENT", in_list]
    stored = await wekan.get("boards", board)
    stored_as = given | {"presentParentTask": "prefix-with-parent"}
    assert stored.items() >= stored_as.items()


async def test_settings_that_are_refused(graphql: GraphQL, wekan: Wekan) -> None:
    """BoardBleed: subtasks are not sent to a board that one may not write on."""
    mara, board = await board_of(wekan)
    hidden, read_only = await wekan.board(), await wekan.board(member(mara.id, "read-only"))
    elsewhere = await wekan.in_list(hidden)
    before = await wekan.everything()
    for settings, code in (
        ({"cardAgingDays1": -1}, "BAD_USER_INPUT"),
        ({"presentParentTask": None}, "BAD_USER_INPUT"),
        ({"subtasksDefaultBoardId": hidden}, "BAD_USER_INPUT"),
        ({"subtasksDefaultBoardId": "A" * 17}, "BAD_USER_INPUT"),
        ({"dateSettingsDefaultBoardId": read_only}, "FORBIDDEN"),
        ({"subtasksDefaultListId": elsewhere}, "BAD_USER_INPUT"),
        ({"subtasksDefaultBoardId": board, "subtasksDefaultListId": elsewhere}, "BAD_USER_INPUT"),
    ):
        given = {"id": board, "settings": settings}
        assert await graphql.code(UPDATE, mara, input=given) == code, settings
    assert await wekan.everything() == before


async def test_who_may_change_what(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan) -> None:
    """SortBleed among them: members change the place of a board alone, with nothing else."""
    people = await wekan.cast()
    people["stranger"] = await wekan.person("stranger")
    people["site-admin"] = await wekan.person("site-admin", isAdmin=True)
    members = [member(people[role].id, role) for role in FLAGS]
    board = await wekan.board(*members, permission="public")
    admins, writers = {"admin", "site-admin"}, {"normal", "normal-assigned-only", "no-comments"}
    for name, who in people.items():
        for given, allowed in (
            ({"sort": 3}, {*FLAGS, "site-admin"}),
            ({"title": "x"}, admins | writers),
            ({"settings": {"allowsLabels": True}}, admins | writers),
            ({"settings": {"allowsCustomFields": True}}, admins),
            ({"title": "x", "sort": 3}, admins),
            ({"sort": 3, "settings": {"allowsLabels": True}}, admins),
            ({"color": "belize"}, admins),
            ({"permission": "PRIVATE"}, set[str]()),
        ):
            if not allowed and name in admins:
                continue
            answer = (await graphql.post(UPDATE, who, input={"id": board} | given)).json()
            code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else None
            assert code == (None if name in allowed else "FORBIDDEN"), (name, given)
        expected = 200 if name in admins | writers else 403
        for end, body in (("title", {"title": "x"}), ("cardSettings", {"allowsLabels": True})):
            path = f"/api/boards/{board}/{end}"
            assert await Rest(http, who).status("PUT", path, body) == expected, (name, end)


async def test_boards_are_archived_and_restored(graphql: GraphQL, wekan: Wekan) -> None:
    norm = await wekan.person("norm")
    mara, board = await board_of(wekan, member(norm.id))
    for verb, archived in (("archiveBoard", True), ("restoreBoard", False)):
        text = simple(verb, "board { archived archivedAt }")
        assert await graphql.code(text, norm, input={"id": board}) == "FORBIDDEN"
        shown = (await graphql(text, mara, input={"id": board}))[verb]["board"]
        assert shown["archived"] is archived and shown["archivedAt"] is not None
    assert await wekan.activities() == []


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_a_deleted_board_leaves_nothing_behind(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, door: str
) -> None:
    mara, norm = await wekan.person("mara"), await wekan.person("norm")
    other = await wekan.place(member(mara.id, "admin"))
    both = await wekan.field(other.board)
    rule = await wekan.put("rules", boardId=other.board, actionId="theirAction000000")
    await wekan.put("actions", _id="theirAction000000", boardId="toBeDeleted123456")
    await wekan.setting(disableRegistration=False)
    before = await wekan.everything()

    place = await wekan.place(
        member(mara.id, "admin"), member(norm.id), _id="toBeDeleted123456", stars=1
    )
    await wekan.set("customFields", both, boardIds=[other.board, place.board])
    await wekan.field(place.board)
    await wekan.database.users.update_one(
        {"_id": mara.id}, {"$set": {"profile.starredBoards": [place.board]}}
    )
    card = await wekan.card(place)
    await wekan.checklist(place, card, "one")
    await wekan.unset("checklists", (await wekan.all("checklists"))[0]["_id"], "boardId")
    comment = await wekan.comment(place, card, mara)
    await wekan.reaction(place, card, comment, mara)
    await wekan.attachment(place, card)
    child = await wekan.card(other, parentId=card)
    await wekan.put("activities", boardId=place.board, activityType="createList")
    await wekan.put("integrations", boardId=place.board)
    await wekan.put("counters", _id=f"cardNumber-{place.board}", next_val=4)
    await wekan.put("positionHistory", boardId=place.board)
    await wekan.put("triggers", _id="ownTrigger0000000", boardId=place.board)
    await wekan.put("actions", _id="ownAction00000000", boardId="elsewhere")
    own = {"triggerId": "ownTrigger0000000", "actionId": "ownAction00000000"}
    await wekan.put("rules", boardId=place.board, **own)

    text, path = simple("deleteBoard", "deletedBoardId"), f"/api/boards/{place.board}"
    assert await graphql.code(text, norm, input={"id": place.board}) == "FORBIDDEN"
    assert await Rest(http, norm).status("DELETE", path) == 403
    if door == "rest":
        assert await Rest(http, mara).ok("DELETE", path) == {"_id": place.board}
    else:
        await graphql(text, mara, input={"id": place.board})
    assert (await wekan.get("cards", child))["parentId"] == ""
    await wekan.database.cards.delete_one({"_id": child})
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "removeBoard",
            "type": "board",
            "activityTypeId": place.board,
            "boardId": place.board,
        }
    ]
    await wekan.database.activities.delete_many({})
    await wekan.database.users.update_many({}, {"$unset": {"profile.starredBoards": ""}})
    after = await wekan.everything()
    assert {name: each for name, each in after.items() if each} == {
        name: each for name, each in before.items() if each
    }
    assert (await wekan.get("rules", rule))["actionId"] == "theirAction000000"


async def test_stars_are_counted_once(graphql: GraphQL, wekan: Wekan) -> None:
    mara, board = await board_of(wekan)
    for verb, stars in (("starBoard", 1), ("starBoard", 1), ("unstarBoard", 0), ("unstarBoard", 0)):
        answer = await graphql(simple(verb, "board { stars }"), mara, input={"id": board})
        assert answer[verb]["board"]["stars"] == stars
        starred = (await wekan.get("users", mara.id))["profile"]["starredBoards"]
        assert starred == ([board] if stars else [])
    stan = await wekan.person("stan")
    assert await graphql.code(simple("starBoard"), stan, input={"id": board}) == "NOT_FOUND"


async def test_boards_are_counted_for_site_admins(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    mara, _ = await board_of(wekan, archived=True)
    root = await wekan.person("root", isAdmin=True)
    rest = Rest(http, root)
    assert await rest.ok("GET", "/api/boards_count") == {"private": 1, "public": 0}
    await wekan.board(type="template-container", permission="public")
    assert await rest.ok("GET", "/api/boards_count") == {"private": 1, "public": 1}
    assert await Rest(http, mara).status("GET", "/api/boards_count") == 403
    text = "query ($filter: BoardFilter) { boards(filter: $filter) { totalCount } }"
    every = {"archived": None, "templates": None, "permission": "PUBLIC"}
    assert (await graphql(text, root, filter=every))["boards"] == {"totalCount": 1}


async def test_domains_a_board_is_shared_with(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    norm, root = await wekan.person("norm"), await wekan.person("root", isAdmin=True)
    guest = await wekan.person("guest")
    await wekan.set("users", guest.id, emails=[{"address": "guest@Acme.test", "verified": True}])
    mara, board = await board_of(wekan, member(norm.id))
    path = f"/api/boards/{board}/domains"
    acme = {"domain": "acme.test", "isActive": True}
    assert await Rest(http, root).ok("GET", path) == []
    assert await Rest(http, mara).ok("POST", path, {"domain": " ACME.test "}) == [acme]
    assert await Rest(http, mara).ok("POST", path, {"domain": "acme.test"}) == [acme]
    stored = await wekan.get("boards", board)
    assert stored["domains"] == [acme] and stored["modifiedAt"] > START
    read = "query ($id: ID!) { board(id: $id) { domains { domain isActive } } }"
    assert (await graphql(read, guest, id=board))["board"]["domains"] == [acme]
    before = await wekan.everything()
    for body, answer in (
        ({}, "Missing domain"),
        ({"domain": " "}, "Missing domain"),
        ({"domain": "localhost"}, "Invalid domain: localhost"),
        ({"domain": "a@b.c"}, "Invalid domain: a@b.c"),
        ({"domain": "a b.c"}, "Invalid domain: a b.c"),
    ):
        response = await Rest(http, mara).send("POST", path, json=body)
        assert (response.status_code, response.json()) == (400, {"error": answer})
    assert await Rest(http, mara).status("GET", path) == 403
    for who, status in ((norm, 403), (guest, 403)):
        assert await Rest(http, who).status("POST", path, {"domain": "x.test"}) == status
        assert await Rest(http, who).status("DELETE", f"{path}/acme.test") == status
    assert await wekan.everything() == before
    assert await Rest(http, mara).ok("DELETE", f"{path}/acme.test") == []
    assert await graphql.code(read, guest, id=board) == "NOT_FOUND"
    given = {"boardId": board, "domain": "Other.test"}
    for verb, domains in (("addBoardDomain", ["other.test"]), ("removeBoardDomain", [])):
        text = simple(verb, "board { domains { domain } }")
        assert await graphql.code(text, norm, input=given) == "FORBIDDEN"
        shown = (await graphql(text, mara, input=given))[verb]["board"]["domains"]
        assert [each["domain"] for each in shown] == domains
