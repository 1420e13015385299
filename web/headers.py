"""Headers that every answer carries, as the operator set them."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
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

    def _is_preflight(self, scope: Scope) -> bool:
        return (
            scope["method"] == "OPTIONS"
            and "Access-Control-Allow-Origin" in self._headers
            and "access-control-request-method" in Headers(scope=scope)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._headers:
            await self._app(scope, receive, send)
            return

        if self._is_preflight(scope):
            await Response(status_code=204, headers=_PREFLIGHT | self._headers)(
                scope, receive, send
            )
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, sending)
