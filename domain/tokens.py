"""Login tokens as Wekan keeps them, and the short-lived access tokens that stand on one.

A login token is stored in the user's document as the base64 SHA-256 of its text, so one
issued here works in Wekan and the other way round. An access token is a JWT that names the
person and the login token behind it (by a hash of the stored hash); it is worth nothing
once that login token is gone, so logout, disabling and a new password end it at once.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from domain.context import Actor, Context, Services
from store.documents import Credentials, LoginToken, Session
from store.ids import new_login_token
from store.keys import stored_signing_key
from store.match import IS_LIST, MISSING, all_of, one_of, where
from store.mongo import Modifier
from store.sessions import session_of

_ALGORITHM = "HS256"
_LONGEST = 4096
"""No token of ours or of Wekan's is nearly as long; what is, is not looked up."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """What a login hands out, once: the login token and an access token, each with its end."""

    user_id: str
    token: str
    token_expires: datetime
    access_token: str
    access_token_expires: datetime


def hash_token(token: str) -> str:
    """Returns what is stored for `token`."""
    return base64.b64encode(hashlib.sha256(token.encode("utf-8", "replace")).digest()).decode()


def lifetime(services: Services) -> timedelta:
    return timedelta(days=services.settings.login_expiration_days)


async def issue(ctx: Context, user_id: str) -> IssuedToken:
    """Stores a new login token of a person, and returns it with an access token."""
    token, now = new_login_token(), ctx.now()
    await _add(ctx, user_id, LoginToken(when=now, hashed=hash_token(token)))
    expires = now + lifetime(ctx.services)
    access_token, access_expires = await issue_access_token(
        ctx, user_id, hash_token(token), not_after=expires
    )
    return IssuedToken(user_id, token, expires, access_token, access_expires)


async def _add(ctx: Context, user_id: str, token: LoginToken) -> None:
    now, added = token.when, [token]
    person = where(Credentials, id=user_id)
    can_add = one_of(where(Credentials, tokens=MISSING), where(Credentials, tokens=IS_LIST))
    change = Modifier(push={"tokens": added}, set={"modified_at": now})
    if not await ctx.store.update(Credentials, all_of(person, can_add), change):
        # Data edited by hand may have something else there, which takes no element.
        change = Modifier(set={"tokens": added, "modified_at": now})
        await ctx.store.update(Credentials, person, change)


async def issue_access_token(
    ctx: Context, user_id: str, hashed: str, *, not_after: datetime
) -> tuple[str, datetime]:
    """Returns an access token that stands on the login token with the given stored hash."""
    now = ctx.now()
    expires = min(now + timedelta(seconds=ctx.settings.access_token_seconds), not_after)
    expires = expires.replace(microsecond=0)
    claims = {"sub": user_id, "sid": session_id(hashed), "iat": int(now.timestamp())}
    claims["exp"] = int(expires.timestamp())
    key = await signing_key(ctx.services)
    return jwt.encode(claims, key, algorithm=_ALGORITHM), expires


def session_id(hashed: str) -> str:
    """Returns the name of a login session: it tells nothing of the token or its hash."""
    return base64.urlsafe_b64encode(
        hashlib.sha256(b"wekan-graphql session " + hashed.encode()).digest()
    ).decode()[:32]


async def actor_of(services: Services, token: str) -> Actor | None:
    """Returns whom a login or access token belongs to.

    None for a token that is unknown, malformed, expired, or of a disabled person; nobody is
    told which.
    """
    if not token or len(token) > _LONGEST:
        return None
    if token.count(".") == 2:
        return await _actor_of_access_token(services, token)
    hashed = hash_token(token)
    return _accept(services, await session_of(services.store, hashed), hashed)


async def _actor_of_access_token(services: Services, token: str) -> Actor | None:
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            await signing_key(services),
            algorithms=[_ALGORITHM],
            options={"require": ["sub", "sid", "exp", "iat"], "verify_iat": False},
        )
    except jwt.InvalidTokenError:
        return None
    return await actor_of_session(services, str(claims["sub"]), str(claims["sid"]))


async def actor_of_session(services: Services, user_id: str, session: str) -> Actor | None:
    """Returns the person, as long as the login that `session_id` named this way holds."""
    found = await services.store.find(Session, id=user_id)
    for stored in found.tokens if found else ():
        if stored.hashed and session_id(stored.hashed) == session:
            return _accept(services, found, stored.hashed)
    return None


def _accept(services: Services, session: Session | None, hashed: str) -> Actor | None:
    if session is None or session.login_disabled:
        return None
    for stored in session.tokens:
        if stored.hashed == hashed:
            return None if _is_expired(services, stored) else _actor(session, hashed)
    return None


async def actor_named(services: Services, username: str) -> Actor | None:
    """Returns a person as if they were logged in: for the operator, who needs no token."""
    session = await services.store.find(Session, username=username)
    return _actor(session, hashed="") if session else None


def _actor(session: Session, hashed: str) -> Actor:
    return Actor(
        user_id=session.id,
        username=session.username,
        is_admin=session.is_admin,
        hashed_token=hashed,
        org_ids=frozenset(each.org_id for each in session.orgs if each.org_id),
        team_ids=frozenset(each.team_id for each in session.teams if each.team_id),
        email_domains=frozenset(_domains_of(session)),
    )


def _domains_of(session: Session) -> list[str]:
    return [
        each.address.rpartition("@")[2].strip().lower()
        for each in session.emails
        if "@" in each.address
    ]


def _is_expired(services: Services, token: LoginToken) -> bool:
    # A token without a date never expires in Wekan either: its sweep compares dates.
    return token.when is not None and token.when + lifetime(services) <= services.clock()


async def token_expires(ctx: Context, actor: Actor) -> datetime:
    """Returns when the login token behind a request expires."""
    credentials = await ctx.store.find(Credentials, id=actor.user_id)
    for stored in credentials.tokens if credentials else ():
        if stored.hashed == actor.hashed_token and stored.when is not None:
            return stored.when + lifetime(ctx.services)
    return ctx.now() + lifetime(ctx.services)


async def signing_key(services: Services) -> str:
    """Returns what signs our tokens."""
    if services.settings.jwt_secret is not None:
        return services.settings.jwt_secret
    return await stored_signing_key(services.store, secrets.token_urlsafe(48))
