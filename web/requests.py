"""What both doors need of an HTTP request: who asks, from where, and with what body."""

import orjson
from starlette.requests import Request

from domain import tokens
from domain.context import Actor, Context, Door, Services
from domain.errors import StoreUnavailableError, UnavailableError


class BodyTooLargeError(Exception):
    """The body is larger than the operator allows. What came of it was not kept."""


class MalformedBodyError(Exception):
    """The body is not what its content type says."""


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


async def context_of(request: Request, door: Door, token: str | None) -> Context:
    """Returns the context of a request; with a token that is worth nothing, nobody's.

    Raises UnavailableError where the database does not answer.
    """
    services = services_of(request)
    try:
        actor: Actor | None = await tokens.actor_of(services, token) if token else None
    except StoreUnavailableError:
        raise UnavailableError from None
    address = client_address(request, services.settings.forwarded_count)
    return Context(services, door, actor, address)


def bearer_token(request: Request) -> str | None:
    """Returns the token of the `Authorization` header, whose scheme may be in any case."""
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def client_address(request: Request, forwarded_count: int) -> str:
    """Returns the address of the client; behind proxies, the entry that the outermost of the
    `forwarded_count` trusted ones wrote. What clients write there themselves is never read."""
    direct = request.client.host if request.client else ""
    if forwarded_count <= 0:
        return direct
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    entries = [entry.strip() for entry in forwarded if entry.strip()]
    return entries[-forwarded_count] if len(entries) >= forwarded_count else direct


async def read_body(request: Request, limit: int | None = None) -> bytes:
    """Returns the body, by default of what the operator allows any request. Raises
    BodyTooLargeError as soon as it is known to be too large."""
    if limit is None:
        limit = services_of(request).settings.max_body_bytes
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise BodyTooLargeError
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodyTooLargeError
        chunks.append(chunk)
    return b"".join(chunks)


def content_type(request: Request) -> str:
    """Returns the media type of the body, without its parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_json(body: bytes) -> object:
    """Returns what the JSON text holds. Raises MalformedBodyError."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise MalformedBodyError from None
