"""`demo`, and several workers, as real processes."""

import json
from pathlib import Path
from typing import Any

import httpx
from pymongo import MongoClient

from playground.page import examples
from store.embedded import EmbeddedMongo
from tests.servers import running_server


def test_the_demo_lets_everybody_run_its_examples_and_leaves_nothing(tmp_path: Path) -> None:
    untouched = {"DATA_DIR": str(tmp_path / "data"), "MONGO_URL": "mongodb://127.0.0.1:1/wekan"}
    with running_server("demo", TMPDIR=str(tmp_path), **untouched) as server:
        assert "Log in as demo with the password demo." in server.said
        with httpx.Client(base_url=server.url, timeout=60) as client:
            for example in examples():
                variables = json.loads(example["variables"] or "{}")
                body = {"query": example["query"], "variables": variables}
                answer = client.post("/graphql", json=body).json()
                assert "errors" not in answer, answer
                if "login" in answer["data"]:
                    client.headers["Authorization"] = f"Bearer {answer['data']['login']['token']}"
    assert not list(tmp_path.iterdir())


def test_workers_that_start_at_once_make_one_settings_document(tmp_path: Path) -> None:
    with EmbeddedMongo.start(tmp_path, ephemeral=True) as mongo:
        with running_server("serve", "--workers", "2", MONGO_URL=mongo.url) as server:
            transport = httpx.HTTPTransport(retries=10)
            with httpx.Client(transport=transport, base_url=server.url, timeout=60) as client:
                name = {"username": "mara", "password": "Secret123!"}
                token = client.post("/users/register", json=name).json()["token"]
                headers = {"Authorization": f"Bearer {token}", "Connection": "close"}
                answers = [client.get("/api/user", headers=headers) for _ in range(20)]
                assert {answer.status_code for answer in answers} == {200}
        with MongoClient[dict[str, Any]](mongo.url) as client_of_mongo:
            assert client_of_mongo.wekan.settings.count_documents({}) == 1
