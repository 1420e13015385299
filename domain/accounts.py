"""Login, registration, logout: how a person gets and loses a token.

Source: Wekan's server/apiAuthRoutes.js and Meteor's accounts packages. Beyond Wekan, the
tokens of disabled people and expired tokens are refused everywhere.
"""

from datetime import timedelta
from math import ceil

from domain import passwords, tokens
from domain.context import Context
from domain.creation import NewUser, create
from domain.errors import (
    BadInputError,
    LoginFailedError,
    RateLimitedError,
    RegistrationDisabledError,
    UnauthenticatedError,
)
from domain.site import site_settings
from domain.tokens import IssuedToken
from store import attempts
from store.documents import Credentials, Email, LoginToken
from store.match import element, where
from store.mongo import Modifier


async def login(
    ctx: Context, *, username: str | None, email: str | None, password: str
) -> IssuedToken:
    """Returns new tokens for the person with this name (or address) and password.

    Both are matched exactly, as over Wekan's REST. Raises RateLimitedError before anything
    is looked at where the client is locked out, else LoginFailedError, always the same one
    and after the same work.
    """
    await _require_attempt(ctx)
    credentials = await _find(ctx, username, email)
    usable = credentials if credentials and _may_use_password(ctx, credentials) else None
    right = await passwords.verified(
        ctx,
        password,
        usable.password_hash if usable else None,
        usable.argon2_hash if usable else None,
    )
    if usable is None or not right:
        await attempts.record_failure(ctx.store, ctx.address, ctx.now(), _limits(ctx))
        raise LoginFailedError
    # Guesses that ran side by side: the lock may have come while this one was computed.
    await _require_attempt(ctx)
    await attempts.forget(ctx.store, ctx.address)
    await _renew_hash(ctx, usable, password)
    return await tokens.issue(ctx, usable.id)


async def register(
    ctx: Context, *, username: str | None, email: str | None, password: str
) -> IssuedToken:
    """Creates a person and logs them in. The first one of a database becomes site admin.

    Raises RegistrationDisabledError (read from the database each time), BadInputError,
    DuplicateUserError.
    """
    await require_open_registration(ctx)
    if not password:
        raise BadInputError("input.password", "A password is required.")
    user = await create(ctx, NewUser(username, email, password), by_admin=False)
    return await tokens.issue(ctx, user.id)


async def require_open_registration(ctx: Context) -> None:
    """Raises RegistrationDisabledError where people do not register themselves."""
    if (await site_settings(ctx)).disable_registration:
        raise RegistrationDisabledError


async def logout(ctx: Context, *, everywhere: bool = False) -> None:
    """Ends the login behind this request, or each login of this person."""
    actor = ctx.require_actor()
    now = ctx.now()
    if everywhere:
        change = Modifier(set={"tokens": [], "modified_at": now})
    else:
        own = where(LoginToken, hashed=actor.hashed_token)
        change = Modifier(pull={"tokens": own}, set={"modified_at": now})
    await ctx.store.update(Credentials, where(Credentials, id=actor.user_id), change)


async def refresh_access_token(ctx: Context, token: str | None) -> IssuedToken:
    """Returns a new access token for the login behind `token`, or behind this request.

    The login token itself is neither renewed nor shown again. Raises UnauthenticatedError.
    """
    actor = await tokens.actor_of(ctx.services, token) if token else ctx.actor
    if actor is None:
        raise UnauthenticatedError("The token is unknown or has expired. Log in again.")
    expires = await tokens.token_expires(ctx, actor)
    access_token, access_expires = await tokens.issue_access_token(
        ctx, actor.user_id, actor.hashed_token, not_after=expires
    )
    return IssuedToken(actor.user_id, "", expires, access_token, access_expires)


async def set_password(ctx: Context, user_id: str, password: str) -> None:
    """Gives a person a new password and ends all their logins.

    For site admins, and for the command line, which acts without an actor.
    """
    if ctx.actor is not None:
        ctx.require_site_admin()
    if not password:
        raise BadInputError("input.password", "A password is required.")
    stored = await passwords.hashed(ctx, password)
    fresh = {"password_hash": stored, "argon2_hash": None, "tokens": None, "reset": None}
    await ctx.store.update(
        Credentials,
        where(Credentials, id=user_id),
        Modifier(set=fresh | {"modified_at": ctx.now()}),
    )


async def _require_attempt(ctx: Context) -> None:
    now = ctx.now()
    until = await attempts.locked_until(ctx.store, ctx.address, now)
    if until is not None:
        raise RateLimitedError(max(1, ceil((until - now).total_seconds())))


def _limits(ctx: Context) -> attempts.Limits:
    settings = ctx.settings
    return attempts.Limits(
        settings.login_max_failures,
        timedelta(seconds=settings.login_failure_window_seconds),
        timedelta(seconds=settings.login_lockout_seconds),
    )


async def _find(ctx: Context, username: str | None, email: str | None) -> Credentials | None:
    if email:
        return await ctx.store.find(Credentials, emails=element(Email, address=email))
    return await ctx.store.find(Credentials, username=username) if username else None


def _may_use_password(ctx: Context, credentials: Credentials) -> bool:
    if credentials.login_disabled:
        return False
    settings = ctx.settings
    stale = credentials.authentication_method == "ldap" and settings.ldap_enable
    kept = settings.ldap_login_fallback or settings.ldap_migration_allow_password_login
    return kept or not stale


async def _renew_hash(ctx: Context, credentials: Credentials, password: str) -> None:
    stored = credentials.password_hash
    if credentials.argon2_hash is None and stored and not passwords.needs_rehash(stored):
        return
    renewed = {"password_hash": await passwords.hashed(ctx, password), "argon2_hash": None}
    await ctx.store.update(
        Credentials,
        where(Credentials, id=credentials.id, password_hash=stored),
        Modifier(set=renewed | {"modified_at": ctx.now()}),
    )
