"""All that python-wekan can do, as its README and its docstrings show it.

The README of the package still has the names of version 0.2; `add_list`, `list_lists`, `add_card`
and `list_cards` are `create_list`, `get_lists`, `create_card` and `get_cards` since 0.3.
WEKAN_URL, WEKAN_USERNAME and WEKAN_PASSWORD say where and who.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from wekan import Board, WekanClient
from wekan.card import WekanCard
from wekan.card_comment import CardComment
from wekan.wekan_client import WekanAPIError, WekanAuthenticationError, WekanNotFoundError
from wekan.wekan_list import WekanList

DUE = datetime(2026, 6, 7, 12, 0, tzinfo=UTC)
FIELD_TYPES = ("text", "number", "date", "dropdown", "currency", "checkbox", "stringtemplate")


def main() -> None:
    wekan = logged_in()
    board = boards(wekan)
    other_id = people(wekan)
    todo, done = lists(board)
    swimlanes(board)
    members(board, other_id)
    fields = custom_fields(board)
    card = cards(todo, done, fields, other_id)
    checklists(card)
    comments(card)
    exported = board.export()
    assert exported["title"] == "My new Board"
    assert [each["title"] for each in exported["cards"]] == ["My first card"]
    what_wekan_lacks(board, todo)
    integrations(board)


def logged_in() -> WekanClient:
    url, name = os.environ["WEKAN_URL"], os.environ["WEKAN_USERNAME"]
    wrong = failure_of(lambda: WekanClient(base_url=url, username=name, password="wrong"))
    assert isinstance(wrong, WekanAuthenticationError)
    wekan = WekanClient(base_url=url, username=name, password=os.environ["WEKAN_PASSWORD"])
    assert wekan.parse_iso_date(wekan.token_expire_date) > datetime.now(UTC)
    return wekan


def failure_of(call: Callable[[], object]) -> Exception | None:
    try:
        call()
    except (WekanAPIError, KeyError) as error:
        return error
    return None


def boards(wekan: WekanClient) -> Board:
    new_board = wekan.add_board(
        title="My new Board",
        color="midnight",
        is_admin=True,
        is_no_comments=False,
        is_comment_only=False,
    )
    assert (new_board.color, new_board.permission) == ("midnight", "private")
    assert new_board.created_at <= datetime.now(UTC)
    assert [each["userId"] for each in new_board.members] == [wekan.user_id]
    wekan.add_board(title="Everybody's board", color="belize", permission="public")
    gone = wekan.add_board(title="Short-lived", color="pumpkin")
    gone.delete()
    # Public boards come twice: among all public ones, and among one's own.
    titles = sorted(each.title for each in wekan.list_boards())
    assert titles == ["Everybody's board", "Everybody's board", "My new Board"]
    return wekan.list_boards(regex_filter="My new Board")[0]


def people(wekan: WekanClient) -> str:
    """The client wants `services` in each person's document, and Wekan shows it no more."""
    for call in (
        lambda: wekan.add_user("noor", "noor@example.org", "Secret123!"),
        wekan.get_users,
        wekan.get_current_user,
        lambda: wekan.find_user(username="noor"),
    ):
        assert repr(failure_of(call)) == "KeyError('services')"
    named = {each["username"]: each["_id"] for each in wekan.fetch_json("/api/users")}
    assert named.keys() == {os.environ["WEKAN_USERNAME"], "noor"}
    noor = WekanClient(base_url=wekan.base_url, username="noor", password="Secret123!")
    assert noor.user_id == named["noor"]
    user_id: str = named["noor"]
    return user_id


def lists(board: Board) -> tuple[WekanList, WekanList]:
    board.create_list(title="My first list")
    board.create_list(title="My second list", position=1)
    board.create_list(title="My third list").delete()
    todo, done = board.get_lists()
    assert (todo.title, done.title) == ("My first list", "My second list")
    assert (todo.cards_count, todo.archived) == (0, False)
    assert todo.sort < done.sort
    assert todo.wip_limit == {"value": 1, "enabled": False, "soft": False}
    assert done.update(title="My last list").title == "My last list"
    assert board.get_list_by_id(done.id).title == "My last list"
    return todo, done


def swimlanes(board: Board) -> None:
    added = board.add_swimlane(title="My first swimlane")
    board.add_swimlane(title="My second swimlane").delete()
    default, mine = board.list_swimlanes()
    assert (default.title, mine.title, mine.type) == ("Default", "My first swimlane", "swimlane")
    assert board.get_swimlane_by_id(added.id) == mine


def integrations(board: Board) -> None:
    hook = board.add_integration(url="http://127.0.0.1:9/wekan")
    assert (hook.enabled, hook.activities) == (True, ["all"])
    hook.change_title("Builds")
    hook.edit(url="http://127.0.0.1:9/builds", token="sesame")
    hook.add_activities(["act-createCard"])
    hook.delete_activities(["all"])
    hook.enable()
    (seen,) = board.list_integrations(regex_filter="^Builds$")
    assert (seen.url, seen.activities) == ("http://127.0.0.1:9/builds", ["act-createCard"])
    board.add_integration(url="http://127.0.0.1:9/gone").delete()
    assert board.get_integration_by_id(hook.id).title == "Builds"
    assert len(board.list_integrations()) == 1


def members(board: Board, user_id: str) -> None:
    for role in ("admin", "no-comments", "comment-only", "normal"):
        board.add_member(user_id, role)
        board.remove_member(user_id)
    board.add_member(user_id)
    board.change_member_permission(
        user_id, is_admin=False, is_no_comments=True, is_comments_only=False
    )


def custom_fields(board: Board) -> dict[str, str]:
    """Returns the fields' ids by their types."""
    for kind in FIELD_TYPES:
        made = board.add_custom_field(
            name=f"My {kind}",
            field_type=kind,
            show_on_card=True,
            automatically_on_card=False,
            show_label_on_minicard=True,
            show_sum_at_top_of_list=True,
            settings={"currencyCode": "EUR"} if kind == "currency" else {},
        )
        assert (made.type, made.board_ids) == (kind, [board.id])
        assert (made.show_on_card, made.automatically_on_card) == (True, False)
    by_type = {each.type: each.id for each in board.list_custom_fields()}
    assert by_type.keys() == {*FIELD_TYPES}
    board.get_custom_field_by_id(by_type["text"]).edit({"name": "My remark"})
    board.get_custom_field_by_id(by_type["checkbox"]).delete()
    assert len(board.list_custom_fields()) == len(FIELD_TYPES) - 1
    assert board.get_custom_field_by_id(by_type["text"]).name == "My remark"
    return by_type


def cards(todo: WekanList, done: WekanList, fields: dict[str, str], user_id: str) -> WekanCard:
    board = todo.board
    board.client.fetch_json(
        f"/api/boards/{board.id}/labels", "PUT", {"label": {"name": "Bug", "color": "red"}}
    )
    (bug,) = board.client.list_boards("My new Board")[0].get_labels("Bug")
    todo.create_card(title="My first card", description="My first description", members=[user_id])
    todo.create_card(title="Short-lived").delete()
    (card,) = todo.get_cards(regex_filter="My first card")
    assert (card.description, card.members) == ("My first description", [user_id])
    assert (card.card_number, card.archived) == (1, False)
    assert card.update(title="My card", description="Better").title == "My card"
    assert card.set_due_date(DUE).due_at == DUE
    assert board.client.user_id in card.assign_member(board.client.user_id).members
    card.edit(
        title="My first card",
        author_id=user_id,
        color="crimson",
        label_ids=[bug.id],
        requested_by="Mara",
        assigned_by="Noor",
        received_at=DUE,
        start_at=DUE,
        end_at=DUE,
        spent_time=1.5,
        is_overtime=True,
        custom_fields=[{"_id": fields["text"], "value": "a remark"}],
        new_swimlane=board.list_swimlanes("My first swimlane")[0],
    )
    card.edit(new_list=done)
    moved = done.get_card_by_id(card.id)
    assert (moved.color, moved.label_ids, moved.spent_time) == ("crimson", [bug.id], 1.5)
    assert (moved.requested_by, moved.assigned_by, moved.is_overtime) == ("Mara", "Noor", True)
    assert moved.received_at == moved.start_at == moved.end_at == DUE
    assert {"_id": fields["text"], "value": "a remark"} in moved.custom_fields
    assert (todo.get_cards(), done.get_cards()) == ([], [moved])
    # It has moved, but the client then looks for it in the list where it was, as on Wekan.
    assert isinstance(failure_of(lambda: moved.move_to_list(todo)), WekanNotFoundError)
    return todo.get_card_by_id(card.id)


def checklists(card: WekanCard) -> None:
    added = card.add_checklist(title="My checklist")
    card.add_checklist(title="Short-lived").delete()
    path = f"/api/boards/{card.list.board.id}/cards/{card.id}/checklists/{added.id}/items"
    for title in ("One", "Two"):  # the client cannot, but Wekan can since 2024
        card.list.board.client.fetch_json(path, "POST", {"title": title})
    (checklist,) = card.get_checklists()
    one, two = checklist.list_checklists()
    assert (one.title, one.is_finished) == ("One", False)
    one.mark_as_finished()
    two.change_title("Last")
    (checklist,) = card.get_checklists(regex_filter="My")
    seen = [(each.title, each.is_finished) for each in checklist.list_checklists()]
    assert seen == [("One", True), ("Last", False)]


def comments(card: WekanCard) -> None:
    added = card.add_comment("My comment")
    CardComment.from_dict(card, card.add_comment("Short-lived")).delete()
    comment = CardComment.from_dict(card, added)
    assert (comment.text, comment.author_id) == ("My comment", card.list.board.client.user_id)
    assert [each["comment"] for each in card.get_comments()] == ["My comment"]


def what_wekan_lacks(board: Board, a_list: WekanList) -> None:
    """The client has these methods, but on a Wekan there is no route for them."""
    board.add_label("Idea", "sky")
    board.update(description="All that we do", color="pumpkin")
    assert (board.description, board.color) == ("All that we do", "pumpkin")
    assert [each.name for each in board.get_labels()] == ["Bug", "Idea"]
    first, _ = board.get_members()
    assert first["userId"] == board.client.user_id
    a_list.archive()
    assert a_list.title not in [each.title for each in board.get_lists()]
    a_list.restore()
    assert a_list.title in [each.title for each in board.get_lists()]
    board.archive()
    assert board.client.list_boards("My new Board") == []
    board.restore()
    assert board.client.list_boards("My new Board") == [board]
    # But the order of lists is no matter of REST, neither there nor here.
    assert isinstance(failure_of(lambda: a_list.update(position=3)), WekanNotFoundError)


if __name__ == "__main__":
    main()
