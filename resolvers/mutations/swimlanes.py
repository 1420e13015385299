"""Swimlanes, once they are made."""

import strawberry

from domain import swimlane_places, swimlanes
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import swimlane_changes as types


@strawberry.type
class SwimlaneMutations:
    @mutation("Changes a swimlane.")
    async def update_swimlane(
        self, info: Asked, input: types.UpdateSwimlaneInput
    ) -> types.UpdateSwimlanePayload:
        swimlane = await swimlanes.update(context_of(info), input.id, input.change())
        return payload(types.UpdateSwimlanePayload, swimlane=by_id(swimlane.id))

    @mutation("Moves a swimlane along its board, or to another board.")
    async def move_swimlane(
        self, info: Asked, input: types.MoveSwimlaneInput
    ) -> types.MoveSwimlanePayload:
        swimlane = await swimlane_places.move(context_of(info), input.id, input.to())
        return payload(types.MoveSwimlanePayload, swimlane=by_id(swimlane.id))

    @mutation("Copies a swimlane with its lists and cards.")
    async def copy_swimlane(
        self, info: Asked, input: types.CopySwimlaneInput
    ) -> types.CopySwimlanePayload:
        swimlane = await swimlane_places.copy(context_of(info), input.id, input.to())
        return payload(types.CopySwimlanePayload, swimlane=by_id(swimlane.id))

    @mutation("Hides a swimlane with its cards; nothing is lost.")
    async def archive_swimlane(
        self, info: Asked, input: types.ArchiveSwimlaneInput
    ) -> types.ArchiveSwimlanePayload:
        swimlane = await swimlanes.archive(context_of(info), input.id)
        return payload(types.ArchiveSwimlanePayload, swimlane=by_id(swimlane.id))

    @mutation("Shows an archived swimlane again, with the cards that were hidden with it.")
    async def restore_swimlane(
        self, info: Asked, input: types.RestoreSwimlaneInput
    ) -> types.RestoreSwimlanePayload:
        swimlane = await swimlanes.restore(context_of(info), input.id)
        return payload(types.RestoreSwimlanePayload, swimlane=by_id(swimlane.id))

    @mutation("Deletes a swimlane with its cards, for good.")
    async def delete_swimlane(
        self, info: Asked, input: types.DeleteSwimlaneInput
    ) -> types.DeleteSwimlanePayload:
        await swimlanes.delete(context_of(info), input.id)
        return payload(types.DeleteSwimlanePayload, deleted_swimlane_id=input.id)
