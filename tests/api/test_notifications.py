"""Who is told of what: trays as they lie in MongoDB after a write through either door."""

import dataclasses
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from domain.context import Context, Services
from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import FLAGS, Document, Place, Wekan, member

UPDATE = "mutation ($input: UpdateCardInput!) { updateCard(input: $input) { card { id } } }"
COMMENT = (
    "mutation ($input: CreateCommentInput!) { createComment(input: $input) { comment { id } } }"
)
TRAY = """
query { viewer { tray {
  unreadCount notifications { activityId readAt activity { activityType user { username } } }
} } }
"""
MARK = """
mutation ($input: MarkNotificationsInput!) {
  markNotifications(input: $input) { tray { unreadCount notifications { activityId } } }
}
"""
DELETE = """
mutation ($input: DeleteNotificationsInput!) {
  deleteNotifications(input: $input) { tray { notifications { activityId } } }
}
"""
WATCH = {
    "board": """mutation ($input: WatchBoardInput!) {
      watchBoard(input: $input) { board { watchers { level user { username } } } }
    }""",
    "list": """mutation ($input: WatchListInput!) {
      watchList(input: $input) { list { watchers { username } } }
    }""",
    "card": """mutation ($input: WatchCardInput!) {
      watchCard(input: $input) { card { watchers { username } } }
    }""",
}


@dataclass(frozen=True, slots=True)
class Scene:
    wekan: Wekan
    graphql: GraphQL
    http: httpx.AsyncClient
    settle: Callable[[], Awaitable[None]]
    people: dict[str, Person]
    place: Place

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    async def watching(self, **levels: str) -> None:
        watchers = [{"userId": self[name].id, "level": level} for name, level in levels.items()]
        await self.wekan.set("boards", self.place.board, watchers=watchers)

    async def rename(self, card: str, title: str = "New", by: str = "mara") -> None:
        await self.graphql(UPDATE, self[by], input={"id": card, "title": title})
        await self.settle()

    async def comment(self, card: str, text: str, by: str = "mara") -> None:
        await self.graphql(COMMENT, self[by], input={"cardId": card, "text": text})
        await self.settle()

    async def tray(self, name: str) -> list[Document]:
        profile = (await self.wekan.get("users", self[name].id))["profile"]
        return list(profile.get("notifications", []))

    async def told(self) -> set[str]:
        """Returns who has something in their tray, and empties them all."""
        told = {name for name in self.people if await self.tray(name)}
        for name in told:
            await self.wekan.unset("users", self[name].id, "profile.notifications")
        return told


@pytest.fixture
async def scene(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan, context: Context) -> Scene:
    names = ("mara", "nils", "olga", "pia")
    people = {name: await wekan.person(name) for name in names}
    members = [member(people[name].id) for name in names[:3]]
    place = await wekan.place(*members)
    settle = context.services.aftermath.settled
    return Scene(wekan, graphql, http, settle, people, place)


async def test_whoever_watches_is_told_but_not_who_acts(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place)
    await scene.watching(mara="watching", nils="watching", olga="muted", pia="watching")
    before = await scene.wekan.get("users", scene["nils"].id)
    await scene.rename(card)
    activity = (await scene.wekan.all("activities"))[-1]
    assert await scene.tray("nils") == [{"activity": activity["_id"], "read": None}]
    after = await scene.wekan.get("users", scene["nils"].id)
    assert after["modifiedAt"] > before["modifiedAt"]
    assert await scene.told() == {"nils"}  # pia is no member


async def test_lists_and_cards_are_watched_and_both_ends_of_a_move(scene: Scene) -> None:
    here, there = scene.place.todo, scene.place.done
    await scene.wekan.set("lists", here, watchers=[scene["nils"].id])
    await scene.wekan.set("lists", there, watchers=[scene["olga"].id])
    card = await scene.wekan.card(scene.place, watchers=[scene["pia"].id])
    await scene.graphql(UPDATE, scene["mara"], input={"id": card, "listId": there})
    await scene.settle()
    assert await scene.told() == {"nils", "olga"}
    await scene.wekan.set("cards", card, watchers=[scene["nils"].id])
    await scene.rename(card)
    assert await scene.told() == {"nils", "olga"}


async def test_whoever_tracks_a_board_is_told_of_cards_of_their_own(scene: Scene) -> None:
    await scene.watching(nils="tracking", olga="tracking")
    for fields in ({"userId": scene["nils"].id}, {"members": [scene["nils"].id]}):
        await scene.rename(await scene.wekan.card(scene.place, **fields))
        assert await scene.told() == {"nils"}
    await scene.rename(await scene.wekan.card(scene.place, assignees=[scene["olga"].id]))
    assert await scene.told() == {"olga"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fine", {"nils"}),
        ("@olga look", {"olga"}),
        ("@pia look", {"nils"}),
        ("to myself: @mara", {"mara"}),
        ("@card_members", {"olga"}),
        ("@card_assignees and @olga", {"mara", "olga"}),
        ("@board_members", {"mara", "nils", "olga"}),
        ("@board_assignees", {"mara"}),
    ],
)
async def test_mentions_come_before_watchers(scene: Scene, text: str, told: set[str]) -> None:
    await scene.watching(nils="watching")
    on_card = {"members": [scene["olga"].id], "assignees": [scene["mara"].id]}
    card = await scene.wekan.card(scene.place, **on_card)
    await scene.comment(card, text)
    assert await scene.told() == told


async def test_whoever_is_put_on_a_card_is_told_through_both_doors(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place)
    change = {"memberIds": [scene["nils"].id], "assigneeIds": [scene["mara"].id]}
    await scene.graphql(UPDATE, scene["mara"], input={"id": card, **change})
    await scene.settle()
    assert await scene.told() == {"nils"}
    rest = Rest(scene.http, scene["mara"])
    path = f"/api/boards/{scene.place.board}/lists/{scene.place.todo}/cards/{card}"
    await rest.ok("PUT", path, {"assignees": [scene["olga"].id]})
    await scene.settle()
    assert await scene.told() == {"olga"}


async def test_nobody_is_told_of_cards_that_they_may_not_see(scene: Scene) -> None:
    cast = await scene.wekan.cast()
    everybody = [member(person.id, role) for role, person in cast.items()]
    gone = member(scene["pia"].id, active=False)
    watchers = [{"userId": each["userId"], "level": "watching"} for each in (*everybody, gone)]
    await scene.wekan.set(
        "boards",
        scene.place.board,
        members=[member(scene["mara"].id), *everybody, gone],
        watchers=watchers,
    )
    card = await scene.wekan.card(scene.place, assignees=[cast["read-assigned-only"].id])
    scene.people.update(cast)
    await scene.rename(card)
    narrow = {"normal-assigned-only", "comment-assigned-only"}
    assert await scene.told() == FLAGS.keys() - narrow


async def test_the_site_can_switch_it_off(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place, watchers=[scene["nils"].id])
    await scene.wekan.setting(disableNotifications=True)
    await scene.rename(card)
    assert await scene.told() == set()
    assert await scene.wekan.all("activities")
    await scene.wekan.setting(disableWatch=True)
    thing = {"id": card}
    assert await scene.graphql.code(WATCH["card"], scene["nils"], input=thing) == "FORBIDDEN"


async def test_settings_of_the_operator(scene: Scene, app: Starlette) -> None:
    services: Services = app.state.services
    settings = dataclasses.replace(
        services.settings,
        big_events=re.compile("^a-changed"),
        notify_on_assign=False,
        notification_tray_max=2,
    )
    app.state.services = dataclasses.replace(services, settings=settings)
    card = await scene.wekan.card(scene.place)
    joined = {"id": card, "memberIds": [scene["nils"].id]}
    await scene.graphql(UPDATE, scene["mara"], input=joined)
    await scene.settle()
    assert await scene.told() == set()
    for title in ("One", "Two", "Three"):
        await scene.rename(card, title)
    newest = [each["_id"] for each in await scene.wekan.all("activities")][-2:]
    assert [each["activity"] for each in await scene.tray("olga")] == newest


async def test_a_tray_is_read_marked_and_emptied(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place, watchers=[scene["nils"].id])
    for title in ("One", "Two", "Three"):
        await scene.rename(card, title)
    nils = scene["nils"]
    tray = (await scene.graphql(TRAY, nils))["viewer"]["tray"]
    assert tray["unreadCount"] == 3
    happened = {"activityType": "a-changedTitle", "user": {"username": "mara"}}
    assert [each["activity"] for each in tray["notifications"]] == [happened] * 3
    ids = [each["activityId"] for each in tray["notifications"]]

    async def mark(**given: object) -> int:
        data = await scene.graphql(MARK, nils, input=given)
        return int(data["markNotifications"]["tray"]["unreadCount"])

    assert await mark(activityIds=ids[:1]) == 2
    first = (await scene.tray("nils"))[0]
    assert first["read"] is not None
    assert await mark(activityIds=[*ids[:1], "nowhere"]) == 2
    assert (await scene.tray("nils"))[0] == first  # it was read then, not now
    assert await mark() == 0
    assert await mark(activityIds=ids[2:], read=False) == 1
    assert [each["activity"] for each in await scene.tray("nils")] == ids
    await scene.graphql(DELETE, nils, input={})
    assert [each["activity"] for each in await scene.tray("nils")] == ids[2:]
    left = await scene.graphql(DELETE, nils, input={"activityIds": ids})
    assert left["deleteNotifications"]["tray"]["notifications"] == []


async def test_a_tray_is_its_persons_own(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place, watchers=[scene["nils"].id])
    await scene.rename(card)
    chief = await scene.wekan.person("chief", isAdmin=True)
    asked = "query ($id: ID!) { user(id: $id) { tray { unreadCount } } }"
    whose = {"id": scene["nils"].id}
    for who, shown in ((scene["mara"], None), (chief, {"unreadCount": 1})):
        assert (await scene.graphql(asked, who, **whose))["user"]["tray"] == shown
    ids = [each["activity"] for each in await scene.tray("nils")]
    before = await scene.tray("nils")
    for query in (MARK, DELETE):
        await scene.graphql(query, scene["mara"], input={"activityIds": ids})
        assert await scene.graphql.code(query, None, input={}) == "UNAUTHENTICATED"
    assert await scene.tray("nils") == before


async def test_what_is_hidden_by_now_is_not_shown_in_a_tray(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place, watchers=[scene["nils"].id])
    await scene.rename(card)
    left = [member(scene["mara"].id), member(scene["nils"].id, active=False)]
    await scene.wekan.set("boards", scene.place.board, members=left)
    tray = (await scene.graphql(TRAY, scene["nils"]))["viewer"]["tray"]
    assert [each["activity"] for each in tray["notifications"]] == [None]


async def test_watching_and_leaving_off(scene: Scene) -> None:
    nils, card = scene["nils"], await scene.wekan.card(scene.place)
    board, listed = scene.place.board, scene.place.todo

    async def watch(kind: str, **given: object) -> Any:
        data = await scene.graphql(WATCH[kind], nils, input=given)
        return data[f"watch{kind.capitalize()}"][kind]["watchers"]

    await scene.watching(olga="tracking")
    others = {"level": "TRACKING", "user": {"username": "olga"}}
    own = {"user": {"username": "nils"}}
    for level in ("TRACKING", "WATCHING"):
        assert await watch("board", id=board, level=level) == [others, {"level": level, **own}]
    stored = (await scene.wekan.get("boards", board))["watchers"]
    assert stored[1] == {"userId": nils.id, "level": "watching"}
    assert await watch("board", id=board, level="MUTED") == [others]
    for kind, thing in (("list", listed), ("card", card)):
        for _ in range(2):
            assert await watch(kind, id=thing) == [{"username": "nils"}]
        assert (await scene.wekan.get(f"{kind}s", thing))["watchers"] == [nils.id]
        assert await watch(kind, id=thing, watching=False) == []


async def test_only_what_one_sees_can_be_watched(scene: Scene) -> None:
    card = await scene.wekan.card(scene.place)
    things = {"board": scene.place.board, "list": scene.place.todo, "card": card}
    before = await scene.wekan.everything()
    for kind, thing in things.items():
        for who, code in ((scene["pia"], "NOT_FOUND"), (None, "UNAUTHENTICATED")):
            assert await scene.graphql.code(WATCH[kind], who, input={"id": thing}) == code
    narrow = await scene.wekan.person("narrow")
    own = member(narrow.id, "read-assigned-only")
    await scene.wekan.set("boards", scene.place.board, members=[own])
    assert await scene.graphql.code(WATCH["card"], narrow, input={"id": card}) == "NOT_FOUND"
    await scene.graphql(WATCH["board"], narrow, input={"id": things["board"]})
    assert (await scene.wekan.everything())["cards"] == before["cards"]
