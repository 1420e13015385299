"""Rules of boards."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from domain import queries, rules
from domain.changes import UNSET
from domain.reading import Record, documents, path_of
from domain.rules import NewRule, RuleChange
from resolvers.asking import Asked, Wanted, by_id, context_of, payload
from resolvers.roots import mutation
from schema import rules as rule_types

_ATTRIBUTES = {"description": "desc", "color": "selected_color"}
_OF_TRIGGERS = _ATTRIBUTES | {"kind": "activity_type"}
_OF_ACTIONS = _ATTRIBUTES | {"kind": "action_type", "checklist_item_name": "check_item_name"}
"""The names that records have for fields of inputs, where they are others."""


def _stored(source: object, of: type[Record], names: Mapping[str, str]) -> dict[str, Any]:
    """Returns what was given, spelt as Wekan stores it; what is cleared is null."""
    return {
        path_of(of, names.get(name, name)): value.value if isinstance(value, Enum) else value
        for name, value in vars(source).items()
        if value is not strawberry.UNSET and name != "board_id"
    }


def _trigger(source: rule_types.RuleTriggerInput) -> dict[str, Any]:
    return _stored(source, documents.Trigger, _OF_TRIGGERS)


def _action(source: rule_types.RuleActionInput) -> dict[str, Any]:
    return _stored(source, documents.Action, _OF_ACTIONS)


@strawberry.type
class RuleMutations:
    @mutation("Makes a rule. For board admins.")
    async def create_rule(
        self, info: Asked, input: rule_types.CreateRuleInput
    ) -> rule_types.CreateRulePayload:
        new = NewRule(
            board_id=input.board_id,
            title=input.title,
            trigger=_trigger(input.trigger),
            action=_action(input.action),
            target_board_id=input.action.board_id or None,
        )
        made = await rules.create(context_of(info), new)
        return payload(rule_types.CreateRulePayload, rule=by_id(made.id))

    @mutation("Changes a rule. For board admins.")
    async def update_rule(
        self, info: Asked, input: rule_types.UpdateRuleInput
    ) -> rule_types.UpdateRulePayload:
        target = input.action.board_id if input.action else strawberry.UNSET
        change = RuleChange(
            title=UNSET if input.title is strawberry.UNSET else input.title,
            trigger=_trigger(input.trigger) if input.trigger else UNSET,
            action=_action(input.action) if input.action else UNSET,
            target_board_id=UNSET if target is strawberry.UNSET else target,
        )
        changed = await rules.update(context_of(info), input.id, change)
        return payload(rule_types.UpdateRulePayload, rule=by_id(changed.id))

    @mutation("Deletes a rule. For board admins.")
    async def delete_rule(
        self, info: Asked, input: rule_types.DeleteRuleInput
    ) -> rule_types.DeleteRulePayload:
        await rules.delete(context_of(info), input.id)
        return payload(rule_types.DeleteRulePayload, deleted_rule_id=input.id)

    @mutation("Runs a rule that has a button. For whoever may move cards.")
    async def press_rule_button(
        self, info: Asked, input: rule_types.PressRuleButtonInput
    ) -> rule_types.PressRuleButtonPayload:
        await rules.press(context_of(info), input.id, input.card_id)
        card = by_id(input.card_id) if input.card_id else Wanted(queries.by_ids([]))
        return payload(rule_types.PressRuleButtonPayload, rule=by_id(input.id), card=card)
