"""Labels of boards."""

import strawberry

from domain import labels
from domain.labels import LabelChange
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import labels as label_types
from schema.inputs import given


@strawberry.type
class LabelMutations:
    @mutation("Makes a label, unless the board has just this one. For board admins.")
    async def create_label(
        self, info: Asked, input: label_types.CreateLabelInput
    ) -> label_types.CreateLabelPayload:
        made = await labels.create(context_of(info), input.board_id, input.name, input.color)
        board = by_id(input.board_id)
        return payload(label_types.CreateLabelPayload, label_id=made.id, board=board)

    @mutation("Changes a label. For board admins.")
    async def update_label(
        self, info: Asked, input: label_types.UpdateLabelInput
    ) -> label_types.UpdateLabelPayload:
        change = given(input, LabelChange)
        changed = await labels.update(context_of(info), input.board_id, input.id, change)
        board = by_id(input.board_id)
        return payload(label_types.UpdateLabelPayload, label_id=changed.id, board=board)

    @mutation("Deletes a label, and takes it off all cards. For board admins.")
    async def delete_label(
        self, info: Asked, input: label_types.DeleteLabelInput
    ) -> label_types.DeleteLabelPayload:
        await labels.delete(context_of(info), input.board_id, input.id)
        board = by_id(input.board_id)
        return payload(label_types.DeleteLabelPayload, deleted_label_id=input.id, board=board)
