"""A way past Starlette, for the path that is asked most."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send


class Lifespan(Protocol):
    def __call__(self, app: Starlette, /) -> AbstractAsyncContextManager[None]: ...


class ShortcutApp(Starlette):
    """Starlette's application, which takes what is posted to one path past its router, that tries
    each of a hundred routes in turn, and past its layers. Our own layers are around both."""

    def __init__(
        self,
        path: str,
        endpoint: ASGIApp,
        *,
        routes: Sequence[BaseRoute],
        middleware: Sequence[Middleware],
        lifespan: Lifespan,
    ) -> None:
        """`endpoint` is an application that answers every failure itself."""
        super().__init__(routes=routes, middleware=middleware, lifespan=lifespan)
        self._path = path
        self._direct = endpoint
        for cls, arguments, options in reversed(middleware):
            self._direct = cls(self._direct, *arguments, **options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == self._path and scope["method"] == "POST":
            scope["app"] = self
            await self._direct(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
