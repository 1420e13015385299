"""The README's two programs, as they stand there: one is told, the other tells."""

import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers import ROOT, running_server

README = (ROOT / "README.md").read_text()
RECEIVER, SENDER = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with running_server(DATA_DIR=str(tmp_path), WEBHOOK_ALLOW_PRIVATE="true") as server:
        yield server.url


def posted(url: str, body: dict[str, Any], token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return json.loads(response.read())


def test_a_tool_is_told_of_what_another_tool_did(server: str) -> None:
    person = {"username": "mara", "email": "mara@example.org", "password": "Secret123!"}
    token = posted(f"{server}/users/register", person)["token"]
    board = posted(f"{server}/api/boards", {"title": "Builds"}, token)
    base = f"{server}/api/boards/{board['_id']}"
    found = posted(f"{base}/lists", {"title": "To do"}, token)["_id"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = RECEIVER.replace("8080", str(port)).replace("print(", "print(flush=True, *(")
    program = program.replace('told["text"])', 'told["text"]))')
    receiver = [sys.executable, "-c", program]
    with subprocess.Popen(receiver, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as told:
        try:
            hook = {"url": f"http://127.0.0.1:{port}/"}
            posted(f"{base}/integrations", hook, token)
            names = f"BOARD, LIST, TOKEN = {board['_id']!r}, {found!r}, {token!r}\n"
            sender = names + SENDER.replace("http://localhost:3000", server)
            answer = subprocess.run(
                [sys.executable, "-c", sender], capture_output=True, text=True, check=True
            )
            assert '"createCard"' in answer.stdout
            assert told.stdout is not None
            line = told.stdout.readline().decode()
            assert line.startswith('act-createCard mara created card "The build is broken"')
        finally:
            told.kill()
