"""What a person is told of, and what they watch."""

import strawberry

from domain import trays, watching
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import notifications as types


@strawberry.type
class NotificationMutations:
    @mutation("Marks notifications in the caller's tray as read, or as unread.")
    async def mark_notifications(
        self, info: Asked, input: types.MarkNotificationsInput
    ) -> types.MarkNotificationsPayload:
        ctx = context_of(info)
        await trays.mark(ctx, input.activity_ids, read=input.read)
        own = by_id(ctx.require_actor().user_id)
        return payload(types.MarkNotificationsPayload, tray=own)

    @mutation("Takes notifications out of the caller's tray.")
    async def delete_notifications(
        self, info: Asked, input: types.DeleteNotificationsInput
    ) -> types.DeleteNotificationsPayload:
        ctx = context_of(info)
        await trays.delete(ctx, input.activity_ids)
        own = by_id(ctx.require_actor().user_id)
        return payload(types.DeleteNotificationsPayload, tray=own)

    @mutation("Says how much of a board the caller is told.")
    async def watch_board(
        self, info: Asked, input: types.WatchBoardInput
    ) -> types.WatchBoardPayload:
        await watching.watch_board(context_of(info), input.id, input.level)
        return payload(types.WatchBoardPayload, board=by_id(input.id))

    @mutation("Says whether the caller is told of what happens in a list.")
    async def watch_list(self, info: Asked, input: types.WatchListInput) -> types.WatchListPayload:
        await watching.watch_list(context_of(info), input.id, watching=input.watching)
        return payload(types.WatchListPayload, list=by_id(input.id))

    @mutation("Says whether the caller is told of what happens to a card.")
    async def watch_card(self, info: Asked, input: types.WatchCardInput) -> types.WatchCardPayload:
        await watching.watch_card(context_of(info), input.id, watching=input.watching)
        return payload(types.WatchCardPayload, card=by_id(input.id))
