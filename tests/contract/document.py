"""Our OpenAPI document, as tests read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from rest.door import Row
from rest.openapi import document, public_path
from rest.routes import ROUTES

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
        return path

    @property
    def body(self) -> Any:
        """The body of the example, if there is one."""
        content = self.told.get("requestBody", {}).get("content", {})
        return next((each["example"] for each in content.values()), None)

    @property
    def shape(self) -> Any:
        """The shape of the body."""
        content = self.told.get("requestBody", {}).get("content", {})
        return next((each["schema"] for each in content.values()), {"properties": {}})


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
