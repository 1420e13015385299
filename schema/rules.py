"""Rules of boards: what sets one off, and what it does."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

from domain.reading import documents
from domain.rule_actions import ActionKind, DateField, SortField, Unit
from domain.rule_triggers import TriggerKind
from schema.boards import Board
from schema.cards import Card
from schema.fields import document_type, one, stored

_ANY = "A name that is null or `*` restricts nothing."


class ScheduleKind(Enum):
    CALENDAR = "calendar"
    DUE = "due"
    AGING = "aging"


class ScheduleType(Enum):
    ONCE = "once"
    DAILY = "daily"
    WEEKDAY = "weekday"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class DueCondition(Enum):
    SET = "set"
    SOON = "soon"
    OVERDUE = "overdue"


class ButtonType(Enum):
    CARD = "card"
    BOARD = "board"


strawberry.enum(TriggerKind, name="RuleTriggerKind", description="What sets a rule off.")
strawberry.enum(ActionKind, name="RuleActionKind", description="What a rule does.")
strawberry.enum(DateField, name="RuleDateField", description="A date of a card.")
strawberry.enum(Unit, name="RuleDateUnit", description="What a relative date is counted in.")
strawberry.enum(SortField, name="RuleSortField", description="What a rule sorts cards by.")
strawberry.enum(
    ScheduleKind,
    name="RuleScheduleKind",
    description="Whether the calendar, due dates or a card's time in its list set a rule off.",
)
strawberry.enum(ScheduleType, name="RuleScheduleType", description="On which days.")
strawberry.enum(DueCondition, name="RuleDueCondition", description="Which due dates count.")
strawberry.enum(ButtonType, name="RuleButtonType", description="Where a button stands.")


def _word(of: type[Enum], attribute: str | None = None, description: str | None = None) -> Any:
    """Declares a stored word that Wekan has fixed values for; null where it is another."""
    known = {each.value: each for each in of}
    return stored(attribute, show=known.get, description=description)


@document_type(documents.Trigger, description=f"What sets a rule off. {_ANY}")
class RuleTrigger:
    kind: TriggerKind | None = _word(
        TriggerKind, "activity_type", "Null if Wekan knows nothing of that kind."
    )
    description: str | None = stored("desc", description="As Wekan's page shows it.")
    list_name: str | None = stored(description="The title of the list a card is then in.")
    old_list_name: str | None = stored(description="The title of the list a card came from.")
    swimlane_name: str | None = stored()
    card_title: str | None = stored(description="The title of the card, or one word of it.")
    user_id: str | None = stored(description="Who did it.")
    username: str | None = stored(description="The member who was added or removed.")
    label_id: str | None = stored()
    checklist_name: str | None = stored()
    checklist_item_name: str | None = stored()
    schedule_kind: ScheduleKind | None = _word(ScheduleKind)
    schedule_type: ScheduleType | None = _word(ScheduleType)
    weekday: int | None = stored(description="0 is Sunday.")
    day_of_month: int | None = stored()
    on_date: str | None = stored(description="As YYYY-MM-DD.")
    due_condition: DueCondition | None = _word(DueCondition)
    days: int | None = stored()
    at_time: str | None = stored(description="As HH:MM, by the clock of Wekan's server.")
    last_run_at: datetime | None = stored()
    button_type: ButtonType | None = _word(ButtonType)
    button_label: str | None = stored()


@document_type(
    documents.Action,
    description=(
        "What a rule does. Texts may name `{cardname}`, `{cardnumber}`, `{description}`, "
        "`{duedate}`, `{listname}`, `{swimlanename}`, `{boardname}`, `{username}`, `{date}`, "
        "`{time}` and `{datetime}`."
    ),
)
class RuleAction:
    kind: ActionKind | None = _word(
        ActionKind, "action_type", "Null if Wekan knows nothing of that kind."
    )
    description: str | None = stored("desc", description="As Wekan's page shows it.")
    board: Board | None = one(
        "board_id", description="Where cards are moved or linked to, if the caller may see it."
    )
    list_name: str | None = stored(description="The title of a list; `*` for the card's own.")
    from_list_name: str | None = stored(description="The list that all cards are moved from.")
    swimlane_name: str | None = stored()
    username: str | None = stored(description="`*` for every member.")
    label_id: str | None = stored()
    color: str | None = stored("selected_color")
    date_field: DateField | None = _word(DateField)
    days: int | None = stored(description="How many of `unit` from then; negative for before.")
    unit: Unit | None = _word(Unit)
    checklist_name: str | None = stored()
    checklist_item_name: str | None = stored("check_item_name")
    checklist_items: str | None = stored(description="Titles, separated by commas.")
    card_name: str | None = stored(description="The title of the card to be made.")
    sort_field: SortField | None = _word(SortField)
    email_to: str | None = stored()
    email_subject: str | None = stored()
    email_message: str | None = stored()


@document_type(documents.Rule, description="A rule: when something happens, something is done.")
class Rule:
    id: strawberry.ID = stored()
    title: str = stored()
    board_id: strawberry.ID = stored()
    board: Board | None = one("board_id")
    trigger: RuleTrigger | None = one("trigger_id", description="Null if it was lost.")
    action: RuleAction | None = one("action_id", description="Null if it was lost.")
    button_type: ButtonType | None = _word(
        ButtonType, description="Where its button stands; null for a rule without one."
    )
    button_label: str | None = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()


@strawberry.input(description=f"What sets a rule off. {_ANY}")
class RuleTriggerInput:
    kind: TriggerKind | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "A new rule needs it. Where it is given, whatever else is absent restricts nothing; "
            "without it, what is absent stays as it is."
        ),
    )
    description: str | None = strawberry.UNSET
    list_name: str | None = strawberry.UNSET
    old_list_name: str | None = strawberry.UNSET
    swimlane_name: str | None = strawberry.UNSET
    card_title: str | None = strawberry.UNSET
    user_id: str | None = strawberry.UNSET
    username: str | None = strawberry.UNSET
    label_id: str | None = strawberry.UNSET
    checklist_name: str | None = strawberry.UNSET
    checklist_item_name: str | None = strawberry.UNSET
    schedule_kind: ScheduleKind | None = strawberry.UNSET
    schedule_type: ScheduleType | None = strawberry.UNSET
    weekday: int | None = strawberry.UNSET
    day_of_month: int | None = strawberry.UNSET
    on_date: str | None = strawberry.UNSET
    due_condition: DueCondition | None = strawberry.UNSET
    days: int | None = strawberry.UNSET
    at_time: str | None = strawberry.UNSET
    button_type: ButtonType | None = strawberry.UNSET
    button_label: str | None = strawberry.UNSET


@strawberry.input(description="What a rule does. What is absent stays as it is.")
class RuleActionInput:
    kind: ActionKind | None = strawberry.field(
        default=strawberry.UNSET, description="A new rule needs it."
    )
    description: str | None = strawberry.UNSET
    board_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="Where cards are moved or linked to: a board that the caller may write on.",
    )
    list_name: str | None = strawberry.UNSET
    from_list_name: str | None = strawberry.UNSET
    swimlane_name: str | None = strawberry.UNSET
    username: str | None = strawberry.UNSET
    label_id: str | None = strawberry.UNSET
    color: str | None = strawberry.UNSET
    date_field: DateField | None = strawberry.UNSET
    days: int | None = strawberry.UNSET
    unit: Unit | None = strawberry.UNSET
    checklist_name: str | None = strawberry.UNSET
    checklist_item_name: str | None = strawberry.UNSET
    checklist_items: str | None = strawberry.UNSET
    card_name: str | None = strawberry.UNSET
    sort_field: SortField | None = strawberry.UNSET
    email_to: str | None = strawberry.UNSET
    email_subject: str | None = strawberry.UNSET
    email_message: str | None = strawberry.UNSET


@strawberry.input
class CreateRuleInput:
    board_id: strawberry.ID
    title: str
    trigger: RuleTriggerInput
    action: RuleActionInput


@strawberry.input
class UpdateRuleInput:
    id: strawberry.ID
    title: str | None = strawberry.UNSET
    trigger: RuleTriggerInput | None = strawberry.UNSET
    action: RuleActionInput | None = strawberry.UNSET


@strawberry.input
class DeleteRuleInput:
    id: strawberry.ID


@strawberry.input
class PressRuleButtonInput:
    id: strawberry.ID
    card_id: strawberry.ID | None = strawberry.field(
        default=None, description="The card that it is about; a board's button needs none."
    )


@strawberry.type
class CreateRulePayload:
    rule: Rule | None


@strawberry.type
class UpdateRulePayload:
    rule: Rule | None


@strawberry.type
class DeleteRulePayload:
    deleted_rule_id: strawberry.ID


@strawberry.type
class PressRuleButtonPayload:
    card: Card | None = strawberry.field(description="The card, as the rule left it.")
    rule: Rule | None
