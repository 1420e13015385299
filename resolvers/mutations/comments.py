"""Comments on cards, and reactions to them."""

import strawberry

from domain import comments, reactions
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import comment_changes as types


@strawberry.type
class CommentMutations:
    @mutation("Writes a comment, or an answer to one. For roles that may comment.")
    async def create_comment(
        self, info: Asked, input: types.CreateCommentInput
    ) -> types.CreateCommentPayload:
        ctx = context_of(info)
        made = await comments.create(ctx, input.card_id, input.text, input.parent_id)
        return payload(types.CreateCommentPayload, comment=by_id(made.id))

    @mutation(
        "Rewrites a comment. For its author, and for board admins unless the board has "
        "`restrictCommentEditing`."
    )
    async def update_comment(
        self, info: Asked, input: types.UpdateCommentInput
    ) -> types.UpdateCommentPayload:
        await comments.update(context_of(info), input.id, input.text)
        return payload(types.UpdateCommentPayload, comment=by_id(input.id))

    @mutation("Deletes a comment and the reactions to it. For whom `updateComment` is.")
    async def delete_comment(
        self, info: Asked, input: types.DeleteCommentInput
    ) -> types.DeleteCommentPayload:
        card = await comments.delete(context_of(info), input.id)
        gone = types.DeleteCommentPayload
        return payload(gone, deleted_comment_id=input.id, card=by_id(card.id))

    @mutation("Reacts to a comment, in the caller's own name. For roles that may comment.")
    async def add_reaction(
        self, info: Asked, input: types.AddReactionInput
    ) -> types.AddReactionPayload:
        await reactions.add(context_of(info), input.comment_id, input.emoji)
        return payload(types.AddReactionPayload, comment=by_id(input.comment_id))

    @mutation("Takes back the caller's own reaction. For roles that may comment.")
    async def remove_reaction(
        self, info: Asked, input: types.RemoveReactionInput
    ) -> types.RemoveReactionPayload:
        await reactions.remove(context_of(info), input.comment_id, input.emoji)
        return payload(types.RemoveReactionPayload, comment=by_id(input.comment_id))
