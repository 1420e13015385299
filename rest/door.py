"""One call: from a request to a handler and back, whatever happens."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from domain.context import Context
from rest import body, errors
from rest.credentials import USUAL, Credentials
from rest.errors import Manner
from rest.present import nothing
from web.requests import content_type, read_body, services_of

SWITCHED_OFF = (
    "WeKan API is disabled.\n\n"
    "This server was started with WITH_API=false, which switches off every route under /api.\n"
    "Its operator can start it with WITH_API=true.\n"
)


class Who(Enum):
    """Who may call a route."""

    ANYBODY = "anybody"
    PERSON = "whoever is logged in"
    SELF = "that person; site admins"
    READER = "whoever may see the board"
    VIEWER = "whoever may see the board; anybody, where it is public"
    EXPORTER = "members of the board; anybody, where it is public"
    WRITER = "roles that may write; site admins"
    MOVER = "roles that may write, or move cards; site admins"
    COMMENTER = "roles that may comment; site admins"
    AUTHOR = "who wrote it; board admins"
    MEMBER = "members of the board; site admins"
    BOARD_ADMIN = "board admins; site admins"
    SITE_ADMIN = "site admins"

    def admit(self, ctx: Context) -> None:
        """Refuses whom no document is needed to refuse; the verbs judge the rest."""
        if self is Who.SITE_ADMIN:
            ctx.require_site_admin()
        elif self not in (Who.ANYBODY, Who.VIEWER, Who.EXPORTER):
            ctx.require_actor()


@dataclass(frozen=True, slots=True)
class Call:
    """A request, as a handler sees it."""

    request: Request
    ctx: Context
    sent: object
    """The object or the array in the body."""

    def __getitem__(self, name: str) -> str:
        """Returns a part of the path by its name."""
        part: str = self.request.path_params[name]
        return part

    def body(self) -> Mapping[str, object]:
        """Returns the object that was sent. Raises BadInputError for an array."""
        return body.as_object(self.sent)


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the route table."""

    method: str
    path: str
    handler: Handler
    who: Who
    manner: Manner
    streams: bool = False
    """Whether the handler reads the body itself, piece by piece."""
    credentials: Credentials = USUAL


def route_of(path: str, rows: Sequence[Row]) -> Route:
    """Returns the route of all methods of one path, in any letter case, `/` at the end or not."""
    by_method = {row.method: row for row in rows}

    async def endpoint(request: Request) -> Response:
        if is_switched_off(request):
            return PlainTextResponse(SWITCHED_OFF, 403)
        method = "GET" if request.method == "HEAD" else request.method
        row = by_method.get(method)
        if row is None:
            return _of_no_row(request, by_method)
        response = await _answered(request, row)
        return _without_body(response) if request.method == "HEAD" else response

    route = Route(path, endpoint)
    route.methods = None  # the endpoint refuses the others itself, in JSON
    pattern = route.path_regex.pattern.removesuffix("$") + "/?$"
    route.path_regex = re.compile(pattern, re.IGNORECASE)
    return route


def _without_body(response: Response) -> Response:
    if isinstance(response, StreamingResponse):
        return Response(status_code=response.status_code, headers=dict(response.headers))
    response.body = b""
    return response


def is_switched_off(request: Request) -> bool:
    settings = services_of(request).settings
    return not settings.with_api and request.url.path.lower().startswith("/api")


def _of_no_row(request: Request, by_method: Mapping[str, Row]) -> Response:
    if not by_method:
        return errors.of_status(404, "There is no such route.")
    allowed = [name for each in by_method for name in _answers_to(each)]
    if request.method != "OPTIONS":
        headers = {"Allow": ", ".join(["OPTIONS", *allowed])}
        return errors.of_status(405, "This route does not take this method.", headers)
    if not request.url.path.lower().startswith("/api"):
        return nothing()
    told = ", ".join(allowed)
    return PlainTextResponse(told, headers={"Allow": told})


def _answers_to(method: str) -> tuple[str, ...]:
    return ("GET", "HEAD") if method == "GET" else (method,)


async def _answered(request: Request, row: Row) -> Response:
    try:
        ctx = await row.credentials.context(request)
        row.who.admit(ctx)
        ctx = replace(ctx, writes=row.method != "GET")
        sent: object = {}
        if not row.streams:
            sent = body.parse(content_type(request), await read_body(request))
        return await row.handler(Call(request, ctx, sent))
    except ClientDisconnect:
        return nothing(400)  # nobody is there to read it
    except Exception as error:  # noqa: BLE001, `answer_to` logs what nobody foresaw
        last = next(reversed(request.path_params.values()), "")
        asked_id = request.path_params.get(row.manner.asked, last)
        as_wekan = services_of(request).settings.rest_errors == "wekan"
        return errors.answer_to(error, row.manner, asked_id, as_wekan=as_wekan)
