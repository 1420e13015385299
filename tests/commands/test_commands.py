"""The console script, on a private MongoDB of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import bson
import httpx
import pytest
from click.testing import CliRunner, Result

from commands.main import cli
from store.embedded import EmbeddedMongo

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-c", "from commands.main import cli; cli()", "serve"]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("commands")
    with EmbeddedMongo.start(folder, ephemeral=True):
        yield folder


def run(data_dir: Path, *arguments: str, **env: str) -> Result:
    given = {"MONGO_URL": "", "DATA_DIR": str(data_dir), **env}
    return CliRunner().invoke(cli, arguments, env=given)


def test_people_are_added_promoted_and_given_passwords(data_dir: Path) -> None:
    added = run(data_dir, "user", "add", "ada", "--email", "ada@example.org", "--password", "pw")
    assert added.output.startswith("Added ada (site admin, id ")
    second = run(data_dir, "user", "add", "bob", "--password", "pw")
    assert second.output.startswith("Added bob (ordinary user, id ")
    assert run(data_dir, "user", "admin", "bob").output == "bob is site admin.\n"
    changed = run(data_dir, "user", "password", "ada@example.org", "--password", "other")
    assert changed.exit_code == 0
    twice = run(data_dir, "user", "add", "ada", "--password", "pw")
    assert (twice.exit_code, twice.stderr.count("\n")) == (1, 1)
    unknown = run(data_dir, "user", "admin", "nobody")
    assert (unknown.exit_code, unknown.stderr) == (1, "There is no such user.\n")


def test_a_dump_is_restored_once_and_again_only_by_drop(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "actions.bson").write_bytes(bson.encode({"_id": "a"}))
    assert (
        "Restored 1 documents in 1 collections." in run(data_dir, "restore", str(tmp_path)).output
    )
    refused = run(data_dir, "restore", str(tmp_path))
    assert refused.exit_code == 1
    assert "Give --drop" in refused.stderr
    assert run(data_dir, "restore", "--drop", str(tmp_path)).exit_code == 0


def test_a_wrong_setting_ends_a_command_with_one_sentence(data_dir: Path) -> None:
    refused = run(data_dir, "serve", WITH_API="yes")
    assert (refused.exit_code, refused.output) == (
        2,
        "WITH_API must be true or false, not 'yes'.\n",
    )


def test_a_taken_port_ends_the_start_with_one_sentence(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run(data_dir, "serve", "--host", "127.0.0.1", "--port", port)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used: ")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_signal_stops_the_server_and_then_its_mongod(tmp_path: Path, workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    env = {**os.environ, "MONGO_URL": "", "DATA_DIR": str(tmp_path), "BIND_IP": "127.0.0.1"}
    command = [*SERVE, "--port", port, "--workers", workers]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
        assert answer(f"http://127.0.0.1:{port}/health") == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    # The folder is free again, with nothing to wait for or to replace.
    began = time.monotonic()
    EmbeddedMongo.start(tmp_path, ephemeral=True).stop()
    assert time.monotonic() - began < 10


def answer(url: str) -> int:
    """The status of the first answer; connections are refused until the server is up."""
    transport = httpx.HTTPTransport(retries=12)  # with growing pauses
    with httpx.Client(transport=transport, timeout=60) as client:
        return client.get(url).status_code
