"""The GraphQL door: /graphql, as the GraphQL-over-HTTP specification has it."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.context import Door
from domain.errors import UnauthenticatedError, UnavailableError
from playground.page import page
from resolvers import errors, uploads
from resolvers.operations import Answer, Asked, Operations
from web.errors import RETRY_SECONDS
from web.requests import (
    BodyTooLargeError,
    MalformedBodyError,
    bearer_token,
    content_type,
    context_of,
    parse_json,
    read_body,
)

PATH = "/graphql"
JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
COST_HEADER = "x-graphql-cost"
PLAN_HEADER = "x-graphql-plan"
_ACCEPTED = ("*/*", "application/*", JSON, RESPONSE_JSON)


class _RefusedError(Exception):
    """A request that HTTP alone can refuse."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


def routes(operations: Operations) -> list[Route]:
    """Returns the routes of this door."""

    async def graphql(request: Request) -> Response:
        return await _handle(operations, request)

    return [Route(PATH, graphql, methods=["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE"])]


def endpoint(operations: Operations) -> ASGIApp:
    """Returns the same as an application of its own."""

    async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
        response = await _handle(operations, Request(scope, receive))
        await response(scope, receive, send)

    return graphql


async def _handle(operations: Operations, request: Request) -> Response:
    if request.method in ("GET", "HEAD") and _wants_page(request):
        return page()
    media_type = _media_type(request)
    try:
        if media_type is None:
            raise _RefusedError(406, f"This answers with {RESPONSE_JSON} or {JSON}.")
        if request.method == "POST" and content_type(request) == uploads.MULTIPART:
            return _sent(await _with_files(operations, request), media_type)
        asked = await _asked(request)
        ctx = await context_of(request, Door.GRAPHQL, bearer_token(request))
        return _sent(await operations.answer(ctx, asked), media_type)
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


def _wants_page(request: Request) -> bool:
    return "query" not in request.query_params and "text/html" in request.headers.get("accept", "")


def _media_type(request: Request) -> str | None:
    """Returns the media type of the answer: what the client names first, else plain JSON."""
    accept = request.headers.get("accept", "").lower()
    if not accept:
        return JSON
    for part in accept.split(","):
        name = part.partition(";")[0].strip()
        if name in _ACCEPTED:
            return RESPONSE_JSON if name == RESPONSE_JSON else JSON
    return None


async def _asked(request: Request) -> Asked:
    if request.method in ("GET", "HEAD"):
        return _well_formed(request, _from_url(request), may_write=False)
    if request.method != "POST":
        raise _RefusedError(405, "GraphQL takes GET and POST.", Allow="GET, POST")
    if content_type(request) != JSON:
        raise _RefusedError(415, f"The body must be {JSON}.")
    try:
        body = parse_json(await read_body(request))
    except BodyTooLargeError:
        raise _RefusedError(413, "The body is too large.", Connection="close") from None
    except MalformedBodyError:
        raise _RefusedError(400, "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise _RefusedError(400, "The body must be one JSON object.")
    return _well_formed(request, body, may_write=True)


async def _with_files(operations: Operations, request: Request) -> Answer:
    if not uploads.is_asked_for(request):
        raise _RefusedError(400, f"A form needs one of the headers {', '.join(uploads.PREFLIGHT)}.")
    ctx = await context_of(request, Door.GRAPHQL, bearer_token(request))
    ctx.require_actor()  # nobody else has a use for files
    try:
        async with uploads.operation(request) as body:
            assert isinstance(body, dict)
            return await operations.answer(ctx, _well_formed(request, body, may_write=True))
    except BodyTooLargeError:
        raise _RefusedError(413, "The body is too large.", Connection="close") from None
    except MalformedBodyError:
        raise _RefusedError(400, "The form is no GraphQL multipart request.") from None


def _from_url(request: Request) -> Mapping[str, Any]:
    parameters: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in parameters:
            try:
                parameters[name] = parse_json(parameters[name].encode())
            except (MalformedBodyError, UnicodeEncodeError):
                raise _RefusedError(400, f"`{name}` is no JSON.") from None
    return parameters


def _well_formed(request: Request, given: Mapping[str, Any], *, may_write: bool) -> Asked:
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


def _is_on(request: Request, header: str) -> bool:
    return request.headers.get(header, "").lower() in ("1", "true")


def _sent(answer: Answer, media_type: str | None) -> Response:
    media_type = media_type or JSON
    if answer.refused_write:
        return _response(answer.body, 405, media_type, {"Allow": "POST"})
    if not answer.available:
        return _unavailable(answer.body, media_type)
    # Plain JSON says 200 whatever became of a well-formed request; the newer type says more.
    status = 200 if answer.ran or media_type == JSON else 400
    return _response(answer.body, status, media_type, {})


def _unavailable(body: dict[str, Any], media_type: str) -> Response:
    return _response(body, 503, media_type, {"Retry-After": str(RETRY_SECONDS)})


def _response(
    body: dict[str, Any], status: int, media_type: str, headers: Mapping[str, str]
) -> Response:
    return Response(
        orjson.dumps(body, default=str),
        status,
        {"Content-Type": f"{media_type}; charset=utf-8", "Cache-Control": "no-store", **headers},
    )
