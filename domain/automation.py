"""Runs the rules of boards: on what was recorded, and where somebody presses a button.

A follower (`domain.aftermath`). A rule acts in the name of whoever set it off, with its
board's own power (`domain.rule_power`); what it changes may set off others, a bounded number
of times. Source: `executeRules` of Wekan's server/rulesHelper.js. Rules that wait for a time
of day are left to Wekan's own clock: two would do everything twice.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from domain import rule_actions
from domain.aftermath import Told, Work
from domain.context import Context
from domain.errors import DomainError
from domain.rule_occasions import Occasion
from domain.rule_power import DEEPEST, RulePower
from domain.rule_triggers import goes_off, set_off_by
from store.documents import Action, Board, Card, List, Rule, Trigger
from store.match import ABSENT, any_of, where
from store.mongo import LIST_LIMIT

log = logging.getLogger(__name__)

Activity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Armed:
    """A rule with what sets it off."""

    rule: Rule
    trigger: Trigger


async def look(told: Sequence[Told]) -> list[Work | None]:
    """Runs the rules that the activities set off, in the order of both. Boards without rules
    cost one find, all together."""
    triggering = [_triggering(each) for each in told]
    board_ids = {board_id for each in triggering for board_id in each}
    armed = await _armed(told[0].ctx, board_ids) if board_ids else {}
    return [
        partial(_run_on_boards, each.ctx, due, armed) if due.keys() & armed.keys() else None
        for each, due in zip(told, triggering, strict=True)
    ]


def _triggering(told: Told) -> dict[str, list[Activity]]:
    """Returns the activities that may set a rule off, by board."""
    by_board: dict[str, list[Activity]] = {}
    for activity in told.activities if told.ctx.actor else ():
        board_id = activity.get("boardId")
        if isinstance(board_id, str) and set_off_by(activity):
            by_board.setdefault(board_id, []).append(activity)
    return by_board


async def _armed(ctx: Context, board_ids: Collection[str]) -> dict[str, list[Armed]]:
    """Returns the rules of those boards that have any, the oldest first."""
    rules = await ctx.store.find_many(
        Rule,
        where(Rule, board_id=any_of(board_ids)),
        sort=[("created_at", 1), ("id", 1)],
        limit=LIST_LIMIT * len(board_ids),
    )
    wanted = where(Trigger, id=any_of([rule.trigger_id for rule in rules]))
    found = await ctx.store.find_many(Trigger, wanted, limit=len(rules)) if rules else []
    triggers = {each.id: each for each in found}
    armed: dict[str, list[Armed]] = {}
    for rule in rules:
        if rule.trigger_id in triggers:
            armed.setdefault(rule.board_id, []).append(Armed(rule, triggers[rule.trigger_id]))
    return armed


async def _run_on_boards(
    ctx: Context,
    due: Mapping[str, Sequence[Activity]],
    armed: Mapping[str, Sequence[Armed]],
) -> None:
    for board_id, activities in due.items():
        if board_id in armed:
            await _run_all(ctx, board_id, armed[board_id], activities)


def due(
    armed: Iterable[Armed], activities: Sequence[Activity], old_lists: Mapping[str, str]
) -> list[tuple[Rule, Activity]]:
    """Returns which rules run for which activities; `old_lists` has titles of lists by id."""
    rules = list(armed)
    return [
        (each.rule, activity)
        for activity in activities
        for each in rules
        if goes_off(each.trigger, activity, old_lists.get(str(activity.get("oldListId"))))
    ]


async def _run_all(
    ctx: Context, board_id: str, armed: Sequence[Armed], activities: Sequence[Activity]
) -> None:
    runs = due(armed, activities, await _old_lists(ctx, armed, activities))
    power = _power(ctx, board_id)
    if not runs:
        return
    if power.depth > DEEPEST:
        log.warning("rules of board %s set each other off without end: stopped", board_id)
        return
    wanted = where(Action, id=any_of({rule.action_id for rule, _ in runs}))
    actions = {each.id: each for each in await ctx.store.find_many(Action, wanted)}
    acting = _acting(ctx, power)
    for rule, activity in runs:
        # What a person does sets off all it should; only what rules set off is counted.
        if power.depth > 1 and not power.allowance.take():
            log.warning("rules of board %s do too much at once: stopped", board_id)
            return
        if rule.action_id in actions:
            card_id = activity.get("cardId")
            await _run(acting, rule, actions[rule.action_id], card_id)


async def _old_lists(
    ctx: Context, armed: Iterable[Armed], activities: Iterable[Activity]
) -> dict[str, str]:
    """Looks titles up only where some trigger asks for them."""
    if all(each.trigger.old_list_name in (None, "*") for each in armed):
        return {}
    ids = {each["oldListId"] for each in activities if isinstance(each.get("oldListId"), str)}
    found = await ctx.store.find_many(List, where(List, id=any_of(ids))) if ids else []
    return {each.id: each.title for each in found}


def _power(ctx: Context, board_id: str) -> RulePower:
    before = ctx.require_actor().rule
    if before is None:
        return RulePower(board_id)
    return RulePower(board_id, before.depth + 1, before.allowance)


def _acting(ctx: Context, power: RulePower) -> Context:
    return replace(ctx, actor=replace(ctx.require_actor(), rule=power))


async def press(ctx: Context, rule: Rule, action: Action, card_id: str | None) -> None:
    """Runs a rule at once. Raises what its verbs raise."""
    await _perform(_acting(ctx, _power(ctx, rule.board_id)), rule, action, card_id)


async def _run(ctx: Context, rule: Rule, action: Action, card_id: object) -> None:
    """Runs one rule; what it may not or cannot do is logged, and others go on."""
    try:
        await _perform(ctx, rule, action, card_id)
    except DomainError as error:
        told = (rule.id, rule.board_id, action.action_type, error.message)
        log.warning("rule %s of board %s could not do %s: %s", *told)


async def _perform(ctx: Context, rule: Rule, action: Action, card_id: object) -> None:
    board = await ctx.store.find(Board, id=rule.board_id)
    if board is None:
        return
    card = None
    if isinstance(card_id, str):
        card = await ctx.store.find(Card, id=card_id, deleted_at=ABSENT)
    await rule_actions.perform(Occasion(ctx, action, board, card))
