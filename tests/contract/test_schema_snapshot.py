"""The schema that clients are promised, as a file that a change must change too."""

from click.testing import CliRunner

from commands.main import cli
from resolvers.graph import sdl
from tests.servers import ROOT

SNAPSHOT = ROOT / "schema" / "schema.graphql"
REFRESH = "after a change that is meant: wekan-graphql schema > schema/schema.graphql"


def test_the_schema_is_the_published_one() -> None:
    assert SNAPSHOT.read_text() == sdl(), REFRESH


def test_the_command_prints_it() -> None:
    printed = CliRunner().invoke(cli, ["schema"])
    assert (printed.exit_code, printed.output) == (0, SNAPSHOT.read_text())
