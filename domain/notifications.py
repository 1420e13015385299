"""Puts what happened into the trays of those whom it concerns: watchers, people on the card,
and whoever a comment names.

A follower (`domain.aftermath`). Only active members of the board are told, and of them only
those who may see the card. Source: Wekan's server/models/activities.js. Wekan's e-mails about
the same are Wekan's own: none is sent from here.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from domain.aftermath import Told, Work
from domain.context import Context
from domain.mentions import BOARD_ASSIGNEES, mentioned, names_in
from domain.people import active_members, usernames
from domain.roles import role_of
from domain.settings import Settings
from store import trays
from store.documents import BoardAudience, Card, CardAudience, Comment, ListAudience
from store.match import any_of, where
from store.records import R

Activity = Mapping[str, Any]
_JOINED = {"joinMember": "memberId", "joinAssignee": "assigneeId"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a batch of activities tells of, by id, as it is now."""

    boards: Mapping[str, BoardAudience] = field(default_factory=dict)
    lists: Mapping[str, ListAudience] = field(default_factory=dict)
    cards: Mapping[str, CardAudience] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    """The comments' texts."""
    user_ids: Mapping[str, str] = field(default_factory=dict)
    """The boards' people by username."""
    assignees: Mapping[str, set[str]] = field(default_factory=dict)
    """Who is assigned to a card, by board; only of boards where a comment asks for them."""


async def look(told: Sequence[Told]) -> list[Work | None]:
    """Finds out whom each activity concerns, and tells them."""
    activities = [
        activity
        for each in told
        if not each.settings.disable_notifications
        for activity in each.activities
    ]
    scene = await _scene(told[0].ctx, activities) if activities else Scene()
    return [_telling(each, scene) for each in told]


def _telling(told: Told, scene: Scene) -> Work | None:
    if told.settings.disable_notifications:
        return None
    settings = told.ctx.settings
    found = [(each["_id"], recipients(each, scene, settings)) for each in told.activities]
    concerned = [(activity_id, people) for activity_id, people in found if people]
    return partial(_tell, told.ctx, concerned) if concerned else None


async def _tell(ctx: Context, concerned: Sequence[tuple[str, set[str]]]) -> None:
    most = ctx.settings.notification_tray_max
    for activity_id, people in concerned:
        await trays.put_in(ctx.store, people, activity_id, most, ctx.now())


def recipients(activity: Activity, scene: Scene, settings: Settings) -> set[str]:
    """Returns who is told of an activity: never who did it, unless they name themselves."""
    board = scene.boards.get(str(activity.get("boardId")))
    if board is None:
        return set()
    kind, actor = str(activity["activityType"]), activity.get("userId")
    card = scene.cards.get(str(activity.get("cardId")))
    named = _named(activity, board, card, scene)
    found = _watching_places(activity, card, scene) | (named or set())
    if named is None:
        found |= _watching_board(activity, board, card)
    if settings.big_events and settings.big_events.search(kind):
        found |= active_members(board)
    if settings.notify_on_assign and kind in _JOINED:
        found.add(str(activity.get(_JOINED[kind])))
    if actor not in (named or ()):
        found.discard(str(actor))
    return found & _who_may_see(activity, board, card) if found else found


def _named(
    activity: Activity, board: BoardAudience, card: CardAudience | None, scene: Scene
) -> set[str] | None:
    text = scene.texts.get(str(activity.get("commentId")))
    if text is None:
        return None
    members = {each.user_id for each in board.members}
    groups = {
        "board_members": lambda: members,
        BOARD_ASSIGNEES: lambda: scene.assignees.get(board.id, set()) & members,
    }
    if card is not None:
        groups["card_members"] = lambda: members.intersection(card.member_ids)
        groups["card_assignees"] = lambda: members.intersection(card.assignee_ids)
    here = {name: user_id for name, user_id in scene.user_ids.items() if user_id in members}
    return mentioned(text, groups, here)


def _watching_places(activity: Activity, card: CardAudience | None, scene: Scene) -> set[str]:
    places = (scene.lists.get(str(activity.get(name))) for name in ("listId", "oldListId"))
    watched = [each for each in (*places, card) if each is not None]
    return {user_id for each in watched for user_id in each.watcher_ids}


def _watching_board(
    activity: Activity, board: BoardAudience, card: CardAudience | None
) -> set[str]:
    """Whoever watches the board; whoever tracks it, if it is their card or about them."""
    people = {activity.get("memberId")}
    if card is not None:
        people |= {card.creator_id, *card.member_ids, *card.assignee_ids}
    return {
        each.user_id
        for each in board.watchers
        if each.level == "watching" or (each.level == "tracking" and each.user_id in people)
    }


def _who_may_see(activity: Activity, board: BoardAudience, card: CardAudience | None) -> set[str]:
    members = active_members(board)
    if not activity.get("cardId"):
        return members
    assignees = card.assignee_ids if card else ()
    narrow = {each.user_id for each in board.members if role_of(each).assigned_only}
    return members - narrow.difference(assignees)


async def _scene(ctx: Context, activities: Sequence[Activity]) -> Scene:
    boards = await _by_id(ctx, BoardAudience, _ids(activities, "boardId"))
    if not any(_is_somebody_told(each, boards) for each in activities):
        return Scene()
    lists, cards, comments = await asyncio.gather(
        _by_id(ctx, ListAudience, _ids(activities, "listId", "oldListId")),
        _by_id(ctx, CardAudience, _ids(activities, "cardId")),
        _by_id(ctx, Comment, _ids(activities, "commentId")),
    )
    texts = {key: comment.text for key, comment in comments.items()}
    names = {name for text in texts.values() for name in names_in(text)}
    commented = _ids([each for each in activities if each.get("commentId")], "boardId")
    people = {each.user_id for key in boards.keys() & commented for each in boards[key].members}
    user_ids = {name: key for key, name in (await usernames(ctx, people if names else ())).items()}
    assignees = {}
    if BOARD_ASSIGNEES in names:
        assignees = {key: await _assignees(ctx, key) for key in commented}
    return Scene(boards, lists, cards, texts, user_ids, assignees)


def _is_somebody_told(activity: Activity, boards: Mapping[str, BoardAudience]) -> bool:
    """On a board with one member alone there is nobody to tell, but of a comment."""
    board = boards.get(str(activity.get("boardId")))
    if board is None:
        return False
    return bool(active_members(board) - {activity.get("userId")} or activity.get("commentId"))


async def _assignees(ctx: Context, board_id: str) -> set[str]:
    return set(await ctx.store.values(Card, where(Card, board_id=board_id), "assignee_ids"))


def _ids(activities: Sequence[Activity], *names: str) -> set[str]:
    ids = (each.get(name) for each in activities for name in names)
    return {each for each in ids if isinstance(each, str) and each}


async def _by_id(ctx: Context, record_type: type[R], ids: set[str]) -> dict[str, R]:
    if not ids:
        return {}
    wanted = where(record_type, id=any_of(ids))
    found = await ctx.store.find_many(record_type, wanted, limit=len(ids))
    return {each.id: each for each in found}
