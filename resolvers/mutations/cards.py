"""Cards."""

import strawberry

from domain import cards
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import card_changes as card_types


@strawberry.type
class CardMutations:
    @mutation("Makes a card.")
    async def create_card(
        self, info: Asked, input: card_types.CreateCardInput
    ) -> card_types.CreateCardPayload:
        made = await cards.create(context_of(info), input.new())
        return payload(card_types.CreateCardPayload, card=by_id(made.id))

    @mutation("Changes a card, or moves it.")
    async def update_card(
        self, info: Asked, input: card_types.UpdateCardInput
    ) -> card_types.UpdateCardPayload:
        changed = await cards.update(
            context_of(info), input.id, input.change(), input.if_modified_at
        )
        return payload(card_types.UpdateCardPayload, card=by_id(changed.id))

    @mutation("Hides a card and its subtasks; nothing is lost.")
    async def archive_card(
        self, info: Asked, input: card_types.ArchiveCardInput
    ) -> card_types.ArchiveCardPayload:
        card = await cards.archive(context_of(info), input.id, input.if_modified_at)
        return payload(card_types.ArchiveCardPayload, card=by_id(card.id))

    @mutation("Shows an archived card and its subtasks again.")
    async def restore_card(
        self, info: Asked, input: card_types.RestoreCardInput
    ) -> card_types.RestoreCardPayload:
        card = await cards.restore(context_of(info), input.id, input.if_modified_at)
        return payload(card_types.RestoreCardPayload, card=by_id(card.id))

    @mutation("Deletes a card with all that hangs on it, for good.")
    async def delete_card(
        self, info: Asked, input: card_types.DeleteCardInput
    ) -> card_types.DeleteCardPayload:
        await cards.delete(context_of(info), input.id, input.if_modified_at)
        return payload(card_types.DeleteCardPayload, deleted_card_id=input.id)
