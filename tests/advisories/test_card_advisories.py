"""Wekan's security fixes around cards and what hangs on them."""

import pytest

from tests.advisories.attacks import (
    SECRET,
    board_at,
    card_at,
    list_at,
    secret_card,
    secret_place,
    writes,
)
from tests.advisories.doors import HIDDEN, Call, Door, ask, delete, do, get, post, put
from tests.clients import Person
from tests.factories import Place, Wekan, member


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def here(wekan: Wekan, mara: Person) -> Place:
    """A board on which mara may write."""
    return await wekan.place(member(mara.id))


async def test_ghsa_8cqr_x6m5_v4w6_purgebleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """A card is deleted with the right to write on its own board, whatever board is named."""
    hidden, read_only = await wekan.place(), await wekan.place(member(mara.id, "read-only"))
    own = await wekan.card(here)
    for place, code in ((hidden, HIDDEN), (read_only, "FORBIDDEN")):
        card = await wekan.card(place)
        await wekan.checklist(place, card, "item")
        await wekan.attachment(place, card)
        await door.refuses(
            door.pick(rest=HIDDEN, graphql=code),
            mara,
            *door.pick(
                rest=[
                    delete(card_at(here, card)),
                    delete(f"{board_at(here)}/lists/{place.todo}/cards/{card}"),
                    delete(f"{board_at(here)}/lists/{here.done}/cards/{own}"),
                ],
                graphql=[
                    do("deleteCard", id=card),
                    do("batch", changes=[{"delete": {"id": own}}, {"delete": {"id": card}}]),
                ],
            ),
        )
        bulk = delete(f"{board_at(here)}/cards/bulk", cardIds=[card])
        await door.refuses(code, mara, *door.pick(rest=[delete(card_at(place, card))], graphql=[]))
        await door.ignores(mara, *door.pick(rest=[bulk], graphql=[]))
    assert not (await wekan.get("users", mara.id)).get("loginDisabled")
    last = door.pick(rest=delete(card_at(here, own)), graphql=do("deleteCard", id=own))
    await door.allows(mara, last)


async def test_ghsa_whxm_pxgj_7wqv_guestbleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """Only active members are put on cards, and being named on a card shows nothing of it."""
    guest, left = await wekan.person("guest"), await wekan.person("left")
    was = member(left.id, active=False)
    await wekan.set("boards", here.board, members=[member(mara.id), was])
    new = {"boardId": here.board, "listId": here.todo, "title": "x"}
    for who in (guest.id, left.id, "A" * 17):
        card = await wekan.card(here)
        at = card_at(here, card)
        on_rest = {"members": [who], "assignees": [who]}
        on_cards = [{"memberIds": [who]}, {"assigneeIds": [who]}]
        await door.refuses(
            "BAD_USER_INPUT",
            mara,
            *door.pick(
                rest=[post(f"{at}/members/{who}"), post(f"{at}/assignees/{who}")],
                graphql=[
                    do("addCardMember", cardId=card, userId=who),
                    do("addCardAssignee", cardId=card, userId=who),
                    *(do("updateCard", id=card, **each) for each in on_cards),
                    *(do("createCard", **new, **each) for each in on_cards),
                    *(do("batch", changes=[{"create": new | each}]) for each in on_cards),
                ],
            ),
        )
        # Wekan's REST leaves such people out without a word.
        cards = f"{list_at(here)}/cards"
        several = [{"title": "x", **on_rest}]
        whole = [
            put(at, title="x", **on_rest),
            post(cards, title="x", swimlaneId=here.swimlane, **on_rest),
            post(f"{cards}/bulk", cards=several, swimlaneId=here.swimlane),
        ]
        for call in door.pick(rest=whole, graphql=[]):
            await door.allows(mara, call)
    for stored in await wekan.all("cards"):
        assert (stored["members"], stored["assignees"]) == ([], [])
    await secret_card(wekan, here, members=[guest.id, left.id, mara.id], assignees=[guest.id])
    for person, sees in ((guest, False), (left, False), (mara, True)):
        mine = "query ($id: ID!) { cards(filter: { %s: [$id] }) { nodes { title } } }"
        names = ("concerning", "memberIds") if sees else ("concerning", "memberIds", "assigneeIds")
        listed = door.pick(
            rest=[get("/api/user/cards")],
            graphql=[ask(mine % name, id=person.id) for name in names],
        )
        await (door.shows if sees else door.conceals)(SECRET, person, *listed)


async def test_ghsa_6jr3_42jf_vhm5_authorbleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """Whoever holds the token did it, whatever the body says."""
    nils = await wekan.person("nils")
    await wekan.set("boards", here.board, members=[member(mara.id), member(nils.id)])
    card, source = await wekan.card(here), await wekan.card(here, userId=nils.id)
    cards, author = f"{list_at(here)}/cards", {"authorId": nils.id, "userId": nils.id}
    new = {"title": "x", "swimlaneId": here.swimlane}
    place = {"boardId": here.board, "listId": here.todo}
    if door.name == "rest":
        await door.allows(
            mara,
            post(cards, **new, **author),
            post(f"{cards}/bulk", cards=[{**new, **author}], **author),
            post(cards, linkedId=source, **new, **author),
            put(card_at(here, card), title="y", **author),
            post(f"{board_at(here)}/cards/{card}/comments", comment="x", **author),
            post(f"{board_at(here)}/custom-fields", name="x", type="text", settings={}, **author),
            delete(card_at(here, card), **author),
        )
        assert [each["userId"] for each in await wekan.all("cards")] == [nils.id] + [mara.id] * 3
    else:
        for name in ("authorId", "userId", "creatorId"):
            forged = {name: nils.id}
            await door.refuses(
                "BAD_USER_INPUT",
                mara,
                do("createCard", title="x", **place, **forged),
                do("updateCard", id=card, title="x", **forged),
                do("deleteCard", id=card, **forged),
                do("createComment", cardId=card, text="x", **forged),
                do("createCustomField", boardId=here.board, name="x", type="TEXT", **forged),
                do("createLinkedCard", linkedCardId=source, **place, **forged),
            )
        await door.allows(mara, do("createCard", title="x", **place))
        assert (await wekan.all("cards"))[-1]["userId"] == mara.id
    assert {each["userId"] for each in await wekan.all("activities")} == {mara.id}


async def test_cwe_862_missing_await(door: Door, wekan: Wekan, here: Place) -> None:
    """Whoever may not write is refused before anything is written, the card number included."""
    stranger = await wekan.person("stranger")
    card = await wekan.card(here)
    await door.refuses("UNAUTHENTICATED", None, *writes(door, here, card))
    await door.refuses(HIDDEN, stranger, *writes(door, here, card))
    await wekan.set("boards", here.board, permission="public")
    await door.refuses("FORBIDDEN", stranger, *writes(door, here, card))


def _holding(door: Door, here: Place, card: str, bad: object) -> list[Call]:
    """What takes an id or a text, given something else."""
    at, cards = card_at(here, card), f"{list_at(here)}/cards"
    place = {"boardId": here.board, "listId": here.todo}
    finding = "query ($f: %s) { %s(filter: $f) { nodes { id } } }"
    return door.pick(
        rest=[
            post(cards, title="x", parentId=bad),
            post(cards, title="x", linkedId=bad),
            post(cards, title="x", swimlaneId=bad),
            put(at, listId=bad),
            put(at, members=bad),
            delete(f"{board_at(here)}/cards/bulk", cardIds=[bad]),
            post(f"{list_at(here)}/move", toBoardId=bad),
            post(f"{board_at(here)}/cards/{card}/dependencies", cardId=bad),
        ],
        graphql=[
            do("updateCard", id=bad, title="x"),
            do("updateCard", id=card, listId=bad),
            do("createCard", title="x", parentId=bad, **place),
            do("deleteCard", id=bad),
            do("login", username=bad, password="x"),
            ask("query ($id: ID!) { board(id: $id) { title } }", id=bad),
            ask("query ($t: String!) { search(text: $t) { nodes { excerpt } } }", t=bad),
            ask(finding % ("CardFilter", "cards"), f=bad),
            ask(finding % ("BoardFilter", "boards"), f={"text": bad}),
        ],
    )


async def test_ghsa_phm4_4v26_j2vq_wherebleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """What a client sends is a value, and never a part of a query."""
    place = await secret_place(wekan)
    await secret_card(wekan, place, members=[mara.id])
    mine = await wekan.card(here)
    root = await wekan.person("root", isAdmin=True)
    text = "sleep(1) || true"
    bads: list[object] = [{"$ne": ""}, {"$where": text}, {"$regex": "."}, [{"$gt": ""}]]
    for bad in bads:
        await door.refuses("BAD_USER_INPUT", mara, *_holding(door, here, mine, bad))
        making = post("/api/users", username=bad, password="x")
        await door.ignores(root, *door.pick(rest=[making], graphql=[]))
        login = post("/users/login", username=bad, password=bad)
        await door.refuses("UNAUTHENTICATED", None, *door.pick(rest=[login], graphql=[]))
    texts = ("$where", "{$ne: null}", '{"$gt":""}', ".*", "$" + text, "^K")
    found = "search(text: $t) { nodes { excerpt } } cards(filter: { text: $t }) { nodes { title } }"
    await door.conceals(
        SECRET,
        mara,
        *door.pick(
            rest=[
                get('/api/cards/{"$ne":""}'),
                get("/api/boards/[$ne]"),
                get("/api/user/cards?due[$ne]=1&from[$gt]="),
                get("/api/user/cards?due=true&from=2000-01-01&to=%7B%22%24gt%22%3A%22%22%7D"),
                *(get(f"{board_at(here)}/cardsByCustomField/x/{each}") for each in texts),
            ],
            graphql=[ask(f"query ($t: String!) {{ {found} }}", t=each) for each in texts],
        ),
    )


async def test_vote_and_poker_canaries(door: Door, wekan: Wekan, mara: Person, here: Place) -> None:
    """Nobody answers for others: a ballot that is written anew is empty."""
    nils = await wekan.person("nils")
    await wekan.set("boards", here.board, members=[member(mara.id), member(nils.id, "read-only")])
    vote = {"question": "Ship it?", "positive": [nils.id], "negative": [], "public": False}
    poker = {"question": True, "one": [nils.id]}
    card = await wekan.card(here, vote=vote, poker=poker)
    forged_vote = {"question": "Ship it?", "positive": [mara.id, nils.id], "negative": ["x"]}
    forged_poker = {"question": True, "one": [mara.id], "five": [nils.id], "estimation": 5}
    at = card_at(here, card)
    calls = door.pick(
        rest=[put(at, vote=forged_vote), put(at, poker=forged_poker)],
        graphql=[
            do("updateCard", id=card, vote=forged_vote),
            do("updateCard", id=card, poker=forged_poker),
            do("setCardVote", cardId=card, question="x", positive=[nils.id]),
            do("castCardVote", cardId=card, answer="YES", userId=nils.id),
        ],
    )
    refusal = door.pick(rest="FORBIDDEN", graphql="BAD_USER_INPUT")
    await door.refuses(refusal, nils, *calls)
    if door.name == "graphql":
        await door.refuses("BAD_USER_INPUT", mara, *calls)
        await door.refuses("FORBIDDEN", nils, do("setCardVote", cardId=card, question="x"))
        await door.allows(mara, do("castCardVote", cardId=card, answer="NO"))
        stored = (await wekan.get("cards", card))["vote"]
        assert (stored["positive"], stored["negative"]) == ([nils.id], [mara.id])
    else:
        await door.allows(mara, *calls)
        stored = await wekan.get("cards", card)
        assert (stored["vote"]["positive"], stored["vote"]["negative"]) == ([], [])
        assert not stored["poker"].get("one") and not stored["poker"].get("five")


async def test_worker_rule_3189(door: Door, wekan: Wekan, mara: Person) -> None:
    """A worker moves cards, and puts nobody on them but themselves."""
    will = await wekan.person("will")
    here = await wekan.place(member(mara.id), member(will.id, "worker"))
    far = await wekan.place(member(will.id, "worker"))
    card = await wekan.card(here)
    at = card_at(here, card)
    there = {"newBoardId": far.board, "newSwimlaneId": far.swimlane, "newListId": far.todo}
    await door.refuses(
        "FORBIDDEN",
        will,
        *door.pick(
            rest=[
                put(at, listId=here.done, title="x"),
                put(at, dueAt="2027-01-01"),
                put(at, members=[will.id]),
                put(at, assignees=[mara.id]),
                put(at, archive=True),
                put(at, **there),
                post(f"{at}/members/{will.id}"),
                post(f"{at}/assignees/{mara.id}"),
            ],
            graphql=[
                do("updateCard", id=card, listId=here.done, title="x"),
                do("updateCard", id=card, dueAt="2027-01-01"),
                do("updateCard", id=card, memberIds=[will.id]),
                do("updateCard", id=card, assigneeIds=[mara.id]),
                do("updateCard", id=card, assigneeIds=[will.id, mara.id]),
                do("archiveCard", id=card),
                do("updateCard", id=card, boardId=far.board, listId=far.todo),
                do("addCardMember", cardId=card, userId=will.id),
                do("addCardAssignee", cardId=card, userId=mara.id),
            ],
        ),
    )
    await door.allows(
        will,
        *door.pick(
            rest=[post(f"{at}/assignees/{will.id}"), put(at, listId=here.done)],
            graphql=[
                do("addCardAssignee", cardId=card, userId=will.id),
                do("updateCard", id=card, listId=here.done),
            ],
        ),
    )
    stored = await wekan.get("cards", card)
    assert (stored["assignees"], stored["listId"]) == ([will.id], here.done)


async def test_500_card_cap_4743(door: Door, wekan: Wekan, mara: Person, here: Place) -> None:
    """One request changes a number of cards that is bounded: 500 over REST, 100 in a batch."""
    card = await wekan.card(here)
    many, cards = [card] * 501, f"{list_at(here)}/cards/bulk"
    new = {"boardId": here.board, "listId": here.todo, "title": "x"}
    await door.refuses(
        "BAD_USER_INPUT",
        mara,
        *door.pick(
            rest=[
                post(cards, cards=[{"title": "x"}] * 501, swimlaneId=here.swimlane),
                delete(f"{board_at(here)}/cards/bulk", cardIds=many),
                post(f"{board_at(here)}/cards/labels", cardIds=many, addLabelIds=["redRed"]),
            ],
            graphql=[do("batch", changes=[{"create": new}] * 101)],
        ),
    )
