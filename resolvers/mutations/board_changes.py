"""Boards, once they are made."""

import strawberry

from domain import board_changes, board_copies, board_removal, board_shares, stars
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import board_changes as types


@strawberry.type
class BoardChangeMutations:
    @mutation("Changes a board.")
    async def update_board(
        self, info: Asked, input: types.UpdateBoardInput
    ) -> types.UpdateBoardPayload:
        await board_changes.update(context_of(info), input.id, input.change())
        return payload(types.UpdateBoardPayload, board=by_id(input.id))

    @mutation("Copies a board with all that is on it and not archived. For board admins.")
    async def copy_board(self, info: Asked, input: types.CopyBoardInput) -> types.CopyBoardPayload:
        made = await board_copies.copy(context_of(info), input.id, input.title)
        return payload(types.CopyBoardPayload, board=by_id(made.id))

    @mutation("Hides a board; nothing is lost. For board admins.")
    async def archive_board(
        self, info: Asked, input: types.ArchiveBoardInput
    ) -> types.ArchiveBoardPayload:
        await board_changes.archive(context_of(info), input.id)
        return payload(types.ArchiveBoardPayload, board=by_id(input.id))

    @mutation("Shows an archived board again. For board admins.")
    async def restore_board(
        self, info: Asked, input: types.RestoreBoardInput
    ) -> types.RestoreBoardPayload:
        await board_changes.restore(context_of(info), input.id)
        return payload(types.RestoreBoardPayload, board=by_id(input.id))

    @mutation("Deletes a board with all that is on it, for good. For board admins.")
    async def delete_board(
        self, info: Asked, input: types.DeleteBoardInput
    ) -> types.DeleteBoardPayload:
        await board_removal.delete(context_of(info), input.id)
        return payload(types.DeleteBoardPayload, deleted_board_id=input.id)

    @mutation("Puts a board among the caller's starred ones.")
    async def star_board(self, info: Asked, input: types.StarBoardInput) -> types.StarBoardPayload:
        await stars.star(context_of(info), input.id)
        return payload(types.StarBoardPayload, board=by_id(input.id))

    @mutation("Takes a board off the caller's starred ones.")
    async def unstar_board(
        self, info: Asked, input: types.UnstarBoardInput
    ) -> types.UnstarBoardPayload:
        await stars.unstar(context_of(info), input.id)
        return payload(types.UnstarBoardPayload, board=by_id(input.id))

    @mutation("Shares a board with all who have an e-mail address there. For board admins.")
    async def add_board_domain(
        self, info: Asked, input: types.AddBoardDomainInput
    ) -> types.AddBoardDomainPayload:
        await board_shares.add_domain(context_of(info), input.board_id, input.domain)
        return payload(types.AddBoardDomainPayload, board=by_id(input.board_id))

    @mutation("Ends the sharing of a board with an e-mail domain. For board admins.")
    async def remove_board_domain(
        self, info: Asked, input: types.RemoveBoardDomainInput
    ) -> types.RemoveBoardDomainPayload:
        await board_shares.remove_domain(context_of(info), input.board_id, input.domain)
        return payload(types.RemoveBoardDomainPayload, board=by_id(input.board_id))
