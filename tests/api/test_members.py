"""Who is on a board: put on, taken off, given a role, leaving, invited; through both doors."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import FLAGS, START, Document, Wekan, member

FLAG_NAMES = [flag for flag in FLAGS.values() if flag]


def text(verb: str, selected: str = "board { members { userId role isActive } }") -> str:
    kind = f"{verb[0].upper()}{verb[1:]}Input"
    return f"mutation ($input: {kind}!) {{ {verb}(input: $input) {{ {selected} }} }}"


async def placed(wekan: Wekan, board: str, who: Person) -> Document | None:
    members = (await wekan.get("boards", board))["members"]
    return next((each for each in members if each["userId"] == who.id), None)


async def two(wekan: Wekan) -> tuple[Person, Person]:
    return await wekan.person("mara"), await wekan.person("norm")


@pytest.mark.parametrize("door", ["rest", "graphql"])
async def test_a_person_is_put_on_a_board(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, door: str
) -> None:
    mara, norm = await two(wekan)
    board = await wekan.board(member(mara.id, "admin"))

    async def add(rest_role: str, role: str) -> None:
        if door == "rest":
            path, body = f"/api/boards/{board}/members/{norm.id}/add", {"action": "add"}
            answer = await Rest(http, mara).ok("POST", path, body | {"role": rest_role})
            assert answer == [{"_id": board, "title": "Roadmap"}]
        else:
            given = {"boardId": board, "userId": norm.id, "role": role}
            await graphql(text("addBoardMember"), mara, input=given)

    await add(" ReadOnly ", "READ_ONLY")
    assert await placed(wekan, board, norm) == member(norm.id, "read-only")
    assert (await wekan.get("boards", board))["modifiedAt"] > START
    told = {"userId": mara.id, "activityType": "addBoardMember", "type": "member"}
    assert await wekan.activities() == [told | {"memberId": norm.id, "boardId": board}]
    await add("worker", "WORKER")
    assert await placed(wekan, board, norm) == member(norm.id, "read-only")
    await wekan.set("boards", board, members=[
        member(mara.id, "admin"), member(norm.id, "read-only", active=False),
    ])  # fmt: skip
    await add("worker", "WORKER")
    assert await placed(wekan, board, norm) == member(norm.id, "worker")
    assert len(await wekan.activities()) == 1


async def test_roles_over_rest(http: httpx.AsyncClient, wekan: Wekan) -> None:
    mara, norm = await two(wekan)
    board = await wekan.board(member(mara.id, "admin"), member(norm.id, "worker"))
    path, rest = f"/api/boards/{board}/members/{norm.id}", Rest(http, mara)
    names = {
        "admin": "admin", "normal": "normal", "MEMBER": "normal", "nocomments": "no-comments",
        "comment": "comment-only", "commentonly": "comment-only", "worker": "worker",
        "normalassignedonly": "normal-assigned-only", "readonly": "read-only",
        "commentassignedonly": "comment-assigned-only", "readassignedonly": "read-assigned-only",
    }  # fmt: skip
    for name, role in names.items():
        assert await rest.ok("POST", path, {"role": name, "isAdmin": True}) == 1
        assert await placed(wekan, board, norm) == member(norm.id, role), name
    await rest.ok("POST", path, {"role": "worker"})
    for body, flags in (
        ({"isReadOnly": "true"}, {"isWorker", "isReadOnly"}),
        ({"isWorker": 0, "isAdmin": None}, set[str]()),
        ({"isCommentOnly": 1, "isReadAssignedOnly": True}, {"isCommentOnly", "isReadAssignedOnly"}),
        ({"isCommentOnly": "yes"}, set[str]()),
    ):
        assert await rest.ok("POST", path, body) == 1
        now: Any = await placed(wekan, board, norm)
        assert {name for name in FLAG_NAMES if now[name]} == flags, body
    assert await wekan.activities() == []
    response = await rest.send("POST", path, json={"role": "king"})
    assert (response.status_code, response.json()) == (400, {"error": "invalid role: king"})


async def test_roles_over_graphql(graphql: GraphQL, wekan: Wekan) -> None:
    mara, norm = await two(wekan)
    board = await wekan.board(member(mara.id, "admin"), member(norm.id))
    for role in FLAGS:
        name = "BOARD_ADMIN" if role == "admin" else role.upper().replace("-", "_")
        given = {"boardId": board, "userId": norm.id, "role": name}
        answer = await graphql(text("setBoardMemberRole"), mara, input=given)
        shown = answer["setBoardMemberRole"]["board"]["members"][1]
        assert shown == {"userId": norm.id, "role": name, "isActive": True}
        assert await placed(wekan, board, norm) == member(norm.id, role)


@pytest.mark.parametrize("door", ["rest", "graphql", "leave"])
async def test_whoever_goes_is_taken_off_cards(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, door: str
) -> None:
    mara, norm = await two(wekan)
    place = await wekan.place(
        member(mara.id, "admin"),
        member(norm.id, "worker"),
        watchers=[{"userId": norm.id, "level": "watching"}],
        stars=1,
    )
    profile = {"profile.starredBoards": [place.board], "profile.invitedBoards": [place.board]}
    await wekan.set("users", norm.id, **profile)
    both = [mara.id, norm.id]
    everywhere = ("members", "requesters", "assigners", "watchers", "assignees")
    card = await wekan.card(place, **dict.fromkeys(everywhere, both))
    watched = await wekan.card(place, watchers=both)
    await wekan.set("lists", place.todo, watchers=both)
    actor = mara
    if door == "rest":
        path = f"/api/boards/{place.board}/members/{norm.id}/remove"
        answer = await Rest(http, mara).ok("POST", path, {"action": "remove"})
        assert answer == [{"_id": place.board, "title": "Roadmap"}]
    elif door == "graphql":
        given = {"boardId": place.board, "userId": norm.id}
        await graphql(text("removeBoardMember"), mara, input=given)
    else:
        actor = norm
        given = {"boardId": place.board}
        answer = await graphql(text("leaveBoard", "leftBoardId"), norm, input=given)
        assert answer["leaveBoard"]["leftBoardId"] == place.board
    gone = member(norm.id, "worker", active=False)
    board = await wekan.get("boards", place.board)
    assert await placed(wekan, place.board, norm) == gone
    assert (board["watchers"], board["stars"]) == ([], 0)
    stored = await wekan.get("cards", card)
    expected = {name: [mara.id] for name in everywhere} | {"assignees": both}
    assert {name: stored[name] for name in everywhere} == expected
    assert (await wekan.get("cards", watched))["watchers"] == [mara.id]
    assert (await wekan.get("lists", place.todo))["watchers"] == [mara.id]
    left = (await wekan.get("users", norm.id))["profile"]
    assert (left["starredBoards"], left["invitedBoards"]) == ([], [])
    assert await wekan.activities() == [
        {
            "userId": actor.id,
            "activityType": "unjoinMember",
            "boardId": place.board,
            "cardId": card,
            "listId": place.todo,
            "swimlaneId": place.swimlane,
            "username": "norm",
            "memberId": norm.id,
        },
        {
            "userId": actor.id,
            "activityType": "removeBoardMember",
            "type": "member",
            "memberId": norm.id,
            "boardId": place.board,
        },
    ]
    assert await graphql.code("query ($id: ID!) { board(id: $id) { id } }", norm, id=place.board)


async def test_a_board_keeps_an_admin(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    """SortBleed: the last active admin is never dropped, whoever asks."""
    mara, norm = await two(wekan)
    root = await wekan.person("root", isAdmin=True)
    board = await wekan.board(
        member(mara.id, "admin"), member(norm.id), member(root.id, "admin", active=False)
    )
    before = await wekan.everything()
    path = f"/api/boards/{board}/members/{mara.id}"
    for who in (root, mara):
        rest = Rest(http, who)
        assert await rest.status("POST", f"{path}/remove", {"action": "remove"}) == 409
        given = {"boardId": board, "userId": mara.id}
        assert await graphql.code(text("removeBoardMember"), who, input=given) == "CONFLICT"
    assert await Rest(http, root).status("POST", path, {"role": "normal"}) == 409
    given = {"boardId": board}
    assert await graphql.code(text("leaveBoard", "leftBoardId"), mara, input=given) == "CONFLICT"
    assert await wekan.everything() == before
    # Nobody ends being admin themselves, so only another admin could do it.
    assert await Rest(http, mara).ok("POST", path, {"role": "worker"}) == 1
    own: Any = await placed(wekan, board, mara)
    assert own["isAdmin"] is True and own["isWorker"] is True
    await wekan.set("boards", board, members=[member(mara.id, "admin"), member(norm.id, "admin")])
    given = {"boardId": board, "userId": mara.id, "role": "NORMAL"}
    await graphql(text("setBoardMemberRole"), norm, input=given)
    assert await placed(wekan, board, mara) == member(mara.id)


async def test_admins_who_remove_each_other_at_the_same_time(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, norm = await two(wekan)
    remove = text("removeBoardMember")
    for _ in range(3):
        board = await wekan.board(member(mara.id, "admin"), member(norm.id, "admin"))
        tries = [
            graphql.post(remove, who, input={"boardId": board, "userId": other.id})
            for who, other in ((mara, norm), (norm, mara))
        ]
        await asyncio.gather(*tries)
        members = (await wekan.get("boards", board))["members"]
        assert [each["isAdmin"] and each["isActive"] for each in members].count(True) == 1


async def test_who_may_manage_members(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    people = await wekan.cast(*FLAGS, "left", "stranger")
    people["site-admin"] = await wekan.person("site-admin", isAdmin=True)
    new = await wekan.person("new")
    members = [member(people[role].id, role) for role in FLAGS]
    left = member(people["left"].id, "admin", active=False)
    board = await wekan.board(*members, left, member("extra", "admin"))
    for name, who in people.items():
        allowed = name in ("admin", "site-admin")
        path = f"/api/boards/{board}/members/{new.id}"
        for end, body in (
            ("/add", {"action": "add"}),
            ("", {"role": "worker"}),
            ("/remove", {"action": "remove"}),
        ):
            status = await Rest(http, who).status("POST", path + end, body)
            assert status == (200 if allowed else 403 if name in FLAGS else 404), (name, end)
        for verb, more in (
            ("addBoardMember", {}), ("setBoardMemberRole", {"role": "WORKER"}),
            ("removeBoardMember", {}),
        ):  # fmt: skip
            given = {"boardId": board, "userId": new.id} | more
            answer = (await graphql.post(text(verb), who, input=given)).json()
            code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else None
            refused = "FORBIDDEN" if name in FLAGS else "NOT_FOUND"
            assert code == (None if allowed else refused), (name, verb)


async def test_what_is_refused_changes_nothing(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    mara, norm = await two(wekan)
    off = await wekan.person("off", loginDisabled=True)
    board = await wekan.board(member(mara.id, "admin"))
    before = await wekan.everything()
    rest, path = Rest(http, mara), f"/api/boards/{board}/members/"
    add = {"action": "add"}
    for end, body, status in (
        (f"{off.id}/add", add, 400),
        ("nobody/add", add, 404),
        (f"{norm.id}/add", {}, 400),
        (f"{norm.id}/add", {"action": "show"}, 400),
        (f"{norm.id}/add", {"action": {"$ne": ""}}, 400),
        (f"{norm.id}/add", add | {"role": "king"}, 400),
        (f"{norm.id}/add", add | {"role": None}, 400),
        (f"{norm.id}/add", add | {"isAdmin": {"$ne": 1}}, 400),
        (f"{norm.id}/remove", add, 400),
        (f"{norm.id}/remove", {"action": "remove"}, 200),
        (norm.id, {"role": "worker"}, 404),
        (norm.id, {"isAdmin": [True]}, 400),
    ):
        response = await rest.send("POST", path + end, json=body)
        assert response.status_code == status, (end, body)
        assert "services" not in response.text
    given = {"boardId": board, "userId": off.id}
    assert await graphql.code(text("addBoardMember"), mara, input=given) == "BAD_USER_INPUT"
    assert await graphql.code(
        text("leaveBoard", "leftBoardId"), norm, input={"boardId": board}
    ) == ("NOT_FOUND")
    assert await wekan.everything() == before


async def test_an_entry_of_a_deleted_account_goes_altogether(
    http: httpx.AsyncClient, wekan: Wekan
) -> None:
    mara, _ = await two(wekan)
    board = await wekan.board(member(mara.id, "admin"), member("ghost"))
    path = f"/api/boards/{board}/members/ghost/remove"
    await Rest(http, mara).ok("POST", path, {"action": "remove"})
    assert (await wekan.get("boards", board))["members"] == [member(mara.id, "admin")]


INVITE = text("inviteToBoard", "board { id }")
ACCEPT = text("acceptInvitation", "board { id }")


async def test_an_invitation(graphql: GraphQL, wekan: Wekan) -> None:
    mara, norm = await two(wekan)
    guest = await wekan.person("guest")
    subtasks = await wekan.board(member(norm.id))
    board = await wekan.board(
        member(mara.id, "admin"), member(norm.id), subtasksDefaultBoardId=subtasks
    )
    for name in (guest.username, guest.email, guest.id):
        await graphql(INVITE, norm, input={"boardId": board, "user": name})
    for each in (board, subtasks):
        assert await placed(wekan, each, guest) == member(guest.id)
    invited = (await wekan.get("users", guest.id))["profile"]["invitedBoards"]
    assert invited == [board, subtasks]
    told = await wekan.activities()
    assert [(each["activityType"], each["boardId"]) for each in told] == [
        ("addBoardMember", board), ("addBoardMember", subtasks),
    ]  # fmt: skip
    await graphql(ACCEPT, guest, input={"boardId": board})
    assert (await wekan.get("users", guest.id))["profile"]["invitedBoards"] == [subtasks]
    assert await graphql.code(ACCEPT, guest, input={"boardId": board}) == "NOT_FOUND"
    await graphql(text("leaveBoard", "leftBoardId"), guest, input={"boardId": subtasks})
    assert await placed(wekan, subtasks, guest) == member(guest.id, active=False)
    assert await graphql.code(ACCEPT, guest, input={"boardId": subtasks}) == "NOT_FOUND"


async def test_who_may_invite_whom(graphql: GraphQL, wekan: Wekan) -> None:
    people = await wekan.cast(*FLAGS, "stranger", "guest")
    people["site-admin"] = await wekan.person("site-admin", isAdmin=True)
    off = await wekan.person("off", loginDisabled=True)
    guest = people.pop("guest")
    members = [member(people[role].id, role) for role in FLAGS]

    async def inviters() -> set[str]:
        found = set()
        for name, who in people.items():
            board = await wekan.board(*members, permission="public")
            answer = (
                await graphql.post(INVITE, who, input={"boardId": board, "user": "guest"})
            ).json()
            if "errors" in answer:
                assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
            else:
                found.add(name)
        return found

    assert await inviters() == {"admin", "normal", "site-admin"}
    board = await wekan.board(*members)
    admin = people["admin"]
    for name, code in (
        ("nobody", "NOT_FOUND"),
        ("no@where.test", "NOT_FOUND"),
        (off.username, "BAD_USER_INPUT"),
        ("admin", "BAD_USER_INPUT"),
    ):
        given = {"boardId": board, "user": name}
        assert await graphql.code(INVITE, admin, input=given) == code, name
    await wekan.setting(boardMembersFromSameOrgOnly=True)
    given = {"boardId": board, "user": "guest"}
    assert await graphql.code(INVITE, admin, input=given) == "BAD_USER_INPUT"
    org = [{"orgId": "org1", "orgDisplayName": "Org"}]
    await wekan.set("users", guest.id, orgs=org)
    await wekan.set("users", people["worker"].id, orgs=org)
    await graphql(INVITE, admin, input=given)
    roles = {"_id": "inviteToBoardRoles", "allowedRoles": ["worker"]}
    await wekan.put("inviteToBoardRolesSettings", **roles)
    assert await inviters() == {"worker", "site-admin"}
