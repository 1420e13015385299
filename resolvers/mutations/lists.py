"""Lists, once they are made."""

import strawberry

from domain import list_places, lists
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import list_changes as types


@strawberry.type
class ListMutations:
    @mutation("Changes a list.")
    async def update_list(
        self, info: Asked, input: types.UpdateListInput
    ) -> types.UpdateListPayload:
        changed = await lists.update(context_of(info), input.id, input.change())
        return payload(types.UpdateListPayload, list=by_id(changed.id))

    @mutation("Moves a list along its board, to a swimlane, or to another board.")
    async def move_list(self, info: Asked, input: types.MoveListInput) -> types.MoveListPayload:
        changed = await list_places.move(context_of(info), input.id, input.to())
        return payload(types.MoveListPayload, list=by_id(changed.id))

    @mutation("Copies a list with its cards.")
    async def copy_list(self, info: Asked, input: types.CopyListInput) -> types.CopyListPayload:
        changed = await list_places.copy(context_of(info), input.id, input.to())
        return payload(types.CopyListPayload, list=by_id(changed.id))

    @mutation("Hides a list with its cards; nothing is lost.")
    async def archive_list(
        self, info: Asked, input: types.ArchiveListInput
    ) -> types.ArchiveListPayload:
        changed = await lists.archive(context_of(info), input.id)
        return payload(types.ArchiveListPayload, list=by_id(changed.id))

    @mutation("Shows a list again that was archived or deleted.")
    async def restore_list(
        self, info: Asked, input: types.RestoreListInput
    ) -> types.RestoreListPayload:
        changed = await lists.restore(context_of(info), input.id)
        return payload(types.RestoreListPayload, list=by_id(changed.id))

    @mutation("Deletes a list with its cards; `restoreList` brings them back.")
    async def delete_list(
        self, info: Asked, input: types.DeleteListInput
    ) -> types.DeleteListPayload:
        await lists.delete(context_of(info), input.id)
        return payload(types.DeleteListPayload, deleted_list_id=input.id)
