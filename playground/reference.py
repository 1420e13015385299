"""The page that shows an OpenAPI document: Swagger UI where its files are built, else one of ours
that needs no script."""

import json
import secrets
from collections.abc import Iterator
from html import escape
from string import Template
from typing import Any

from starlette.responses import Response

from playground import build
from playground.page import answer, text


def page(document: dict[str, Any], *, nonce: str | None = None) -> Response:
    """Looks for the built files each time, so that a build shows without a restart."""
    nonce = nonce or secrets.token_urlsafe(16)
    if (build.ASSETS / build.STAMP).is_file():
        return answer(Template(text("reference.html")).substitute(nonce=nonce), nonce)
    html = Template(text("reference_plain.html")).substitute(
        title=escape(document["info"]["title"]),
        about=_paragraphs(document["info"]["description"]),
        groups="\n".join(_groups(document)),
        shapes="\n".join(
            _folded(f"<code>{escape(name)}</code>", _json(shape))
            for name, shape in document["components"]["schemas"].items()
        ),
    )
    return answer(html, nonce)


def _groups(document: dict[str, Any]) -> Iterator[str]:
    for tag in document["tags"]:
        yield f"<h2>{escape(tag['name'])}</h2>"
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                if tag["name"] in operation["tags"]:
                    yield _operation(method.upper(), path, operation)


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    head = f"<b>{method}</b> <code>{escape(path)}</code> {escape(operation['summary'])}"
    parts = [_paragraphs(operation["description"])]
    if operation["parameters"]:
        parts.append("<h4>Parameters</h4>" + "".join(map(_parameter, operation["parameters"])))
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        first = next(iter(content.values()))
        parts += [f"<h4>Body</h4><p>{escape(', '.join(content))}</p>", _json(first["schema"])]
        if "example" in first:
            parts += ["<p>For example:</p>", _json(first["example"])]
    parts.append("<h4>Answers</h4>" + _json(operation["responses"]))
    return _folded(head, "".join(parts))


def _parameter(parameter: dict[str, Any]) -> str:
    text = parameter.get("description") or parameter["schema"].get("description", "")
    return f"<p><code>{escape(parameter['name'])}</code> ({parameter['in']}): {escape(text)}</p>"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n"))


def _json(value: object) -> str:
    return f"<pre>{escape(json.dumps(value, indent=2))}</pre>"


def _folded(head: str, body: str) -> str:
    return f"<details><summary>{head}</summary><div>{body}</div></details>"
