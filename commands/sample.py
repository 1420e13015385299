"""The sample that `demo` serves. Its ids are those in the playground's examples, so these run."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain import passwords
from domain.context import Context
from store.documents import (
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Email,
    Label,
    List,
    Member,
    Swimlane,
    User,
)

USERNAME = PASSWORD = "demo"
BOARD = "sampLeBoardWekan1"
SWIMLANE = "sampLeSwimWekan01"
DEMO, ADA = "sampLeUserWekan01", "sampLeUserWekan02"
URGENT, IDEA, BUG = "urgent", "idea22", "bugbug"
LISTS = ("To do", "Doing", "Done")

# list, title, labels, members, assignees, due in days
CARDS: tuple[tuple[int, str, list[str], list[str], list[str], int | None], ...] = (
    (0, "Write the announcement", [IDEA], [DEMO], [ADA], 7),
    (0, "Book the room for the release party", [], [ADA], [], 21),
    (0, "Ask three people to try the installer", [URGENT], [DEMO, ADA], [DEMO], 3),
    (1, "Search finds cards by their comments", [IDEA], [ADA], [ADA], 5),
    (1, "Dates are off by one east of Greenwich", [BUG, URGENT], [DEMO], [DEMO], 1),
    (2, "Draw the new icon", [], [ADA], [ADA], -2),
    (2, "Choose the date", [], [DEMO, ADA], [], None),
)


async def insert(ctx: Context) -> None:
    now = ctx.now()
    secret = await passwords.hashed(ctx, PASSWORD)
    await ctx.store.insert(*_users(now, secret))
    await ctx.store.insert(_board(now))
    await ctx.store.insert(
        Swimlane(id=SWIMLANE, title="Default", board_id=BOARD, sort=0, created_at=now)
    )
    await ctx.store.insert(*_lists(now))
    await ctx.store.insert(*_cards(now))
    await _insert_checklist(ctx, now)
    await ctx.store.insert(
        Comment(
            id="sampLeNoteWekan01",
            card_id=_card_id(0),
            board_id=BOARD,
            author_id=ADA,
            text="I have a first draft.",
            created_at=now,
            modified_at=now,
        )
    )


def _users(now: datetime, secret: str) -> Iterator[User]:
    for user_id, username, fullname in (
        (DEMO, USERNAME, "Demo Person"),
        (ADA, "ada", "Ada Lovelace"),
    ):
        yield User(
            id=user_id,
            username=username,
            fullname=fullname,
            emails=[Email(address=f"{username}@example.org")],
            is_admin=user_id == DEMO,
            password_hash=secret,
            created_at=now,
            modified_at=now,
        )


def _board(now: datetime) -> Board:
    return Board(
        id=BOARD,
        title="Spring release",
        slug="spring-release",
        description="A sample board: change it as you like, it is gone when the demo ends.",
        sort=0,
        labels=[
            Label(id=URGENT, name="urgent", color="red"),
            Label(id=IDEA, name="idea", color="green"),
            Label(id=BUG, name="bug", color="orange"),
        ],
        members=[
            Member(user_id=DEMO, is_admin=True, is_active=True),
            Member(user_id=ADA, is_active=True),
        ],
        created_at=now,
        modified_at=now,
    )


def _lists(now: datetime) -> Iterator[List]:
    for place, title in enumerate(LISTS):
        yield List(
            id=_list_id(place),
            title=title,
            board_id=BOARD,
            swimlane_id=SWIMLANE,
            sort=place,
            created_at=now,
            updated_at=now,
            modified_at=now,
        )


def _cards(now: datetime) -> Iterator[Card]:
    for place, (in_list, title, labels, members, assignees, due) in enumerate(CARDS):
        yield Card(
            id=_card_id(place),
            title=title,
            board_id=BOARD,
            list_id=_list_id(in_list),
            swimlane_id=SWIMLANE,
            creator_id=DEMO,
            card_number=place + 1,
            sort=place,
            label_ids=labels,
            member_ids=members,
            assignee_ids=assignees,
            due_at=None if due is None else now + timedelta(days=due),
            created_at=now,
            modified_at=now,
            date_last_activity=now,
        )


async def _insert_checklist(ctx: Context, now: datetime) -> None:
    checklist = Checklist(
        id="sampLeTickWekan01",
        card_id=_card_id(0),
        board_id=BOARD,
        title="Before it is sent",
        created_at=now,
        modified_at=now,
    )
    await ctx.store.insert(checklist)
    steps = ("Ask for screenshots", "Have it read by someone else", "Thank the translators")
    items = (
        ChecklistItem(
            id=f"sampLeItemWekan0{place + 1}",
            checklist_id=checklist.id,
            card_id=checklist.card_id,
            board_id=BOARD,
            title=title,
            sort=place,
            is_finished=place == 0,
            created_at=now,
            modified_at=now,
        )
        for place, title in enumerate(steps)
    )
    await ctx.store.insert(*items)


def _list_id(place: int) -> str:
    return f"sampLeListWekan0{place + 1}"


def _card_id(place: int) -> str:
    return f"sampLeCardWekan0{place + 1}"
