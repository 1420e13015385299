"""How a request proves who sends it. Most routes take a bearer token; files and exports take, as
in Wekan, some others too.

A token in a cookie is taken only where nothing is changed: a browser sends cookies unasked.
"""

from dataclasses import dataclass, replace

from starlette.requests import Request

from domain.context import Context, Door
from rest.errors import RefusedError
from web.requests import bearer_token, context_of

_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Credentials:
    """The places where a token may be, beside the `Authorization` header."""

    query: str = "access_token"
    query_rules: bool = False
    """Whether a token in the query comes first, and must then be good."""
    headers: bool = False
    """Whether `X-Auth-Token` is read, and `X-User-Id` with it."""
    cookies: bool = False

    async def context(self, request: Request) -> Context:
        """Returns the context of a request. Raises RefusedError for a token that must be good."""
        asked = request.query_params.get(self.query)
        if self.query_rules and asked:
            return await _context_of_good(request, asked)
        token = bearer_token(request) or asked
        if token or not self.headers:
            return await context_of(request, Door.REST, token)
        return await self._by_headers(request)

    async def _by_headers(self, request: Request) -> Context:
        token = request.headers.get("x-auth-token")
        named = request.headers.get("x-user-id")
        if not token and self.cookies:
            token = request.cookies.get("meteor_login_token") or request.cookies.get(
                "wekan_login_token"
            )
        ctx = await context_of(request, Door.REST, token)
        if ctx.actor is not None and named not in (None, ctx.actor.user_id):
            return replace(ctx, actor=None)  # the two must belong together
        return ctx


async def _context_of_good(request: Request, token: str) -> Context:
    if len(token) > _LONGEST:
        raise RefusedError(400, {"error": "Invalid token"})
    ctx = await context_of(request, Door.REST, token)
    if ctx.actor is None:
        raise RefusedError(401, {"error": "Invalid token"})
    return ctx


USUAL = Credentials()
ATTACHMENTS = Credentials(headers=True)
EXPORTS = Credentials("authToken", query_rules=True)
FILES = Credentials("authToken", headers=True, cookies=True)
