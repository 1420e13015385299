"""/api/boards/:boardId/rules: rules.

Source: Wekan's server/models/rules.js.
"""

from starlette.responses import Response

from domain import rules
from domain.changes import UNSET
from domain.reading import Document
from domain.rule_documents import NEVER_GIVEN
from domain.rules import NewRule, RuleChange, WholeRule
from rest.body import as_text
from rest.door import Call
from rest.errors import SchemaError
from rest.present import answer, made

_UNNAMED = "API rule"


async def every(call: Call) -> Response:
    return answer([_shown(each) for each in await rules.on_board(call.ctx, call["board_id"])])


async def one(call: Call) -> Response:
    return answer(_shown(await rules.one(call.ctx, call["board_id"], call["rule_id"])))


def _shown(whole: WholeRule) -> Document:
    return {
        "_id": whole.rule.id,
        "title": whole.rule.title,
        "trigger": _part(whole.trigger),
        "action": _part(whole.action),
    }


def _part(document: Document | None) -> Document | None:
    if document is None:
        return None
    return {name: value for name, value in document.items() if name not in NEVER_GIVEN}


async def create(call: Call) -> Response:
    body = call.body()
    new = NewRule(
        board_id=call["board_id"],
        title=as_text("title", body.get("title")) or _UNNAMED,
        trigger=body.get("trigger"),
        action=body.get("action"),
    )
    rule = await rules.create(call.ctx, new)
    return answer({"_id": rule.id, "triggerId": rule.trigger_id, "actionId": rule.action_id})


async def update(call: Call) -> Response:
    """What is falsy is not given, as in Wekan; but a title must be one. An action stays on its
    board."""
    body = call.body()
    title = as_text("title", body.get("title"))
    if title is not None and not title.strip():
        raise SchemaError("title", "Title is required in rules updateAsync")
    change = RuleChange(
        title=UNSET if title is None else title,
        trigger=body.get("trigger") or UNSET,
        action=body.get("action") or UNSET,
    )
    await rules.update(call.ctx, call["rule_id"], change, board_id=call["board_id"])
    return made(call["rule_id"])


async def delete(call: Call) -> Response:
    await rules.delete(call.ctx, call["rule_id"], board_id=call["board_id"])
    return made(call["rule_id"])
