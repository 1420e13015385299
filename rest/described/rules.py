"""Rules of boards."""

from collections.abc import Mapping

from rest import rules
from rest.described.description import Described, sent
from rest.described.shapes import ID, MADE, TEXT, many, named, nullable, says, thing
from rest.door import Handler

_TRIGGER = says(
    {"type": "object", "properties": {"activityType": TEXT}},
    "`activityType` says what sets the rule off; of its other fields, those that are not "
    "given are `*`: any.",
)
_ACTION = says({"type": "object", "properties": {"actionType": TEXT}}, "What the rule does.")
_PART = nullable({"type": "object"})

SCHEMAS = {"Rule": thing(_id=ID, title=TEXT, trigger=_PART, action=_PART)}

_EXAMPLE = {
    "title": "Done is gone",
    "trigger": {"activityType": "moveCard", "listName": "Done"},
    "action": {"actionType": "archive"},
}

RULES: Mapping[Handler, Described] = {
    rules.every: Described(summary="The rules of a board", answer=many(named("Rule"))),
    rules.create: Described(
        summary="Make a rule",
        body=sent(_EXAMPLE, {"title": TEXT}, trigger=_TRIGGER, action=_ACTION, json_only=True),
        answer=thing(_id=ID, triggerId=ID, actionId=ID),
    ),
    rules.one: Described(summary="A rule", answer=named("Rule")),
    rules.update: Described(
        summary="Change a rule; what is not sent of a trigger or action stays as it is",
        body=sent(
            {"title": "Done is kept"},
            {"title": TEXT, "trigger": _TRIGGER, "action": _ACTION},
            json_only=True,
        ),
        answer=MADE,
    ),
    rules.delete: Described(summary="Delete a rule", answer=MADE),
}
