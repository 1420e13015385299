"""Wekan's security fixes around boards: who sees them, who writes on them, where things go."""

import asyncio

import pytest

from tests.advisories.attacks import (
    SECRET,
    board_at,
    card_at,
    list_at,
    own_views,
    secret_card,
    secret_place,
    views,
    writes,
)
from tests.advisories.doors import HIDDEN, Call, Door, ask, delete, do, get, post, put
from tests.clients import Person
from tests.factories import Place, Wekan, member

READERS = ("comment-only", "comment-assigned-only", "worker", "read-only", "read-assigned-only")
"""Roles that may not write."""


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


async def test_ghsa_r8r3_23vr_8jh6_stalebleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """Whoever was taken off a board is a stranger, though others on it are active."""
    left = await wekan.person("left")
    place = await secret_place(wekan, member(left.id, "admin", active=False), member(mara.id))
    card = await secret_card(wekan, place, members=[left.id], assignees=[left.id, mara.id])
    await door.shows(SECRET, mara, *views(door, place, card), *own_views(door, mara))
    await door.conceals(SECRET, left, *views(door, place, card), *own_views(door, left))
    await door.refuses(HIDDEN, left, *writes(door, place, card))


async def test_ghsa_gwc4_fw7p_gw58_revokebleed(door: Door, wekan: Wekan) -> None:
    """A share that was ended reaches nobody, though another of the same board is active."""
    sven = await wekan.person("sven", orgs=[{"orgId": "acme"}], teams=[{"teamId": "crew"}])
    for kind, key, own in (
        ("domains", "domain", "example.org"),
        ("orgs", "orgId", "acme"),
        ("teams", "teamId", "crew"),
    ):
        ended, other = {key: own, "isActive": False}, {key: "other", "isActive": True}
        place = await secret_place(wekan, **{kind: [ended, other]})
        card = await secret_card(wekan, place)
        await door.conceals(SECRET, sven, *views(door, place, card))
        await door.refuses(HIDDEN, sven, *writes(door, place, card)[:3])
        await wekan.set("boards", place.board, **{kind: [other, ended | {"isActive": True}]})
        await door.shows(SECRET, sven, *views(door, place, card))
        await door.refuses("FORBIDDEN", sven, *writes(door, place, card)[:3])
        await wekan.set("boards", place.board, **{kind: []})


async def test_ghsa_f396_42fx_vr88_assignedbleed(door: Door, wekan: Wekan) -> None:
    """Who may write is read off the table of roles: being assigned to a card gives nothing."""
    cast = await wekan.cast(*READERS, "normal-assigned-only")
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    everybody = [who.id for who in cast.values()]
    card = await wekan.card(place, assignees=everybody, members=everybody)
    calls = writes(door, place, card)
    for role in READERS:
        await door.refuses("FORBIDDEN", cast[role], *calls)
    await door.allows(cast["normal-assigned-only"], *calls[:3])


async def test_ghsa_xm8x_c8wg_jhmf_sortbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """A member's change of a board's place carries nothing else along, and no way around the
    members leaves a board without an admin."""
    root = await wekan.person("root", isAdmin=True)
    norm = await wekan.person("norm")
    board = await wekan.board(member(mara.id, "admin"), member(norm.id))
    mine = [member(norm.id, "admin")]
    path = f"/api/boards/{board}"
    if door.name == "graphql":
        more = ({"title": "x"}, {"permission": "PUBLIC"}, {"settings": {"allowsLabels": True}})
        await door.refuses(
            "FORBIDDEN", norm, *(do("updateBoard", id=board, sort=5, **each) for each in more)
        )
        smuggled = [do("updateBoard", id=board, sort=5, members=mine)]
        await door.refuses("BAD_USER_INPUT", norm, *smuggled)
        await door.allows(norm, do("updateBoard", id=board, sort=5))
    else:
        await door.refuses("FORBIDDEN", norm, put(path, sort=5, title="x"), put(path, members=mine))
        before = await wekan.get("boards", board)
        await door.allows(norm, put(f"{path}/title", title="Fine", sort=5, members=mine))
        after = await wekan.get("boards", board)
        assert {name for name in after if after[name] != before.get(name)} == {
            "title",
            "slug",
            "modifiedAt",
        }
    ids = {"boardId": board, "userId": mara.id}
    for who in (mara, root):
        await door.ignores(
            who,
            *door.pick(
                rest=[
                    post(f"{path}/members/{mara.id}/remove", action="remove"),
                    post(f"{path}/members/{mara.id}", isAdmin=False),
                    post(f"{path}/members/{mara.id}", role="normal"),
                ],
                graphql=[
                    do("removeBoardMember", **ids),
                    do("setBoardMemberRole", **ids, role="NORMAL"),
                    do("leaveBoard", boardId=board),
                ],
            ),
        )


def _sent_to(door: Door, place: Place, card: str, far: Place) -> list[Call]:
    """Everything that takes a part of one board to another."""
    there = {"boardId": far.board, "swimlaneId": far.swimlane}
    to = {"toBoardId": far.board, "toSwimlaneId": far.swimlane}
    new = {"newBoardId": far.board, "newSwimlaneId": far.swimlane, "newListId": far.todo}
    swimlane = f"{board_at(place)}/swimlanes/{place.swimlane}"
    return door.pick(
        rest=[
            put(card_at(place, card), **new),
            post(f"{card_at(place, card)}/copy", **to, toListId=far.todo),
            *(post(f"{list_at(place)}/{verb}", **to) for verb in ("move", "copy")),
            *(post(f"{swimlane}/{verb}", toBoardId=far.board) for verb in ("move", "copy")),
        ],
        graphql=[
            do("updateCard", id=card, **there, listId=far.todo),
            do("batch", changes=[{"update": {"id": card, **there, "listId": far.todo}}]),
            do("copyCard", cardId=card, **there, listId=far.todo),
            *(do(f"{verb}List", id=place.todo, **there) for verb in ("move", "copy")),
            *(
                do(f"{verb}Swimlane", id=place.swimlane, boardId=far.board)
                for verb in ("move", "copy")
            ),
        ],
    )


async def test_ghsa_gm7v_pc38_53jr_boardbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """What goes to another board needs the right to write on both of them."""
    here = await wekan.place(member(mara.id, "admin"))
    card = await wekan.card(here)
    hidden = await wekan.place()
    await door.refuses(HIDDEN, mara, *_sent_to(door, here, card, hidden))
    for role in ("read-only", "comment-assigned-only", "worker"):
        far = await wekan.place(member(mara.id, role))
        theirs = await wekan.card(far, assignees=[mara.id])
        await door.refuses("FORBIDDEN", mara, *_sent_to(door, here, card, far))
        await door.refuses("FORBIDDEN", mara, *_sent_to(door, far, theirs, here))
    fine = await wekan.place(member(mara.id))
    await door.allows(mara, _sent_to(door, here, card, fine)[0])
    assert (await wekan.get("cards", card))["boardId"] == fine.board


async def test_ghsa_jvv9_498p_hxrg_parentbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """Cards of a hidden board are neither hung on nor shown by those that lead to them."""
    here, hidden = await wekan.place(member(mara.id)), await secret_place(wekan)
    card, secret = await wekan.card(here), await secret_card(wekan, hidden)
    cards, new = f"{list_at(here)}/cards", {"boardId": here.board, "listId": here.todo}
    bad = {"title": "x", "parentId": secret}
    lane = {"swimlaneId": here.swimlane}
    await door.refuses(
        "BAD_USER_INPUT",
        mara,
        *door.pick(
            rest=[
                post(cards, **bad, **lane),
                post(f"{cards}/bulk", cards=[{"title": "Fine"}, bad]),
                put(card_at(here, card), parentId=secret),
            ],
            graphql=[
                do("createCard", **new, **bad),
                do("updateCard", id=card, parentId=secret),
                do("batch", changes=[{"update": {"id": card, "parentId": secret}}]),
                do("createLinkedCard", linkedCardId=secret, **new),
            ],
        ),
    )
    link = post(cards, title="x", linkedId=secret, **lane)
    depend = door.pick(
        rest=post(f"{board_at(here)}/cards/{card}/dependencies", cardId=secret),
        graphql=do("addDependency", cardId=card, dependsOnId=secret),
    )
    await door.ignores(mara, depend, *door.pick(rest=[link], graphql=[]))
    await door.conceals(SECRET, mara, depend, *door.pick(rest=[link], graphql=[]))
    # What led there before, say because the board was hidden since, shows nothing of it.
    leads = {"parentId": secret, "cardDependencies": [{"cardId": secret, "type": "blocks"}]}
    await wekan.set("cards", card, **leads)
    linked = await wekan.card(here, type="cardType-linkedCard", linkedId=secret)
    board = await wekan.card(here, type="cardType-linkedBoard", linkedId=hidden.board)
    shown = "title parent { title board { title } } linkedCard { title list { title } }"
    shown += " linkedBoard { title } subtasks { nodes { title } } dependencies { card { title } }"
    of_card = f"query ($id: ID!) {{ card(id: $id) {{ {shown} }} }}"
    of_board = "dependencies { nodes { dependencies { card { title } } } } cards { nodes { %s } }"
    of_board = "query ($id: ID!) { board(id: $id) { %s } }" % (of_board % shown)
    path = f"{board_at(here)}/cards/{card}/dependencies"
    await door.conceals(
        SECRET,
        mara,
        *door.pick(
            rest=[get(f"/api/cards/{each}") for each in (card, linked, board)]
            + [get(path), get(f"{board_at(here)}/dependencies"), get(cards)],
            graphql=[ask(of_card, id=each) for each in (card, linked, board)]
            + [ask(of_board, id=here.board)],
        ),
    )


async def test_issues_5998_5819_5510(door: Door, wekan: Wekan, mara: Person) -> None:
    """Members and labels are for board admins and site admins; all others are told why not."""
    norm, guest, nobody = [await wekan.person(name) for name in ("norm", "guest", "nobody")]
    root = await wekan.person("root", isAdmin=True)
    board = await wekan.board(member(mara.id, "admin"), member(norm.id))
    path = f"/api/boards/{board}"

    def calls(user_id: str, role: str = "WORKER", color: str = "lime") -> list[Call]:
        ids = {"boardId": board, "userId": user_id}
        small = role.removeprefix("BOARD_").lower()
        return door.pick(
            rest=[
                post(f"{path}/members/{user_id}/add", action="add", role=small),
                post(f"{path}/members/{user_id}", role=small),
                post(f"{path}/members/{user_id}/remove", action="remove"),
                put(f"{path}/labels", label={"name": f"New {user_id}", "color": color}),
            ],
            graphql=[
                do("addBoardMember", **ids, role=role),
                do("setBoardMemberRole", **ids, role=role),
                do("removeBoardMember", **ids),
                do("createLabel", boardId=board, name=f"New {user_id}", color=color),
            ],
        )

    await door.refuses("UNAUTHENTICATED", None, *calls(guest.id))
    await door.refuses("FORBIDDEN", norm, *calls(guest.id), *calls(norm.id, "BOARD_ADMIN"))
    await door.refuses(HIDDEN, nobody, *calls(nobody.id, "BOARD_ADMIN"))
    add, change, _, label = calls(guest.id, "OWNER", "beige")
    await door.refuses("BAD_USER_INPUT", mara, add, change, label)
    add, change, _, _ = calls("A" * 17)
    await door.refuses(HIDDEN, mara, add, change)
    await door.allows(mara, *calls(guest.id))
    await door.allows(root, *calls(nobody.id))


async def test_issue_6429(door: Door, wekan: Wekan, mara: Person) -> None:
    """A board that lacks a swimlane gets one, whoever comes first, and never two."""
    place = await wekan.place(member(mara.id))
    await wekan.database.swimlanes.delete_many({})
    new = {"listId": place.todo, "boardId": place.board, "title": "x"}
    call = door.pick(
        rest=post(f"{list_at(place)}/cards", title="x"), graphql=do("createCard", **new)
    )
    await asyncio.gather(*(door.allows(mara, call) for _ in range(6)))
    (made,) = await wekan.all("swimlanes")
    assert made["_id"] == f"{place.board}-default"
    assert {each["swimlaneId"] for each in await wekan.all("cards")} == {made["_id"]}


async def test_allowprivateonly(door: Door, wekan: Wekan, mara: Person) -> None:
    """Where the site has private boards only, none is made public, nor becomes it later."""
    await wekan.private_boards_only()
    root = await wekan.person("root", isAdmin=True)
    board = await wekan.board(member(mara.id, "admin"))
    for who in (mara, root):
        await door.allows(
            who,
            door.pick(
                rest=post("/api/boards", title="x", owner=who.id, permission="public"),
                graphql=do("createBoard", title="x", permission="PUBLIC"),
            ),
        )
        change = door.pick(
            rest=put(f"/api/boards/{board}", permission="public"),
            graphql=do("updateBoard", id=board, permission="PUBLIC"),
        )
        await door.refuses("FORBIDDEN", who, change)
    assert {each["permission"] for each in await wekan.all("boards")} == {"private"}


async def test_archiveboard(door: Door, wekan: Wekan, mara: Person) -> None:
    """Boards are archived, restored and deleted by their admins and by site admins."""
    norm, stranger = await wekan.person("norm"), await wekan.person("stranger")
    root = await wekan.person("root", isAdmin=True)
    board = await wekan.board(member(mara.id, "admin"), member(norm.id))
    path = f"/api/boards/{board}"
    archive, restore, remove = door.pick(
        rest=[post(f"{path}/archive"), post(f"{path}/restore"), delete(path)],
        graphql=(
            do("archiveBoard", id=board),
            do("restoreBoard", id=board),
            do("deleteBoard", id=board),
        ),
    )
    await door.refuses("FORBIDDEN", norm, archive, remove)
    await door.refuses(HIDDEN, stranger, archive, restore, remove)
    await door.refuses("UNAUTHENTICATED", None, archive, restore, remove)
    await door.allows(mara, archive)
    await door.refuses("FORBIDDEN", norm, restore, remove)
    await door.allows(root, restore)
    assert (await wekan.get("boards", board))["archived"] is False
