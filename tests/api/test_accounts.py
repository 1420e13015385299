"""Registering, logging in and logging out: what is answered, and what MongoDB has then."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import argon2
import bcrypt
import httpx
import pytest
from starlette.applications import Starlette

from domain.accounts import set_password
from domain.context import Context
from tests.api.logins import (
    DISABLE,
    HASH,
    HASHED_TOKEN,
    LOGIN,
    LOGOUT,
    PASSWORD,
    REGISTER,
    TOKEN,
    VIEWER,
    configure,
    is_welcome,
    logged_in,
    registered,
    sha256_base64,
)
from tests.clients import GraphQL
from tests.factories import Document, Wekan

TAKEN = "Something went wrong. Please check your credentials."
DIGEST = hashlib.sha256(PASSWORD.encode()).hexdigest()
LIFETIME = timedelta(days=90)

PROFILE = {
    "boardView": "board-view-swimlanes",
    "listSortBy": "-modifiedAt",
    "allBoardsSortBy": "custom",
    "templatesBoardId": "",
    "cardTemplatesSwimlaneId": "",
    "listTemplatesSwimlaneId": "",
    "boardTemplatesSwimlaneId": "",
    "listWidths": {},
    "listConstraints": {},
    "autoWidthBoards": {},
    "boardSortIndex": {},
    "fixedListWidthBoards": {},
    "fixedListWidths": {},
    "swimlaneHeights": {},
    "collapsedLists": {},
    "collapsedSwimlanes": {},
    "collapsedCardSections": {},
    "keyboardShortcuts": False,
    "verticalScrollbars": True,
    "showWeekOfYear": True,
    "dateFormat": "YYYY-MM-DD",
    "cardZoom": 1,
}


def ago(**span: float) -> datetime:
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000) - timedelta(**span)


async def meteors(wekan: Wekan, **services: object) -> Document:
    """Makes the contract's sample user, as Meteor writes it, logged in since yesterday."""
    login = {"when": ago(days=1), "hashedToken": HASHED_TOKEN}
    secrets = {"password": {"bcrypt": HASH}, "resume": {"loginTokens": [login]}}
    made = await wekan.put(
        "users",
        createdAt=ago(days=2),
        services=secrets | services,
        username="mara",
        emails=[
            {"address": "mara@example.org", "verified": False},
            {"address": "mm@example.net", "verified": True},
        ],
        isAdmin=False,
        modifiedAt=ago(days=1),
        profile=PROFILE,
        authenticationMethod="password",
        sessionData={},
    )
    return await wekan.get("users", made)


# --- registering


async def test_the_stored_user_is_wekans(graphql: GraphQL, wekan: Wekan) -> None:
    before = ago()
    issued = await registered(graphql, username="mara", email="mara@example.org")

    (user,) = await wekan.all("users")
    created, modified = user["createdAt"], user["modifiedAt"]
    stored_hash = user["services"]["password"]["bcrypt"]
    assert before <= created <= modified
    assert len(user["_id"]) == 17
    assert user == {
        "_id": issued["user"]["id"],
        "createdAt": created,
        "services": {
            "password": {"bcrypt": stored_hash},
            "resume": {
                "loginTokens": [{"when": modified, "hashedToken": sha256_base64(issued["token"])}]
            },
        },
        "username": "mara",
        "emails": [{"address": "mara@example.org", "verified": False}],
        "isAdmin": True,
        "modifiedAt": modified,
        "profile": PROFILE,
        "authenticationMethod": "password",
        "sessionData": {},
    }
    assert stored_hash.startswith("$2b$10$")
    assert bcrypt.checkpw(DIGEST.encode(), stored_hash.encode())
    assert list(user["services"]["resume"]["loginTokens"][0]) == ["when", "hashedToken"]
    assert len(issued["token"]) == 43
    assert datetime.fromisoformat(issued["tokenExpires"]) == modified + LIFETIME


@pytest.mark.parametrize(
    ("given", "username", "emails"),
    [
        ({"username": " mara\t"}, "mara", None),
        ({"username": "mara", "email": ""}, "mara", None),
        ({"username": "  ", "email": " M@Example.org "}, None, ["M@Example.org"]),
        ({"email": "o'brien+x@sub.example.org"}, None, ["o'brien+x@sub.example.org"]),
        ({"email": "a@localhost"}, None, ["a@localhost"]),
        ({"username": "Mara / Müller 😀"}, "Mara / Müller 😀", None),
    ],
)
async def test_names_are_trimmed_and_empty_ones_left_out(
    graphql: GraphQL,
    wekan: Wekan,
    given: Mapping[str, str],
    username: str | None,
    emails: list[str] | None,
) -> None:
    issued = await registered(graphql, **given)
    user = await wekan.get("users", issued["user"]["id"])
    assert user.get("username") == username
    assert ("username" in user) == (username is not None)
    stored = [each["address"] for each in user["emails"]] if "emails" in user else None
    assert stored == emails


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "input.username"),
        ({"username": "", "email": ""}, "input.username"),
        ({"username": " \t"}, "input.username"),
        ({"username": "a\x00b"}, "input.username"),
        ({"username": "a\nb"}, "input.username"),
        ({"username": "x" * 257}, "input.username"),
        ({"email": "mara"}, "input.email"),
        ({"email": "mara@"}, "input.email"),
        ({"email": "@example.org"}, "input.email"),
        ({"email": "ma ra@example.org"}, "input.email"),
        ({"email": "mara@example..org"}, "input.email"),
        ({"email": "mara@-example.org"}, "input.email"),
        ({"email": "a@b.org, c@d.org"}, "input.email"),
        ({"email": "mära@example.org"}, "input.email"),
        ({"email": "mara@example.org\x00"}, "input.email"),
        ({"username": "mara", "password": ""}, "input.password"),
    ],
)
async def test_registering_with_bad_values_stores_nobody(
    graphql: GraphQL, wekan: Wekan, given: Mapping[str, str], field: str
) -> None:
    error = await graphql.error(REGISTER, input={"password": PASSWORD} | dict(given))
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": field}
    assert await wekan.all("users") == []


@pytest.mark.parametrize(
    "given",
    [
        {"username": "m.ra"},
        {"username": "M.RA", "email": "other@example.org"},
        {"username": " m.ra "},
        {"username": "other", "email": "mara@example.org"},
        {"email": "MARA@Example.ORG"},
    ],
)
async def test_a_name_is_taken_in_any_letter_case(
    graphql: GraphQL, wekan: Wekan, given: Mapping[str, str]
) -> None:
    await wekan.put("users", username="m.ra", emails=[{"address": "mara@example.org"}])
    error = await graphql.error(REGISTER, input={"password": PASSWORD} | dict(given))
    assert (error["message"], error["extensions"]) == (TAKEN, {"code": "CONFLICT"})
    assert len(await wekan.all("users")) == 1


async def test_a_taken_name_beyond_ascii(graphql: GraphQL, wekan: Wekan) -> None:
    await wekan.put("users", username="élan")
    assert await graphql.code(REGISTER, input={"username": "ÉLAN", "password": "x"}) == "CONFLICT"


@pytest.mark.parametrize("username", ["mxra", "m.r", "am.ra", "mara@example.org"])
async def test_names_that_only_look_alike_are_free(
    graphql: GraphQL, wekan: Wekan, username: str
) -> None:
    await wekan.put("users", username="m.ra", emails=[{"address": "mara@example.org"}])
    assert (await registered(graphql, username=username))["user"]["username"] == username


async def test_the_first_person_alone_is_admin(graphql: GraphQL, wekan: Wekan) -> None:
    for name in ("first", "second"):
        await registered(graphql, username=name)
    assert [user["isAdmin"] for user in await wekan.all("users")] == [True, False]


async def test_of_people_who_register_first_at_once_one_is_admin(
    graphql: GraphQL, wekan: Wekan
) -> None:
    await asyncio.gather(*(registered(graphql, username=name) for name in "abcd"))
    admins = [user["isAdmin"] for user in await wekan.all("users")]
    assert sorted(admins) == [False, False, False, True]


@pytest.mark.parametrize(
    "names", [["mara"] * 3, ["mara", "Mara", "MARA"]], ids=["same letters", "other letter case"]
)
async def test_of_people_who_take_one_name_at_once_one_gets_it_at_most(
    graphql: GraphQL, wekan: Wekan, names: list[str]
) -> None:
    inputs = [{"username": name, "password": PASSWORD} for name in names]
    answers = await asyncio.gather(*(graphql.post(REGISTER, input=each) for each in inputs))
    errors = [each["errors"][0] for each in (a.json() for a in answers) if "errors" in each]
    assert {error["extensions"]["code"] for error in errors} == {"CONFLICT"}
    assert len(await wekan.all("users")) == len(names) - len(errors) <= 1


async def test_disabled_registration_is_read_each_time(graphql: GraphQL, wekan: Wekan) -> None:
    await wekan.setting(disableRegistration=True)
    for given in ({"username": "mara", "password": PASSWORD}, {"password": ""}):
        error = await graphql.error(REGISTER, input=given)
        assert error["extensions"] == {"code": "FORBIDDEN"}
        assert error["message"] == "Registration is disabled."
    assert await wekan.all("users") == []

    await wekan.setting(disableRegistration=False)
    assert await registered(graphql, username="mara")


async def test_people_join_the_organisations_of_their_domain(
    graphql: GraphQL, wekan: Wekan
) -> None:
    for name, domain in {
        "a": "example.org",
        "b": " @Example.ORG ",
        "c": "sub.example.org",
        "d": "",
        "e": "example.net",
    }.items():
        await wekan.put("org", _id=name, orgAutoAddUsersWithDomainName=domain)
    await wekan.set("org", "a", orgDisplayName="Example", orgShortName="ex")
    await wekan.set("org", "b", orgShortName="ex")
    await wekan.put("org", orgDisplayName="No domain")

    issued = await registered(graphql, username="mara", email="mara@EXAMPLE.org")
    user = await wekan.get("users", issued["user"]["id"])
    assert user["orgs"] == [
        {"orgId": "a", "orgDisplayName": "Example"},
        {"orgId": "b", "orgDisplayName": "ex"},
    ]


# --- logging in


@pytest.mark.parametrize(
    "given",
    [
        {"username": "mara"},
        {"email": "mara@example.org"},
        {"email": "mm@example.net"},
        {"username": "mara", "email": ""},
        {"username": None, "email": "mara@example.org"},
        {"username": "somebody else", "email": "mara@example.org"},
    ],
)
async def test_whom_meteor_wrote_logs_in(
    graphql: GraphQL, wekan: Wekan, given: Mapping[str, str | None]
) -> None:
    before = await meteors(wekan)
    issued = await logged_in(graphql, **given)
    assert issued["user"] == {"id": before["_id"], "username": "mara"}

    after = await wekan.get("users", before["_id"])
    (own,) = before["services"]["resume"]["loginTokens"]
    new = {"when": after["modifiedAt"], "hashedToken": sha256_base64(issued["token"])}
    assert after == before | {
        "services": before["services"] | {"resume": {"loginTokens": [own, new]}},
        "modifiedAt": after["modifiedAt"],
    }
    assert after["modifiedAt"] > before["modifiedAt"]
    assert datetime.fromisoformat(issued["tokenExpires"]) == after["modifiedAt"] + LIFETIME
    for token in (TOKEN, issued["token"], issued["accessToken"]):
        assert (await graphql(VIEWER, token))["viewer"]["id"] == before["_id"]


@pytest.mark.parametrize(
    "given",
    [
        {"username": "nobody"},
        {"email": "nobody@example.org"},
        {"username": "mara", "password": "secret123!"},
        {"username": "mara", "password": ""},
        {"username": "mara", "password": DIGEST},
        {"username": "MARA"},
        {"username": " mara"},
        {"email": "Mara@example.org"},
        {"username": "mara@example.org"},
        {"email": "mara"},
        {"username": "guest"},
        {"username": "off"},
        {"username": "from-$2y$"},
        {},
        {"username": "", "email": ""},
        {"username": "a\x00b"},
    ],
    ids=str,
)
async def test_every_failed_login_fails_alike(
    graphql: GraphQL, wekan: Wekan, given: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await meteors(wekan)
    password = {"password": {"bcrypt": HASH}}
    await wekan.put("users", username="guest", services={})
    await wekan.put("users", username="off", services=password, loginDisabled=True)
    other = {"password": {"bcrypt": HASH.replace("$2b$", "$2y$")}}
    await wekan.put("users", username="from-$2y$", services=other)
    before = await wekan.all("users")
    compared: list[bytes] = []
    compare = bcrypt.checkpw

    def counted(candidate: bytes, stored: bytes) -> bool:
        compared.append(stored[:7])
        return compare(candidate, stored)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    answer = (await graphql.post(LOGIN, input={"password": PASSWORD} | dict(given))).json()

    assert answer["data"] is None
    (error,) = answer["errors"]
    assert error["message"] == "Incorrect username, email address or password."
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert compared == [b"$2b$10$"], "each failure costs one comparison at Wekan's cost"
    assert await wekan.all("users") == before


@pytest.mark.parametrize(
    ("variables", "welcome"),
    [
        ({}, True),
        ({"ldap_enable": True}, False),
        ({"ldap_enable": True, "ldap_login_fallback": True}, True),
        ({"ldap_enable": True, "ldap_migration_allow_password_login": True}, True),
    ],
    ids=["no LDAP", "LDAP", "LDAP with fallback", "LDAP being migrated to"],
)
async def test_whoever_moved_to_ldap_does_not_use_the_old_password(
    app: Starlette,
    graphql: GraphQL,
    wekan: Wekan,
    variables: Mapping[str, bool],
    welcome: bool,
) -> None:
    user = await meteors(wekan)
    await wekan.set("users", user["_id"], authenticationMethod="ldap")
    configure(app, **variables)
    answer = await graphql.post(LOGIN, input={"username": "mara", "password": PASSWORD})
    assert ("errors" not in answer.json()) is welcome


async def test_a_hash_of_another_cost_is_renewed(graphql: GraphQL, wekan: Wekan) -> None:
    cheap = bcrypt.hashpw(DIGEST.encode(), bcrypt.gensalt(4)).decode()
    reset = {"token": "x", "reason": "reset"}
    user = await meteors(wekan, password={"bcrypt": cheap, "reset": reset})
    await logged_in(graphql, username="mara")

    password = (await wekan.get("users", user["_id"]))["services"]["password"]
    assert password["bcrypt"].startswith("$2b$10$")
    assert bcrypt.checkpw(DIGEST.encode(), password["bcrypt"].encode())
    assert password["reset"] == reset


async def test_an_argon2_hash_is_replaced(graphql: GraphQL, wekan: Wekan) -> None:
    hasher = argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
    user = await meteors(wekan, password={"argon2": hasher.hash(DIGEST)})
    wrong = {"username": "mara", "password": "wrong"}
    assert await graphql.code(LOGIN, input=wrong) == "UNAUTHENTICATED"
    await logged_in(graphql, username="mara")

    password = (await wekan.get("users", user["_id"]))["services"]["password"]
    assert list(password) == ["bcrypt"]
    assert bcrypt.checkpw(DIGEST.encode(), password["bcrypt"].encode())


@pytest.mark.parametrize("resume", [{}, {"loginTokens": ""}, {"loginTokens": None}], ids=str)
async def test_a_login_repairs_a_token_list_that_is_none(
    graphql: GraphQL, wekan: Wekan, resume: object
) -> None:
    user = await meteors(wekan, resume=resume)
    issued = await logged_in(graphql, username="mara")
    (stored,) = (await wekan.get("users", user["_id"]))["services"]["resume"]["loginTokens"]
    assert stored["hashedToken"] == sha256_base64(issued["token"])
    assert await is_welcome(graphql, issued["token"])


async def test_a_new_password_ends_what_was_there(
    graphql: GraphQL, wekan: Wekan, context: Context
) -> None:
    secrets = {"bcrypt": HASH, "argon2": "$argon2id$x", "reset": {"token": "x"}}
    user = await meteors(wekan, password=secrets)
    await set_password(context, user["_id"], "another")

    services = (await wekan.get("users", user["_id"]))["services"]
    hashed = services["password"]["bcrypt"]
    assert services == {"password": {"bcrypt": hashed}, "resume": {}}
    assert bcrypt.checkpw(hashlib.sha256(b"another").hexdigest().encode(), hashed.encode())
    assert not await is_welcome(graphql, TOKEN)
    old = {"username": "mara", "password": PASSWORD}
    assert await graphql.code(LOGIN, input=old) == "UNAUTHENTICATED"
    assert await logged_in(graphql, username="mara", password="another")


# --- tokens


@pytest.mark.parametrize(
    ("entry", "welcome"),
    [
        ({"when": ago(days=89), "hashedToken": HASHED_TOKEN}, True),
        ({"when": ago(days=90, seconds=1), "hashedToken": HASHED_TOKEN}, False),
        ({"when": ago(days=1).timestamp() * 1000, "hashedToken": HASHED_TOKEN}, True),
        ({"when": ago(days=91).timestamp() * 1000, "hashedToken": HASHED_TOKEN}, False),
        ({"hashedToken": HASHED_TOKEN}, True),
        ({"when": ago(days=1), "token": TOKEN}, False),
        ({"when": ago(days=1), "hashedToken": TOKEN}, False),
    ],
    ids=[
        "in time",
        "expired",
        "a number",
        "a number, expired",
        "no date",
        "stored unhashed",
        "of another",
    ],
)
async def test_which_stored_tokens_are_good(
    graphql: GraphQL, wekan: Wekan, entry: Document, welcome: bool
) -> None:
    await meteors(wekan, resume={"loginTokens": [{"when": ago(), "hashedToken": "x"}, entry]})
    assert await is_welcome(graphql, TOKEN) is welcome


async def test_tokens_live_as_long_as_the_operator_says(
    app: Starlette, graphql: GraphQL, wekan: Wekan
) -> None:
    await meteors(wekan)
    configure(app, login_expiration_days=0.5)
    assert not await is_welcome(graphql, TOKEN)

    issued = await logged_in(graphql, username="mara")
    (user,) = await wekan.all("users")
    assert datetime.fromisoformat(issued["tokenExpires"]) == user["modifiedAt"] + timedelta(
        hours=12
    )


@pytest.mark.parametrize(
    "authorization",
    [f"bearer {TOKEN}", f"BEARER   {TOKEN} "],
)
async def test_how_a_token_is_sent(
    http: httpx.AsyncClient, wekan: Wekan, authorization: str
) -> None:
    user = await meteors(wekan)
    headers = {"Authorization": authorization}
    answer = await http.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert answer.json()["data"]["viewer"]["id"] == user["_id"]


@pytest.mark.parametrize(
    "token", [HASHED_TOKEN, TOKEN.lower(), TOKEN[:-1], TOKEN + "x", "x" * 100_000, ".."]
)
async def test_other_texts_are_nobody(graphql: GraphQL, wekan: Wekan, token: str) -> None:
    await meteors(wekan)
    assert not await is_welcome(graphql, token)


async def test_logging_out_ends_one_login(graphql: GraphQL, wekan: Wekan) -> None:
    user = await meteors(wekan)
    issued = await logged_in(graphql, username="mara")
    assert (await graphql(LOGOUT, issued["token"], input={}))["logout"]["ok"]

    after = await wekan.get("users", user["_id"])
    assert after == user | {"modifiedAt": after["modifiedAt"]}
    assert after["modifiedAt"] > user["modifiedAt"]
    assert not await is_welcome(graphql, issued["token"])
    assert not await is_welcome(graphql, issued["accessToken"])
    assert await is_welcome(graphql, TOKEN)
    assert await graphql.code(LOGOUT, issued["token"], input={}) == "UNAUTHENTICATED"


async def test_logging_out_everywhere_ends_all_logins(graphql: GraphQL, wekan: Wekan) -> None:
    user = await meteors(wekan)
    issued = await logged_in(graphql, username="mara")
    await graphql(LOGOUT, issued["accessToken"], input={"everywhere": True})
    services: Any = (await wekan.get("users", user["_id"]))["services"]
    assert services == user["services"] | {"resume": {"loginTokens": []}}
    for token in (TOKEN, issued["token"], issued["accessToken"]):
        assert not await is_welcome(graphql, token)


async def test_nobody_cannot_log_out(graphql: GraphQL) -> None:
    assert await graphql.code(LOGOUT, input={"everywhere": True}) == "UNAUTHENTICATED"


async def test_disabling_ends_every_login_at_once(graphql: GraphQL, wekan: Wekan) -> None:
    admin = await wekan.person("root", isAdmin=True)
    user = await meteors(wekan)
    issued = await logged_in(graphql, username="mara")
    await graphql(DISABLE, admin, input={"id": user["_id"]})
    for token in (TOKEN, issued["token"], issued["accessToken"]):
        assert not await is_welcome(graphql, token)


async def test_a_disabled_persons_leftover_token_is_worth_nothing(
    graphql: GraphQL, wekan: Wekan
) -> None:
    """Wekan's own block of an account leaves the tokens in place."""
    user = await meteors(wekan)
    issued = await logged_in(graphql, username="mara")
    await wekan.set("users", user["_id"], loginDisabled=True)
    for token in (TOKEN, issued["token"], issued["accessToken"]):
        assert not await is_welcome(graphql, token)
