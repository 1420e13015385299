"""Checklists of cards, and their items."""

import strawberry

from domain import checklist_items, checklists
from domain.checklist_items import ItemChange
from domain.checklists import ChecklistChange, NewChecklist
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import checklist_changes as types
from schema.inputs import given


@strawberry.type
class ChecklistMutations:
    @mutation("Makes a checklist, with items if some are given. For roles that may write.")
    async def create_checklist(
        self, info: Asked, input: types.CreateChecklistInput
    ) -> types.CreateChecklistPayload:
        made = await checklists.create(context_of(info), given(input, NewChecklist))
        return payload(types.CreateChecklistPayload, checklist=by_id(made.id))

    @mutation("Changes a checklist. For roles that may write.")
    async def update_checklist(
        self, info: Asked, input: types.UpdateChecklistInput
    ) -> types.UpdateChecklistPayload:
        await checklists.update(context_of(info), input.id, given(input, ChecklistChange))
        return payload(types.UpdateChecklistPayload, checklist=by_id(input.id))

    @mutation("Hangs a checklist on another card. For roles that may write, on both cards.")
    async def move_checklist(
        self, info: Asked, input: types.MoveChecklistInput
    ) -> types.MoveChecklistPayload:
        await checklists.move(context_of(info), input.id, input.card_id, input.sort)
        return payload(types.MoveChecklistPayload, checklist=by_id(input.id))

    @mutation("Deletes a checklist and its items. For roles that may write.")
    async def delete_checklist(
        self, info: Asked, input: types.DeleteChecklistInput
    ) -> types.DeleteChecklistPayload:
        card = await checklists.delete(context_of(info), input.id)
        gone = types.DeleteChecklistPayload
        return payload(gone, deleted_checklist_id=input.id, card=by_id(card.id))

    @mutation("Makes an item of a checklist. For roles that may write.")
    async def create_checklist_item(
        self, info: Asked, input: types.CreateChecklistItemInput
    ) -> types.CreateChecklistItemPayload:
        ctx = context_of(info)
        made = await checklist_items.create(ctx, input.checklist_id, input.title, input.sort)
        return payload(types.CreateChecklistItemPayload, item=by_id(made.id))

    @mutation("Changes an item of a checklist, or ticks it. For roles that may write.")
    async def update_checklist_item(
        self, info: Asked, input: types.UpdateChecklistItemInput
    ) -> types.UpdateChecklistItemPayload:
        await checklist_items.update(context_of(info), input.id, given(input, ItemChange))
        return payload(types.UpdateChecklistItemPayload, item=by_id(input.id))

    @mutation("Puts an item into another checklist. For roles that may write, on both cards.")
    async def move_checklist_item(
        self, info: Asked, input: types.MoveChecklistItemInput
    ) -> types.MoveChecklistItemPayload:
        await checklist_items.move(context_of(info), input.id, input.checklist_id, input.sort)
        return payload(types.MoveChecklistItemPayload, item=by_id(input.id))

    @mutation("Deletes an item of a checklist. For roles that may write.")
    async def delete_checklist_item(
        self, info: Asked, input: types.DeleteChecklistItemInput
    ) -> types.DeleteChecklistItemPayload:
        checklist_id = await checklist_items.delete(context_of(info), input.id)
        gone = types.DeleteChecklistItemPayload
        return payload(gone, deleted_item_id=input.id, checklist=by_id(checklist_id))
