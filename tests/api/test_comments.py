"""Comments and the reactions to them, through both doors."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.api.rest_client import Rest
from tests.clients import GraphQL, Person
from tests.factories import START, Document, Place, Wekan, member

CREATE = """
mutation ($input: CreateCommentInput!) {
  createComment(input: $input) { comment { id text author { username } parent { id } } }
}
"""
UPDATE = """
mutation ($input: UpdateCommentInput!) { updateComment(input: $input) { comment { text } } }
"""
DELETE = """
mutation ($input: DeleteCommentInput!) {
  deleteComment(input: $input) { deletedCommentId card { comments { totalCount } } }
}
"""
ADD = """
mutation ($input: AddReactionInput!) {
  addReaction(input: $input) {
    comment { reactions { emoji code count users { username } } }
  }
}
"""
REMOVE = """
mutation ($input: RemoveReactionInput!) {
  removeReaction(input: $input) { comment { reactions { emoji count } } }
}
"""
SHOWN = "query ($id: ID!) { comment(id: $id) { text reactions { emoji users { id } } } }"
ON_CARD = """
query ($id: ID!) { card(id: $id) { comments { nodes { text reactions { emoji count } } } } }
"""


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


@pytest.fixture
async def card(wekan: Wekan, place: Place) -> str:
    return await wekan.card(place)


@pytest.fixture
def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


def path(place: Place, card: str) -> str:
    return f"/api/boards/{place.board}/cards/{card}/comments"


async def test_one_is_written_over_rest(
    rest: Rest, wekan: Wekan, place: Place, card: str, mara: Person
) -> None:
    at = path(place, card)
    sent = {"comment": " <b>Fine</b> ", "authorId": "somebodyElse"}
    made = (await rest.ok("POST", at, sent))["_id"]
    stored = await wekan.get("card_comments", made)
    moment = stored["createdAt"]
    assert moment == stored["modifiedAt"] > START
    assert stored == {
        "_id": made,
        "boardId": place.board,
        "cardId": card,
        "text": "<b>Fine</b>",
        "parentId": "",
        "userId": mara.id,
        "createdAt": moment,
        "modifiedAt": moment,
    }
    where = {"listId": place.todo, "swimlaneId": place.swimlane, "boardId": place.board}
    told = {"userId": mara.id, "cardId": card, "commentId": made, **where}
    assert await wekan.activities() == [{"activityType": "addComment", **told}]
    old = await wekan.comment(place, card, mara)
    await wekan.unset("card_comments", old, "boardId")  # as Wekan left them in its early years
    assert await rest.ok("GET", at) == [
        {"_id": old, "comment": "Looks fine", "authorId": mara.id},
        {"_id": made, "comment": "<b>Fine</b>", "authorId": mara.id},
    ]
    assert (await rest.ok("GET", f"{at}/{made}"))["text"] == "<b>Fine</b>"
    assert await rest.ok("DELETE", f"{at}/{made}") == {"_id": card}
    gone = {"activityType": "deleteComment", "commentText": "<b>Fine</b>", **told}
    assert await wekan.activities() == [gone]


async def test_one_is_written_over_graphql(
    graphql: GraphQL, wekan: Wekan, place: Place, card: str, mara: Person
) -> None:
    first = await wekan.comment(place, card, mara)
    new = {"cardId": card, "text": "Really?", "parentId": first}
    made = (await graphql(CREATE, mara, input=new))["createComment"]["comment"]
    comment = made.pop("id")
    parent = {"id": first}
    assert made == {"text": "Really?", "author": {"username": "mara"}, "parent": parent}
    for text in ("Really!", " Really! "):  # the second changes nothing
        shown = await graphql(UPDATE, mara, input={"id": comment, "text": text})
        assert shown["updateComment"]["comment"] == {"text": "Really!"}
    edited = await wekan.activities(activityType="editComment")
    assert [each["commentText"] for each in edited] == ["Really!"]
    await wekan.reaction(place, card, comment, mara)
    gone = await graphql(DELETE, mara, input={"id": comment})
    left = {"comments": {"totalCount": 1}}
    assert gone["deleteComment"] == {"deletedCommentId": comment, "card": left}
    assert await wekan.all("card_comment_reactions") == []
    told = [each["activityType"] for each in await wekan.activities()]
    assert told == ["editComment", "deleteComment"]


async def test_what_is_refused(
    graphql: GraphQL, rest: Rest, wekan: Wekan, place: Place, card: str, mara: Person
) -> None:
    other = await wekan.card(place)
    foreign = await wekan.comment(place, other, mara)
    own = await wekan.comment(place, card, mara)
    at = path(place, card)
    before = await wekan.everything()
    for method, where, body, status in (
        ("POST", at, {}, 400),
        ("POST", at, {"comment": " "}, 400),
        ("POST", at, {"comment": 7}, 400),
        ("POST", at, {"comment": {"$ne": ""}}, 400),
        ("POST", at, {"comment": "x" * 100_001}, 400),
        ("POST", path(place, "nowhere"), {"comment": "a"}, 404),
        ("GET", path(place, "nowhere"), None, 404),
        ("GET", f"{at}/{foreign}", None, 404),
        ("DELETE", f"{at}/{foreign}", None, 404),
        ("DELETE", f"{at}/nowhere", None, 404),
    ):
        assert await rest.status(method, where, body) == status, (method, where, body)
    for query, sent, code in (
        (CREATE, {"cardId": card, "text": ""}, "BAD_USER_INPUT"),
        (CREATE, {"cardId": card, "text": "a", "parentId": foreign}, "BAD_USER_INPUT"),
        (UPDATE, {"id": own, "text": " "}, "BAD_USER_INPUT"),
        (UPDATE, {"id": "nowhere", "text": "a"}, "NOT_FOUND"),
        (DELETE, {"id": "nowhere"}, "NOT_FOUND"),
        (ADD, {"commentId": "nowhere", "emoji": "👍"}, "NOT_FOUND"),
        *(
            (ADD, {"commentId": own, "emoji": emoji}, "BAD_USER_INPUT")
            for emoji in ("", "a", "👍👍", "&#12;", "&#1234567;", "<b>&#128077;", "&#x1F44D;")
        ),
    ):
        assert await graphql.code(query, mara, input=sent) == code, sent
    assert await wekan.everything() == before


async def test_who_may_write(http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan) -> None:
    cast = await wekan.cast()
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    card = await wekan.card(place, assignees=[who.id for who in cast.values()])
    unassigned = await wekan.card(place)
    hidden = await wekan.comment(place, unassigned, cast["admin"])
    silent = {"no-comments", "read-only", "read-assigned-only"}
    at = path(place, card)
    for role, who in cast.items():
        client, status = Rest(http, who), 403 if role in silent else 200
        assert await client.status("POST", at, {"comment": "a"}) == status, role
        answer = (await graphql.post(CREATE, who, input={"cardId": card, "text": "a"})).json()
        assert ("errors" in answer) is (role in silent), role
        assert await client.status("GET", at) == 200
        shown = (await graphql.post(SHOWN, who, id=hidden)).json()
        assert (shown["data"]["comment"] is None) is role.endswith("assigned-only"), role
    stranger = await wekan.person("stan")
    assert await Rest(http, stranger).status("POST", at, {"comment": "a"}) == 404
    assert await graphql.code(CREATE, stranger, input={"cardId": card, "text": "a"}) == "NOT_FOUND"
    assert await graphql.code(SHOWN, stranger, id=hidden) == "NOT_FOUND"
    assert await graphql.code(CREATE, input={"cardId": card, "text": "a"}) == "UNAUTHENTICATED"


async def test_comments_are_their_authors(
    http: httpx.AsyncClient, graphql: GraphQL, wekan: Wekan
) -> None:
    """GHSA-pqr4-rxgp-hv2m (CommentBleed): nobody else's comment is changed, but by board admins
    unless the board keeps even them from it."""
    cast = await wekan.cast()
    root = await wekan.person("root", isAdmin=True)
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    card = await wekan.card(place, assignees=[who.id for who in cast.values()])
    comment = await wekan.comment(place, card, cast["normal"])
    at = f"{path(place, card)}/{comment}"
    before = await wekan.all("card_comments")
    for role, who in {**cast, "root": root}.items():
        if role in ("admin", "normal"):
            continue
        response = await Rest(http, who).send("DELETE", at)
        assert response.status_code == 403, role
        for query, also in ((UPDATE, {"text": "Mine"}), (DELETE, {})):
            tried: dict[str, Any] = {"id": comment, **also}
            assert await graphql.code(query, who, input=tried) == "FORBIDDEN", role
    await wekan.set("boards", place.board, restrictCommentEditing=True)
    admin = Rest(http, cast["admin"])
    assert await admin.status("DELETE", at) == 403
    taken = {"id": comment, "text": "Mine"}
    assert await graphql.code(UPDATE, cast["admin"], input=taken) == "FORBIDDEN"
    assert await wekan.all("card_comments") == before
    await graphql(UPDATE, cast["normal"], input=taken)
    await wekan.set("boards", place.board, restrictCommentEditing=False)
    assert await admin.ok("DELETE", at) == {"_id": card}
    assert await wekan.all("card_comments") == []


async def test_reactions(
    graphql: GraphQL, wekan: Wekan, card: str, place: Place, mara: Person
) -> None:
    """One's own reaction, and nobody else's, is put and taken back."""
    noor = await wekan.person("noor")
    boards = wekan.database.boards
    await boards.update_one({"_id": place.board}, {"$push": {"members": member(noor.id)}})
    comment = await wekan.comment(place, card, mara)
    thumb = {"commentId": comment, "emoji": "👍"}
    shown = await graphql(ADD, mara, input=thumb)
    given = {"emoji": "👍", "code": "&#128077;", "count": 1, "users": [{"username": "mara"}]}
    assert shown["addReaction"]["comment"]["reactions"] == [given]
    (stored,) = await wekan.all("card_comment_reactions")
    reaction: Document = {"reactionCodepoint": "&#128077;", "userIds": [mara.id]}
    ids = {"boardId": place.board, "cardId": card, "cardCommentId": comment}
    assert stored == {"_id": stored["_id"], **ids, "reactions": [reaction]}
    await graphql(ADD, mara, input=thumb)
    await graphql(REMOVE, noor, input=thumb)
    assert await wekan.all("card_comment_reactions") == [stored]
    await graphql(ADD, noor, input={"commentId": comment, "emoji": "&#128077;"})
    await graphql(ADD, noor, input={"commentId": comment, "emoji": "❤️"})
    both = [{"emoji": "👍", "users": [{"id": mara.id}, {"id": noor.id}]}]
    both.append({"emoji": "❤", "users": [{"id": noor.id}]})
    assert (await graphql(SHOWN, mara, id=comment))["comment"]["reactions"] == both
    nodes = (await graphql(ON_CARD, mara, id=card))["card"]["comments"]["nodes"]
    counts = [{"emoji": "👍", "count": 2}, {"emoji": "❤", "count": 1}]
    assert nodes == [{"text": "Looks fine", "reactions": counts}]
    await graphql(REMOVE, noor, input=thumb)
    left = await graphql(REMOVE, mara, input=thumb)
    assert left["removeReaction"]["comment"]["reactions"] == counts[1:]
    assert "reactions" not in await wekan.get("card_comments", comment)
    assert await wekan.activities() == []


async def test_who_may_react(graphql: GraphQL, wekan: Wekan) -> None:
    cast = await wekan.cast()
    place = await wekan.place(*(member(who.id, role) for role, who in cast.items()))
    card = await wekan.card(place, assignees=[who.id for who in cast.values()])
    comment = await wekan.comment(place, card, cast["normal"])
    thumb = {"commentId": comment, "emoji": "👍"}
    voices = [who for role, who in cast.items() if "read" not in role and role != "no-comments"]
    await asyncio.gather(*(graphql(ADD, who, input=thumb) for who in voices))
    (stored,) = await wekan.all("card_comment_reactions")
    (given,) = stored["reactions"]
    assert sorted(given["userIds"]) == sorted(who.id for who in voices)
    for role, who in cast.items():
        if who not in voices:
            assert await graphql.code(ADD, who, input=thumb) == "FORBIDDEN", role
            assert await graphql.code(REMOVE, who, input=thumb) == "FORBIDDEN", role
    stranger = await wekan.person("stan")
    assert await graphql.code(ADD, stranger, input=thumb) == "NOT_FOUND"
    assert await graphql.code(ADD, input=thumb) == "UNAUTHENTICATED"
