"""Where signed links lead: one file in, one file out. No other token is asked for there."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from domain import attachments, file_links, stored_files
from domain.context import Context, Door
from domain.exports import links
from domain.file_links import DOWNLOAD, EXPORT, UPLOAD
from domain.incoming import Incoming
from domain.storage import storage
from resolvers import errors
from web.errors import domain_error_of, headers_of, status_of
from web.receiving import stream
from web.requests import BodyTooLargeError, content_type, context_of
from web.sending import export_response, file_headers, file_response

Claims: TypeAlias = Mapping[str, Any]
Handler: TypeAlias = Callable[[Request, Context, Claims], Awaitable[Response]]


def routes() -> list[Route]:
    """Returns the routes that links name."""
    return [
        Route(f"/files/{use}", _endpoint(use, handler), methods=methods)
        for use, handler, methods in (
            (UPLOAD, _upload, ["PUT", "POST"]),
            (DOWNLOAD, _download, ["GET"]),
            (EXPORT, _export, ["GET"]),
        )
    ]


def _endpoint(use: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            ctx = await context_of(request, Door.GRAPHQL, None)
            token = request.query_params.get("token", "")
            ctx, claims = await file_links.followed(ctx, use, token)
            return await handler(request, ctx, claims)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except BodyTooLargeError:
            told = errors.bad_request("The body is too large.")
            return _json({"errors": [told]}, 413, {"Connection": "close"})
        except Exception as error:  # noqa: BLE001, `unforeseen` logs it
            return _failure(error)

    return endpoint


def _failure(error: Exception) -> Response:
    known = domain_error_of(error)
    if known is None:
        return _json({"errors": [errors.unforeseen(error)]}, 500)
    return _json({"errors": [errors.of_domain(known)]}, status_of(known), headers_of(known))


def _json(body: object, status: int, headers: Mapping[str, str] | None = None) -> Response:
    plain = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return Response(orjson.dumps(body), status, {**plain, **(headers or {})})


async def _upload(request: Request, ctx: Context, claims: Claims) -> Response:
    file = Incoming(
        str(claims["name"]),
        claims.get("type") or content_type(request) or None,
        stream(request, ctx.settings.max_file_bytes),
    )
    made = await attachments.add(ctx, str(claims["card"]), file, file_id=str(claims["file"]))
    told = {"id": made.id, "name": made.name, "type": made.type, "size": made.size}
    return _json(told, 201)


async def _download(request: Request, ctx: Context, claims: Claims) -> Response:
    rules = await storage(ctx)
    rules.require_downloads()
    seen = await attachments.require(ctx, str(claims["file"]))
    rules.require_downloadable(seen.it.size)
    headers = file_headers(seen.it.name, seen.it.type, saved=True, kept_seconds=0)

    async def opened(start: int, end: int) -> Any:
        return await stored_files.content(ctx, seen.it, start, end)

    return await file_response(request, headers, int(seen.it.size), seen.it.id, opened)


async def _export(_: Request, ctx: Context, claims: Claims) -> Response:
    return await export_response(await links.followed(ctx, claims))
