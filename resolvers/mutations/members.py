"""Who is on a board."""

import strawberry

from domain import invitations, members
from domain.roles import flags_of
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import members as types


@strawberry.type
class MemberMutations:
    @mutation("Puts a person on a board, or back on it. For board admins.")
    async def add_board_member(
        self, info: Asked, input: types.AddBoardMemberInput
    ) -> types.AddBoardMemberPayload:
        flags = flags_of(input.role)
        await members.add(context_of(info), input.board_id, input.user_id, flags)
        return payload(types.AddBoardMemberPayload, board=by_id(input.board_id))

    @mutation("Takes a person off a board and off its cards. For board admins.")
    async def remove_board_member(
        self, info: Asked, input: types.RemoveBoardMemberInput
    ) -> types.RemoveBoardMemberPayload:
        await members.remove(context_of(info), input.board_id, input.user_id)
        return payload(types.RemoveBoardMemberPayload, board=by_id(input.board_id))

    @mutation("Gives a member another role; nobody ends being admin themselves. For board admins.")
    async def set_board_member_role(
        self, info: Asked, input: types.SetBoardMemberRoleInput
    ) -> types.SetBoardMemberRolePayload:
        flags = flags_of(input.role)
        await members.set_flags(context_of(info), input.board_id, input.user_id, flags)
        return payload(types.SetBoardMemberRolePayload, board=by_id(input.board_id))

    @mutation("Takes the caller off a board, or declines an invitation to it.")
    async def leave_board(
        self, info: Asked, input: types.LeaveBoardInput
    ) -> types.LeaveBoardPayload:
        await members.leave(context_of(info), input.board_id)
        return payload(types.LeaveBoardPayload, left_board_id=input.board_id)

    @mutation("Puts a person on a board whom the site's rules let the caller invite.")
    async def invite_to_board(
        self, info: Asked, input: types.InviteToBoardInput
    ) -> types.InviteToBoardPayload:
        await invitations.invite(context_of(info), input.board_id, input.user)
        return payload(types.InviteToBoardPayload, board=by_id(input.board_id))

    @mutation("Accepts an invitation to a board.")
    async def accept_invitation(
        self, info: Asked, input: types.AcceptInvitationInput
    ) -> types.AcceptInvitationPayload:
        await invitations.accept(context_of(info), input.board_id)
        return payload(types.AcceptInvitationPayload, board=by_id(input.board_id))
