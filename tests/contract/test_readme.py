"""The README is run: its commands against a real server, its tables against the code."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from commands.main import cli
from domain.errors import DomainError
from domain.roles import Capability, Role
from domain.settings import VARIABLES
from resolvers.graph import graphql_schema
from tests.servers import ROOT, running_server

README = (ROOT / "README.md").read_text()
RUN_AT = "http://localhost:3000"
DONE = "the block has been run"


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    text: str


BLOCKS = [
    Block(kind, text)
    for kind, text in re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
]


class Shell:
    """One bash for all blocks, so that variables go on; it ends at the first failure."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["bash", "-s"],  # noqa: S607, the one that people have
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self.run(
            "set -euo pipefail\n"
            f'python3() {{ "{sys.executable}" "$@"; }}\n'
            "curl() { command curl --max-time 60 -sS --fail-with-body "
            "-w '\\n' \"$@\"; }"
        )

    def run(self, text: str) -> str:
        """Returns what the commands printed."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{text}\necho '{DONE}'\n")
        self._process.stdin.flush()
        said = ""
        for line in self._process.stdout:
            if line.rstrip() == DONE:
                return said
            said += line
        pytest.fail(f"{text}\nsaid:\n{said}")

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def server_url(tmp_path: Path) -> Iterator[str]:
    with running_server(MONGO_URL="", DATA_DIR=str(tmp_path)) as server:
        yield server.url


@pytest.fixture
def shell() -> Iterator[Shell]:
    shell = Shell()
    yield shell
    shell.close()


def test_every_call_does_what_the_page_says(server_url: str, shell: Shell) -> None:
    following: list[Block | None] = [*BLOCKS[1:], None]
    ran = 0
    for block, then in zip(BLOCKS, following, strict=True):
        if block.kind != "sh" or block.text.startswith("make "):
            continue
        said = shell.run(block.text.replace(RUN_AT, server_url)).strip().splitlines()
        ran += 1
        for line in said:
            assert '"errors"' not in line or '"errors"' in (then.text if then else ""), line
        if then and then.kind == "json":
            answer, promised = json.loads(said[-1]), json.loads(then.text)
            assert shape(answer) == shape(promised), block.text
    assert ran > 15


def shape(value: Any) -> Any:
    """The value, with what differs from run to run replaced by what it is."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    patterns = {
        "id": r"[23456789A-HJ-NP-Za-km-z]{17}",
        "token": r"[\w-]{43}",
        "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.[0-9]*[1-9][0-9]*Z",
    }
    names = (name for name, of in patterns.items() if re.fullmatch(of, str(value)))
    return next(names, value)


LOGINS = """
curl http://localhost:3000/users/login \\
     -d "username=myusername&password=mypassword"

curl http://localhost:3000/users/login \\
     -d "email=my@email.com&password=mypassword"

curl -H "Content-type:application/json" \\
      http://localhost:3000/users/login \\
      -d '{ "username": "myusername", "password": "mypassword" }'

curl -H "Content-type:application/json" \\
      http://localhost:3000/users/login \\
      -d '{ "email": "my@email.com", "password": "mypassword" }'
"""


@pytest.mark.parametrize("call", LOGINS.strip().split("\n\n"))
def test_the_logins_of_wekans_documentation_are_here_word_for_word(call: str) -> None:
    assert Block("sh", f"{call}\n") in BLOCKS


def test_targets_of_make_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {*re.findall(r"^make ([a-z]+)", README, re.MULTILINE)} <= targets
    assert {*re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)`", README)} <= targets


@pytest.mark.parametrize(
    "block", [b for b in BLOCKS if b.kind == "graphql"], ids=lambda b: b.text[:20]
)
def test_operations_fit_the_schema(block: Block) -> None:
    assert not validate(graphql_schema(), parse(block.text))


def table(first_heading: str) -> list[list[str]]:
    """The rows of the table that has this heading first, its cells without their marks."""
    lines = README.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return rows


def test_settings_are_those_of_the_code() -> None:
    assert table("Variable") == [
        [row.name, row.default or "", row.kind.allowed, row.help] for row in VARIABLES
    ]


def test_other_variables_that_are_named_exist() -> None:
    units = "".join(block.text for block in BLOCKS if block.kind == "ini")
    named = {
        *re.findall(r"\b([A-Z][A-Z_]+)=", units),
        *re.findall(r"`([A-Z]+(?:_[A-Z]+)+)=", README),
    }
    codes = {row[0] for row in table("Code")}
    assert named - codes <= {row.name for row in VARIABLES}


def test_roles_are_those_of_the_code() -> None:
    columns = (
        Capability.COMMENT,
        Capability.WRITE,
        Capability.MOVE_CARD,
        Capability.MANAGE_BOARD,
    )
    assert table("Role") == [
        [
            role.name,
            "assigned cards" if role.assigned_only else "all cards",
            *("yes" if role.can(capability) else "" for capability in columns),
        ]
        for role in Role
    ]


def test_error_codes_are_those_of_the_code() -> None:
    def codes(of: type[DomainError]) -> Iterator[str]:
        for kind in of.__subclasses__():
            yield kind.code
            yield from codes(kind)

    assert {row[0] for row in table("Code")} == {*codes(DomainError), "INTERNAL"}


def test_commands_are_those_of_the_program() -> None:
    named = {row[0].removeprefix("wekan-graphql ") for row in table("Command")}
    assert named == set(cli.commands)


def test_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif not target.startswith("https://"):
            assert (ROOT / target).is_file(), target


def test_headings_stand_in_order() -> None:
    depths = [len(each) for each in re.findall(r"^(#+) ", README, re.MULTILINE)]
    assert depths[0] == 1
    assert all(deeper - depth <= 1 for depth, deeper in pairwise(depths))
