"""Signed links: they let one file in or out, for a short time, without any other token.

A link names the person who asked for it and the login they had. It is worth nothing once that
login is gone, and whoever follows it may do what that person then may do, no more. As
access tokens do, it stands on our signing key; its audience keeps each kind to its own use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jwt

from domain import tokens
from domain.context import Context
from domain.errors import BadInputError, UnauthenticatedError

UPLOAD = "upload"
DOWNLOAD = "download"
EXPORT = "export"
_ALGORITHM = "HS256"
_AUDIENCE = "wekan-graphql/files/"
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    expires: datetime


async def signed(ctx: Context, use: str, told: Mapping[str, Any]) -> Link:
    """Returns a link for one use, which the claims `told` belong to. Anonymous people get one
    too: for what everybody may see."""
    expires = ctx.now() + timedelta(seconds=ctx.settings.file_link_seconds)
    claims: dict[str, Any] = {"aud": _AUDIENCE + use, "exp": int(expires.timestamp()), **told}
    if ctx.actor is not None:
        claims["sub"] = ctx.actor.user_id
        claims["sid"] = tokens.session_id(ctx.actor.hashed_token)
    token = jwt.encode(claims, await tokens.signing_key(ctx.services), algorithm=_ALGORITHM)
    url = f"{ctx.settings.root_url}/files/{use}?{urlencode({'token': token})}"
    if len(token) > _LONGEST:
        raise BadInputError("input", "This is too long for a link.")
    return Link(url, expires.replace(microsecond=0))


async def followed(ctx: Context, use: str, token: str) -> tuple[Context, Mapping[str, Any]]:
    """Returns the context of whoever asked for the link, and what it was signed with.

    Raises UnauthenticatedError for one that is unknown, expired, or for another use.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token[: _LONGEST + 1],
            await tokens.signing_key(ctx.services),
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE + use,
            options={"require": ["exp", "aud"]},
        )
    except jwt.InvalidTokenError:
        raise UnauthenticatedError("This link does not hold, or no longer.") from None
    if "sub" not in claims:
        return replace(ctx, actor=None), claims
    actor = await tokens.actor_of_session(ctx.services, str(claims["sub"]), str(claims["sid"]))
    if actor is None:
        raise UnauthenticatedError("This link does not hold, or no longer.")
    return replace(ctx, actor=actor), claims
