"""The whole site through both doors: settings, storage, organisations, teams, tokens."""

from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import Wekan

SETTINGS = "{ settings { productName disableRegistration hideLogo } }"
UPDATE = """mutation($input: UpdateSettingsInput!) {
  updateSettings(input: $input) { settings { productName disableRegistration } } }"""


@pytest.fixture
async def admin(wekan: Wekan) -> Person:
    return await wekan.person("root", isAdmin=True)


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
def rest(http: httpx.AsyncClient, admin: Person) -> Rest:
    return Rest(http, admin)


async def test_settings_are_read_and_written(
    rest: Rest, graphql: GraphQL, wekan: Wekan, admin: Person
) -> None:
    (stored,) = await wekan.all("settings")
    await wekan.set("settings", stored["_id"], mailServer={"password": "s3cret"})
    before = await rest.ok("GET", "/api/settings")
    assert before["_id"] == stored["_id"] and "mailServer" not in before
    change = {"productName": " Ours ", "hideLogo": "true", "disableRegistration": True, "x": 1}
    after = await rest.ok("PUT", "/api/settings", change)
    assert after == before | {
        "productName": "Ours",
        "hideLogo": True,
        "disableRegistration": True,
    }
    assert (await graphql(SETTINGS, admin))["settings"] == {
        "productName": "Ours",
        "hideLogo": True,
        "disableRegistration": True,
    }
    change = {"productName": "", "disableRegistration": False}
    answer = (await graphql(UPDATE, admin, input=change))["updateSettings"]["settings"]
    assert answer == {"productName": None, "disableRegistration": False}
    now = await wekan.get("settings", stored["_id"])
    assert "productName" not in now and now["modifiedAt"] > stored["modifiedAt"]
    assert now["mailServer"] == {"password": "s3cret"}


@pytest.mark.parametrize(
    "body",
    [
        {"defaultAuthenticationMethod": ""},
        {"hideLogo": "perhaps"},
        {"productName": {"$gt": ""}},
        {"productName": ["a"]},
    ],
)
async def test_settings_of_a_wrong_kind_are_refused(
    rest: Rest, wekan: Wekan, body: dict[str, Any]
) -> None:
    before = await wekan.all("settings")
    assert await rest.status("PUT", "/api/settings", body) == 400
    assert await wekan.all("settings") == before


async def test_keys_of_storage_are_written_and_never_shown(
    rest: Rest, graphql: GraphQL, wekan: Wekan, admin: Person
) -> None:
    path = "/api/admin/attachment-settings"
    made = await rest.ok("GET", path)
    assert (made["defaultStorage"], made["createdBy"]) == ("fs", admin.id)
    assert made["limitSettings"]["avatarsUploadBlocked"] is False
    key = {"enabled": True, "bucket": "b", "secretAccessKey": "s3cret"}
    shown = await rest.ok("PUT", path, {"storageConfig": {"s3": key}, "_id": "other"})
    s3 = shown["storageConfig"]["s3"]
    assert (s3["secretAccessKey"], s3["secretAccessKeySet"], s3["bucket"]) == ("", True, "b")
    again = {"storageConfig": {"s3": {"secretAccessKey": "", "bucket": "c"}}}
    assert "s3cret" not in str(await rest.ok("PUT", path, again))
    (stored,) = await wekan.all("attachmentStorageSettings")
    assert stored["storageConfig"]["s3"]["secretAccessKey"] == "s3cret"
    assert stored["storageConfig"]["s3"]["bucket"] == "c"
    assert stored["storageConfig"]["gridfs"]["enabled"] is True
    for bad in ({"limitSettings": {"$where": "1"}}, {"defaultStorage": "tape"}):
        assert await rest.status("PUT", path, bad) == 400
    update = """mutation($input: UpdateAttachmentSettingsInput!) {
      updateAttachmentSettings(input: $input) { attachmentSettings { maxFileSize allowedTypes } }
    }"""
    given = {"maxFileSize": 5, "allowedTypes": ["image/png"]}
    answer = await graphql(update, admin, input=given)
    assert answer["updateAttachmentSettings"]["attachmentSettings"] == given


@pytest.mark.parametrize(
    ("noun", "prefix", "collection", "key"),
    [("organization", "org", "org", "orgId"), ("team", "team", "team", "teamId")],
)
async def test_groups(
    rest: Rest,
    graphql: GraphQL,
    wekan: Wekan,
    admin: Person,
    noun: str,
    prefix: str,
    collection: str,
    key: str,
) -> None:
    kind = noun.capitalize()
    create = f"""mutation($input: Create{kind}Input!) {{
      create{kind}(input: $input) {{ {noun} {{ id displayName isActive sharedTemplates }} }} }}"""
    made = (await graphql(create, admin, input={"displayName": "North"}))[f"create{kind}"][noun]
    assert made == made | {"displayName": "North", "isActive": True, "sharedTemplates": False}
    group = made["id"]
    path, feature = f"/api/admin/{prefix}s", f"{prefix}SharedTemplates"
    changed = await rest.ok("PUT", f"{path}/{group}/features", {feature: "true"})
    assert (changed["_id"], changed[feature]) == (group, True)
    flags = {f"{prefix}PropagateMembersToBoards": False, f"{prefix}SyncMembersFromAuth": False}
    line = {"_id": group, f"{prefix}DisplayName": "North", feature: True, **flags}
    assert await rest.ok("GET", path) == [line]
    for_all = {"field": feature, "value": False}
    assert await rest.ok("PUT", f"{path}/features", for_all) == {"updated": 1}
    assert (await wekan.get(collection, group))[feature] is False
    assert await rest.status("PUT", f"{path}/features", {"field": "_id", "value": True}) == 400
    assert await rest.status("PUT", f"{path}/nobody/features", {feature: True}) == 404
    update = f"""mutation($input: Update{kind}Input!) {{
      update{kind}(input: $input) {{ {noun} {{ displayName website }} }} }}"""
    change = {"id": group, "website": "https://north.example.org"}
    answer = (await graphql(update, admin, input=change))[f"update{kind}"][noun]
    assert answer == {"displayName": "North", "website": "https://north.example.org"}
    listed = f"{{ {noun}s {{ totalCount nodes {{ id }} }} }}"
    assert (await graphql(listed, admin))[f"{noun}s"] == {"totalCount": 1, "nodes": [{"id": group}]}

    member = await wekan.person("ned", **{f"{prefix}s": [{key: group}, {key: "other"}]})
    board = await wekan.board(**{f"{prefix}s": [{key: group, "isActive": True}]})
    delete = f"""mutation($input: Delete{kind}Input!) {{
      delete{kind}(input: $input) {{ deleted{kind}Id }} }}"""
    await graphql(delete, admin, input={"id": group})
    assert await wekan.all(collection) == []
    assert (await wekan.get("users", member.id))[f"{prefix}s"] == [{key: "other"}]
    assert (await wekan.get("boards", board))[f"{prefix}s"] == []


async def test_domains_are_counted(
    rest: Rest, graphql: GraphQL, wekan: Wekan, admin: Person
) -> None:
    for name, address in (("a", "a@B.org"), ("b", "b@b.org"), ("c", "c@a.org")):
        person = await wekan.person(name)
        emails = [{"address": address}, {"address": f"{name}@second.org"}]
        await wekan.set("users", person.id, emails=emails)
    await wekan.unset("users", (await wekan.person("d")).id, "emails")
    counted = {each["domain"]: each["count"] for each in await rest.ok("GET", "/api/admin/domains")}
    assert (counted["b.org"], counted["a.org"], "second.org" in counted) == (2, 1, False)
    query = "{ emailDomains(first: 1) { totalCount nodes { domain people } } }"
    shown = (await graphql(query, admin))["emailDomains"]
    assert shown["totalCount"] == len(counted)
    assert [each["domain"] for each in shown["nodes"]] == list(counted)[:1]
    assert next(iter(counted)) == max(counted, key=lambda domain: counted[domain])


async def test_tokens_are_made_and_ended_for_others(
    rest: Rest, graphql: GraphQL, wekan: Wekan, admin: Person, mara: Person
) -> None:
    viewer = "{ viewer { username } }"
    made = await rest.ok("POST", f"/api/createtoken/{mara.id}")
    assert made["_id"] == mara.id
    assert (await graphql(viewer, made["authToken"]))["viewer"]["username"] == "mara"
    await rest.ok("POST", "/api/deletetoken", {"userId": mara.id, "token": made["authToken"]})
    assert await graphql.code(viewer, made["authToken"]) == "UNAUTHENTICATED"
    assert (await graphql(viewer, mara))["viewer"]["username"] == "mara"
    create = (
        """mutation($input: CreateLoginTokenInput!) { createLoginToken(input: $input) { token } }"""
    )
    token = (await graphql(create, admin, input={"userId": mara.id}))["createLoginToken"]["token"]
    delete = (
        """mutation($input: DeleteLoginTokensInput!) { deleteLoginTokens(input: $input) { ok } }"""
    )
    await graphql(delete, admin, input={"userId": mara.id})
    assert await graphql.code(viewer, token) == "UNAUTHENTICATED"
    assert await graphql.code(viewer, mara) == "UNAUTHENTICATED"
    for body in ({"userId": {"$ne": ""}}, {"userId": mara.id, "token": {"$ne": ""}}):
        assert await rest.status("POST", "/api/deletetoken", body) == 400
    told = "Expected a userId to be set but received none."
    assert await rest.ok("POST", "/api/deletetoken", {}) == {"message": told}
    await wekan.set("users", mara.id, loginDisabled=True)
    assert await rest.status("POST", f"/api/createtoken/{mara.id}") == 409
    assert await rest.status("POST", "/api/createtoken/nobody") == 404


async def test_all_of_it_is_for_site_admins(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, mara: Person
) -> None:
    before = await wekan.everything()
    for query in (
        SETTINGS,
        "{ attachmentSettings { defaultStorage } }",
        "{ organizations { totalCount } }",
        "{ teams { totalCount } }",
        'mutation { createTeam(input: {displayName: "x"}) { team { id } } }',
        f'mutation {{ createLoginToken(input: {{userId: "{mara.id}"}}) {{ token }} }}',
        f'mutation {{ deleteLoginTokens(input: {{userId: "{mara.id}"}}) {{ ok }} }}',
        'mutation { updateSettings(input: {productName: "x"}) { settings { productName } } }',
    ):
        assert await graphql.code(query, mara) == "FORBIDDEN"
        assert await graphql.code(query) == "UNAUTHENTICATED"
    for method, path in (
        ("GET", "/api/settings"),
        ("PUT", "/api/settings"),
        ("GET", "/api/admin/attachment-settings"),
        ("PUT", "/api/admin/attachment-settings"),
        ("GET", "/api/admin/domains"),
        ("GET", "/api/admin/orgs"),
        ("PUT", "/api/admin/teams/features"),
        ("POST", f"/api/createtoken/{mara.id}"),
        ("POST", "/api/deletetoken"),
    ):
        assert await Rest(http, mara).status(method, path, {}) == 403
        assert await Rest(http).status(method, path, {}) == 401
    assert await wekan.everything() == before
