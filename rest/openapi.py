"""Our OpenAPI document, made from the route table and what `rest.described` says of each row."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from rest.credentials import USUAL, Credentials
from rest.described import (
    attachments,
    boards,
    card_actions,
    cards,
    custom_fields,
    integrations,
    parts,
    people,
    places,
    rules,
    site,
    transfers,
)
from rest.described.description import JSON, Described, Noun
from rest.described.samples import PARTS
from rest.described.shapes import BYTES, FLAG, TEXT, Schema, named, reference
from rest.door import Handler, Row, Who
from rest.errors import Failure
from rest.routes import ROUTES

Document = dict[str, object]

GROUPS: Mapping[Noun, Mapping[Handler, Described]] = {
    Noun(title="Logins", text="Tokens, for this and for GraphQL."): people.LOGINS,
    Noun(title="People", text="Who has an account."): people.PEOPLE,
    Noun(title="Site", text="What holds for the whole site."): site.SITE,
    Noun(title="Boards", text="Boards and their settings."): boards.BOARDS,
    Noun(title="Members", text="Who is on a board, and in which role."): boards.MEMBERS,
    Noun(title="Labels", text="Labels of a board."): boards.LABELS,
    Noun(title="Swimlanes", text="Rows of a board."): places.SWIMLANES,
    Noun(title="Lists", text="Columns of a board."): places.LISTS,
    Noun(title="Cards", text="Cards."): cards.CARDS,
    Noun(title="Actions", text="What is done to one card."): card_actions.ACTIONS,
    Noun(title="Many cards", text="The bulk routes."): card_actions.BULK,
    Noun(title="Dependencies", text="What cards depend on."): card_actions.DEPENDENCIES,
    Noun(title="Custom fields", text="What a board adds to its cards."): custom_fields.FIELDS,
    Noun(title="Checklists", text="Checklists of cards."): parts.CHECKLISTS,
    Noun(title="Comments", text="Comments on cards."): parts.COMMENTS,
    Noun(title="Attachments", text="Files."): attachments.FILES,
    Noun(title="Rules", text="What a board does by itself."): rules.RULES,
    Noun(title="Integrations", text="Webhooks of boards."): integrations.INTEGRATIONS,
    Noun(title="Imports", text="Boards and cards, from other places."): transfers.IMPORTS,
    Noun(title="Exports", text="Boards and cards, for other places."): transfers.EXPORTS,
}
"""Every table of descriptions. A row that is in none fails the tests."""

DESCRIBED: Mapping[Handler, Described] = MappingProxyType(
    {handler: described for table in GROUPS.values() for handler, described in table.items()}
)
_GROUP = {handler: noun.title for noun, table in GROUPS.items() for handler in table}

_ABOUT = """\
Wekan's REST calls, with a token from `POST /users/login`. Bodies are forms or JSON; what is not
named here is passed over. Dates are ISO 8601 in UTC. Documents are shown as they are stored: what
nobody has set is absent, and there may be more in them than is written here.

With `WITH_API=false` every path under /api answers 403, this document's too.
"""
_AS_WEKAN = """
This server runs with `REST_ERRORS=wekan`: failures are answered as Wekan answers them.
"""
_ERROR: Schema = {
    "type": "object",
    "properties": {
        "error": {"type": ["string", "integer"]},
        "reason": TEXT,
        "message": TEXT,
        "errorType": TEXT,
        "isClientSafe": FLAG,
        "statusCode": {"type": "integer"},
        "field": {"type": "string", "description": "The field that was refused."},
        "index": {"type": "integer", "description": "Which of many was refused, from 0."},
    },
    "anyOf": [{"required": ["error"]}, {"required": ["message"]}],
}
_SCHEMAS: Mapping[str, Schema] = {
    "Error": _ERROR,
    **people.SCHEMAS,
    **boards.SCHEMAS,
    **places.SCHEMAS,
    **cards.SCHEMAS,
    **card_actions.SCHEMAS,
    **custom_fields.SCHEMAS,
    **parts.SCHEMAS,
    **rules.SCHEMAS,
    **site.SCHEMAS,
    **integrations.SCHEMAS,
    **attachments.SCHEMAS,
    **transfers.SCHEMAS,
}
_FAILURES = {
    206: "The part that `Range` asks for.",
    304: "It is as the client has it.",
    400: "The body, or a value in it, is not acceptable; `field` names the value.",
    401: "Nobody is logged in, or the login failed.",
    403: "The caller may not do this.",
    404: "There is no such thing, or it is hidden from the caller.",
    409: "The present state does not allow it.",
    412: "It was changed since the client read it.",
    413: "The body is too large.",
    416: "The file is not as long as `Range` would have it.",
    429: "Too many failed logins; `Retry-After` says when to try again.",
    500: "Our fault; the log has it under `requestId`.",
    503: "The database does not answer; `Retry-After` says when to try again.",
}
_WEKANS_WAY: Mapping[Failure, str] = {
    Failure.SWALLOWED: "200, with the error as the body",
    Failure.MAPPED: "its status or 500, with `error` in the body",
    Failure.CODED: "its status or 500, with the error as the body",
    Failure.EXPLICIT: "its status, with `error` in the body",
    Failure.UNCAUGHT: "its status or 500, as a page of HTML",
}
"""What is not here is answered alike, as Wekan or not."""
_FORM = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data"
_SCHEMES: Mapping[str, Schema] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "access_token": {"type": "apiKey", "in": "query", "name": "access_token"},
    "authToken": {"type": "apiKey", "in": "query", "name": "authToken"},
    "X-Auth-Token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"},
    "meteor_login_token": {"type": "apiKey", "in": "cookie", "name": "meteor_login_token"},
}
_FORBIDS = frozenset(Who) - {Who.ANYBODY, Who.PERSON, Who.READER, Who.VIEWER}


@cache
def document(root_url: str, *, as_wekan: bool) -> Document:
    """Returns the document; `as_wekan` is whether failures are answered as Wekan does."""
    paths: dict[str, dict[str, object]] = {}
    for row in ROUTES:
        described = DESCRIBED.get(row.handler)
        if described is not None:
            told = _operation(row, described, as_wekan=as_wekan)
            paths.setdefault(public_path(row.path), {})[row.method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wekan's REST calls, by wekan-graphql",
            "version": "1",
            "description": _ABOUT + (_AS_WEKAN if as_wekan else ""),
        },
        "servers": [{"url": root_url}],
        "tags": [{"name": noun.title, "description": noun.text} for noun in GROUPS],
        "security": _security(USUAL),
        "paths": paths,
        "components": {
            "schemas": dict(_SCHEMAS),
            "responses": {str(status): _failure(status) for status in _FAILURES},
            "securitySchemes": dict(_SCHEMES),
        },
    }


def public_path(path: str) -> str:
    """Returns a path of the route table as the world writes it: `{boardId}` for `{board_id}`."""
    return re.sub(r"{(\w+)}", lambda found: f"{{{public_name(found[1])}}}", path)


def public_name(part: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), part)


def statuses(row: Row, described: Described) -> list[int]:
    """Returns the statuses beside success that a row may answer with."""
    found = {400, 413, 500, 503, *described.also}
    if row.who is not Who.ANYBODY:
        found.add(401)
    if row.who in _FORBIDS:
        found.add(403)
    if "{" in row.path:
        found.add(404)
    if described.tagged:
        found.add(304 if row.method == "GET" else 412)
    return sorted(found)


def _failure(status: int) -> Document:
    told: Document = {"description": _FAILURES[status]}
    bare = status < 400 or status == 416
    return told if bare else told | {"content": {JSON: {"schema": named("Error")}}}


def _operation(row: Row, described: Described, *, as_wekan: bool) -> Document:
    notes = (f"For {row.who.value}.", described.note)
    told: Document = {
        "tags": [_GROUP[row.handler]],
        "operationId": _operation_id(row),
        "summary": described.summary,
        "description": "\n\n".join(note for note in notes if note),
        "parameters": [*_parameters(row, described)],
        "responses": _responses(row, described, as_wekan=as_wekan),
    }
    if row.who is Who.ANYBODY and not described.by_token:
        told["security"] = []
    elif row.credentials != USUAL:
        told["security"] = _security(row.credentials)
    content = _content(described)
    if content:
        told["requestBody"] = {"content": content}
    return told


def _content(described: Described) -> Document:
    """Returns what may be sent, by media type."""
    taken: Document = {described.raw: {"schema": BYTES}} if described.raw else {}
    body = described.body
    if body is None:
        return taken
    told = {"schema": body.shape, "example": body.example}
    if body.as_file:
        taken[_PARTS] = {"schema": body.parts}
    elif not body.json_only:
        taken[_FORM] = told
    return {JSON: told, **taken}


def _security(taken: Credentials) -> list[dict[str, list[str]]]:
    more = ["X-Auth-Token"] * taken.headers + ["meteor_login_token"] * taken.cookies
    return [{name: []} for name in ("bearer", taken.query, *more)]


def _operation_id(row: Row) -> str:
    """Swagger UI's addresses want no underscores in it."""
    words = re.findall(r"[A-Za-z]+", public_path(row.path).removeprefix("/api"))
    return row.method.lower() + "".join(word[0].upper() + word[1:] for word in words)


def _parameters(row: Row, described: Described) -> Iterator[Document]:
    for part in re.findall(r"{(\w+)}", row.path):
        text, sample = PARTS[part]
        yield {
            "name": public_name(part),
            "in": "path",
            "required": True,
            "description": text,
            "schema": TEXT,
            "example": described.path.get(part, sample),
        }
    for name, shape in described.query.items():
        yield {"name": name, "in": "query", "schema": shape}
    if described.tagged:
        header = "If-None-Match" if row.method == "GET" else "If-Match"
        text = "The ETag of what the client has."
        yield {"name": header, "in": "header", "description": text, "schema": TEXT}


def _responses(row: Row, described: Described, *, as_wekan: bool) -> Document:
    answer: Schema = described.answer
    failing = {
        str(status): reference("responses", str(status)) for status in statuses(row, described)
    }
    way = _WEKANS_WAY.get(row.manner.failure) if as_wekan else None
    if way:
        failing = {"default": {"description": f"A failure is answered with {way}."}}
        # What is not there may be answered with success that is empty.
        answer = {"anyOf": [answer, named("Error"), {"type": "object", "maxProperties": 0}]}
    success: Document = {
        "description": "Done.",
        "content": {described.media: {"schema": answer}},
    }
    if described.tagged and row.method == "GET":
        success["headers"] = {"ETag": {"schema": TEXT}}
    return {"200": success, **failing}
