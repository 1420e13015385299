"""Wekan's security fixes around webhooks: where they may go, and what their answers may do."""

import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette

from domain.context import Services
from domain.settings import Settings
from tests.advisories.attacks import board_at, card_at
from tests.advisories.doors import HIDDEN, Call, Door, ask, delete, do, get, post, put
from tests.api.receiver import Receiver, receiving
from tests.clients import Person
from tests.factories import START, Place, Wekan, member

PUBLIC = "93.184.216.34"
TOKEN = "s3cret-of-the-hook"


@pytest.fixture
def private() -> bool:
    """Whether the operator lets webhooks go to private addresses; a test may say so."""
    return False


@pytest.fixture
def settings(settings: Settings, *, private: bool) -> Settings:
    return replace(
        settings, webhook_allow_private=private, webhook_retry_ms=1, webhook_timeout_seconds=1
    )


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def here(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id, "admin"))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the world's name servers say: a list of addresses for each name."""
    known: dict[str, list[str]] = {}
    ask_world = socket.getaddrinfo

    def asked(host: Any, port: Any, *more: Any, **named: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in known:
            return ask_world(host, port, *more, **named)
        return [found for each in known[name] for found in ask_world(each, port, *more, **named)]

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    return known


async def hook(wekan: Wekan, board: str, url: str, **fields: object) -> str:
    made = {"boardId": board, "url": url, "enabled": True, "activities": ["all"], "token": TOKEN}
    made |= {"type": "outgoing-webhooks", "title": "Hook", "createdAt": START, "modifiedAt": START}
    return await wekan.put("integrations", **(made | fields))


def setting_to(door: Door, place: Place, own: str, url: object) -> list[Call]:
    """Both ways to say where a webhook goes."""
    path = f"{board_at(place)}/integrations"
    return door.pick(
        rest=[post(path, url=url), put(f"{path}/{own}", url=url)],
        graphql=[
            do("createIntegration", boardId=place.board, url=url),
            do("updateIntegration", id=own, url=url),
        ],
    )


async def change_card(door: Door, app: Starlette, who: Person, place: Place, card: str) -> None:
    """Does something that is told, and waits until it was."""
    told = door.pick(
        rest=put(card_at(place, card), title="New"), graphql=do("updateCard", id=card, title="New")
    )
    await door.allows(who, told)
    services: Services = app.state.services
    await services.aftermath.settled()
    await services.deliveries.settled()


async def test_ghsa_hc3x_hq3m_663q_integrationbleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """A webhook goes to the internet alone, and its token is never read back."""
    own = await hook(wekan, here.board, f"http://{PUBLIC}/")
    hosts = (
        "localhost 127.0.0.1 127.1 2130706433 0x7f.1 0177.0.0.1 0 0.0.0.0 10.0.0.1 172.16.0.1"
        " 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1"
        " 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 [::1] [::] [fc00::1] [fe80::1]"
        " [fec0::1] [ff02::1] [2001:db8::1] x.localhost"
    ).split()
    urls = [
        *(f"http://{host}/" for host in hosts),
        "",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://1.1.1.1",
        "http://",
        "//1.1.1.1/",
        "http://127.0.0.1:27017/",
        "http://1.1.1.1@127.0.0.1/",
    ]
    calls = [call for url in urls for call in setting_to(door, here, own, url)]
    await door.refuses("BAD_USER_INPUT", mara, *calls)
    path = f"{board_at(here)}/integrations"
    fields = "board(id: $id) { integrations { id title url hasToken } }"
    reads = door.pick(
        rest=[get(path), get(f"{path}/{own}")],
        graphql=[ask(f"query ($id: ID!) {{ {fields} }}", id=here.board)],
    )
    await door.shows(own, mara, *reads)
    await door.conceals(TOKEN, mara, *reads, *setting_to(door, here, own, f"http://{PUBLIC}/x"))
    guess = ask("query ($id: ID!) { board(id: $id) { integrations { token } } }", id=here.board)
    await door.refuses("BAD_USER_INPUT", mara, *door.pick(rest=[], graphql=[guess]))


async def test_ghsa_66m2_4wfr_c45p_dnsbleed(
    door: Door,
    app: Starlette,
    wekan: Wekan,
    mara: Person,
    here: Place,
    receiver: Receiver,
    names: dict[str, list[str]],
) -> None:
    """All addresses of a name are judged, when it is stored and again when it is used."""
    own = await hook(wekan, here.board, f"http://{PUBLIC}/", enabled=False)
    names["rebind.example"] = [PUBLIC]
    for addresses in (["127.0.0.1"], [PUBLIC, "10.0.0.1"], [PUBLIC, "::1"], ["fd00::1", PUBLIC]):
        names["inner.example"] = addresses
        calls = setting_to(door, here, own, "http://inner.example/")
        await door.refuses("BAD_USER_INPUT", mara, *calls)
    calls = setting_to(door, here, own, f"http://rebind.example:{receiver.port}/hook")
    await door.allows(mara, *calls)
    names["rebind.example"] = ["127.0.0.1"]
    # One that was stored by others is judged as well.
    await hook(wekan, here.board, receiver.url)
    await change_card(door, app, mara, here, await wekan.card(here))
    assert receiver.requests == []
    told = await wekan.all("wekanGraphqlDeliveries")
    assert {each["outcome"] for each in told} == {"failed"}


async def test_ghsa_c5xr_mg26_vq5w_transitbleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """An address that carries another one inside is as good as that one."""
    own = await hook(wekan, here.board, f"http://{PUBLIC}/")
    hosts = (
        "::ffff:127.0.0.1",  # mapped
        "0:0:0:0:0:ffff:7f00:1",
        "::127.0.0.1",  # compatible
        "::ffff:0:127.0.0.1",  # translated
        "2002:7f00:1::",  # 6to4
        "2002:a9fe:a9fe::",
        "64:ff9b::192.168.1.1",  # NAT64
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo, to 127.0.0.1
        "2001:0:7f00:1::",
        "2a00::5efe:127.0.0.1",  # ISATAP
        "2a00::200:5efe:10.0.0.1",
    )
    calls = [call for host in hosts for call in setting_to(door, here, own, f"http://[{host}]/")]
    await door.refuses("BAD_USER_INPUT", mara, *calls)


@pytest.mark.parametrize("private", [True])
async def test_redirectbleed(
    door: Door, app: Starlette, wekan: Wekan, mara: Person, here: Place, receiver: Receiver
) -> None:
    """A receiver that answers with another address is not followed there."""
    card = await wekan.card(here)
    async with receiving() as inner:
        for status in (301, 302, 303, 307, 308):
            receiver.answers = [
                f"{status} Elsewhere\r\nLocation: {inner.url}\r\nContent-Length: 0\r\n\r\n"
            ]
            await wekan.database.integrations.delete_many({})
            await hook(wekan, here.board, receiver.url)
            await change_card(door, app, mara, here, card)
            await wekan.set("cards", card, title="Old")
        assert len(receiver.requests) == 5
        assert inner.requests == []


@pytest.mark.parametrize("private", [True])
async def test_webhook_method_hardening(
    door: Door, app: Starlette, wekan: Wekan, mara: Person, here: Place, receiver: Receiver
) -> None:
    """An answer changes an existing comment of the webhook's own board and nothing else, and
    webhooks are for the admins of their board."""
    own = await hook(wekan, here.board, receiver.url, type="bidirectional-webhooks")
    norm, stranger = await wekan.person("norm"), await wekan.person("stranger")
    await wekan.set("boards", here.board, members=[member(mara.id, "admin"), member(norm.id)])
    far = await wekan.place(member(mara.id, "admin"))
    cards = [await wekan.card(here), await wekan.card(far)]
    comments = [
        await wekan.comment(place, each, mara)
        for place, each in zip((here, far), cards, strict=True)
    ]
    before = await wekan.all("card_comments")

    def answered(comment: str, card: str, board: str, text: object = "Owned") -> str:
        answer = {"commentId": comment, "cardId": card, "boardId": board, "comment": text}
        return f"200 OK\r\n{json.dumps(answer)}"

    for answer in (
        answered(comments[1], cards[1], far.board),
        answered(comments[1], cards[1], here.board),
        answered(comments[1], cards[0], here.board),
        answered("A" * 17, cards[0], here.board),
        answered(comments[0], cards[0], here.board, {"$set": "x"}),
        "200 OK\r\n[1]",
    ):
        receiver.answers = [answer]
        await change_card(door, app, mara, here, cards[0])
        await wekan.set("cards", cards[0], title="Old")
        assert await wekan.all("card_comments") == before
    assert len(receiver.requests) == 6
    receiver.answers = [answered(comments[0], cards[0], here.board, "Fine")]
    await change_card(door, app, mara, here, cards[0])
    assert (await wekan.get("card_comments", comments[0]))["text"] == "Fine"
    path = f"{board_at(here)}/integrations/{own}"
    telling = "%sIntegrationActivities(input: { id: $id, activities: [] }) { __typename }"
    telling = f"mutation ($id: ID!) {{ {telling} }}"
    calls = [
        *setting_to(door, here, own, f"http://{PUBLIC}/"),
        *door.pick(
            rest=[
                delete(path),
                post(f"{path}/activities", activities=["all"]),
                delete(f"{path}/activities", activities=["all"]),
            ],
            graphql=[
                do("deleteIntegration", id=own),
                *(ask(telling % verb, id=own) for verb in ("add", "remove")),
            ],
        ),
    ]
    await door.refuses("FORBIDDEN", norm, *calls)
    await door.refuses(HIDDEN, stranger, *calls)
    await door.refuses("UNAUTHENTICATED", None, *calls)
    elsewhere = f"{board_at(far)}/integrations/{own}"
    foreign = [put(elsewhere, url=f"http://{PUBLIC}/"), delete(elsewhere)]
    await door.refuses(HIDDEN, mara, *door.pick(rest=foreign, graphql=[]))
