"""Loading a mongodump folder: a small made-up one, written here the way mongodump writes."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bson
import pytest
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient

from store.dump import AlreadyFilledError, DumpError, read_dump, restore
from store.embedded import EmbeddedMongo

BOARDS: list[dict[str, Any]] = [
    {"_id": "b1", "title": "Plans", "sort": 1.5},
    {"_id": "b2", "title": "Söme plans"},
]
USERS: list[dict[str, Any]] = [
    {"_id": f"u{number}", "username": f"user{number}"} for number in range(2500)
]
UNIQUE_NAMES = {"v": {"$numberInt": "2"}, "key": {"username": {"$numberInt": "1"}}, "unique": True}
METADATA: dict[str, Any] = {
    "indexes": [
        {"v": {"$numberInt": "2"}, "key": {"_id": {"$numberInt": "1"}}, "name": "_id_"},
        {**UNIQUE_NAMES, "name": "username_1", "ns": "wekan.users", "background": True},
    ],
    "collectionName": "users",
    "type": "collection",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with EmbeddedMongo.start(tmp_path_factory.mktemp("restored"), ephemeral=True) as mongo:
        yield mongo.url


@pytest.fixture
def client(server: str) -> Iterator[MongoClient[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](server) as connected:
        yield connected
        connected.drop_database("wekan")


def keep(content: bytes) -> bytes:
    return content


def write_dump(folder: Path, ending: str = "", pack: Callable[[bytes], bytes] = keep) -> Path:
    folder.mkdir(parents=True)
    collections: dict[str, list[dict[str, Any]]] = {"boards": BOARDS, "users": USERS, "cards": []}
    for name, documents in collections.items():
        content = b"".join(bson.encode(document) for document in documents)
        (folder / f"{name}.bson{ending}").write_bytes(pack(content))
    (folder / f"users.metadata.json{ending}").write_bytes(pack(json.dumps(METADATA).encode()))
    (folder / "prelude.json").write_text("{}")
    return folder


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_dump(tmp_path / "dump" / "wekan")


@pytest.mark.parametrize(("ending", "pack"), [("", keep), (".gz", gzip.compress)])
def test_documents_and_indexes_arrive_and_progress_adds_up(
    tmp_path: Path,
    server: str,
    client: MongoClient[dict[str, Any]],
    ending: str,
    pack: Callable[[bytes], bytes],
) -> None:
    dump = read_dump(write_dump(tmp_path / "wekan", ending, pack))
    steps: list[int] = []
    assert restore(server, dump, progress=steps.append) == len(BOARDS) + len(USERS)
    assert list(client.wekan.boards.find().sort("_id")) == BOARDS
    assert client.wekan.users.count_documents({}) == len(USERS)
    assert client.wekan.users.index_information()["username_1"] == {
        "v": 2,
        "key": [("username", 1)],
        "unique": True,
    }
    assert "cards" in client.wekan.list_collection_names()
    assert sum(steps) == sum(found.size for found in dump if found.name != "cards")


def test_the_folder_around_the_only_database_will_do(dump: Path) -> None:
    (dump.parent / "admin").mkdir()
    (dump.parent / "admin" / "system.version.bson").write_bytes(b"")
    (dump.parent / "oplog.bson").write_bytes(b"")
    assert [found.name for found in read_dump(dump.parent)] == ["boards", "cards", "users"]


def test_bytes_that_python_cannot_decode_arrive_as_they_were(
    tmp_path: Path, server: str, client: MongoClient[dict[str, Any]]
) -> None:
    stored = bson.encode({"_id": "c1", "title": "xx"}).replace(b"xx", b"\xff\xfe")
    (tmp_path / "cards.bson").write_bytes(stored)
    restore(server, read_dump(tmp_path))
    with MongoClient[RawBSONDocument](server, document_class=RawBSONDocument) as raw:
        assert [document.raw for document in raw.wekan.cards.find()] == [stored]


def test_filled_collections_are_refused_and_nothing_is_written(
    dump: Path, server: str, client: MongoClient[dict[str, Any]]
) -> None:
    client.wekan.users.insert_one({"_id": "mine"})
    with pytest.raises(AlreadyFilledError, match="documents in users"):
        restore(server, read_dump(dump))
    assert client.wekan.list_collection_names() == ["users"]
    assert client.wekan.users.count_documents({}) == 1


def test_drop_replaces_what_is_there(
    dump: Path, server: str, client: MongoClient[dict[str, Any]]
) -> None:
    client.wekan.users.insert_one({"_id": "mine"})
    restore(server, read_dump(dump), drop=True)
    assert client.wekan.users.find_one({"_id": "mine"}) is None
    assert client.wekan.users.count_documents({}) == len(USERS)


def test_a_broken_unique_value_is_reported_without_the_value(
    tmp_path: Path, server: str, client: MongoClient[dict[str, Any]]
) -> None:
    folder = write_dump(tmp_path / "wekan")
    twins = [bson.encode({"_id": number, "username": "secretive"}) for number in range(2)]
    (folder / "users.bson").write_bytes(b"".join(twins))
    with pytest.raises(DumpError, match="users could not be loaded: two of its documents") as found:
        restore(server, read_dump(folder))
    assert "secretive" not in str(found.value)


MALFORMED = {
    "cut off": (b"\x00", "users.bson is cut off"),
    "cut off in a length": (b"\x05\x00", "users.bson is cut off"),
    "no BSON": (b"not a bson file", "users.bson is not BSON"),
    "no end": (bson.encode({"a": 1})[:-1] + b"\x01", "users.bson is not BSON"),
}


@pytest.mark.parametrize(("tail", "sentence"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_file_is_named(dump: Path, tail: bytes, sentence: str) -> None:
    with (dump / "users.bson").open("ab") as file:
        file.write(tail)
    with pytest.raises(DumpError, match=sentence):
        read_dump(dump)


def test_a_cut_off_gzip_file_is_named(tmp_path: Path) -> None:
    folder = write_dump(tmp_path / "wekan", ".gz", lambda content: gzip.compress(content)[:-9])
    with pytest.raises(DumpError, match=r"boards\.bson\.gz is damaged"):
        read_dump(folder)


@pytest.mark.parametrize("text", ["{", "[]", '{"indexes": [{"name": "no key"}]}'])
def test_malformed_metadata_is_named(dump: Path, text: str) -> None:
    (dump / "users.metadata.json").write_text(text)
    with pytest.raises(DumpError, match=r"users\.metadata\.json"):
        read_dump(dump)


def test_metadata_without_documents_is_refused(dump: Path) -> None:
    (dump / "users.bson").unlink()
    with pytest.raises(DumpError, match=r"has no users\.bson beside it"):
        read_dump(dump)


def test_a_folder_that_holds_no_dump_is_refused(tmp_path: Path, dump: Path) -> None:
    with pytest.raises(DumpError, match="There is no folder"):
        read_dump(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DumpError, match=r"no \.bson file"):
        read_dump(tmp_path / "empty")
    write_dump(dump.parent / "other")
    with pytest.raises(DumpError, match=r"several databases \(other, wekan\)"):
        read_dump(dump.parent)
