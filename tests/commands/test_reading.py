"""The commands that look at a database: what a query reads, which indexes it lacks."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.main import cli


@pytest.fixture
def run(mongo_url: str, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("MONGO_URL", mongo_url)
    return CliRunner()


def test_explain_prints_each_find(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "boards.graphql"
    file.write_text("query($first: Int!) { boards(first: $first) { nodes { title } } }")
    told = run.invoke(cli, ["explain", str(file), "--variables", '{"first": 3}'])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("1. boards: 0 documents in ")
    assert "   limit       3" in told.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--variables", "[1]"], "--variables must be a JSON object."),
        (["--as", "nobody"], "There is no user nobody."),
        ([], 'Variable "$first"'),
    ],
)
def test_explain_refuses_with_a_sentence(
    run: CliRunner, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    file = tmp_path / "boards.graphql"
    file.write_text("query($first: Int!) { boards(first: $first) { nodes { title } } }")
    told = run.invoke(cli, ["explain", str(file), *arguments])
    assert told.exit_code == 1
    assert sentence.replace('"', "") in told.output.replace('"', "").replace("'", "")


def test_indexes_are_listed_then_made_then_there(run: CliRunner) -> None:
    listed = run.invoke(cli, ["indexes"])
    assert "cards: listId, sort, _id\n   wekan_graphql_listId_sort__id\n" in listed.output
    assert "`wekan-graphql indexes --create` makes them." in listed.output
    made = run.invoke(cli, ["indexes", "--create"])
    assert made.output.rstrip().endswith(" made.")
    assert run.invoke(cli, ["indexes"]).output == "Nothing is missing.\n"
