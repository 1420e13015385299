"""What both doors need of an HTTP request: who asks, from where, and with what body."""

from functools import lru_cache

import orjson
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope

from domain import tokens
from domain.context import Actor, Context, Door, Services
from domain.errors import StoreUnavailableError, UnavailableError


class BodyTooLargeError(Exception):
    """The body is larger than the operator allows. What came of it was not kept."""


class MalformedBodyError(Exception):
    """The body is not what its content type says."""


def services_of(request: Request) -> Services:
    return services_in(request.scope)


def services_in(scope: Scope) -> Services:
    services: Services = scope["app"].state.services
    return services


async def context_of(request: Request, door: Door, token: str | None) -> Context:
    """Returns the context of a request; with a token that is worth nothing, nobody's.

    Raises UnavailableError where the database does not answer.
    """
    return await context_in(request.scope, services_of(request), door, token)


async def context_in(
    scope: Scope, services: Services, door: Door, token: str | None, *, writes: bool = True
) -> Context:
    """The same, of the scope of a request, which may be known to write nothing."""
    try:
        actor: Actor | None = await tokens.actor_of(services, token) if token else None
    except StoreUnavailableError:
        raise UnavailableError from None
    address = _address(scope, services.settings.forwarded_count)
    return Context(services, door, actor, address, writes=writes)


def bearer_token(request: Request) -> str | None:
    """Returns the token of the `Authorization` header, whose scheme may be in any case."""
    return token_in(request.headers.get("authorization", ""))


def token_in(authorization: str) -> str | None:
    """The same, of the header's value."""
    scheme, _, token = authorization.strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def client_address(request: Request, forwarded_count: int) -> str:
    """Returns the address of the client; behind proxies, the entry that the outermost of the
    `forwarded_count` trusted ones wrote. What clients write there themselves is never read."""
    return _address(request.scope, forwarded_count)


def _address(scope: Scope, forwarded_count: int) -> str:
    client = scope.get("client")
    direct: str = client[0] if client else ""
    if forwarded_count <= 0:
        return direct
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    entries = [entry.strip() for entry in forwarded if entry.strip()]
    return entries[-forwarded_count] if len(entries) >= forwarded_count else direct


async def read_body(request: Request, limit: int | None = None) -> bytes:
    """Returns the body, by default of what the operator allows any request. Raises
    BodyTooLargeError as soon as it is known to be too large."""
    if limit is None:
        limit = services_of(request).settings.max_body_bytes
    return await body_from(request.receive, request.headers.get("content-length", ""), limit)


async def body_from(receive: Receive, announced: str, limit: int) -> bytes:
    """The same, given the length that is announced for it."""
    if announced.isdigit() and int(announced) > limit:
        raise BodyTooLargeError
    chunks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise BodyTooLargeError
        chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)


def content_type(request: Request) -> str:
    """Returns the media type of the body, without its parameters, in lower case."""
    return media_type_in(request.headers.get("content-type", ""))


@lru_cache(256)
def media_type_in(value: str) -> str:
    """Returns a media type without its parameters, in lower case."""
    return value.partition(";")[0].strip().lower()


def parse_json(body: bytes) -> object:
    """Returns what the JSON text holds. Raises MalformedBodyError."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedBodyError from None
