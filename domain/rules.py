"""Rules of boards: make, change, delete, show them, and press their buttons.

Source: Wekan's server/models/rules.js and server/rulesButton.js. Its REST lets all who write
make rules; as on its page and in its documentation, here board admins do.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from domain import automation, values
from domain.changes import UNSET, Given
from domain.context import Context
from domain.errors import BadInputError, ConflictError, ForbiddenError, HiddenError, NotFoundError
from domain.reading import Document
from domain.roles import Capability
from domain.rule_documents import BOARD, Fields, action_fields, described, trigger_fields
from domain.rule_triggers import TriggerKind
from domain.visibility import Seen, require_board, require_card
from store.documents import Action, Board, Rule, Trigger
from store.ids import new_id
from store.match import any_of, where
from store.mongo import Modifier
from store.records import load
from store.whole import find_whole, find_wholes

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A rule to be made. Trigger and action are spelt as Wekan stores them, and may come from
    a client as they are."""

    board_id: str
    title: str
    trigger: object
    action: object
    target_board_id: str | None = None
    """Where cards are moved or linked to, if not to the rule's own board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What is given of a trigger or an action is set, and the rest stays; but where its kind
    is given, a trigger matches anything that is not given too."""

    title: Given[str] = UNSET
    trigger: Given[object] = UNSET
    action: Given[object] = UNSET
    target_board_id: Given[str] = UNSET


@dataclass(frozen=True, slots=True)
class WholeRule:
    """A rule, its trigger and its action, as far as they are there."""

    rule: Rule
    trigger: Document | None
    action: Document | None


async def on_board(ctx: Context, board_id: str) -> list[WholeRule]:
    """Returns a board's rules, for its members and site admins. Raises as `require_board`."""
    await require_reader(ctx, board_id)
    oldest_first = [("created_at", 1), ("id", 1)]
    return await _whole(
        ctx, await ctx.store.find_many(Rule, where(Rule, board_id=board_id), sort=oldest_first)
    )


async def one(ctx: Context, board_id: str, rule_id: str) -> WholeRule:
    """Returns one of them. Raises NotFoundError too."""
    await require_reader(ctx, board_id)
    found = await ctx.store.find(Rule, id=rule_id, board_id=board_id)
    if found is None:
        raise NotFoundError("rule")
    return (await _whole(ctx, [found]))[0]


async def require_reader(ctx: Context, board_id: str) -> Seen[Board]:
    """Rules name people and their addresses: who merely sees a board is not shown them."""
    seen = await require_board(ctx, board_id)
    if not seen.access.is_member:
        raise ForbiddenError
    return seen


async def _whole(ctx: Context, rules: list[Rule]) -> list[WholeRule]:
    async def by_id(of: type[Trigger | Action], ids: list[str]) -> dict[str, Document]:
        found = await find_wholes(ctx.store, of, where(of, id=any_of(ids)))
        return {each["_id"]: each for each in found}

    triggers = await by_id(Trigger, [rule.trigger_id for rule in rules])
    actions = await by_id(Action, [rule.action_id for rule in rules])
    return [
        WholeRule(rule, triggers.get(rule.trigger_id), actions.get(rule.action_id))
        for rule in rules
    ]


async def create(ctx: Context, new: NewRule) -> Rule:
    """Stores and returns a rule. Raises as `require_board`, for the other board too, and
    BadInputError."""
    await require_board(ctx, new.board_id, Capability.MANAGE_BOARD)
    title = values.title("input.title", new.title)
    trigger = trigger_fields(new.trigger, required=True) if new.trigger else {}
    action = action_fields(new.action, required=True) if new.action else {}
    if not trigger or not action:
        missing = "action" if trigger else "trigger"
        raise BadInputError(f"input.{missing}", "trigger and action are required")
    target_id = await _target(ctx, new.board_id, new.target_board_id)
    now = ctx.now()
    rule = Rule(
        id=new_id(),
        title=title,
        board_id=new.board_id,
        trigger_id=new_id(),
        action_id=new_id(),
        created_at=now,
        modified_at=now,
        **_button(trigger, title),
    )
    trigger |= {"_id": rule.trigger_id, BOARD: rule.board_id, "desc": described(trigger)}
    action |= {"_id": rule.action_id, BOARD: target_id, "desc": described(action)}

    async def work() -> None:
        await ctx.store.insert_documents(Trigger, [trigger | {"createdAt": now, "updatedAt": now}])
        await ctx.store.insert_documents(Action, [action | {"createdAt": now, "modifiedAt": now}])
        await ctx.store.insert(rule)

    await _write(ctx, work)
    return rule


async def _target(ctx: Context, board_id: str, target_id: str | None) -> str:
    """Whoever sends cards to another board must be allowed to write there (BoardBleed)."""
    if target_id is None or target_id == board_id:
        return board_id
    return (await require_board(ctx, target_id, Capability.WRITE)).board.id


def _button(trigger: Mapping[str, Any], title: str) -> dict[str, str]:
    """Wekan's page draws buttons from the rule alone."""
    stored = load(Trigger, trigger)
    if stored.activity_type != TriggerKind.BUTTON:
        return {}
    kind = "board" if stored.button_type == "board" else "card"
    return {"button_type": kind, "button_label": stored.button_label or title}


async def update(
    ctx: Context, rule_id: str, change: RuleChange, *, board_id: str | None = None
) -> Rule:
    """Changes a rule and returns it as it then is; `board_id` says where it must lie.

    Raises as `require_board`, NotFoundError, BadInputError.
    """
    rule = await _require_own(ctx, rule_id, board_id)
    title = rule.title if change.title is UNSET else values.title("input.title", change.title)
    now = ctx.now()
    trigger: Fields = {}
    altered: dict[str, Any] = {"title": title, "modified_at": now}
    if change.trigger is not UNSET:
        given = trigger_fields(change.trigger, required=False)
        whole = await _merged(ctx, Trigger, rule.trigger_id, given)
        trigger = given | {"desc": whole["desc"], "updatedAt": now}
        altered |= {"button_type": None, "button_label": None} | _button(whole, title)
    action = await _action_change(ctx, rule, change)

    async def work() -> Rule | None:
        if trigger:
            await ctx.store.set_fields(Trigger, rule.trigger_id, trigger)
        if action:
            touched = action | {"modifiedAt": now}
            await ctx.store.set_fields(Action, rule.action_id, touched)
        return await ctx.store.change(Rule, where(Rule, id=rule.id), Modifier(set=altered))

    changed = await _write(ctx, work)
    if changed is None:
        raise NotFoundError("rule")
    return changed


async def _action_change(ctx: Context, rule: Rule, change: RuleChange) -> Fields:
    given = {} if change.action is UNSET else action_fields(change.action, required=False)
    if change.target_board_id is not UNSET:
        given[BOARD] = await _target(ctx, rule.board_id, change.target_board_id)
    if not given:
        return {}
    whole = await _merged(ctx, Action, rule.action_id, given)
    return given | {"desc": whole["desc"]}


async def _merged(
    ctx: Context, of: type[Trigger | Action], document_id: str, given: Fields
) -> Fields:
    """Returns the document with what is given, and with words that fit."""
    before = await find_whole(ctx.store, of, where(of, id=document_id)) or {}
    merged = {**before, **given}
    return merged | {"desc": described(merged, before)}


async def delete(ctx: Context, rule_id: str, *, board_id: str | None = None) -> None:
    """Removes a rule with its trigger and its action. Raises as `update`."""
    rule = await _require_own(ctx, rule_id, board_id)

    async def work() -> None:
        await ctx.store.delete(Rule, where(Rule, id=rule.id))
        await ctx.store.delete(Trigger, where(Trigger, id=rule.trigger_id))
        await ctx.store.delete(Action, where(Action, id=rule.action_id))

    await _write(ctx, work)


async def _write(ctx: Context, work: Callable[[], Awaitable[T]]) -> T:
    """What happened before meets the rules as they were then."""
    await ctx.services.aftermath.looked_at()
    return await ctx.store.atomically(work)


async def _require_own(ctx: Context, rule_id: str, board_id: str | None) -> Rule:
    """Returns a rule of a board that the actor manages. Without `board_id` a rule of a hidden
    board is as good as none."""
    ctx.require_actor()
    if board_id is not None:
        await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    rule = await ctx.store.find(Rule, id=rule_id)
    if rule is None or board_id not in (None, rule.board_id):
        raise NotFoundError("rule")
    await _require_seen(ctx, rule, Capability.MANAGE_BOARD)
    return rule


async def _require_seen(ctx: Context, rule: Rule, capability: Capability) -> None:
    try:
        await require_board(ctx, rule.board_id, capability)
    except NotFoundError:
        raise HiddenError("rule") from None


async def press(ctx: Context, rule_id: str, card_id: str | None) -> Rule:
    """Runs a button's rule, for a card of its board where it is about one.

    Whoever may move cards may press. Raises NotFoundError, ForbiddenError, ConflictError and
    what the action's own verbs raise.
    """
    ctx.require_actor()
    rule = await ctx.store.find(Rule, id=rule_id)
    if rule is None:
        raise NotFoundError("rule")
    await _require_seen(ctx, rule, Capability.MOVE_CARD)
    trigger = await ctx.store.find(Trigger, id=rule.trigger_id)
    action = await ctx.store.find(Action, id=rule.action_id)
    if trigger is None or action is None or trigger.activity_type != TriggerKind.BUTTON:
        raise ConflictError("This rule has no button.")
    if card_id is not None and (await require_card(ctx, card_id)).board.id != rule.board_id:
        raise BadInputError("input.cardId", "The card is not on the rule's board.")
    await automation.press(ctx, rule, action, card_id)
    return rule
