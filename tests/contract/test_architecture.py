"""The house plan of the README's last part, held: who imports whom, and how large things grow."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAY_IMPORT = {
    "server": {"commands", "resolvers", "rest", "playground", "web", "domain", "store"},
    "commands": {"server", "resolvers", "domain", "store"},
    "resolvers": {"playground", "web", "schema", "domain"},
    "rest": {"web", "domain"},
    "playground": set[str](),
    "web": {"domain"},
    "schema": {"domain"},
    "domain": {"store"},
    "store": set[str](),
}
"""Each room, and the rooms it may import from beside itself. The two doors, `resolvers` and
`rest`, know nothing of each other, and none but `domain` and what starts the server knows
`store`."""
OUTSIDE = {"tests", "bench"}
"""What looks at the house from outside: nothing in it imports them."""

ONLY_IN = {
    "pymongo": {"store"},
    "bson": {"store"},
    "gridfs": {"store"},
    "strawberry": {"schema", "resolvers"},
    "graphql": {"schema", "resolvers"},
    "starlette": {"server", "commands", "resolvers", "rest", "web", "playground"},
    "uvicorn": {"commands"},
    "click": {"commands", "playground"},
}
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
SAYS_NOTHING = re.compile(r"utils?|helpers?|common|base|misc|.*(manager|service)", re.IGNORECASE)
OPERATOR = re.compile(r"\$(?!ref$)[a-z][A-Za-z]+")
"""MongoDB's; `$ref` is JSON Schema's."""


def files_of(room: str) -> list[Path]:
    module = ROOT / f"{room}.py"
    return [module] if module.is_file() else sorted((ROOT / room).rglob("*.py"))


HOUSE = [path for room in MAY_IMPORT for path in files_of(room)]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path: Path) -> Iterator[str]:
    """The first part of each module imported, at the top or within a function."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots"
            yield str(node.module).partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_room_has_its_rule() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    listed = project["tool"]["setuptools"]
    rooms = {name.partition(".")[0] for name in (*listed["packages"], *listed["py-modules"])}
    assert rooms - OUTSIDE == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_run_one_way(room: str) -> None:
    barred = {*MAY_IMPORT, *OUTSIDE} - MAY_IMPORT[room] - {room}
    assert not [
        (shown(path), of) for path in files_of(room) for of in imports(path) if of in barred
    ]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_rooms(library: str) -> None:
    elsewhere = [path for room in set(MAY_IMPORT) - ONLY_IN[library] for path in files_of(room)]
    assert not [shown(path) for path in elsewhere if library in imports(path)]


def test_operators_of_mongodb_are_spelt_in_the_store_alone() -> None:
    elsewhere = [path for room in set(MAY_IMPORT) - {"store"} for path in files_of(room)]
    assert not [
        f"{shown(path)}:{node.lineno}"
        for path in elsewhere
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and OPERATOR.fullmatch(node.value)
    ]


def test_the_environment_is_read_in_settings_and_commands_alone() -> None:
    elsewhere = [path for room in ("resolvers", "rest", "web", "schema") for path in files_of(room)]
    domain = [path for path in files_of("domain") if path.name != "settings.py"]
    assert not [shown(path) for path in (*elsewhere, *domain) if "os" in imports(path)]


def test_package_files_are_empty() -> None:
    assert not [shown(path) for path in HOUSE if path.name == "__init__.py" and path.read_text()]


def test_no_file_grows_beyond_one_reading() -> None:
    lengths = {shown(path): len(path.read_text().splitlines()) for path in HOUSE}
    assert not {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_FILE}


def test_no_function_grows_beyond_one_screen() -> None:
    assert not [
        f"{shown(path)}: {node.name}"
        for path in HOUSE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]


def test_names_say_what_is_inside() -> None:
    classes = [
        (shown(path), node.name)
        for path in HOUSE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef)
    ]
    modules = [(shown(path), path.stem) for path in (*HOUSE, *TESTS)]
    assert not [each for each in (*modules, *classes) if SAYS_NOTHING.fullmatch(each[1])]
