"""Who sees what over GraphQL, on every way that leads to something hidden."""

from typing import Any

import httpx
import pytest

from tests.clients import GraphQL, Person
from tests.factories import FLAGS, START, Document, Place, Wekan, member

BOARD = "query ($id: ID!) { board(id: $id) { id } }"
CARD = "query ($id: ID!) { card(id: $id) { id } }"
USER = "query ($id: ID, $name: String) { user(id: $id, username: $name) { id } }"


def told_by_headers(answer: httpx.Response) -> Document:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


async def sees(graphql: GraphQL, who: Person | None, board: str) -> bool:
    """Whether somebody sees a board, asked for by its id; the list of all must say the same."""
    answer = (await graphql.post(BOARD, who, id=board)).json()
    seen = answer["data"] is not None and answer["data"]["board"] is not None
    if not seen:
        code = answer["errors"][0]["extensions"]["code"]
        assert code == ("NOT_FOUND" if who else "UNAUTHENTICATED")
    if who:
        boards = (await graphql("{ boards { nodes { id } totalCount } }", who))["boards"]
        assert (board in [each["id"] for each in boards["nodes"]]) is seen
        assert boards["totalCount"] == len(boards["nodes"])
    return seen


# Boards.


async def test_members_of_every_role_see_a_private_board_and_nobody_else(
    graphql: GraphQL, wekan: Wekan
) -> None:
    people = await wekan.cast(*FLAGS, "left", "stranger")
    admin = await wekan.person("site-admin", isAdmin=True)
    almost = await wekan.person("almost", isAdmin=1)
    left = member(people["left"].id, "admin", active=False)
    board = await wekan.board(*(member(people[role].id, role) for role in FLAGS), left)
    for role in FLAGS:
        assert await sees(graphql, people[role], board), role
    assert await sees(graphql, admin, board)
    for who in (people["left"], people["stranger"], almost, None):
        assert not await sees(graphql, who, board)


async def test_a_public_board_is_seen_by_everybody(graphql: GraphQL, wekan: Wekan) -> None:
    stranger, left = await wekan.person("stranger"), await wekan.person("left")
    board = await wekan.board(member(left.id, active=False), permission="public")
    for who in (stranger, left, None):
        assert await sees(graphql, who, board)
    await wekan.set("boards", board, permission="Public")
    for who in (stranger, left, None):
        assert not await sees(graphql, who, board)


SHARES: list[tuple[str, object, bool]] = [
    ("orgs", {"orgId": "ours", "isActive": True}, True),
    ("orgs", {"orgId": "ours", "isActive": False}, False),
    ("orgs", {"orgId": "ours"}, False),
    ("orgs", {"orgId": "ours", "isActive": "true"}, False),
    ("orgs", {"orgId": "theirs", "isActive": True}, False),
    ("orgs", {"teamId": "ours", "isActive": True}, False),
    ("orgs", {"orgId": None, "isActive": True}, False),
    ("teams", {"teamId": "team", "isActive": True}, True),
    ("teams", {"teamId": "team", "isActive": False}, False),
    ("teams", {"teamId": "other", "isActive": True}, False),
    ("domains", {"domain": "example.org", "isActive": True}, True),
    ("domains", {"domain": "example.org", "isActive": False}, False),
    ("domains", {"domain": "org", "isActive": True}, False),
    ("domains", {"domain": "", "isActive": True}, False),
]


async def test_shares_show_a_board_while_they_are_active(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person(
        "mara",
        orgs=[{"orgId": "ours", "orgDisplayName": "Ours"}, {"orgId": None}],
        teams=[{"teamId": "team", "teamDisplayName": "Team"}],
    )
    stranger = await wekan.person("stranger")
    await wekan.set("users", stranger.id, emails=[{"address": "s@elsewhere.org"}])
    for array, share, seen in SHARES:
        board = await wekan.board(**{array: [share]})
        assert await sees(graphql, mara, board) is seen, share
        assert not await sees(graphql, stranger, board), share
        assert not await sees(graphql, None, board), share


async def test_shares_of_two_entries_do_not_add_up(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara", orgs=[{"orgId": "ours"}])
    revoked = {"orgId": "ours", "isActive": False}
    foreign = {"orgId": "theirs", "isActive": True}
    board = await wekan.board(member("other"), orgs=[revoked, foreign])
    assert not await sees(graphql, mara, board)
    both = [member(mara.id, "admin", active=False), member("other")]
    assert not await sees(graphql, mara, await wekan.board(*both))


async def test_a_share_gives_reading_and_nothing_more(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara", orgs=[{"orgId": "ours"}])
    place = await wekan.place(orgs=[{"orgId": "ours", "isActive": True}])
    card = await wekan.card(place)
    assert (await graphql(CARD, mara, id=card))["card"] == {"id": card}
    update = 'mutation ($id: ID!) { updateCard(input: {id: $id, title: "x"}) { card { id } } }'
    assert await graphql.code(update, mara, id=card) == "FORBIDDEN"


async def test_archived_boards_are_seen_when_asked_for(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id), archived=True)
    assert (await graphql(BOARD, mara, id=board))["board"] == {"id": board}


# Hidden and missing are one.


async def test_hidden_things_are_answered_as_missing_ones(graphql: GraphQL, wekan: Wekan) -> None:
    mara, stranger = await wekan.person("mara"), await wekan.person("stranger")
    narrowed = member(mara.id, "read-assigned-only")
    hidden, own = await wekan.place(), await wekan.place(narrowed)
    trashed = await wekan.card(await wekan.place(member(mara.id)), deletedAt=START)
    cards = {
        "of a hidden board": await wekan.card(hidden),
        "of a board that is gone": await wekan.card(own, boardId="gone"),
        "assigned to others": await wekan.card(own, members=[mara.id], assignees=["other"]),
        "in the trash": trashed,
        "missing": "none",
        "empty": "",
        "operator": "$ne",
    }
    for name, card in cards.items():
        answer = await graphql.post(CARD, mara, id=card)
        missing = await graphql.post(CARD, mara, id="xxxxxxxxxxxxxxxxx")
        assert answer.content == missing.content, name
        assert answer.status_code == missing.status_code
        assert told_by_headers(answer) == told_by_headers(missing)
        assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    boards = [(await graphql.post(BOARD, mara, id=board)).content for board in (hidden.board, "x")]
    assert boards[0] == boards[1]
    people = [
        (await graphql.post(USER, mara, **wanted)).content
        for wanted in ({"id": stranger.id}, {"id": "none"}, {"name": "stranger"}, {"name": "x"})
    ]
    assert len(set(people)) == 1


async def test_mutations_answer_hidden_things_as_missing_ones(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    hidden = await wekan.place()
    card = await wekan.card(hidden)
    before = await wekan.everything()
    mutations = {
        'createList(input: {boardId: $id, title: "x"}) { list { id } }': hidden.board,
        'createSwimlane(input: {boardId: $id, title: "x"}) { swimlane { id } }': hidden.board,
        'createCard(input: {boardId: $id, listId: "", title: ""}) { card { id } }': hidden.board,
        'updateCard(input: {id: $id, title: ""}) { card { id } }': card,
        "archiveCard(input: {id: $id}) { card { id } }": card,
        "restoreCard(input: {id: $id}) { card { id } }": card,
        "deleteCard(input: {id: $id}) { deletedCardId }": card,
    }
    for mutation, wanted in mutations.items():
        text = f"mutation ($id: ID!) {{ {mutation} }}"
        answers = [(await graphql.post(text, mara, id=each)).content for each in (wanted, "none")]
        assert answers[0] == answers[1]
        assert b"NOT_FOUND" in answers[0]
    assert await wekan.everything() == before


# Nobody.


async def test_who_is_not_logged_in_is_told_that_alone(graphql: GraphQL, wekan: Wekan) -> None:
    place = await wekan.place()
    card = await wekan.card(place)
    asked: list[tuple[str, Document]] = [
        ("{ viewer { id } }", {}),
        ("{ boards { nodes { id } } }", {}),
        ("{ cards { nodes { id } } }", {}),
        ("{ users { nodes { id } } }", {}),
        (BOARD, {"id": place.board}),
        (BOARD, {"id": "none"}),
        (CARD, {"id": card}),
        (CARD, {"id": "none"}),
        (USER, {"id": "none"}),
    ]
    for text, variables in asked:
        assert await graphql.code(text, None, **variables) == "UNAUTHENTICATED", text


async def test_a_public_board_shows_nobody_more_than_itself(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    hidden, public = (
        await wekan.place(member(mara.id)),
        await wekan.place(member(mara.id), permission="public"),
    )
    top = await wekan.card(hidden, title="hidden top")
    card = await wekan.card(public, parentId=top, members=[mara.id], title="shown")
    await wekan.card(hidden, parentId=card, title="hidden below")
    text = """
    query ($id: ID!) {
      board(id: $id) {
        members { user { username emails { address } boards { nodes { id } totalCount } } }
        cards { nodes { title parent { title } subtasks { nodes { title } totalCount } } }
      }
    }
    """
    board = (await graphql(text, None, id=public.board))["board"]
    assert board == {
        "members": [
            {
                "user": {
                    "username": "mara",
                    "emails": None,
                    "boards": {"nodes": [{"id": public.board}], "totalCount": 1},
                }
            }
        ],
        "cards": {
            "nodes": [
                {"title": "shown", "parent": None, "subtasks": {"nodes": [], "totalCount": 0}}
            ]
        },
    }


# Nested ways.

NESTED = """
query ($id: ID!) {
  card(id: $id) {
    title
    parent { title }
    subtasks { nodes { title } totalCount }
    list { title board { title } cards { nodes { title } totalCount } }
    swimlane { title board { title } cards { nodes { title } totalCount } }
    checklists { title card { title } items { title card { title } checklist { title } } }
    comments { nodes { text author { username } card { title } } totalCount }
  }
}
"""


async def test_no_nested_way_leads_to_a_hidden_board(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    own, hidden = await wekan.place(member(mara.id), title="own"), await wekan.place()
    top = await wekan.card(hidden, title="hidden top")
    card = await wekan.card(own, title="card", parentId=top)
    await wekan.card(own, title="own below", parentId=card)
    await wekan.card(hidden, title="hidden below", parentId=card)
    await wekan.card(own, title="trash below", parentId=card, deletedAt=START)
    # A card whose board is another than that of the list and swimlane it names.
    await wekan.card(own, title="stray", boardId=hidden.board)
    await wekan.card(own, title="orphan", boardId="gone")
    await wekan.card(own, title="boardless", boardId=None)
    checklist = await wekan.checklist(own, card, "item")
    foreign = await wekan.card(hidden, title="hidden")
    await wekan.database.checklistItems.update_many({}, {"$set": {"cardId": foreign}})
    await wekan.comment(own, card, nils)
    shown = (await graphql(NESTED, mara, id=card))["card"]
    cards = {"nodes": [{"title": "card"}, {"title": "own below"}], "totalCount": 2}
    assert shown == {
        "title": "card",
        "parent": None,
        "subtasks": {"nodes": [{"title": "own below"}], "totalCount": 1},
        "list": {"title": "To do", "board": {"title": "own"}, "cards": cards},
        "swimlane": {"title": "Default", "board": {"title": "own"}, "cards": cards},
        "checklists": [
            {
                "title": "Prep",
                "card": {"title": "card"},
                "items": [{"title": "item", "card": None, "checklist": {"title": "Prep"}}],
            }
        ],
        "comments": {
            "nodes": [
                {
                    "text": "Looks fine",
                    "author": {"username": "nils"},
                    "card": {"title": "card"},
                }
            ],
            "totalCount": 1,
        },
    }
    assert checklist
    # The same card, once its own list and swimlane are a hidden board's.
    await wekan.set("cards", card, listId=hidden.todo, swimlaneId=hidden.swimlane)
    strayed = (await graphql(NESTED, mara, id=card))["card"]
    assert (strayed["list"], strayed["swimlane"]) == (None, None)


async def test_a_parent_on_another_board_is_shown_to_whoever_sees_it(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, admin = await wekan.person("mara"), await wekan.person("admin", isAdmin=True)
    own, other = await wekan.place(member(mara.id)), await wekan.place()
    top = await wekan.card(other, title="top")
    card = await wekan.card(own, title="card", parentId=top)
    text = "query ($id: ID!) { card(id: $id) { parent { title board { id } } } }"
    assert (await graphql(text, mara, id=card))["card"] == {"parent": None}
    expected = {"parent": {"title": "top", "board": {"id": other.board}}}
    assert (await graphql(text, admin, id=card))["card"] == expected
    await wekan.set("boards", other.board, permission="public")
    assert (await graphql(text, mara, id=card))["card"] == expected
    await wekan.set("cards", top, deletedAt=START)
    assert (await graphql(text, mara, id=card))["card"] == {"parent": None}


async def test_subtasks_are_counted_as_far_as_they_are_seen(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    own = await wekan.place(member(mara.id))
    narrowed = await wekan.place(member(mara.id, "comment-assigned-only"))
    hidden, public = await wekan.place(), await wekan.place(permission="public")
    for top in (await wekan.card(own, title="a"), await wekan.card(own, title="b")):
        for place in (own, hidden, narrowed, public):
            for archived in (False, True):
                await wekan.card(place, parentId=top, archived=archived)
        await wekan.card(narrowed, parentId=top, assignees=[mara.id])
    text = """
    query ($id: ID!) {
      board(id: $id) {
        cards { nodes { title subtasks(first: 3) { nodes { id } totalCount } } }
      }
    }
    """
    cards = (await graphql(text, mara, id=own.board))["board"]["cards"]["nodes"]
    counts = {
        card["title"]: (card["subtasks"]["totalCount"], len(card["subtasks"]["nodes"]))
        for card in cards
        if card["title"] in ("a", "b")
    }
    assert counts == {"a": (5, 3), "b": (5, 3)}


async def test_boards_of_a_person_are_those_both_see(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    admin = await wekan.person("admin", isAdmin=True)
    boards = {
        "shared": await wekan.board(member(mara.id), member(nils.id)),
        "hers": await wekan.board(member(mara.id)),
        "his": await wekan.board(member(nils.id)),
        "public": await wekan.board(member(nils.id), permission="public"),
        "left": await wekan.board(member(mara.id), member(nils.id, active=False)),
        "archived": await wekan.board(member(mara.id), member(nils.id), archived=True),
    }
    names = {board: name for name, board in boards.items()}
    text = """
    query ($id: ID!) { user(id: $id) { boards(archived: null) { nodes { id } totalCount } } }
    """
    for who, expected in (
        (mara, {"shared", "public", "archived"}),
        (nils, {"shared", "his", "public", "archived"}),
        (admin, {"shared", "his", "public", "archived"}),
    ):
        found = (await graphql(text, who, id=nils.id))["user"]["boards"]
        assert {names[each["id"]] for each in found["nodes"]} == expected
        assert found["totalCount"] == len(expected)


async def test_what_was_soft_deleted_is_gone_for_everybody(graphql: GraphQL, wekan: Wekan) -> None:
    mara, admin = await wekan.person("mara"), await wekan.person("admin", isAdmin=True)
    place = await wekan.place(member(mara.id))
    trashed = await wekan.in_list(place.board, title="trashed", deletedAt=START)
    card = await wekan.card(place, listId=trashed, title="live")
    await wekan.card(place, title="trashed", deletedAt=START, archived=True)
    text = """
    query ($id: ID!, $card: ID!) {
      board(id: $id) { lists(archived: null) { title } cards(archived: null) { totalCount } }
      card(id: $card) { title list { title } }
      cards(filter: {archived: null}) { nodes { title } totalCount }
    }
    """
    for who in (mara, admin):
        answer = await graphql(text, who, id=place.board, card=card)
        assert answer["board"]["lists"] == [{"title": "To do"}, {"title": "Done"}]
        assert answer["board"]["cards"] == {"totalCount": 1}
        assert answer["card"] == {"title": "live", "list": None}
        assert answer["cards"] == {"nodes": [{"title": "live"}], "totalCount": 1}


# Assigned-only roles.

NARROWED = ("normal-assigned-only", "comment-assigned-only", "read-assigned-only")
EVERYWHERE = """
query ($id: ID!) {
  board(id: $id) {
    cards { nodes { title } totalCount }
    lists { cards { nodes { title } totalCount } }
    swimlanes { cards { nodes { title } totalCount } }
  }
  boards { nodes { cards { nodes { title } totalCount } } }
  cards { nodes { title } totalCount }
}
"""


@pytest.mark.parametrize("role", ["normal", "read-only", *NARROWED])
async def test_assigned_only_roles_see_and_count_their_cards_alone(
    graphql: GraphQL, wekan: Wekan, role: str
) -> None:
    who = await wekan.person("somebody")
    place = await wekan.place(member(who.id, role))
    await wekan.card(place, title="mine", assignees=["other", who.id])
    await wekan.card(place, title="other", members=[who.id], userId=who.id, assignees=["other"])
    await wekan.card(place, title="odd", assignees=who.id)
    titles = ["mine"] if role in NARROWED else ["mine", "odd", "other"]
    expected = {"nodes": [{"title": title} for title in titles], "totalCount": len(titles)}

    def seen(cards: Any) -> Any:
        return cards | {"nodes": sorted(cards["nodes"], key=lambda card: str(card["title"]))}

    answer = await graphql(EVERYWHERE, who, id=place.board)
    assert seen(answer["board"]["cards"]) == expected
    assert seen(answer["board"]["lists"][0]["cards"]) == expected
    assert seen(answer["board"]["swimlanes"][0]["cards"]) == expected
    assert seen(answer["boards"]["nodes"][0]["cards"]) == expected
    assert seen(answer["cards"]) == expected


async def test_a_site_admin_sees_all_cards_whatever_their_role(
    graphql: GraphQL, wekan: Wekan
) -> None:
    admin = await wekan.person("admin", isAdmin=True)
    place = await wekan.place(member(admin.id, "read-assigned-only"))
    await wekan.card(place)
    assert (await graphql("{ cards { totalCount } }", admin))["cards"] == {"totalCount": 1}


async def test_an_inactive_assigned_only_member_of_a_public_board_reads_all(
    graphql: GraphQL, wekan: Wekan
) -> None:
    who = await wekan.person("somebody")
    left = member(who.id, "read-assigned-only", active=False)
    place = await wekan.place(left, permission="public")
    await wekan.card(place)
    assert (await graphql("{ cards { totalCount } }", who))["cards"] == {"totalCount": 1}


async def test_all_cards_are_those_of_visible_boards(graphql: GraphQL, wekan: Wekan) -> None:
    mara, admin = await wekan.person("mara"), await wekan.person("admin", isAdmin=True)
    places: dict[str, Place] = {
        "own": await wekan.place(member(mara.id)),
        "narrowed": await wekan.place(member(mara.id, "read-assigned-only")),
        "public": await wekan.place(permission="public"),
        "hidden": await wekan.place(),
        "left": await wekan.place(member(mara.id, active=False)),
    }
    for name, place in places.items():
        await wekan.card(place, title=name)
        await wekan.card(place, title=f"{name} archived", archived=True)
    await wekan.card(places["narrowed"], title="assigned", assignees=[mara.id])
    for board_id in ("gone", None, 7):
        await wekan.card(places["own"], title="odd", boardId=board_id)
    text = "query ($filter: CardFilter) { cards(filter: $filter) { nodes { title } totalCount } }"

    async def listed(who: Person, **wanted: object) -> set[str]:
        cards = (await graphql(text, who, filter=wanted))["cards"]
        assert cards["totalCount"] == len(cards["nodes"])
        return {card["title"] for card in cards["nodes"]}

    assert await listed(mara) == {"own", "assigned", "public"}
    assert await listed(admin) == {*places, "assigned"}
    hidden = [places["hidden"].board, places["left"].board]
    assert await listed(mara, boardIds=hidden) == set()
    assert await listed(mara, boardIds=[*hidden, places["own"].board]) == {"own"}
    assert await listed(mara, listIds=[places["hidden"].todo]) == set()
    assert await listed(mara, archived=True) == {"own archived", "public archived"}


# People.

PRIVATE = "emails { address } isAdmin loginDisabled authenticationMethod createdAt modifiedAt"


async def test_what_is_private_of_a_person_is_shown_to_them_and_site_admins(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    admin = await wekan.person("admin", isAdmin=True)
    place = await wekan.place(member(mara.id), member(nils.id), member(admin.id))
    card = await wekan.card(place, userId=nils.id, members=[nils.id], assignees=[nils.id])
    await wekan.comment(place, card, nils)
    fields = f"{{ username {PRIVATE} }}"
    text = f"""
    query ($card: ID!, $nils: ID!) {{
      user(id: $nils) {fields}
      card(id: $card) {{
        creator {fields} members {fields} assignees {fields}
        comments {{ nodes {{ author {fields} }} }}
        board {{ members {{ user {{ id username {PRIVATE} }} }} }}
      }}
    }}
    """

    def told(answer: Any) -> list[Any]:
        card = answer["card"]
        members = [each["user"] for each in card["board"]["members"]]
        of_board = next(each for each in members if each.pop("id") == nils.id)
        author = card["comments"]["nodes"][0]["author"]
        people = [card["creator"], *card["members"], *card["assignees"]]
        return [answer["user"], *people, author, of_board]

    shown = {
        "username": "nils",
        "emails": [{"address": "nils@example.org"}],
        "isAdmin": False,
        "loginDisabled": False,
        "authenticationMethod": "password",
        "createdAt": "2026-03-01T09:00:00.000Z",
        "modifiedAt": "2026-03-01T09:00:00.000Z",
    }
    for who, expected in (
        (mara, dict.fromkeys(shown) | {"username": "nils"}),
        (nils, shown),
        (admin, shown),
    ):
        answer = await graphql(text, who, card=card, nils=nils.id)
        assert told(answer) == [expected] * 6, who.username


async def test_a_person_is_shown_to_whoever_shares_a_board_with_them(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara, nils, olga = [await wekan.person(name) for name in ("mara", "nils", "olga")]
    await wekan.board(member(mara.id), member(nils.id), member(olga.id, active=False))
    for name, code in (("mara", None), ("nils", None), ("olga", "NOT_FOUND")):
        answer = (await graphql.post(USER, mara, name=name)).json()
        codes = [each["extensions"]["code"] for each in answer.get("errors", ())]
        assert codes == ([code] if code else []), name
    for wanted in ({}, {"id": nils.id, "name": "nils"}):
        assert await graphql.code(USER, mara, **wanted) == "BAD_USER_INPUT"
    assert await graphql.code("{ users { totalCount } }", mara) == "FORBIDDEN"
    assert await wekan.board(permission="public")
    assert await graphql.code(USER, olga, name="mara") == "NOT_FOUND"
