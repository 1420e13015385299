"""Wekan's security fixes around checklists, comments, reactions and custom fields."""

import pytest

from tests.advisories.attacks import SECRET, board_at
from tests.advisories.doors import HIDDEN, Call, Door, ask, delete, do, get, post, put
from tests.clients import Person
from tests.factories import Place, Wekan, member


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def here(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id))


def checklists_at(place: Place, card: str) -> str:
    return f"{board_at(place)}/cards/{card}/checklists"


async def _item_of(wekan: Wekan, checklist: str) -> str:
    (item,) = await wekan.all("checklistItems", checklistId=checklist)
    return str(item["_id"])


async def test_ghsa_gv8h_5p3p_6hx7_checklistbleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """Checklists and items go to cards that one may write on, and are changed where they are."""
    card = await wekan.card(here)
    own = await wekan.checklist(here, card, "mine")
    item = await _item_of(wekan, own)
    hidden, read_only = await wekan.place(), await wekan.place(member(mara.id, "read-only"))
    for place, code in ((hidden, HIDDEN), (read_only, "FORBIDDEN")):
        foreign = await wekan.card(place)
        theirs = await wekan.checklist(place, foreign, SECRET, title=SECRET)
        their_item = await _item_of(wekan, theirs)
        # The right board with a foreign card, checklist or item leads nowhere over REST.
        mine, at = checklists_at(here, card), checklists_at(here, foreign)
        crossed = [
            post(at, title="x"),
            delete(f"{mine}/{theirs}"),
            delete(f"{at}/{theirs}"),
            post(f"{mine}/{theirs}/items", title="x"),
            put(f"{mine}/{own}/items/{their_item}", isFinished=True),
            delete(f"{mine}/{theirs}/items/{their_item}"),
        ]
        straight = checklists_at(place, foreign)
        await door.refuses(HIDDEN, mara, *door.pick(rest=crossed, graphql=[]))
        await door.refuses(
            code,
            mara,
            *door.pick(
                rest=[
                    post(straight, title="x"),
                    delete(f"{straight}/{theirs}"),
                    put(f"{straight}/{theirs}/items/{their_item}", isFinished=True),
                ],
                graphql=[
                    do("moveChecklist", id=own, cardId=foreign),
                    do("moveChecklistItem", id=item, checklistId=theirs),
                    do("moveChecklist", id=theirs, cardId=card),
                    do("moveChecklistItem", id=their_item, checklistId=own),
                    do("createChecklist", cardId=foreign, title="x"),
                    do("updateChecklistItem", id=their_item, isFinished=True),
                    do("deleteChecklist", id=theirs),
                ],
            ),
        )
        # Wekan's route leaves out what it does not know: an item stays where it is.
        moving = put(
            f"{mine}/{own}/items/{item}",
            title="mine",
            cardId=foreign,
            checklistId=theirs,
            boardId=place.board,
        )
        await door.allows(mara, *door.pick(rest=[moving], graphql=[]))
        stored = await wekan.get("checklistItems", item)
        assert (stored["cardId"], stored["checklistId"]) == (card, own)
    theirs = (await wekan.all("checklists", title=SECRET))[0]["_id"]
    shown = "checklist(id: $id) { title items { title } }"
    looks = door.pick(
        rest=[get(f"{checklists_at(here, card)}/{theirs}"), get(checklists_at(here, card))],
        graphql=[ask(f"query ($id: ID!) {{ {shown} }}", id=theirs)],
    )
    await door.conceals(SECRET, mara, *looks)


async def test_ghsa_pqr4_rxgp_hv2m_commentbleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """A comment is its author's, and the board admins' unless the board says otherwise."""
    cast = await wekan.cast("admin", "normal", "comment-only", "read-only")
    root, stranger = await wekan.person("root", isAdmin=True), await wekan.person("stranger")
    members = [member(who.id, role) for role, who in cast.items()]
    here = await wekan.place(member(mara.id), *members)
    far = await wekan.place(member(stranger.id, "admin"))
    card, foreign = await wekan.card(here), await wekan.card(far)

    async def written() -> str:
        return await wekan.comment(here, card, mara)

    def calls(comment: str) -> list[Call]:
        path = f"{board_at(here)}/cards/{card}/comments/{comment}"
        return door.pick(
            rest=[delete(path)],
            graphql=[do("updateComment", id=comment, text="x"), do("deleteComment", id=comment)],
        )

    comment = await written()
    for role in ("normal", "comment-only", "read-only"):
        await door.refuses("FORBIDDEN", cast[role], *calls(comment))
    await door.refuses("FORBIDDEN", root, *calls(comment))
    await door.refuses(HIDDEN, stranger, *calls(comment))
    await door.refuses("UNAUTHENTICATED", None, *calls(comment))
    # The admin of another board does not reach it from there.
    elsewhere = [f"{board_at(far)}/cards/{each}/comments/{comment}" for each in (foreign, card)]
    await door.refuses(
        HIDDEN, stranger, *door.pick(rest=[delete(each) for each in elsewhere], graphql=[])
    )
    await wekan.set("boards", here.board, restrictCommentEditing=True)
    await door.refuses("FORBIDDEN", cast["admin"], *calls(comment))
    await wekan.set("boards", here.board, restrictCommentEditing=False)
    await door.allows(cast["admin"], *calls(comment))
    await door.allows(mara, *calls(await written()))


async def test_ghsa_6733_4wgq_8xvr_readonlybleed(door: Door, wekan: Wekan, mara: Person) -> None:
    """Custom fields are changed by whoever may write, not by whoever may read."""
    cast = await wekan.cast("read-only", "read-assigned-only", "comment-only", "worker")
    stranger = await wekan.person("stranger")
    here = await wekan.place(*(member(who.id, role) for role, who in cast.items()), member(mara.id))
    choice = {"_id": "one111", "name": "One"}
    field = await wekan.field(here.board, type="dropdown", settings={"dropdownItems": [choice]})
    path = f"{board_at(here)}/custom-fields"
    item = {"customFieldId": field, "id": "one111"}
    calls = door.pick(
        rest=[
            post(
                path,
                name="x",
                type="text",
                settings={},
                showOnCard=True,
                automaticallyOnCard=False,
                showLabelOnMiniCard=False,
            ),
            put(f"{path}/{field}", name="x"),
            post(f"{path}/{field}/dropdown-items", items=["x"]),
            put(f"{path}/{field}/dropdown-items/one111", name="x"),
            delete(f"{path}/{field}/dropdown-items/one111"),
            delete(f"{path}/{field}"),
        ],
        graphql=[
            do("createCustomField", boardId=here.board, name="x", type="TEXT"),
            do("updateCustomField", id=field, name="x"),
            do("createDropdownItem", customFieldId=field, name="x"),
            do("updateDropdownItem", **item, name="x"),
            do("deleteDropdownItem", **item),
            do("deleteCustomField", id=field),
        ],
    )
    for who in cast.values():
        await door.refuses("FORBIDDEN", who, *calls)
    await door.refuses(HIDDEN, stranger, *calls)
    await door.refuses("UNAUTHENTICATED", None, *calls)
    far = await wekan.place(member(cast["worker"].id))
    foreign = f"{board_at(far)}/custom-fields/{field}"
    crossed = [put(foreign, name="x"), delete(foreign)]
    await door.refuses(HIDDEN, cast["worker"], *door.pick(rest=crossed, graphql=[]))
    await door.allows(mara, *calls)


async def test_reaction_ownership(
    graphql_door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """A reaction is put and taken back in one's own name alone."""
    nils, reader = await wekan.person("nils"), await wekan.person("reader")
    people = [member(mara.id), member(nils.id, "comment-only"), member(reader.id, "read-only")]
    await wekan.set("boards", here.board, members=people)
    card = await wekan.card(here)
    comment = await wekan.comment(here, card, mara)
    reaction = await wekan.reaction(here, card, comment, mara)
    thumbs = {"commentId": comment, "emoji": "&#128077;"}
    both = [do(f"{verb}Reaction", **thumbs) for verb in ("add", "remove")]
    await graphql_door.refuses("FORBIDDEN", reader, *both)
    await graphql_door.refuses("UNAUTHENTICATED", None, *both)
    for name in ("userId", "userIds", "reactions"):
        named = [do(f"{verb}Reaction", **thumbs, **{name: [mara.id]}) for verb in ("add", "remove")]
        await graphql_door.refuses("BAD_USER_INPUT", nils, *named)
    await graphql_door.allows(nils, both[0], both[0])
    (given,) = (await wekan.get("card_comment_reactions", reaction))["reactions"]
    assert given["userIds"] == [mara.id, nils.id]
    await graphql_door.allows(nils, both[1], both[1])
    (given,) = (await wekan.get("card_comment_reactions", reaction))["reactions"]
    assert given["userIds"] == [mara.id]


async def test_inputbleed(door: Door, wekan: Wekan, mara: Person, here: Place) -> None:
    """Texts are stored as they are and answered as data, never as a page; of a reaction nothing
    is stored but a sign."""
    card = await wekan.card(here)
    text = "<scr<script>ipt>alert(1)</scr</script>ipt>"
    path = f"{board_at(here)}/cards/{card}/comments"
    call = door.pick(
        rest=post(path, comment=text), graphql=do("createComment", cardId=card, text=text)
    )
    await door.allows(mara, call)
    (comment,) = await wekan.all("card_comments")
    assert comment["text"] == text
    look = door.pick(
        rest=get(f"{path}/{comment['_id']}"),
        graphql=ask("query ($id: ID!) { comment(id: $id) { text } }", id=comment["_id"]),
    )
    answer = await door.allows(mara, look)
    assert answer.kind.startswith("application/json")
    signs = ("<b>", "&#128077;<script>", "&#<b></b>128077;", "&#x1F44D;", "javascript:", "👍<i>")
    ids = {"commentId": comment["_id"]}
    forged = [do("addReaction", **ids, emoji=each) for each in signs]
    await door.refuses("BAD_USER_INPUT", mara, *door.pick(rest=[], graphql=forged))
