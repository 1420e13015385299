"""What several tests try: looking at all of a board, and writing all over it."""

from tests.advisories.doors import Call, Door, ask, delete, do, get, post, put
from tests.clients import Person
from tests.factories import START, Document, Place, Wekan

SECRET = "Kestrel"
"""What everything on a secret board is called."""


async def secret_place(wekan: Wekan, *members: Document, **fields: object) -> Place:
    """Makes a board of which every part has the secret as its title."""
    place = await wekan.place(*members, title=SECRET, slug="x", **fields)
    for name, wanted in (("lists", place.todo), ("swimlanes", place.swimlane)):
        await wekan.set(name, wanted, title=SECRET)
    return place


async def secret_card(wekan: Wekan, place: Place, **fields: object) -> str:
    return await wekan.card(place, title=SECRET, **fields)


def board_at(place: Place) -> str:
    return f"/api/boards/{place.board}"


def list_at(place: Place) -> str:
    return f"{board_at(place)}/lists/{place.todo}"


def card_at(place: Place, card: str) -> str:
    return f"{list_at(place)}/cards/{card}"


def views(door: Door, place: Place, card: str) -> list[Call]:
    """Every way to look at a board, a list, a swimlane and a card there."""
    board, in_list = board_at(place), list_at(place)
    swimlane = f"{board}/swimlanes/{place.swimlane}"
    lane = "swimlanes(archived: null)"
    below = f"title lists {{ title cards {{ nodes {{ title }} }} }} {lane} {{ title }}"
    return door.pick(
        rest=[
            get(board),
            get(f"{board}/lists"),
            get(in_list),
            get(f"{in_list}/cards"),
            get(f"{board}/swimlanes"),
            get(swimlane),
            get(f"{swimlane}/cards"),
            get(card_at(place, card)),
            get(f"/api/cards/{card}"),
        ],
        graphql=[
            ask(f"query ($id: ID!) {{ board(id: $id) {{ {below} }} }}", id=place.board),
            ask(f"{{ boards {{ nodes {{ {below} }} }} }}"),
            ask("query ($id: ID!) { list(id: $id) { title board { title } } }", id=place.todo),
            ask("query ($id: ID!) { swimlane(id: $id) { title } }", id=place.swimlane),
            ask("query ($id: ID!) { card(id: $id) { title board { title } } }", id=card),
            ask("{ cards { nodes { title } } }"),
            ask(
                "query ($id: ID!, $t: DateTime!) { changes(boardIds: [$id], sinceTime: $t)"
                " { boards { title } cards { title } } }",
                id=place.board,
                t=START.isoformat(),
            ),
            ask("query ($t: String!) { search(text: $t) { nodes { excerpt } } }", t=SECRET),
        ],
    )


def own_views(door: Door, who: Person) -> list[Call]:
    """Where somebody's own boards and cards are listed."""
    to_do = "cards(filter: { concerning: [$id] }) { nodes { title } }"
    boards = "user(id: $id) { boards { nodes { title } } }"
    return door.pick(
        rest=[get(f"/api/users/{who.id}/boards"), get("/api/user/cards")],
        graphql=[ask(f"query ($id: ID!) {{ {to_do} {boards} }}", id=who.id)],
    )


def writes(door: Door, place: Place, card: str) -> list[Call]:
    """Writing in every place of a board that whoever may write may write in."""
    board, in_list, at = board_at(place), list_at(place), card_at(place, card)
    swimlane = f"{board}/swimlanes/{place.swimlane}"
    new = {"boardId": place.board, "listId": place.todo, "title": "Owned"}
    changes = [{"create": new}, {"update": {"id": card, "title": "Owned"}}]
    return door.pick(
        rest=[
            post(f"{in_list}/cards", title="Owned", swimlaneId=place.swimlane),
            post(f"{in_list}/cards/bulk", cards=[{"title": "Owned"}]),
            put(at, title="Owned"),
            post(f"{at}/archive"),
            post(f"{at}/copy", toSwimlaneId=place.swimlane),
            post(f"{board}/cards/labels", cardIds=[card], addLabelIds=["redRed"]),
            delete(at),
            delete(f"{board}/cards/bulk", cardIds=[card]),
            post(f"{board}/lists", title="Owned"),
            put(in_list, title="Owned"),
            post(f"{in_list}/copy"),
            post(f"{in_list}/move", position=1),
            delete(in_list),
            post(f"{board}/swimlanes", title="Owned"),
            put(swimlane, title="Owned"),
            post(f"{swimlane}/copy"),
            delete(swimlane),
            put(f"{board}/title", title="Owned"),
            put(f"{board}/cardSettings", allowsLabels=True),
        ],
        graphql=[
            do("createCard", **new),
            do("updateCard", id=card, title="Owned"),
            do("archiveCard", id=card),
            do("copyCard", cardId=card),
            do("addCardLabel", cardId=card, labelId="redRed"),
            do("setCardVote", cardId=card, question="Owned?"),
            do("deleteCard", id=card),
            *(do("batch", changes=[each]) for each in changes),
            do("createList", boardId=place.board, title="Owned"),
            do("updateList", id=place.todo, title="Owned"),
            do("copyList", id=place.todo),
            do("moveList", id=place.todo, position=1),
            do("archiveList", id=place.todo),
            do("deleteList", id=place.todo),
            do("createSwimlane", boardId=place.board, title="Owned"),
            do("updateSwimlane", id=place.swimlane, title="Owned"),
            do("copySwimlane", id=place.swimlane),
            do("deleteSwimlane", id=place.swimlane),
            do("updateBoard", id=place.board, title="Owned"),
            do("updateBoard", id=place.board, settings={"allowsLabels": True}),
        ],
    )
