"""The GraphQL door: /graphql, as the GraphQL-over-HTTP specification has it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.context import Context, Door, Services
from domain.errors import UnauthenticatedError, UnavailableError
from playground.page import page
from resolvers import errors, uploads
from resolvers.operations import Answer, Asked, Operations
from web.bare import BareRequest, BareResponse
from web.errors import RETRY_SECONDS
from web.requests import (
    BodyTooLargeError,
    MalformedBodyError,
    body_from,
    context_in,
    media_type_in,
    parse_json,
    services_in,
    token_in,
)

PATH = "/graphql"
JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
COST_HEADER = b"x-graphql-cost"
PLAN_HEADER = b"x-graphql-plan"
_ACCEPTED = ("*/*", "application/*", JSON, RESPONSE_JSON)
_HEADERS = {
    media_type: (
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        (b"cache-control", b"no-store"),
    )
    for media_type in (JSON, RESPONSE_JSON)
}
"""What every answer of a media type carries."""


class _RefusedError(Exception):
    """A request that HTTP alone can refuse."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


class _Endpoint:
    """ASGI application: all that is asked of this door's one path."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await _answer(self._operations, BareRequest(scope, receive))
        await answer(scope, receive, send)


def endpoint(operations: Operations) -> ASGIApp:
    """Returns this door as an application of its own."""
    return _Endpoint(operations)


def routes(door: ASGIApp) -> list[Route]:
    """Returns the routes of this door, given its `endpoint`."""
    return [Route(PATH, door, methods=["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE"])]


async def _answer(operations: Operations, request: BareRequest) -> ASGIApp:
    if request.method in ("GET", "HEAD") and _wants_page(request):
        return page()
    media_type = _media_type(request.header(b"accept"))
    try:
        if media_type is None:
            raise _RefusedError(406, f"This answers with {RESPONSE_JSON} or {JSON}.")
        sent_type = media_type_in(request.header(b"content-type"))
        if request.method == "POST" and sent_type == uploads.MULTIPART:
            return _sent(await _with_files(operations, request), media_type)
        services = services_in(request.scope)
        asked = await _asked(request, sent_type, services.settings.max_body_bytes)
        # Reads begin before it is known who asks, and end after: the gate needs it, they do not.
        begun = operations.begin(services, asked)
        if isinstance(begun, Answer):
            return _sent(begun, media_type)
        ctx = await _context(request, services, writes=not begun.is_query)
        return _sent(await operations.finish(ctx, begun), media_type)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except _RefusedError as refused:
        body = {"errors": [errors.bad_request(refused.message)]}
        return _response(body, refused.status, media_type or RESPONSE_JSON, refused.headers)
    except UnauthenticatedError as error:
        return _response({"errors": [errors.of_domain(error)]}, 200, media_type or JSON, {})
    except UnavailableError as error:
        return _unavailable({"errors": [errors.of_domain(error)]}, media_type or RESPONSE_JSON)
    except Exception as error:  # noqa: BLE001, `unforeseen` logs it
        return _response({"errors": [errors.unforeseen(error)]}, 500, media_type or JSON, {})


async def _context(request: BareRequest, services: Services, *, writes: bool) -> Context:
    token = token_in(request.header(b"authorization"))
    return await context_in(request.scope, services, Door.GRAPHQL, token, writes=writes)


def _parameters(request: BareRequest) -> QueryParams:
    return QueryParams(request.scope["query_string"])


def _wants_page(request: BareRequest) -> bool:
    return "query" not in _parameters(request) and "text/html" in request.header(b"accept")


@lru_cache(256)
def _media_type(accept: str) -> str | None:
    """Returns the media type of the answer: what the client names first, else plain JSON."""
    if not accept:
        return JSON
    for part in accept.lower().split(","):
        name = part.partition(";")[0].strip()
        if name in _ACCEPTED:
            return RESPONSE_JSON if name == RESPONSE_JSON else JSON
    return None


async def _asked(request: BareRequest, sent_type: str, limit: int) -> Asked:
    if request.method in ("GET", "HEAD"):
        return _well_formed(request, _from_url(request), may_write=False)
    if request.method != "POST":
        raise _RefusedError(405, "GraphQL takes GET and POST.", Allow="GET, POST")
    if sent_type != JSON:
        raise _RefusedError(415, f"The body must be {JSON}.")
    try:
        announced = request.header(b"content-length")
        body = parse_json(await body_from(request.receive, announced, limit))
    except BodyTooLargeError:
        raise _RefusedError(413, "The body is too large.", Connection="close") from None
    except MalformedBodyError:
        raise _RefusedError(400, "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise _RefusedError(400, "The body must be one JSON object.")
    return _well_formed(request, body, may_write=True)


async def _with_files(operations: Operations, request: BareRequest) -> Answer:
    full = Request(request.scope, request.receive)
    if not uploads.is_asked_for(full):
        raise _RefusedError(400, f"A form needs one of the headers {', '.join(uploads.PREFLIGHT)}.")
    ctx = await _context(request, services_in(request.scope), writes=True)
    ctx.require_actor()  # nobody else has a use for files
    try:
        async with uploads.operation(full) as body:
            assert isinstance(body, dict)
            return await operations.answer(ctx, _well_formed(request, body, may_write=True))
    except BodyTooLargeError:
        raise _RefusedError(413, "The body is too large.", Connection="close") from None
    except MalformedBodyError:
        raise _RefusedError(400, "The form is no GraphQL multipart request.") from None


def _from_url(request: BareRequest) -> Mapping[str, Any]:
    parameters: dict[str, Any] = dict(_parameters(request))
    for name in ("variables", "extensions"):
        if name in parameters:
            try:
                parameters[name] = parse_json(parameters[name].encode())
            except (MalformedBodyError, UnicodeEncodeError):
                raise _RefusedError(400, f"`{name}` is no JSON.") from None
    return parameters


def _well_formed(request: BareRequest, given: Mapping[str, Any], *, may_write: bool) -> Asked:
    query, variables = given.get("query"), given.get("variables")
    name, extensions = given.get("operationName"), given.get("extensions")
    if not isinstance(query, str) or not query:
        raise _RefusedError(400, "`query` must be a text.")
    if not isinstance(variables, dict | None):
        raise _RefusedError(400, "`variables` must be an object.")
    if not isinstance(name, str | None):
        raise _RefusedError(400, "`operationName` must be a text.")
    if not isinstance(extensions, dict | None):
        raise _RefusedError(400, "`extensions` must be an object.")
    return Asked(
        query,
        variables or {},
        name or None,
        may_write,
        show_cost=_is_on(request, COST_HEADER),
        show_plan=_is_on(request, PLAN_HEADER),
    )


def _is_on(request: BareRequest, header: bytes) -> bool:
    return request.header(header).lower() in ("1", "true")


def _sent(answer: Answer, media_type: str) -> ASGIApp:
    if answer.refused_write:
        return _response(answer.body, 405, media_type, {"Allow": "POST"})
    if not answer.available:
        return _unavailable(answer.body, media_type)
    # Plain JSON says 200 whatever became of a well-formed request; the newer type says more.
    status = 200 if answer.ran or media_type == JSON else 400
    return _response(answer.body, status, media_type, {})


def _unavailable(body: dict[str, Any], media_type: str) -> ASGIApp:
    return _response(body, 503, media_type, {"Retry-After": str(RETRY_SECONDS)})


def _response(
    body: dict[str, Any], status: int, media_type: str, headers: Mapping[str, str]
) -> ASGIApp:
    further = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return BareResponse(status, (*_HEADERS[media_type], *further), orjson.dumps(body, default=str))
