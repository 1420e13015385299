"""Where our OpenAPI document is, and the page that shows it. Both are for anybody."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from rest.door import SWITCHED_OFF, is_switched_off
from rest.openapi import Document, document
from web.requests import services_of

Page = Callable[[Document], Response]


def routes(page: Page) -> list[Route]:
    async def shown(request: Request) -> Response:
        return _unless_off(request, page)

    async def told(request: Request) -> Response:
        return _unless_off(request, JSONResponse)

    return [Route("/api/openapi.json", told), Route("/api/docs", shown)]


def _unless_off(request: Request, answer: Page) -> Response:
    if is_switched_off(request):
        return PlainTextResponse(SWITCHED_OFF, 403)
    settings = services_of(request).settings
    return answer(document(settings.root_url, as_wekan=settings.rest_errors == "wekan"))
