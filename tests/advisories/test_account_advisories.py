"""Wekan's security fixes around people: logins, accounts, and what is shown of them."""

import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from bson import Binary, Code, Decimal128, Int64, MaxKey, MinKey, Regex, Timestamp
from graphql import (
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from starlette.applications import Starlette

from domain.context import utc_now
from domain.tokens import hash_token
from resolvers.graph import graphql_schema
from rest.routes import ROUTES
from tests.abilities import lacking
from tests.advisories.attacks import (
    SECRET,
    board_at,
    list_at,
    own_views,
    secret_card,
    secret_place,
    views,
)
from tests.advisories.doors import HIDDEN, Answer, Call, Door, ask, delete, do, get, post, put
from tests.api.logins import HASH, PASSWORD, configure
from tests.clients import Person
from tests.factories import START, Place, Wekan, member

WRONG = "wrong"


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    """Somebody whose password is known."""
    mara = await wekan.person("mara")
    await wekan.set("users", mara.id, **{"services.password.bcrypt": HASH})
    return mara


@pytest.fixture
async def root(wekan: Wekan) -> Person:
    return await wekan.person("root", isAdmin=True)


def login(door: Door, password: str, **name: str) -> Call:
    return door.pick(
        rest=post("/users/login", **name, password=password),
        graphql=do("login", "token", **name, password=password),
    )


def register(door: Door, **given: object) -> Call:
    filled = {"password": PASSWORD} | given
    return door.pick(rest=post("/users/register", **filled), graphql=do("register", **filled))


def viewer(door: Door) -> Call:
    return door.pick(rest=get("/api/user"), graphql=ask("{ viewer { id username } }"))


def token_of(answer: Answer) -> str:
    found = answer.data["data"]["login"] if "data" in answer.data else answer.data
    return str(found["token"])


@asynccontextmanager
async def coming_from(app: Starlette, door: Door, address: str) -> AsyncIterator[Door]:
    """The door as it is reached from another address."""
    transport = httpx.ASGITransport(app, client=(address, 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield replace(door, http=http)


async def test_ghsa_2g94_9x3m_hv37_lockoutbleed(
    door: Door, app: Starlette, wekan: Wekan, mara: Person
) -> None:
    """A failed login tells nothing of the account, by its answer or by its time."""
    await wekan.person("nopass")
    off = await wekan.person("off", loginDisabled=True)
    await wekan.set("users", off.id, **{"services.password.bcrypt": HASH})
    configure(app, login_max_failures=1000)
    tries = [
        login(door, WRONG, username="mara"),
        login(door, PASSWORD, username="unknown"),
        login(door, PASSWORD, email="unknown@example.org"),
        login(door, PASSWORD, username="nopass"),
        login(door, PASSWORD, username="off"),
    ]
    answers, times = set[str](), []
    for call in tries:
        took = []
        for _ in range(2):
            start = time.perf_counter()
            answer = await door.send(None, call)
            took.append(time.perf_counter() - start)
            assert answer.code == "UNAUTHENTICATED"
            answers.add(answer.text)
        times.append(min(took))
    assert len(answers) == 1
    assert min(times) > max(times) / 5, times
    # Whoever is locked out is refused before anything is looked at.
    configure(app, login_max_failures=2)
    async with coming_from(app, door, "203.0.113.66") as attacker:
        for call in tries[1:3]:
            await attacker.send(None, call)
        for call in (*tries, login(door, PASSWORD, username="mara")):
            # Without a proxy of ours, nobody's word for the address is taken.
            claiming = replace(call, headers={"X-Forwarded-For": "198.51.100.1"})
            assert (await attacker.send(None, claiming)).code == "RATE_LIMITED"


async def test_ghsa_rf3w_rj48_jxcc_jambleed(
    door: Door, app: Starlette, wekan: Wekan, mara: Person
) -> None:
    """Guesses lock out the address they come from for a while, and never the account."""
    now = [utc_now()]

    def clock() -> datetime:
        return now[0]

    app.state.services = replace(app.state.services, clock=clock)
    configure(app, login_max_failures=3, login_lockout_seconds=60)
    later = now[0] + timedelta(days=365)
    shown = {"failedAttempts": 99, "unlockTime": later.timestamp() * 1000, "lockedUntil": later}
    await wekan.set("users", mara.id, lockedUntil=later, **{"services.accounts-lockout": shown})
    before = await wekan.get("users", mara.id)
    right, wrong = login(door, PASSWORD, username="mara"), login(door, WRONG, username="mara")
    async with AsyncExitStack() as stack:
        attacker, victim = [
            await stack.enter_async_context(coming_from(app, door, address))
            for address in ("203.0.113.66", "203.0.113.9")
        ]
        for _ in range(3):
            assert (await attacker.send(None, wrong)).code == "UNAUTHENTICATED"
        for _ in range(3):
            assert (await attacker.send(None, wrong)).code == "RATE_LIMITED"
            await victim.allows(None, right)
            now[0] += timedelta(seconds=20)
        await attacker.allows(None, right)
    after = await wekan.get("users", mara.id)
    assert after["services"]["accounts-lockout"] == before["services"]["accounts-lockout"]
    assert after["lockedUntil"] == before["lockedUntil"]


async def test_signupbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """Whether people register themselves is asked of the database each time."""
    calls = [
        register(door, username="new", email="new@example.org"),
        register(door, username="mara"),
    ]
    for _ in range(2):
        await wekan.setting(disableRegistration=True)
        await door.refuses("FORBIDDEN", None, *calls)
        await door.refuses("FORBIDDEN", mara, *calls)
        await wekan.setting(disableRegistration=False)
        await door.allows(None, register(door, username=f"new{_}"))
    await wekan.database.settings.delete_many({})
    await door.allows(None, calls[0])


async def test_ghsa_mp7g_hj5q_gxhq(door: Door, wekan: Wekan, mara: Person, root: Person) -> None:
    """An account is neither taken over nor joined by registering with its name or address."""
    kept = await wekan.get("users", mara.id)
    names: list[dict[str, str]] = [
        {"username": "mara", "email": "other@example.org"},
        {"username": "MARA"},
        {"username": "other", "email": "mara@example.org"},
        {"username": "other", "email": " Mara@Example.ORG "},
        {"email": "mara@example.org"},
    ]
    taken = door.pick(rest="BAD_USER_INPUT", graphql="CONFLICT")
    await door.refuses(taken, None, *(register(door, **each) for each in names))
    making = [
        door.pick(rest=post("/api/users", **each), graphql=do("createUser", **each))
        for each in ({"password": PASSWORD} | each for each in names)
    ]
    await door.refuses("CONFLICT", root, *making)
    # What another signs in with may be stored without a password of its own.
    oidc = await wekan.person("oidc")
    await door.refuses("UNAUTHENTICATED", None, login(door, "", username="oidc"))
    await door.refuses(taken, None, register(door, username="oidc", email=oidc.email))
    assert await wekan.get("users", mara.id) == kept


async def test_ghsa_jggc_qvfc_jr6x_proxybleed(
    door: Door, app: Starlette, wekan: Wekan, mara: Person, root: Person
) -> None:
    """Who somebody is, the token says; no header does, whatever the address it comes from."""
    place = await secret_place(wekan, member(mara.id))
    card = await secret_card(wekan, place)
    names = (
        "Remote-User X-Remote-User X-Forwarded-User X-Auth-Request-User X-WebAuth-User REMOTE_USER"
        " X-User-Id X-Auth-Token X-Forwarded-Email HEADER_LOGIN_ID HEADER-LOGIN-ID Ssl-Client-S-Dn"
    ).split()
    for address in ("203.0.113.66", "127.0.0.1"):
        async with coming_from(app, door, address) as there:
            for who in (mara.id, "mara", root.id):
                claimed = dict.fromkeys(names, who)
                looks = [replace(each, headers=claimed) for each in views(door, place, card)]
                await there.conceals(SECRET, None, *looks)
                asked = await there.send(None, replace(viewer(door), headers=claimed))
                assert who not in asked.text
    nils = await wekan.person("nils")
    told = await door.allows(nils, replace(viewer(door), headers={"X-User-Id": root.id}))
    assert nils.id in told.text


async def test_issue_1437(door: Door, wekan: Wekan, mara: Person) -> None:
    """Logging out ends the token at once: the one presented, or if that is asked for, all."""

    async def fresh() -> Person:
        return replace(mara, token=token_of(await door.send(None, right)))

    right = login(door, PASSWORD, username="mara")
    one, two, three = [await fresh() for _ in range(3)]
    out, all_out = door.pick(
        rest=(post("/users/logout"), post("/users/logout", all=True)),
        graphql=(do("logout"), do("logout", everywhere=True)),
    )
    await door.refuses("UNAUTHENTICATED", None, out, all_out)
    await door.allows(one, out)
    await is_nobody(door, one)
    await door.allows(two, viewer(door))
    await door.allows(two, all_out)
    for each in (two, three):
        await is_nobody(door, each)
    assert (await wekan.get("users", mara.id))["services"]["resume"]["loginTokens"] == []


async def is_nobody(door: Door, who: Person) -> None:
    """Sees that a token is worth nothing."""
    assert (await door.send(who, viewer(door))).code == "UNAUTHENTICATED"


async def test_issue_4419(door: Door, app: Starlette, wekan: Wekan, mara: Person) -> None:
    """Whoever was moved to LDAP does not log in with the old password."""
    await wekan.set("users", mara.id, authenticationMethod="ldap")
    right = login(door, PASSWORD, username="mara")
    configure(app, ldap_enable=True)
    wrong = await door.send(None, login(door, WRONG, username="mara"))
    refused = await door.send(None, right)
    assert (refused.code, refused.text) == ("UNAUTHENTICATED", wrong.text)
    configure(app, ldap_migration_allow_password_login=True)
    await door.allows(None, right)


ODD: dict[str, Any] = {
    "decimal": Decimal128("1.5"),
    "bytes": Binary(b"\x00\xff"),
    "regex": Regex("a+", "i"),
    "stamp": Timestamp(1, 2),
    "code": Code("function () {}"),
    "long": Int64(2**62),
    "least": MinKey(),
    "most": MaxKey(),
    "nan": float("nan"),
    "far": float("inf"),
    "nested": {"list": [Decimal128("2"), {"deep": Regex("x")}]},
}
"""What JSON has no words for."""


async def test_issue_5804(door: Door, wekan: Wekan, mara: Person) -> None:
    """Whatever is stored, there is an answer."""
    place = await wekan.place(member(mara.id), odd=ODD, watchers=ODD)
    card = await wekan.card(place, odd=ODD, vote=ODD, customFields=[ODD], stickers=ODD["nested"])
    await wekan.set("users", mara.id, odd=ODD, **{"profile.notifications": ODD})
    for call in (*views(door, place, card), *own_views(door, mara), viewer(door)):
        answer = await door.allows(mara, call)
        assert answer.data is not None


async def test_ghsa_3gcg_g6rf_w2rx_crashbleed(
    door: Door, app: Starlette, wekan: Wekan, mara: Person
) -> None:
    """Whatever is sent, there is an answer, and no trace of the program in it."""
    place = await secret_place(wekan, member(mara.id))
    card = await secret_card(wekan, place)
    path = door.pick(rest=f"{list_at(place)}/cards", graphql="/graphql")
    headers = {**mara.headers, "Content-Type": "application/json"}
    for errors in ("http", "wekan"):
        configure(app, rest_errors=errors)
        for token in ("unknown", "a.b.c", "?" * 9000, "eyJhbGciOiJub25lIn0.e30."):
            nobody = replace(mara, token=token)
            await door.conceals(SECRET, nobody, *views(door, place, card)[:3])
            told = await door.send(nobody, viewer(door))
            assert told.code == "UNAUTHENTICATED" or "Unauthorized" in told.text
        for body in (b"{", b"\xff\xfe", b'{"a": ' * 5000, b"null", b'"x"', b"\x00" * 9):
            response = await door.http.post(path, content=body, headers=headers)
            assert 400 <= response.status_code < 500, response.text
            for word in ("Traceback", 'File "', "site-packages", ".py"):
                assert word not in response.text


async def test_issue_1894(door: Door, wekan: Wekan, mara: Person) -> None:
    """A disabled person is put on no board."""
    off = await wekan.person("off", loginDisabled=True)
    board = await wekan.board(member(mara.id, "admin"))
    ids = {"boardId": board, "userId": off.id}
    await door.refuses(
        "BAD_USER_INPUT",
        mara,
        *door.pick(
            rest=[post(f"/api/boards/{board}/members/{off.id}/add", action="add")],
            graphql=[
                do("addBoardMember", **ids),
                *(
                    do("inviteToBoard", boardId=board, user=each)
                    for each in (off.id, "off", off.email)
                ),
            ],
        ),
    )


async def test_issue_1289(door: Door, wekan: Wekan, mara: Person, root: Person) -> None:
    """Nothing leads to a deleted person, but for what they wrote."""
    gone = await wekan.person("gone")
    watching = {"watchers": [{"userId": gone.id, "level": "watching"}, {"userId": mara.id}]}
    place = await wekan.place(member(mara.id, "admin"), member(gone.id), **watching)
    people = ("members", "assignees", "watchers")
    card = await wekan.card(place, userId=gone.id, **{each: [gone.id, mara.id] for each in people})
    await wekan.set("lists", place.todo, watchers=[gone.id])
    call = door.pick(rest=delete(f"/api/users/{gone.id}"), graphql=do("deleteUser", id=gone.id))
    await door.refuses("FORBIDDEN", mara, call)
    await door.allows(root, call)
    board = await wekan.get("boards", place.board)
    assert [each["userId"] for each in board["members"]] == [mara.id]
    assert [each["userId"] for each in board["watchers"]] == [mara.id]
    stored = await wekan.get("cards", card)
    assert stored["userId"] == gone.id
    assert [stored[each] for each in people] == [[mara.id]] * 3
    assert (await wekan.get("lists", place.todo))["watchers"] == []
    await is_nobody(door, gone)


async def test_issue_6457(door: Door, app: Starlette, wekan: Wekan, mara: Person) -> None:
    """Tokens are looked up without a positional projection, which FerretDB does not know; and
    where elements cannot be chosen, the whole array does."""
    await door.allows(None, login(door, PASSWORD, username="mara"))
    await wekan.database.command("profile", 2)
    try:
        await door.allows(mara, viewer(door))
    finally:
        await wekan.database.command("profile", 0)
    finds = await wekan.all("system.profile", **{"command.find": "users"})
    await wekan.database.drop_collection("system.profile")
    asked = [each["command"].get("projection", {}) for each in finds]
    assert any("services.resume.loginTokens" in each for each in asked)
    assert not [name for each in asked for name in each if name.endswith(".$")]
    await lacking(app.state.services.store, "chooses_elements")
    await door.allows(mara, viewer(door))
    await is_nobody(door, replace(mara, token="unknown"))


async def test_automatic_block(door: Door, wekan: Wekan, mara: Person) -> None:
    """Whoever Wekan blocked is nobody here: not by password, token, nor access token."""
    issued = "user { id } token accessToken"
    both = do("login", issued, username="mara", password=PASSWORD)
    tokens = (await door.allows(None, both)).data["data"]["login"]
    people = [replace(mara, token=tokens[name]) for name in ("token", "accessToken")]
    await door.allows(people[0], viewer(door))
    await door.allows(people[1], viewer(door))
    block = {"at": utc_now(), "reason": "PurgeBleed", "source": "card.foreign-delete"}
    blocked = {"services.securityBlock": block}
    await wekan.set("users", mara.id, loginDisabled=True, **blocked)
    await door.refuses("UNAUTHENTICATED", None, login(door, PASSWORD, username="mara"))
    for each in (mara, *people):
        await is_nobody(door, each)


async def test_mass_assignment(door: Door, wekan: Wekan, mara: Person, root: Person) -> None:
    """Nobody gives themselves anything by naming it: neither rights, an organisation or team,
    nor an address that counts as verified."""
    team = await wekan.put("team", teamDisplayName="Crew", teamIsActive=True)
    wanted: dict[str, object] = {
        "isAdmin": True,
        "orgs": [{"orgId": "acme", "isAdmin": True}],
        "teams": [{"teamId": team, "isAdmin": True}],
        "services": {"password": {"bcrypt": HASH}},
        "emails": [{"address": "root@example.org", "verified": True}],
        "roles": ["admin"],
        "loginDisabled": False,
        "authenticationMethod": "ldap",
        "createdThroughApi": True,
        "sessionData": {"x": 1},
        "profile": {"avatarUrl": "javascript:alert(1)", "isAdmin": True},
    }
    for name, value in wanted.items():
        await door.refuses("BAD_USER_INPUT", None, register(door, username="new", **{name: value}))
        made = {"username": "new", "password": PASSWORD, name: value}
        if door.name == "graphql":
            await door.refuses("BAD_USER_INPUT", root, do("createUser", **made))
        await door.refuses(
            door.pick(rest="FORBIDDEN", graphql="BAD_USER_INPUT"),
            mara,
            door.pick(
                rest=put(f"/api/users/{mara.id}", **{name: value}),
                graphql=do("enableUser", id=mara.id, **{name: value}),
            ),
        )
    # Wekan's REST leaves out what it does not know.
    making = post("/api/users", username="new", password=PASSWORD, **wanted)
    changing = put(f"/api/users/{mara.id}", action="enableLogin", **wanted)
    await door.allows(root, *door.pick(rest=[making, changing], graphql=[]))
    for user in await wekan.all("users"):
        assert user.get("isAdmin", False) is (user["_id"] == root.id)
        assert not {"roles", "sessionData"} & user.keys() or not user.get("sessionData")
        assert not user.get("orgs") and not user.get("teams")
        assert not (user.get("profile") or {}).get("avatarUrl")
        assert user.get("authenticationMethod") == "password"


async def test_ghsa_p4cq_83j9_7g73_tenantbleed(
    door: Door, wekan: Wekan, mara: Person, root: Person
) -> None:
    """Organisations and teams are for site admins; to belong to one, or to know its id, gives
    nothing."""
    org = await wekan.put("org", orgDisplayName="Acme", orgIsActive=True)
    team = await wekan.put("team", teamDisplayName="Crew", teamIsActive=True)
    own = [{"orgId": org, "orgDisplayName": "Acme", "isAdmin": True}]
    await wekan.set("users", mara.id, orgs=own, teams=[{"teamId": team, "isAdmin": True}])
    on = {"orgSharedTemplates": True, "field": "orgSharedTemplates", "value": True}
    kinds = (("Organization", org), ("Team", team))
    calls = door.pick(
        rest=[
            get("/api/admin/orgs"),
            get("/api/admin/teams"),
            get("/api/admin/domains"),
            put("/api/admin/orgs/features", **on),
            put(f"/api/admin/orgs/{org}/features", **on),
            put("/api/admin/teams/features", field="teamSharedTemplates", value=True),
            put(f"/api/admin/teams/{team}/features", teamSharedTemplates=True),
        ],
        graphql=[
            *(do(f"create{kind}", displayName="x") for kind, _ in kinds),
            *(do(f"update{kind}", id=each, displayName="x") for kind, each in kinds),
            *(do(f"delete{kind}", id=each) for kind, each in kinds),
        ],
    )
    await door.refuses("FORBIDDEN", mara, *calls)
    await door.refuses("UNAUTHENTICATED", None, *calls)
    await door.allows(root, *calls)


async def test_ghsa_cv95_8h7c_2ffq(door: Door, wekan: Wekan, root: Person) -> None:
    """What helps Wekan's own server is no call that a client can make, not even an admin."""
    helpers = (
        "setCreateOrgFromOidc setOrgAllFieldsFromOidc setCreateTeamFromOidc groupRoutineOnLogin"
        " setTeamAllFieldsFromOidc boardRoutineOnLogin outgoingWebhooks"
    ).split()
    given = {"orgDisplayName": "x", "teamDisplayName": "x", "params": ["x"]}
    await door.refuses(
        door.pick(rest=HIDDEN, graphql="BAD_USER_INPUT"),
        root,
        *door.pick(
            rest=[
                post(f"/api/{prefix}{each}", **given)
                for each in helpers
                for prefix in ("", "methods/", "method/")
            ],
            graphql=[ask(f"mutation {{ {each} }}") for each in helpers],
        ),
    )


async def test_settings_whitelist(door: Door, wekan: Wekan, root: Person) -> None:
    """The mail server is neither read nor written, by site admins neither."""
    await wekan.setting(mailServer={"password": SECRET, "host": SECRET}, productName="Wekan")
    kept = (await wekan.all("settings"))[0]["mailServer"]
    for name in ("mailServer", "mailServer.password", "modifiedAt", "_id", "$set"):
        given = {name: {"password": "Owned"}, "productName": "Ours"}
        if door.name == "rest":
            await door.send(root, put("/api/settings", **given))
        else:
            await door.refuses("BAD_USER_INPUT", root, do("updateSettings", **given))
        (stored,) = await wekan.all("settings")
        assert stored["mailServer"] == kept
        assert "Owned" not in str(stored)
    last = door.pick(
        rest=put("/api/settings", productName="Fine"),
        graphql=do("updateSettings", productName="Fine"),
    )
    await door.conceals(SECRET, root, last, *door.pick(rest=[get("/api/settings")], graphql=[]))
    (stored,) = await wekan.all("settings")
    assert stored["productName"] == "Fine"
    mara = await wekan.person("mara")
    await door.refuses("FORBIDDEN", mara, last)


async def test_cloud_secrets(rest_door: Door, wekan: Wekan, root: Person) -> None:
    """Keys of storage providers are never shown, and kept where nothing is given for them."""
    config = {
        "s3": {"bucket": "b", "secretAccessKey": SECRET},
        "azure": {"accountKey": SECRET, "connectionString": SECRET},
        "gcs": {"credentials": SECRET},
    }
    await wekan.put("attachmentStorageSettings", defaultStorage="gridfs", storageConfig=config)
    path = "/api/admin/attachment-settings"
    emptied = {
        "s3": {"bucket": "c", "secretAccessKey": "", "secretAccessKeySet": False},
        "azure": {"accountKey": "", "connectionString": None},
        "gcs": {},
    }
    await rest_door.conceals(SECRET, root, get(path), put(path, storageConfig=emptied), get(path))
    (stored,) = await wekan.all("attachmentStorageSettings")
    assert stored["storageConfig"]["s3"] == {"bucket": "c", "secretAccessKey": SECRET}
    assert stored["storageConfig"]["azure"] == config["azure"]
    assert stored["storageConfig"]["gcs"] == config["gcs"]
    await rest_door.refuses("FORBIDDEN", await wekan.person("mara"), get(path), put(path))


CANARY = "cAnArY"
"""What nobody must ever see."""
PRIVATE = "pRiVaTe"
"""What the person and site admins alone may see."""
_SECRETS: dict[str, Any] = {
    "services": {
        "google": {"accessToken": CANARY},
        "email": {"verificationTokens": [{"token": CANARY, "address": CANARY}]},
        "password": {"bcrypt": CANARY, "argon2": CANARY, "reset": {"token": CANARY}},
        "securityBlock": {"reason": CANARY, "ip": CANARY},
        "accounts-lockout": {"lastFailedAttempt": CANARY},
    },
    "sessionData": {"totalHits": CANARY},
}
_OWN: dict[str, Any] = {
    "emails": [{"address": f"{PRIVATE}@example.org", "verified": True}],
    "importUsernames": [PRIVATE],
    "profile": {
        "fullname": "Olga",
        "icode": PRIVATE,
        "emailBuffer": [PRIVATE],
        "notifications": [{"activity": PRIVATE}],
        "invitedBoards": [PRIVATE],
        "starredBoards": [PRIVATE],
    },
}


async def _with_secrets(wekan: Wekan) -> tuple[Person, Person, Place, str]:
    """Makes a person and a colleague of theirs on a board, with secrets in every place that
    Wekan has for them."""
    olga, pal = await wekan.person("olga"), await wekan.person("pal")
    login_token = (await wekan.get("users", olga.id))["services"]["resume"]
    services = _SECRETS["services"] | {"resume": login_token}
    await wekan.set("users", olga.id, **(_OWN | _SECRETS | {"services": services}))
    place = await wekan.place(member(olga.id, "admin"), member(pal.id))
    card = await wekan.card(place, members=[olga.id], assignees=[olga.id], userId=olga.id)
    await wekan.comment(place, card, olga)
    await wekan.checklist(place, card, "item")
    keys = {"s3": "secretAccessKey", "azure": "accountKey", "gcs": "credentials"}
    secret = {name: {key: CANARY} for name, key in keys.items()}
    secret["azure"]["connectionString"] = CANARY
    await wekan.setting(mailServer={"username": CANARY, "password": CANARY, "host": CANARY})
    await wekan.put("attachmentStorageSettings", storageConfig=secret)
    await wekan.put("invitation_codes", email="x@example.org", code=CANARY, valid=True)
    await wekan.put("trello_api_credentials", token=CANARY, apiKey=CANARY)
    await wekan.put("meteor_accounts_loginServiceConfiguration", service="x", secret=CANARY)
    hook: dict[str, Any] = {"boardId": place.board, "url": "https://example.org/", "token": CANARY}
    hook |= {"userId": olga.id, "type": "outgoing-webhooks", "enabled": True, "activities": []}
    await wekan.put("integrations", title="Hook", createdAt=START, modifiedAt=START, **hook)
    return olga, pal, place, card


def _reads_of_rest(olga: Person, place: Place, card: str) -> list[Call]:
    """Every route that only reads, and those that answer with a person."""
    ids = {
        "user_id": olga.id,
        "board_id": place.board,
        "list_id": place.todo,
        "swimlane_id": place.swimlane,
        "card_id": card,
    }
    known = defaultdict(lambda: "x", ids)
    reads = [get(row.path.format_map(known)) for row in ROUTES if row.method == "GET"]
    of_member = f"{board_at(place)}/members/{olga.id}"
    odd = [post(f"{of_member}/{end}", action="x") for end in ("add", "remove")]
    return [*reads, *odd, put(f"/api/users/{olga.id}", action="x")]


def _reads_of_graphql(olga: Person, place: Place, card: str) -> list[Call]:
    """Every query; together they have every field of every type."""
    ids = {"board": place.board, "user": olga.id, "viewer": "", "card": card}
    ids |= {"list": place.todo, "swimlane": place.swimlane}
    query = graphql_schema().query_type
    assert query is not None
    known, calls = set[str](), []
    for name in sorted(query.fields, key=[*ids, *query.fields].index):
        field = query.fields[name]
        given = {"id": ids.get(name, "x"), "text": "o"}
        needed = [
            arg
            for arg, each in field.args.items()
            if is_required_argument(each) or (arg == "id" and name in ids)
        ]
        named = ", ".join(f"{arg}: {json.dumps(given.get(arg, place.board))}" for arg in needed)
        asked = f"{name}({named})" if named else name
        calls.append(ask(f"{{ {asked} {_all_of(get_named_type(field.type), known)} }}"))
    return calls


def _all_of(kind: GraphQLNamedType, known: set[str]) -> str:
    """Returns a selection of every field that needs no argument; of a type that is in the
    operation already, only what has nothing below it."""
    if not isinstance(kind, GraphQLObjectType):
        return ""
    goes_on = kind.name not in known
    known.add(kind.name)
    parts = ["__typename"]
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if any(is_required_argument(each) for each in field.args.values()):
            continue
        if is_leaf_type(below):
            parts.append(name)
        elif goes_on:
            few = "(first: 2)" if "first" in field.args else ""
            parts.append(f"{name}{few} {_all_of(below, known)}")
    return "{ " + " ".join(parts) + " }"


async def test_ghsa_6qpx_x7vr_p9w6_hashbleed_never_expose(
    door: Door, app: Starlette, wekan: Wekan, root: Person
) -> None:
    """Secrets leave by no route and no field, for nobody; what is private, for two alone."""
    olga, pal, place, card = await _with_secrets(wekan)
    stranger = await wekan.person("stranger")
    limits = {"graphql_max_tokens": 10**7, "graphql_max_cost": 10**9, "graphql_max_aliases": 10**4}
    configure(app, **limits)
    find = door.pick(rest=_reads_of_rest, graphql=_reads_of_graphql)
    calls = find(olga, place, card)
    hashed = hash_token(olga.token)
    for who in (None, stranger, pal, olga, root):
        for call in calls:
            answer = await door.send(who, call)
            assert answer.code != "INTERNAL"
            for secret in (CANARY, hashed, '"services"', '"sessionData"', "hashedToken"):
                assert secret not in answer.text, f"{call}: {answer.text}"
            assert PRIVATE not in answer.text or who in (olga, root), f"{call}: {answer.text}"
    shown = door.pick(rest=get(board_at(place)), graphql=calls[0])
    await door.shows(olga.id, pal, shown)
    path, query = "/api/user", "{ viewer { emails { address } } }"
    await door.shows(PRIVATE, olga, door.pick(rest=get(path), graphql=ask(query)))
