"""HTTP for the path that is asked most: Starlette's objects cost more than a small answer does."""

from dataclasses import dataclass

from starlette.types import Receive, Scope, Send


class BareRequest:
    """A request whose headers are in a table: Starlette searches all of them for each one."""

    __slots__ = ("_headers", "method", "receive", "scope")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        # Of a header that was sent twice the first counts, as it does for Starlette.
        self._headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))

    def header(self, name: bytes) -> str:
        """Returns a header, its name given in lower case; empty where it was not sent."""
        value = self._headers.get(name)
        return value.decode("latin-1") if value else ""


@dataclass(slots=True)
class BareResponse:
    """ASGI application: an answer whose body is here as a whole."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [*self.headers, (b"content-length", b"%d" % len(self.body))]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})
