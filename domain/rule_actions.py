"""What rules do: one function for each kind of action.

Each calls the verbs that a request would call, so that what a rule changes is checked,
stored, recorded and followed up like any change. Source: `performAction` of Wekan's
server/rulesHelper.js.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias

from domain import cards, rule_checklists, rule_moves
from domain.card_sets import Part, put_on, take_off
from domain.changes import CardChange
from domain.context import Context
from domain.errors import BadInputError
from domain.rule_occasions import Occasion
from domain.rule_triggers import ANYTHING
from store.documents import Card

log = logging.getLogger(__name__)

Put: TypeAlias = Callable[[Context, str, Part], Awaitable[Card]]


class ActionKind(StrEnum):
    """What a rule does; the values are Wekan's."""

    MOVE_TO_TOP = "moveCardToTop"
    MOVE_TO_BOTTOM = "moveCardToBottom"
    MOVE_ALL_CARDS = "moveAllCardsInList"
    SORT_LIST = "sortList"
    CREATE_CARD = "createCard"
    LINK_CARD = "linkCard"
    ADD_SWIMLANE = "addSwimlane"
    ARCHIVE = "archive"
    RESTORE = "unarchive"
    SET_COLOR = "setColor"
    ADD_LABEL = "addLabel"
    REMOVE_LABEL = "removeLabel"
    ADD_MEMBER = "addMember"
    REMOVE_MEMBER = "removeMember"
    SET_DATE_IF_EMPTY = "setDate"
    SET_DATE = "updateDate"
    SET_DATE_RELATIVE = "setDateRelative"
    REMOVE_DATE = "removeDate"
    MARK_COMPLETE = "markCardComplete"
    MARK_INCOMPLETE = "markCardIncomplete"
    ADD_CHECKLIST = "addChecklist"
    ADD_CHECKLIST_WITH_ITEMS = "addChecklistWithItems"
    REMOVE_CHECKLIST = "removeChecklist"
    CHECK_ALL = "checkAll"
    UNCHECK_ALL = "uncheckAll"
    CHECK_ITEM = "checkItem"
    UNCHECK_ITEM = "uncheckItem"
    SEND_EMAIL = "sendEmail"


class DateField(StrEnum):
    """A date of a card; the values are Wekan's."""

    RECEIVED_AT = "receivedAt"
    START_AT = "startAt"
    DUE_AT = "dueAt"
    END_AT = "endAt"


class SortField(StrEnum):
    """What the cards of a list are sorted by; the values are Wekan's."""

    NAME = "name"
    CREATED = "created"
    MODIFIED = "modified"
    DUE = "due"


class Unit(StrEnum):
    """What a relative date is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


_ATTRIBUTES = {field: field.name.lower() for field in DateField}


async def perform(at: Occasion) -> None:
    """Does what the action says; what it needs a card for, it leaves without one.

    Raises what the verbs raise.
    """
    kind = at.action.action_type
    if kind in _ON_BOARD:
        await _ON_BOARD[kind](at)
    elif kind in _ON_CARD and at.card is not None:
        await _ON_CARD[kind](at, at.card)


async def _change(at: Occasion, card: Card, **values: Any) -> None:
    await cards.update(at.ctx, card.id, CardChange(**values))


async def _set_archived(at: Occasion, card: Card, *, archived: bool) -> None:
    if card.archived != archived:
        await (cards.archive if archived else cards.restore)(at.ctx, card.id)


async def _set_color(at: Occasion, card: Card) -> None:
    color = at.action.selected_color
    await _change(at, card, color=None if color == "white" else color)


async def _label(at: Occasion, card: Card, change: Put) -> None:
    if at.action.label_id:
        await change(at.ctx, card.id, Part("label_ids", at.action.label_id))


async def _add_member(at: Occasion, card: Card) -> None:
    person = await at.person_called(at.action.username)
    await put_on(at.ctx, card.id, Part("member_ids", person.id))


async def _remove_member(at: Occasion, card: Card) -> None:
    gone = card.member_ids
    if at.action.username != ANYTHING:
        gone = [(await at.person_called(at.action.username)).id]
    for each in gone:
        await take_off(at.ctx, card.id, Part("member_ids", each))


def _date_attribute(at: Occasion) -> str:
    field = next((each for each in DateField if each == at.action.date_field), None)
    if field is None:
        raise BadInputError("action.dateField", "There is no such date.")
    return _ATTRIBUTES[field]


async def _set_date(at: Occasion, card: Card, *, if_empty: bool) -> None:
    attribute = _date_attribute(at)
    if not if_empty or getattr(card, attribute) is None:
        await _change(at, card, **{attribute: at.ctx.now()})


async def _remove_date(at: Occasion, card: Card) -> None:
    await _change(at, card, **{_date_attribute(at): None})


async def _set_date_relative(at: Occasion, card: Card) -> None:
    try:
        moment = later(at.ctx.now(), at.action.days or 0, at.action.unit)
    except (OverflowError, ValueError):
        raise BadInputError("action.days", "This date is out of range.") from None
    await _change(at, card, **{_date_attribute(at): moment})


def later(moment: datetime, amount: int, unit: str | None) -> datetime:
    """Returns the moment so much later, or earlier; what is no unit counts days.

    A month on from the 31st may lie in the month after the next, as in JavaScript.
    """
    if unit == Unit.MONTHS:
        years, month = divmod(moment.month - 1 + amount, 12)
        first = moment.replace(year=moment.year + years, month=month + 1, day=1)
        return first + timedelta(days=moment.day - 1)
    known = unit if unit in Unit._value2member_map_ else Unit.DAYS
    return moment + timedelta(**{str(known): amount})


async def _set_complete(at: Occasion, card: Card, *, complete: bool) -> None:
    await _change(at, card, due_complete=complete)


async def _send_email(at: Occasion, _: Card) -> None:
    log.warning("a rule's mail was not sent: no mail leaves this server, action %s", at.action.id)


_ON_BOARD: Mapping[str, Callable[[Occasion], Awaitable[None]]] = {
    ActionKind.CREATE_CARD: rule_moves.create_card,
    ActionKind.ADD_SWIMLANE: rule_moves.add_swimlane,
    ActionKind.MOVE_ALL_CARDS: rule_moves.move_all,
}
"""What needs no card."""

_ON_CARD: Mapping[str, Callable[[Occasion, Card], Awaitable[None]]] = {
    ActionKind.MOVE_TO_TOP: rule_moves.move_to_top,
    ActionKind.MOVE_TO_BOTTOM: rule_moves.move_to_bottom,
    ActionKind.SORT_LIST: rule_moves.sort_list,
    ActionKind.LINK_CARD: rule_moves.link_card,
    ActionKind.ARCHIVE: partial(_set_archived, archived=True),
    ActionKind.RESTORE: partial(_set_archived, archived=False),
    ActionKind.SET_COLOR: _set_color,
    ActionKind.ADD_LABEL: partial(_label, change=put_on),
    ActionKind.REMOVE_LABEL: partial(_label, change=take_off),
    ActionKind.ADD_MEMBER: _add_member,
    ActionKind.REMOVE_MEMBER: _remove_member,
    ActionKind.SET_DATE_IF_EMPTY: partial(_set_date, if_empty=True),
    ActionKind.SET_DATE: partial(_set_date, if_empty=False),
    ActionKind.SET_DATE_RELATIVE: _set_date_relative,
    ActionKind.REMOVE_DATE: _remove_date,
    ActionKind.MARK_COMPLETE: partial(_set_complete, complete=True),
    ActionKind.MARK_INCOMPLETE: partial(_set_complete, complete=False),
    ActionKind.ADD_CHECKLIST: rule_checklists.add,
    ActionKind.ADD_CHECKLIST_WITH_ITEMS: rule_checklists.add_with_items,
    ActionKind.REMOVE_CHECKLIST: rule_checklists.remove,
    ActionKind.CHECK_ALL: partial(rule_checklists.set_all, finished=True),
    ActionKind.UNCHECK_ALL: partial(rule_checklists.set_all, finished=False),
    ActionKind.CHECK_ITEM: partial(rule_checklists.set_one, finished=True),
    ActionKind.UNCHECK_ITEM: partial(rule_checklists.set_one, finished=False),
    ActionKind.SEND_EMAIL: _send_email,
}
