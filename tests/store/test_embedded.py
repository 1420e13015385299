"""The private MongoDB through its life: starts, crashes, guests, and a folder nobody shares."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pymongo import MongoClient

from store.embedded import EmbeddedMongo, EmbeddedMongoError, attach_or_start
from store.mongod import choose_port, find_mongod, runs_on

ROOT = Path(__file__).parents[2]
OWNER = """
import sys, pathlib, store.embedded
mongo = store.embedded.EmbeddedMongo.start(pathlib.Path(sys.argv[1]), ephemeral=True)
print(mongo.url, flush=True)
sys.stdin.read()
mongo.stop()
"""
GUEST = """
import sys, pathlib, pymongo, store.embedded
with store.embedded.attach_or_start(pathlib.Path(sys.argv[1])) as url:
    with pymongo.MongoClient(url) as client:
        client.wekan.notes.insert_one({"_id": "guest"})
    print(url, flush=True)
"""


def write(url: str, note: str) -> None:
    with MongoClient[dict[str, object]](url) as client:
        client.wekan.notes.insert_one({"_id": note})


def notes(url: str) -> set[object]:
    with MongoClient[dict[str, object]](url) as client:
        return {document["_id"] for document in client.wekan.notes.find()}


def process_id(url: str) -> int:
    with MongoClient[dict[str, object]](url) as client:
        return int(client.admin.command("serverStatus")["pid"])


def port_of(url: str) -> int:
    return int(url.split(":")[2].split("/")[0])


@contextmanager
def program(text: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", text, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_what_was_written_is_there_at_the_next_start_on_the_same_port(tmp_path: Path) -> None:
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as first:
        write(first.url, "kept")
    assert not runs_on(tmp_path / "mongo" / "data", port_of(first.url))
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as second:
        assert second.url == first.url
        assert notes(second.url) == {"kept"}


def test_it_is_a_replica_set_that_drivers_can_address(tmp_path: Path) -> None:
    with (
        EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo,
        MongoClient[dict[str, object]](mongo.url) as client,
        client.start_session() as session,
        session.start_transaction(),
    ):
        client.wekan.notes.insert_one({"_id": "within"}, session=session)


def test_a_killed_mongod_is_back_at_the_same_address(tmp_path: Path) -> None:
    with (
        EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo,
        MongoClient[dict[str, object]](mongo.url) as client,
    ):
        client.wekan.notes.insert_one({"_id": "acknowledged"})
        killed = process_id(mongo.url)
        began = time.monotonic()
        os.kill(killed, signal.SIGKILL)
        client.wekan.notes.insert_one({"_id": "after"})
        assert time.monotonic() - began < 10
        assert process_id(mongo.url) != killed
        assert notes(mongo.url) == {"acknowledged", "after"}


def test_a_folder_whose_owner_was_killed_is_taken_over(tmp_path: Path) -> None:
    with program(OWNER, tmp_path) as owner:
        url = first_line(owner)
        write(url, "acknowledged")
        left_behind = process_id(url)
        owner.kill()
        owner.wait()
        with EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo:
            assert process_id(mongo.url) != left_behind
            assert notes(mongo.url) == {"acknowledged"}


def test_a_mongod_that_outlived_its_owner_is_replaced(tmp_path: Path) -> None:
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as first:
        write(first.url, "kept")
    data = tmp_path / "mongo" / "data"
    port = port_of(first.url)
    command = [str(find_mongod()), "--dbpath", str(data), "--port", str(port), "--replSet", "rs0"]
    with subprocess.Popen([*command, "--nounixsocket"], stdout=subprocess.DEVNULL) as orphan:
        wait_for_port(port)
        with EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo:
            assert orphan.wait(10) == 0
            assert notes(mongo.url) == {"kept"}


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("mongod did not open its port")


def test_a_second_owner_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo:
        with pytest.raises(EmbeddedMongoError, match="Another wekan-graphql is using"):
            EmbeddedMongo.start(tmp_path, ephemeral=True)
        write(mongo.url, "still here")


def test_another_process_uses_the_running_one_and_leaves_it_running(tmp_path: Path) -> None:
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo:
        with program(GUEST, tmp_path) as guest:
            assert first_line(guest) == mongo.url
            assert guest.wait(30) == 0
        assert notes(mongo.url) == {"guest"}


def test_a_guest_alone_starts_one_and_stops_it(tmp_path: Path) -> None:
    with attach_or_start(tmp_path) as url:
        write(url, "alone")
    assert not runs_on(tmp_path / "mongo" / "data", port_of(url))


def test_two_that_start_at_once_share_one_mongod(tmp_path: Path) -> None:
    with program(OWNER, tmp_path) as owner, attach_or_start(tmp_path) as url:
        with program(GUEST, tmp_path) as guest:
            assert first_line(guest) == url
        assert notes(url) == {"guest"}
        owner.kill()


def test_a_taken_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert choose_port(port) != port


def test_when_its_port_changes_the_replica_set_follows(tmp_path: Path) -> None:
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as first:
        write(first.url, "kept")
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = other.getsockname()[1]
    (tmp_path / "mongo" / "port").write_text(f"{free}\n")
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as second:
        assert second.url == first.url.replace(str(port_of(first.url)), str(free))
        write(second.url, "moved")
        assert notes(second.url) == {"kept", "moved"}


def test_a_failed_start_says_why_and_where_its_log_is(tmp_path: Path) -> None:
    data = tmp_path / "mongo" / "data"
    data.mkdir(parents=True)
    (data / "storage.bson").write_bytes(b"no BSON at all")
    with pytest.raises(EmbeddedMongoError) as failure:
        EmbeddedMongo.start(tmp_path, ephemeral=True)
    assert str(tmp_path / "mongo" / "mongod.log") in str(failure.value)
    assert "ended with code" not in str(failure.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "mongo").write_text("a file where a folder belongs")
    with pytest.raises(EmbeddedMongoError, match="cannot be used"):
        EmbeddedMongo.start(tmp_path)
