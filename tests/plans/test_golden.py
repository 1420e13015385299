"""What an operation reads and what it answers, side by side in files for people to read.

A file of `golden/` says who asks for what; plan and answer below it are compared with what
comes out. After a change that is meant: GOLDEN_REFRESH=1 pytest tests/plans/test_golden.py
"""

import json
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from commands.explain import told
from domain.context import Context, Door, Trace
from domain.settings import Settings
from resolvers.graph import graphql_schema
from resolvers.operations import Asked, Operations
from store.finds import Step
from tests.conftest import running
from tests.factories import Wekan
from tests.plans import kitchen

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.md"))
PLAN = "\n## Plan\n"


@dataclass(frozen=True, slots=True)
class Question:
    """The upper half of a file, which refreshing leaves as it is."""

    text: str

    @property
    def who(self) -> str:
        [who] = re.findall(r"^Asked by (\w+)", self.text, re.MULTILINE)
        return str(who)

    @property
    def query(self) -> str:
        return self._block("graphql") or ""

    @property
    def variables(self) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self._block("json") or "{}")
        return values

    def _block(self, kind: str) -> str | None:
        found = re.search(rf"^```{kind}\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)
        return found[1] if found else None


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Starlette]:
    """On one connection finds are made one after the other: always in the same order."""
    async with running(replace(settings, mongo_max_pool_size=1)) as app:
        yield app


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_plan_and_answer_are_those_of_the_file(
    file: Path, context: Context, wekan: Wekan
) -> None:
    await kitchen.fill(wekan)
    question = question_of(file)
    compare(file, question.text + await answered(context, question))


def question_of(file: Path) -> Question:
    return Question(file.read_text().partition(PLAN)[0])


def compare(file: Path, now: str) -> None:
    if os.environ.get("GOLDEN_REFRESH"):
        file.write_text(now)
    assert file.read_text() == now, "after a change that is meant: GOLDEN_REFRESH=1"


async def answered(context: Context, question: Question) -> str:
    """Returns the lower half of the file."""
    actor, trace = kitchen.PEOPLE[question.who], Trace()
    ctx = Context(context.services, Door.GRAPHQL, actor, "198.51.100.7", trace)
    operations = Operations(graphql_schema(), ctx.settings)
    asked = Asked(question.query, question.variables, None, may_write=True)
    body = (await operations.answer(ctx, asked)).body
    # What a site admin is shown of the plan is this test's own to show, without times.
    body.pop("extensions", None)
    answer = json.dumps(body, indent=2, ensure_ascii=False)
    return f"{PLAN}\n{shown(trace.steps)}\n\n## Answer\n\n```json\n{answer}\n```\n"


def shown(steps: list[Step]) -> str:
    if not steps:
        return "Nothing is read."
    ordered = (replace(step, filter=in_order(step.filter)) for step in steps)
    lines = "\n".join(told(number, step) for number, step in enumerate(ordered, 1))
    return "```text\n" + re.sub(r" in [\d.]+ ms$", "", lines, flags=re.MULTILINE) + "\n```"


def in_order(value: Any) -> Any:
    """Returns a filter whose ids are in order: a find asks for a set of them."""
    if isinstance(value, dict):
        return {key: in_order(each) for key, each in value.items()}
    if isinstance(value, list):
        parts = [in_order(each) for each in value]
        return sorted(parts) if all(isinstance(each, str) for each in parts) else parts
    return value


def test_there_is_a_dozen() -> None:
    assert len(FILES) >= 12
