"""Logging in and out."""

from typing import Any

import strawberry

from domain import accounts, queries, tokens
from domain.context import Context
from domain.tokens import IssuedToken
from resolvers.asking import Asked, Wanted, context_of, payload
from resolvers.roots import mutation
from schema import accounts as account_types


async def _issued(ctx: Context, issued: IssuedToken) -> dict[str, Any]:
    """The person is shown as they themselves see it: from here on they are logged in."""
    reader = await tokens.actor_of(ctx.services, issued.token)
    return {
        "user": Wanted(queries.by_id(issued.user_id), reader=reader),
        "token": issued.token,
        "token_expires": issued.token_expires,
        "access_token": issued.access_token,
        "access_token_expires": issued.access_token_expires,
    }


@strawberry.type
class AccountMutations:
    @mutation("Makes an account and logs in. The first becomes site admin.")
    async def register(
        self, info: Asked, input: account_types.RegisterInput
    ) -> account_types.RegisterPayload:
        ctx = context_of(info)
        issued = await accounts.register(
            ctx, username=input.username, email=input.email, password=input.password
        )
        return payload(account_types.RegisterPayload, **await _issued(ctx, issued))

    @mutation("Exchanges a name and a password for tokens.")
    async def login(
        self, info: Asked, input: account_types.LoginInput
    ) -> account_types.LoginPayload:
        ctx = context_of(info)
        issued = await accounts.login(
            ctx, username=input.username, email=input.email, password=input.password
        )
        return payload(account_types.LoginPayload, **await _issued(ctx, issued))

    @mutation("Ends the login that the request stands on, or all of them.")
    async def logout(
        self, info: Asked, input: account_types.LogoutInput
    ) -> account_types.LogoutPayload:
        await accounts.logout(context_of(info), everywhere=input.everywhere)
        return payload(account_types.LogoutPayload, ok=True)

    @mutation("A new access token for a login that still holds.")
    async def refresh_access_token(
        self, info: Asked, input: account_types.RefreshAccessTokenInput
    ) -> account_types.RefreshAccessTokenPayload:
        issued = await accounts.refresh_access_token(context_of(info), input.token)
        return payload(
            account_types.RefreshAccessTokenPayload,
            access_token=issued.access_token,
            access_token_expires=issued.access_token_expires,
        )
