"""Headers that every answer carries, as the operator set them."""

from collections.abc import Awaitable, Mapping

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Max-Age": "600",
    "Vary": "Origin",
}


class FixedHeaders:
    """ASGI middleware: adds the headers to each answer, and answers CORS preflights.

    As in Wekan the values are sent verbatim and nothing is sent by default.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = dict(headers)
        self._encoded = {
            name.lower().encode("latin-1"): value.encode("latin-1")
            for name, value in headers.items()
        }

    def _is_preflight(self, scope: Scope) -> bool:
        return (
            scope["method"] == "OPTIONS"
            and "Access-Control-Allow-Origin" in self._headers
            and "access-control-request-method" in Headers(scope=scope)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        if self._is_preflight(scope):
            await Response(status_code=204, headers=_PREFLIGHT | self._headers)(
                scope, receive, send
            )
            return

        def sending(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                kept = [each for each in given if each[0] not in self._encoded]
                message["headers"] = [*kept, *self._encoded.items()]
            return send(message)

        await self._app(scope, receive, sending)
