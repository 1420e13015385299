"""/users/*: login, registration, logout. Their failures always have true statuses.

Source: Wekan's server/apiAuthRoutes.js, texts included.
"""

from starlette.responses import Response

from domain import accounts
from domain.errors import (
    BadInputError,
    DuplicateUserError,
    LoginFailedError,
    RateLimitedError,
    RegistrationDisabledError,
)
from domain.tokens import IssuedToken
from rest.body import check
from rest.door import Call
from rest.errors import MatchError, RefusedError
from rest.present import answer
from rest.users import in_wekans_words
from web.errors import headers_of


async def login(call: Call) -> Response:
    try:
        given = _credentials(call.sent)
        issued = await accounts.login(
            call.ctx,
            username=given.get("username"),
            email=given.get("email"),
            password=given["password"],
        )
    except MatchError as error:
        raise _refused(401, error.message, error.message) from None
    except LoginFailedError as error:
        raise _refused(401, "login-failed", error.message) from None
    except RateLimitedError as error:
        told = {"error": "too-many-requests", "reason": error.message}
        raise RefusedError(429, told, headers_of(error)) from None
    return answer({"id": issued.user_id, **_token(issued)})


def _credentials(body: object) -> dict[str, str]:
    name = "email" if isinstance(body, dict) and body.get("email") else "username"
    given = check(body, [name, "password"], ["code"])
    if given.get("code") == "":
        raise MatchError("code", "Failed Match.Where validation in field code")
    return given


async def register(call: Call) -> Response:
    try:
        await accounts.require_open_registration(call.ctx)
        given = check(call.sent, ["password"], ["username", "email"])
        issued = await accounts.register(
            call.ctx,
            username=given.get("username"),
            email=given.get("email"),
            password=given["password"],
        )
    except RegistrationDisabledError:
        raise RefusedError(403, None) from None
    except DuplicateUserError as error:
        raise _refused(400, 403, error.message) from None
    except MatchError as error:
        raise _refused(400, error.message, error.message) from None
    except BadInputError as error:
        told = in_wekans_words(error)
        raise _refused(400, 400 if told is error else told.message, told.message) from None
    return answer({**_token(issued), "id": issued.user_id})


async def logout(call: Call) -> Response:
    everywhere = _is_true(call.body().get("all"))
    if call.ctx.actor is None:
        told = (
            "You must be logged in to log out. Send your token as an Authorization: Bearer header."
        )
        raise _refused(401, "unauthorized", told)
    await accounts.logout(call.ctx, everywhere=everywhere)
    if everywhere:
        return answer({"message": "All login tokens have been invalidated."})
    return answer({"message": "You've been logged out!"})


def _is_true(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in ("true", "1", "yes")
    return value is True or (value == 1 and not isinstance(value, bool))


def _token(issued: IssuedToken) -> dict[str, object]:
    return {"token": issued.token, "tokenExpires": issued.token_expires}


def _refused(status: int, error: str | int, reason: str) -> RefusedError:
    return RefusedError(status, {"error": error, "reason": reason})
