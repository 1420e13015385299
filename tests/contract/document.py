"""Our OpenAPI document, as tests read it."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import httpx
from jsonschema import Draft202012Validator

from rest.door import Row
from rest.openapi import document, public_path
from rest.routes import ROUTES


def _zip() -> bytes:
    board = {"_format": "wekan-board-1.0.0", "title": "Trip", "lists": [], "cards": []}
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("wekan.json", json.dumps(board))
    return written.getvalue()


ZIP = _zip()
"""A board as `exportZip` has it."""
DOCUMENT: Any = document("http://test", as_wekan=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """A row, and what the document says of it."""

    row: Row
    told: Any

    @property
    def name(self) -> str:
        return f"{self.row.method} {self.row.path}"

    def path(self, **instead: str) -> str:
        """The path of the example."""
        path = public_path(self.row.path)
        for each in self.told["parameters"]:
            if each["in"] == "path":
                value = instead.get(each["name"], each["example"])
                path = path.replace(f"{{{each['name']}}}", value)
        asked = [
            (each["name"], each["schema"]["examples"][0])
            for each in self.told["parameters"]
            if "examples" in each["schema"]
        ]
        return f"{path}?{urlencode(asked)}" if asked else path

    @property
    def _json(self) -> Any:
        taken = self.told.get("requestBody", {}).get("content", {})
        return taken.get("application/json", {})

    @property
    def body(self) -> Any:
        """The body of the example, if there is one."""
        return self._json.get("example")

    @property
    def shape(self) -> Any:
        """The shape of the body."""
        return self._json.get("schema", {"properties": {}})

    def sending(self, body: Any) -> dict[str, Any]:
        """Returns how a client sends a body: JSON, or else the bytes that are wanted."""
        if body is not None:
            return {"json": body}
        if "requestBody" not in self.told:
            return {}
        return {"content": ZIP, "headers": {"Content-Type": "application/zip"}}


def operations() -> Iterator[Operation]:
    for row in ROUTES:
        told = DOCUMENT["paths"].get(public_path(row.path), {}).get(row.method.lower())
        if told:
            yield Operation(row, told)


OPERATIONS = [*operations()]


def validator(shape: Any) -> Draft202012Validator:
    return Draft202012Validator({**shape, "components": DOCUMENT["components"]})


def misfit(operation: Operation, response: httpx.Response) -> str:
    """What is wrong with an answer; nothing, if it is as the document says."""
    told = operation.told["responses"].get(str(response.status_code))
    if told is None:
        return f"{operation.name}: {response.status_code} is not documented: {response.text[:200]}"
    if "$ref" in told:
        told = DOCUMENT["components"]["responses"][told["$ref"].rpartition("/")[2]]
    media = response.headers.get("content-type", "").partition(";")[0]
    content = told.get("content", {})
    if not content and not response.content:
        return ""
    if media not in content and "*/*" not in content:
        return f"{operation.name}: {response.status_code} is {media!r}, not {[*content]}"
    if media != "application/json":
        return ""
    errors = validator(content[media]["schema"]).iter_errors(response.json())
    return "; ".join(f"{operation.name}: {each.json_path}: {each.message}" for each in errors)
