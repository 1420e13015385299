"""No advisory without its test, and none of the doors left out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.advisories.doors import Door, put
from tests.advisories.named import BOTH_DOORS, NOT_HERE, ONE_DOOR
from tests.factories import Wekan, member

TESTS = [path for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]


def _name(advisory: str) -> str:
    return "test_" + re.sub(r"\W+", "_", advisory).lower()


def _tests() -> Iterator[tuple[str, bool]]:
    """Yields the name of each test, and whether it takes both doors."""
    for path in TESTS:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield node.name, "door" in {each.arg for each in node.args.args}


def test_each_advisory_is_a_test_by_its_name() -> None:
    wanted = {_name(each): True for each in BOTH_DOORS} | {_name(each): False for each in ONE_DOOR}
    assert {name: both for name, both in _tests() if name in wanted} == wanted
    more = [name for name, _ in _tests() if not any(name.startswith(each) for each in wanted)]
    assert not more, "these are tests of nothing that is listed"


def test_none_is_listed_twice() -> None:
    listed = [*BOTH_DOORS, *ONE_DOOR, *NOT_HERE]
    assert len({_name(each) for each in listed}) == len(listed)


async def test_a_change_is_seen(rest_door: Door, wekan: Wekan) -> None:
    """What all of these tests stand on."""
    mara = await wekan.person("mara")
    board = await wekan.board(member(mara.id))
    with pytest.raises(AssertionError, match="boards"):
        await rest_door.refuses("OK", mara, put(f"/api/boards/{board}/title", title="Changed"))
