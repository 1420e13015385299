"""The list of operations, as docs/operations.md keeps it for people and tests alike."""

import re
from dataclasses import dataclass

from rest.door import Row
from rest.openapi import public_name
from rest.routes import ROUTES
from tests.servers import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text()


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the list."""

    method: str
    path: str
    graphql: tuple[str, ...]
    who: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def _listed(heading: str) -> list[Operation]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if "| `/" in line]
    return [
        Operation(method, path.strip("`"), tuple(re.findall(r"`([\w.]+)`", graphql)), who)
        for method, path, _, graphql, who in lines
    ]


DOCUMENTED = _listed("Documented by Wekan")
BEYOND = _listed("Beyond its list")


def path_of(row: Row) -> str:
    """Returns a path of the route table as the list writes it."""
    return re.sub(r"{(\w+)}", lambda found: f":{public_name(found[1])}", row.path)


ROWS = {f"{row.method} {path_of(row)}": row for row in ROUTES}
