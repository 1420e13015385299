"""The root fields of mutations: each takes one input, calls one verb, names what to return."""

from typing import Any

import strawberry

from domain import accounts, boards, cards, lists, queries, swimlanes, tokens, users
from domain.boards import NewBoard
from domain.changes import CardChange, NewCard
from domain.context import Context
from domain.creation import NewUser
from domain.tokens import IssuedToken
from resolvers.asking import Asked, Wanted, context_of, payload
from resolvers.roots import mutation
from schema import accounts as account_types
from schema import boards as board_types
from schema import card_changes as card_types
from schema import lists as list_types
from schema import swimlanes as swimlane_types
from schema.inputs import given


def _by_id(wanted_id: str) -> Wanted:
    return Wanted(queries.by_id(wanted_id))


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


@strawberry.type
class UserMutations:
    @mutation("Makes an account for somebody. For site admins.")
    async def create_user(
        self, info: Asked, input: account_types.CreateUserInput
    ) -> account_types.CreateUserPayload:
        new = NewUser(input.username, input.email, input.password)
        user = await users.create_user(context_of(info), new)
        return payload(account_types.CreateUserPayload, user=_by_id(user.id))

    @mutation("Lets somebody log in again. For site admins.")
    async def enable_user(
        self, info: Asked, input: account_types.EnableUserInput
    ) -> account_types.EnableUserPayload:
        await users.enable(context_of(info), input.id)
        return payload(account_types.EnableUserPayload, user=_by_id(input.id))

    @mutation("Keeps somebody from logging in and ends their logins. For site admins.")
    async def disable_user(
        self, info: Asked, input: account_types.DisableUserInput
    ) -> account_types.DisableUserPayload:
        await users.disable(context_of(info), input.id)
        return payload(account_types.DisableUserPayload, user=_by_id(input.id))

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


@strawberry.type
class BoardMutations:
    @mutation("Makes a board with one swimlane; the caller is its admin.")
    async def create_board(
        self, info: Asked, input: board_types.CreateBoardInput
    ) -> board_types.CreateBoardPayload:
        new = given(input, NewBoard, permission=input.permission.value)
        made = await boards.create(context_of(info), new)
        return payload(board_types.CreateBoardPayload, board=_by_id(made.board.id))

    @mutation("Makes a swimlane.")
    async def create_swimlane(
        self, info: Asked, input: swimlane_types.CreateSwimlaneInput
    ) -> swimlane_types.CreateSwimlanePayload:
        made = await swimlanes.create(context_of(info), input.board_id, input.title, input.sort)
        return payload(swimlane_types.CreateSwimlanePayload, swimlane=_by_id(made.id))

    @mutation("Makes a list at the right end of a board.")
    async def create_list(
        self, info: Asked, input: list_types.CreateListInput
    ) -> list_types.CreateListPayload:
        made = await lists.create(context_of(info), input.board_id, input.title, input.swimlane_id)
        return payload(list_types.CreateListPayload, list=_by_id(made.id))


@strawberry.type
class CardMutations:
    @mutation("Makes a card.")
    async def create_card(
        self, info: Asked, input: card_types.CreateCardInput
    ) -> card_types.CreateCardPayload:
        new = given(input, NewCard, content=given(input, CardChange))
        made = await cards.create(context_of(info), new)
        return payload(card_types.CreateCardPayload, card=_by_id(made.id))

    @mutation("Changes a card, or moves it.")
    async def update_card(
        self, info: Asked, input: card_types.UpdateCardInput
    ) -> card_types.UpdateCardPayload:
        changed = await cards.update(context_of(info), input.id, given(input, CardChange))
        return payload(card_types.UpdateCardPayload, card=_by_id(changed.id))

    @mutation("Hides a card and its subtasks; nothing is lost.")
    async def archive_card(
        self, info: Asked, input: card_types.ArchiveCardInput
    ) -> card_types.ArchiveCardPayload:
        card = await cards.archive(context_of(info), input.id)
        return payload(card_types.ArchiveCardPayload, card=_by_id(card.id))

    @mutation("Shows an archived card and its subtasks again.")
    async def restore_card(
        self, info: Asked, input: card_types.RestoreCardInput
    ) -> card_types.RestoreCardPayload:
        card = await cards.restore(context_of(info), input.id)
        return payload(card_types.RestoreCardPayload, card=_by_id(card.id))

    @mutation("Deletes a card with all that hangs on it, for good.")
    async def delete_card(
        self, info: Asked, input: card_types.DeleteCardInput
    ) -> card_types.DeleteCardPayload:
        await cards.delete(context_of(info), input.id)
        return payload(card_types.DeleteCardPayload, deleted_card_id=input.id)


@strawberry.type
class Mutation(AccountMutations, UserMutations, BoardMutations, CardMutations):
    """All of them; grouped by noun above."""
