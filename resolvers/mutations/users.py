"""Accounts, for site admins."""

import strawberry

from domain import users
from domain.creation import NewUser
from resolvers.asking import Asked, Wanted, by_id, context_of, payload
from resolvers.roots import mutation
from schema import accounts as account_types


@strawberry.type
class UserMutations:
    @mutation("Makes an account for somebody. For site admins.")
    async def create_user(
        self, info: Asked, input: account_types.CreateUserInput
    ) -> account_types.CreateUserPayload:
        new = NewUser(input.username, input.email, input.password)
        user = await users.create_user(context_of(info), new)
        return payload(account_types.CreateUserPayload, user=by_id(user.id))

    @mutation("Lets somebody log in again. For site admins.")
    async def enable_user(
        self, info: Asked, input: account_types.EnableUserInput
    ) -> account_types.EnableUserPayload:
        await users.enable(context_of(info), input.id)
        return payload(account_types.EnableUserPayload, user=by_id(input.id))

    @mutation("Keeps somebody from logging in and ends their logins. For site admins.")
    async def disable_user(
        self, info: Asked, input: account_types.DisableUserInput
    ) -> account_types.DisableUserPayload:
        await users.disable(context_of(info), input.id)
        return payload(account_types.DisableUserPayload, user=by_id(input.id))

    @mutation("Takes over the boards that somebody is board admin of. For site admins.")
    async def take_ownership(
        self, info: Asked, input: account_types.TakeOwnershipInput
    ) -> account_types.TakeOwnershipPayload:
        taken = await users.take_ownership(context_of(info), input.id)
        wanted = Wanted.by_ids([board.id for board in taken])
        return payload(account_types.TakeOwnershipPayload, boards=wanted)

    @mutation("Deletes an account and takes the person off boards and cards. For admins.")
    async def delete_user(
        self, info: Asked, input: account_types.DeleteUserInput
    ) -> account_types.DeleteUserPayload:
        await users.delete(context_of(info), input.id)
        return payload(account_types.DeleteUserPayload, deleted_user_id=input.id)
