"""A way past the router, for the path that is asked most."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Shortcut:
    """ASGI middleware: takes what is posted to one path past the router, which tries each of a
    hundred routes in turn."""

    def __init__(self, app: ASGIApp, path: str, endpoint: ASGIApp) -> None:
        self._app = app
        self._path = path
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        direct = scope["type"] == "http" and scope["path"] == self._path
        app = self._endpoint if direct and scope["method"] == "POST" else self._app
        await app(scope, receive, send)
