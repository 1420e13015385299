"""/api/users and /api/user: who is shown what, and what site admins do."""

import hashlib
from typing import Any

import httpx
import pytest

from store.mongo import Store
from tests.api.rest_client import Rest, everything, make_place, set_role, stored
from tests.clients import Person
from tests.conftest import NewPerson

AMBIGUOUS = "Something went wrong. Please check your credentials."


@pytest.fixture
async def root(person: NewPerson) -> Person:
    return await person("root", admin=True)


@pytest.fixture
async def admin(http: httpx.AsyncClient, root: Person) -> Rest:
    return Rest(http, root)


async def test_own_document(http: httpx.AsyncClient, mara: Person, store: Store) -> None:
    place = await make_place(Rest(http, mara))
    users = store.database["users"]
    await users.update_one({"_id": mara.id}, {"$set": {"importUsernames": ["m"]}})
    shown = await Rest(http, mara).ok("GET", "/api/user")
    assert list(shown)[-1] == "boards"
    assert not shown.keys() & {"services", "sessionData"}
    assert shown["importUsernames"] == ["m"]
    assert shown["createdAt"].endswith("Z") and len(shown["createdAt"]) == 24
    [board] = shown["boards"]
    assert board["boardId"] == place.board_id and board["isAdmin"] and "userId" not in board


async def test_every_membership_of_ones_own_is_told(
    http: httpx.AsyncClient, mara: Person, person: NewPerson, store: Store
) -> None:
    place = await make_place(Rest(http, await person("olga")))
    await set_role(store, place.board_id, mara, isActive=False)
    [board] = (await Rest(http, mara).ok("GET", "/api/user"))["boards"]
    assert board == {"isAdmin": False, "isActive": False, "boardId": place.board_id}


async def test_everybody_for_admins(admin: Rest, root: Person, mara: Person) -> None:
    shown = await admin.ok("GET", "/api/users")
    assert sorted(shown, key=lambda each: str(each["username"])) == [
        {"_id": mara.id, "username": "mara"},
        {"_id": root.id, "username": "root"},
    ]


async def test_one_by_id_or_name(admin: Rest, mara: Person) -> None:
    by_id = await admin.ok("GET", f"/api/users/{mara.id}")
    assert by_id == await admin.ok("GET", "/api/users/mara")
    assert by_id["_id"] == mara.id and by_id["boards"] == []
    assert not by_id.keys() & {"services", "sessionData"}
    response = await admin.send("GET", "/api/users/Mara")
    assert response.status_code == 404
    assert response.json()["reason"] == "User not found"


async def test_people_do_not_see_even_themselves_there(
    http: httpx.AsyncClient, mara: Person
) -> None:
    assert await Rest(http, mara).status("GET", f"/api/users/{mara.id}") == 403


@pytest.mark.parametrize("way", ["json", "data"])
async def test_create(admin: Rest, http: httpx.AsyncClient, store: Store, way: str) -> None:
    body = {"username": "nina", "email": "Nina@example.org", "password": "x", "fromAdmin": "true"}
    response = await admin.send("POST", "/api/users/", **{way: body})
    assert response.status_code == 200
    made = await stored(store, "users", response.json()["_id"])
    assert response.json() == {"_id": made["_id"]}
    assert made["username"] == "nina" and not made["isAdmin"]
    login = {"email": "Nina@example.org", "password": "x"}
    assert (await http.post("/users/login", json=login)).status_code == 200


async def test_create_with_a_digest(admin: Rest, http: httpx.AsyncClient) -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    password: Any = {"digest": digest, "algorithm": "sha-256"}
    await admin.ok("POST", "/api/users", {"username": "nina", "password": password})
    login = {"username": "nina", "password": "x"}
    assert (await http.post("/users/login", json=login)).status_code == 200
    for wrong in ({"digest": digest}, password | {"digest": "x"}, password | {"algorithm": "md5"}):
        body = {"username": "rosa", "password": wrong}
        assert await admin.status("POST", "/api/users", body) == 400


async def test_create_works_while_registration_is_off(admin: Rest, store: Store) -> None:
    await store.database["settings"].update_one({}, {"$set": {"disableRegistration": True}})
    assert await admin.status("POST", "/api/users", {"username": "nina"}) == 200


async def test_create_refuses(admin: Rest, mara: Person, store: Store) -> None:
    before = await everything(store)
    taken = await admin.send("POST", "/api/users", json={"username": "MARA", "password": "x"})
    assert taken.status_code == 409
    assert taken.json() == {
        "isClientSafe": True,
        "error": 403,
        "reason": AMBIGUOUS,
        "message": f"{AMBIGUOUS} [403]",
        "errorType": "Meteor.Error",
    }
    for body, reason in (
        ({}, "Need to set a username or email"),
        ({"username": 7}, "Match error: Expected string, got number in field username"),
        (
            {"email": "none"},
            "Address must be a valid email address (emails.0.address) in users insertAsync",
        ),
    ):
        refused = await admin.send("POST", "/api/users", json=body)
        assert refused.status_code == 400
        assert refused.json()["reason"] == reason
    assert await everything(store) == before


@pytest.mark.parametrize("way", ["json", "data"])
async def test_disable_and_enable(
    admin: Rest, http: httpx.AsyncClient, mara: Person, store: Store, way: str
) -> None:
    path = f"/api/users/{mara.id}"
    shown = await admin.ok("PUT", path, **{way: {"action": "disableLogin"}})
    assert shown["loginDisabled"] is True
    assert not shown.keys() & {"services", "sessionData", "boards"}
    assert await Rest(http, mara).status("GET", "/api/user") == 401
    login = {"username": "mara", "password": mara.password}
    assert (await http.post("/users/login", json=login)).status_code == 401
    assert "loginTokens" not in (await stored(store, "users", mara.id))["services"]["resume"]
    shown = await admin.ok("PUT", path, **{way: {"action": "enableLogin"}})
    assert "loginDisabled" not in shown
    assert (await http.post("/users/login", json=login)).status_code == 200


async def test_nobody_disables_themselves(admin: Rest, root: Person, store: Store) -> None:
    before = await everything(store)
    shown = await admin.ok("PUT", f"/api/users/{root.id}", {"action": "disableLogin"})
    assert shown["_id"] == root.id and "loginDisabled" not in shown
    assert await everything(store) == before


async def test_other_actions_do_nothing(admin: Rest, mara: Person, store: Store) -> None:
    before = await everything(store)
    for body in ({}, {"action": ""}, {"action": "makeAdmin"}, {"action": None}):
        assert (await admin.ok("PUT", f"/api/users/{mara.id}", body))["_id"] == mara.id
    assert await everything(store) == before
    assert await admin.status("PUT", "/api/users/nobody", {"action": "disableLogin"}) == 404


async def test_take_ownership(
    admin: Rest, http: httpx.AsyncClient, root: Person, mara: Person, store: Store
) -> None:
    place = await make_place(Rest(http, mara))
    taken = await admin.ok("PUT", f"/api/users/{mara.id}", {"action": "takeOwnership"})
    assert taken == [{"_id": place.board_id, "title": "Roadmap"}]
    members = (await stored(store, "boards", place.board_id))["members"]
    assert [member["userId"] for member in members] == [root.id]


async def test_delete(admin: Rest, http: httpx.AsyncClient, mara: Person, store: Store) -> None:
    path = f"/api/users/{mara.id}"
    assert await admin.ok("DELETE", path) == {"_id": mara.id}
    assert await stored(store, "users", mara.id) is None
    assert await Rest(http, mara).status("GET", "/api/user") == 401
    assert await admin.status("DELETE", path) == 404


async def test_the_last_admin_stays(admin: Rest, root: Person, store: Store) -> None:
    before = await everything(store)
    assert await admin.status("DELETE", f"/api/users/{root.id}") == 409
    assert await everything(store) == before


async def test_boards_of_somebody(
    admin: Rest, http: httpx.AsyncClient, mara: Person, person: NewPerson, store: Store
) -> None:
    rest = Rest(http, mara)
    first, second, archived, helper = [
        await rest.ok("POST", "/api/boards", {"title": title})
        for title in ("First", "Second", "Old", "^Subtasks^")
    ]
    theirs = await make_place(Rest(http, await person("olga")))
    await set_role(store, theirs.board_id, mara, isActive=False)
    boards = store.database["boards"]
    await boards.update_one({"_id": archived["_id"]}, {"$set": {"archived": True}})
    await boards.update_one({"_id": second["_id"]}, {"$set": {"sort": -7}})
    wanted = [
        {"_id": second["_id"], "title": "Second"},
        {"_id": first["_id"], "title": "First"},
    ]
    assert helper["_id"] not in str(wanted)
    path = f"/api/users/{mara.id}/boards"
    assert await rest.ok("GET", path) == wanted
    assert await admin.ok("GET", path) == wanted
    assert await admin.ok("GET", "/api/users/nobody/boards") == []
    assert await Rest(http, await person("stan")).status("GET", path) == 403
