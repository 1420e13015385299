"""Many changes of cards in one request."""

import strawberry

from domain import batch
from schema.card_changes import (
    ArchiveCardInput,
    CreateCardInput,
    DeleteCardInput,
    RestoreCardInput,
    UpdateCardInput,
)
from schema.cards import Card


@strawberry.input(one_of=True, description="One change of a batch: just one of these.")
class CardChangeInput:
    create: CreateCardInput | None = strawberry.UNSET
    update: UpdateCardInput | None = strawberry.field(
        default=strawberry.UNSET, description="Changes or moves a card."
    )
    archive: ArchiveCardInput | None = strawberry.UNSET
    restore: RestoreCardInput | None = strawberry.UNSET
    delete: DeleteCardInput | None = strawberry.UNSET

    def change(self) -> batch.Change:
        """Returns what the domain is asked for."""
        if self.create:
            return batch.Create(self.create.new())
        if self.update:
            return batch.Update(self.update.id, self.update.change(), self.update.if_modified_at)
        if self.archive:
            return batch.Archive(self.archive.id, True, self.archive.if_modified_at)
        if self.restore:
            return batch.Archive(self.restore.id, False, self.restore.if_modified_at)
        assert self.delete
        return batch.Delete(self.delete.id, self.delete.if_modified_at)


@strawberry.input
class BatchInput:
    changes: list[CardChangeInput] = strawberry.field(
        description=f"At most {batch.MOST}, made in this order; each card is changed once."
    )


@strawberry.type
class BatchPayload:
    card_ids: list[strawberry.ID] = strawberry.field(
        description="The card of each change, in their order."
    )
    cards: list[Card] = strawberry.field(
        description="The cards that were made or changed, by id; deleted ones are gone."
    )
