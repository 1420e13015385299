"""What site admins do with people, and what is shown of people to whom."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import bcrypt
import pytest

from domain.passwords import digest
from tests.api.logins import DISABLE, LOGIN, PASSWORD, is_welcome, logged_in
from tests.clients import GraphQL, Person
from tests.factories import FLAGS, START, Document, Wekan, member

CREATE = "mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }"
ENABLE = """mutation ($input: EnableUserInput!) {
  enableUser(input: $input) { user { id loginDisabled } }
}"""
DELETE = "mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deletedUserId } }"
TAKE = "mutation ($input: TakeOwnershipInput!) { takeOwnership(input: $input) { boards { id } } }"
BY_ID = {"enable": ENABLE, "disable": DISABLE, "delete": DELETE, "take": TAKE}
MUTATIONS = BY_ID | {"create": CREATE}


@pytest.fixture
async def admin(wekan: Wekan) -> Person:
    return await wekan.person("root", isAdmin=True)


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


# --- who may


@pytest.mark.parametrize("name", MUTATIONS)
async def test_only_site_admins_may(graphql: GraphQL, wekan: Wekan, name: str) -> None:
    org_admin = {"orgs": [{"orgId": "o", "orgDisplayName": "O", "isAdmin": True}]}
    almost = [
        await wekan.person("nils"),
        await wekan.person("olga", isAdmin="true"),
        await wekan.person("paul", isAdmin=1, **org_admin),
    ]
    given = {"username": "new"} if name == "create" else {"id": almost[0].id}
    before = await wekan.everything()
    codes = [await graphql.code(MUTATIONS[name], who, input=given) for who in (None, *almost)]
    assert codes == ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]
    assert await wekan.everything() == before


@pytest.mark.parametrize("name", BY_ID)
@pytest.mark.parametrize("wanted", ["nobody", "", "mara", "a\x00b"])
async def test_there_must_be_such_a_user(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person, name: str, wanted: str
) -> None:
    before = await wekan.everything()
    assert await graphql.code(BY_ID[name], admin, input={"id": wanted}) == "NOT_FOUND"
    assert await wekan.everything() == before


# --- making


async def test_a_made_user_can_log_in(graphql: GraphQL, wekan: Wekan, admin: Person) -> None:
    await wekan.setting(disableRegistration=True)
    await wekan.put("org", orgDisplayName="Ex", orgAutoAddUsersWithDomainName="example.org")
    given = {"username": " nils ", "email": "nils@example.org", "password": PASSWORD}
    made = (await graphql(CREATE, admin, input=given))["createUser"]["user"]["id"]

    user = await wekan.get("users", made)
    hashed = user["services"]["password"]["bcrypt"]
    assert bcrypt.checkpw(digest(PASSWORD).encode(), hashed.encode())
    assert user["services"] == {"password": {"bcrypt": hashed}}
    assert user["username"] == "nils"
    assert user["emails"] == [{"address": "nils@example.org", "verified": False}]
    assert user["isAdmin"] is False
    assert user["authenticationMethod"] == "password"
    assert user["createdAt"] == user["modifiedAt"]
    assert not {"orgs", "createdThroughApi", "loginDisabled"} & set(user)
    assert (await logged_in(graphql, username="nils"))["user"]["id"] == made


@pytest.mark.parametrize("password", [None, ""])
async def test_without_a_password_nobody_logs_in(
    graphql: GraphQL, wekan: Wekan, admin: Person, password: str | None
) -> None:
    given = {"username": "nils", "password": password}
    made = (await graphql(CREATE, admin, input=given))["createUser"]["user"]["id"]
    assert (await wekan.get("users", made))["services"] == {}
    assert await graphql.code(LOGIN, input=given | {"password": ""}) == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("given", "extensions"),
    [
        ({"username": "MARA"}, {"code": "CONFLICT"}),
        ({"email": "Mara@Example.org"}, {"code": "CONFLICT"}),
        ({}, {"code": "BAD_USER_INPUT", "field": "input.username"}),
        ({"email": "nils"}, {"code": "BAD_USER_INPUT", "field": "input.email"}),
    ],
)
async def test_whom_an_admin_cannot_make(
    graphql: GraphQL,
    wekan: Wekan,
    admin: Person,
    mara: Person,
    given: Mapping[str, str],
    extensions: Mapping[str, str],
) -> None:
    error = await graphql.error(CREATE, admin, input={"password": PASSWORD} | dict(given))
    assert error["extensions"] == extensions
    assert len(await wekan.all("users")) == 2


# --- disabling and enabling


async def test_disabling_and_enabling(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    before = await wekan.get("users", mara.id)
    await graphql(DISABLE, admin, input={"id": mara.id})
    disabled = await wekan.get("users", mara.id)
    assert disabled == before | {
        "loginDisabled": True,
        "services": {"resume": {}},
        "modifiedAt": disabled["modifiedAt"],
    }
    assert disabled["modifiedAt"] > before["modifiedAt"]
    assert not await is_welcome(graphql, mara.token)

    answer = await graphql(ENABLE, admin, input={"id": mara.id})
    assert answer["enableUser"]["user"] == {"id": mara.id, "loginDisabled": False}
    enabled = await wekan.get("users", mara.id)
    assert "loginDisabled" not in enabled
    assert enabled["modifiedAt"] > disabled["modifiedAt"]
    assert not await is_welcome(graphql, mara.token)


async def test_nobody_disables_themselves(graphql: GraphQL, wekan: Wekan, admin: Person) -> None:
    before = await wekan.everything()
    assert await graphql.code(DISABLE, admin, input={"id": admin.id}) == "CONFLICT"
    assert await wekan.everything() == before


# --- deleting


PEOPLE_OF_A_CARD = ("members", "assignees", "requesters", "assigners", "watchers")


async def test_deleting_takes_a_person_off_everything(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    nils = await wekan.person("nils")
    both, watching = [mara.id, nils.id], {"watchers": [mara.id, nils.id]}
    board_watchers = [{"userId": each, "level": "watching"} for each in both]
    place = await wekan.place(member(mara.id, "admin"), member(nils.id), watchers=board_watchers)
    other = await wekan.place(member(nils.id))
    await wekan.set("lists", place.todo, **watching)
    named = [await wekan.card(place, **{field: both}) for field in PEOPLE_OF_A_CARD]
    alone = await wekan.card(place, userId=mara.id, members=[nils.id])
    comment = await wekan.comment(place, alone, mara)
    await wekan.put("avatars", _id="hers", userId=mara.id, versions={})
    await wekan.put("avatars", _id="his", userId=nils.id, versions={})
    untouched = [
        ("boards", other.board),
        ("lists", place.done),
        ("cards", alone),
        ("card_comments", comment),
        ("users", nils.id),
        ("avatars", "his"),
    ]
    before = [await wekan.get(*each) for each in untouched]

    answer = await graphql(DELETE, admin, input={"id": mara.id})
    assert answer["deleteUser"]["deletedUserId"] == mara.id

    board = await wekan.get("boards", place.board)
    assert board["members"] == [member(nils.id)]
    assert board["watchers"] == [{"userId": nils.id, "level": "watching"}]
    for field, card in zip(PEOPLE_OF_A_CARD, named, strict=True):
        assert (await wekan.get("cards", card))[field] == [nils.id]
    assert (await wekan.get("lists", place.todo))["watchers"] == [nils.id]
    assert [each["_id"] for each in await wekan.all("avatars")] == ["his"]
    assert await wekan.all("users", _id=mara.id) == []
    assert [await wekan.get(*each) for each in untouched] == before
    assert not await is_welcome(graphql, mara.token)
    assert await graphql.code(DELETE, admin, input={"id": mara.id}) == "NOT_FOUND"


async def test_the_last_site_admin_stays(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    assert await graphql.code(DELETE, admin, input={"id": admin.id}) == "CONFLICT"
    await wekan.set("users", mara.id, isAdmin=True)
    await graphql(DELETE, admin, input={"id": admin.id})
    assert [each["_id"] for each in await wekan.all("users")] == [mara.id]
    assert await graphql.code(DELETE, mara, input={"id": mara.id}) == "CONFLICT"


# --- taking boards over


async def taken(graphql: GraphQL, admin: Person, of: Person) -> list[str]:
    answer = await graphql(TAKE, admin, input={"id": of.id})
    return sorted(board["id"] for board in answer["takeOwnership"]["boards"])


def as_admin(user_id: str) -> Document:
    return member(user_id, "admin")


async def test_taking_the_place_of_a_board_admin(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    live = await wekan.board(as_admin("other"), as_admin(mara.id), member("third", "worker"))
    archived = await wekan.board(as_admin(mara.id), archived=True)
    others = [
        await wekan.board(as_admin("other"), member(mara.id, role))
        for role in FLAGS
        if role != "admin"
    ]
    before = {board: await wekan.get("boards", board) for board in [live, archived, *others]}

    assert await taken(graphql, admin, mara) == sorted([live, archived])

    board = await wekan.get("boards", live)
    assert board == before[live] | {
        "members": [as_admin("other"), as_admin(admin.id), member("third", "worker")],
        "modifiedAt": board["modifiedAt"],
    }
    assert board["modifiedAt"] > START
    assert (await wekan.get("boards", archived))["members"] == [as_admin(admin.id)]
    for each in others:
        assert await wekan.get("boards", each) == before[each]
    assert await wekan.activities(boardId=live) == [
        {
            "userId": admin.id,
            "type": "member",
            "activityType": kind,
            "memberId": who,
            "boardId": live,
        }
        for kind, who in (("removeBoardMember", mara.id), ("addBoardMember", admin.id))
    ]
    assert await taken(graphql, admin, mara) == []


@pytest.mark.parametrize("active", [True, False], ids=["an active member", "a former member"])
async def test_taking_a_board_that_one_is_on_keeps_one_entry(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person, active: bool
) -> None:
    own = member(admin.id, "read-only", active=active)
    board = await wekan.board(own, member("third"), as_admin(mara.id))
    assert await taken(graphql, admin, mara) == [board]
    members = (await wekan.get("boards", board))["members"]
    assert members == [member("third"), as_admin(admin.id)]


async def test_taking_ones_own_boards_changes_nothing(
    graphql: GraphQL, wekan: Wekan, admin: Person
) -> None:
    await wekan.board(as_admin(admin.id))
    before = await wekan.everything()
    assert await taken(graphql, admin, admin) == []
    assert await wekan.everything() == before


# --- what is shown of people


OPEN = ("id", "username", "fullname", "initials", "avatarUrl")
PRIVATE = ("isAdmin", "loginDisabled", "authenticationMethod", "createdAt", "modifiedAt")
USER = f"user(username: $name) {{ {' '.join((*OPEN, *PRIVATE))} emails {{ address verified }} }}"
SHOWN = f"query ($name: String!) {{ {USER} }}"
EVERYBODY = """query ($text: String, $first: Int! = 100, $after: String) {
  users(text: $text, first: $first, after: $after) {
    totalCount nodes { username } pageInfo { hasNextPage endCursor }
  }
}"""


async def test_private_things_are_for_oneself_and_site_admins(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    nils = await wekan.person("nils")
    await wekan.board(member(mara.id), member(nils.id))
    shown: dict[str, Any] = {
        who.username: (await graphql(SHOWN, who, name="mara"))["user"]
        for who in (mara, admin, nils)
    }
    everything = shown["mara"]
    assert everything == shown["root"]
    assert everything == {
        "id": mara.id,
        "username": "mara",
        "fullname": "Mara",
        "initials": None,
        "avatarUrl": None,
        "isAdmin": False,
        "loginDisabled": False,
        "authenticationMethod": "password",
        "createdAt": "2026-03-01T09:00:00.000Z",
        "modifiedAt": "2026-03-01T09:00:00.000Z",
        "emails": [{"address": "mara@example.org", "verified": False}],
    }
    assert shown["nils"] == everything | dict.fromkeys((*PRIVATE, "emails"))


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ({"active": False}, {}),
        ({}, {"active": False}),
    ],
    ids=["they were on the board", "I was on the board"],
)
async def test_people_without_a_common_board_are_hidden(
    graphql: GraphQL,
    wekan: Wekan,
    mara: Person,
    theirs: Mapping[str, bool],
    mine: Mapping[str, bool],
) -> None:
    nils = await wekan.person("nils")
    await wekan.board(member(mara.id, **theirs), member(nils.id, **mine))  # type: ignore[arg-type]
    missing = await graphql.error(SHOWN, nils, name="nobody")
    assert await graphql.error(SHOWN, nils, name="mara") == missing
    assert missing["extensions"]["code"] == "NOT_FOUND"
    assert await graphql.code(SHOWN, None, name="mara") == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "arguments", ["", '(id: "a", username: "b")', "(id: null)"], ids=["none", "both", "null"]
)
async def test_a_person_is_asked_for_by_one_name(
    graphql: GraphQL, admin: Person, arguments: str
) -> None:
    assert await graphql.code(f"{{ user{arguments} {{ id }} }}", admin) == "BAD_USER_INPUT"


async def test_everybody_is_listed_for_site_admins(
    graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    await wekan.person("nils", loginDisabled=True)
    await wekan.put("users", profile={"fullname": "Mar(a"}, createdAt=datetime.now(UTC))
    assert await graphql.code(EVERYBODY, None) == "UNAUTHENTICATED"
    assert await graphql.code(EVERYBODY, mara) == "FORBIDDEN"

    names: list[str | None] = []
    after = None
    while True:
        page = (await graphql(EVERYBODY, admin, first=3, after=after))["users"]
        assert page["totalCount"] == 4
        names += [each["username"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert names == [None, "mara", "nils", "root"]

    for text, found in {"MAR": [None, "mara"], "mar(": [None], ".*": []}.items():
        page = (await graphql(EVERYBODY, admin, text=text))["users"]
        assert [each["username"] for each in page["nodes"]] == found
