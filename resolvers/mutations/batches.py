"""Many changes of cards in one request."""

import strawberry

from domain import batch
from resolvers.asking import Asked, Wanted, context_of, payload
from resolvers.roots import mutation
from schema.batches import BatchInput, BatchPayload


@strawberry.type
class BatchMutations:
    @mutation(
        "Makes many changes of cards, all or none. An error says by `extensions.index` which of "
        "them was refused."
    )
    async def batch(self, info: Asked, input: BatchInput) -> BatchPayload:
        done = await batch.run(context_of(info), [each.change() for each in input.changes])
        ids = [card.id for card in done]
        return payload(BatchPayload, card_ids=ids, cards=Wanted.by_ids(ids))
