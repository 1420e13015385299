"""Triggers and actions as they are stored: checked, completed, put in words.

Wekan stores whatever fields it is given. So it is here, but for nested values, which mean
nothing there, and names that MongoDB would take for more than names.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from domain.errors import BadInputError
from domain.rule_actions import ActionKind
from domain.rule_triggers import ANYTHING, TriggerKind, compared
from store.documents import Action, Trigger
from store.records import path_of

TRIGGER_KIND = path_of(Trigger, "activity_type")
ACTION_KIND = path_of(Action, "action_type")
DESCRIPTION = path_of(Trigger, "desc")
BOARD = path_of(Trigger, "board_id")
NEVER_GIVEN = frozenset({"_id", BOARD, "createdAt", "modifiedAt", "updatedAt"})
"""What the server alone sets, and Wekan's REST neither takes nor shows."""
_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_MOST_FIELDS = 50
_LARGEST = 2**53

Fields: TypeAlias = dict[str, Any]


def trigger_fields(given: object, *, required: bool) -> Fields:
    """Returns what is to be stored of a trigger. Where its kind is given, whatever that
    compares and nobody named matches anything. Raises BadInputError."""
    fields = _fields("trigger", given)
    if required or TRIGGER_KIND in fields:
        _require_kind("trigger", TRIGGER_KIND, fields)
    for name in compared(str(fields.get(TRIGGER_KIND))):
        path = path_of(Trigger, name)
        if fields.get(path) in (None, ""):
            fields[path] = ANYTHING
    return fields


def action_fields(given: object, *, required: bool) -> Fields:
    """Returns what is to be stored of an action. Raises BadInputError."""
    fields = _fields("action", given)
    if required or ACTION_KIND in fields:
        _require_kind("action", ACTION_KIND, fields)
    return fields


def _fields(noun: str, given: object) -> Fields:
    if not isinstance(given, Mapping):
        raise BadInputError(f"input.{noun}", f"{noun} must be an object")
    fields = {name: value for name, value in given.items() if name not in NEVER_GIVEN}
    if len(fields) > _MOST_FIELDS or not all(map(_is_name, fields)):
        raise BadInputError(f"input.{noun}", f"{noun} has a field that there is not")
    if not all(map(_is_plain, fields.values())):
        raise BadInputError(f"input.{noun}", f"{noun} can only hold plain values")
    return fields


def _is_name(name: object) -> bool:
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def _is_plain(value: object) -> bool:
    if isinstance(value, int | float):
        return abs(value) <= _LARGEST
    return isinstance(value, str | None)


def _require_kind(noun: str, path: str, fields: Fields) -> None:
    if not fields.get(path) or not isinstance(fields[path], str):
        raise BadInputError(f"input.{noun}", f"{noun}.{path} is required")


def described(fields: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> str:
    """Returns what Wekan's page shows of a trigger or an action, and cannot do without: what
    is given; else what was there, unless those were our own words; else our own words."""
    own = fields.get(DESCRIPTION)
    if before is not None and own == before.get(DESCRIPTION) == _words(before):
        own = None
    return own if isinstance(own, str) and own else _words(fields)


def _words(fields: Mapping[str, Any]) -> str:
    kinds, path = (
        (TriggerKind, TRIGGER_KIND) if TRIGGER_KIND in fields else (ActionKind, ACTION_KIND)
    )
    kind = str(fields.get(path))
    known = kinds._value2member_map_.get(kind)
    told = known.name.replace("_", " ").lower() if known else kind
    idle = {TRIGGER_KIND, ACTION_KIND, DESCRIPTION, *NEVER_GIVEN}
    details = [
        f"{name} {value}"
        for name, value in sorted(fields.items())
        if name not in idle and value not in (None, "", ANYTHING)
    ]
    return f"{told} ({', '.join(details)})" if details else told
