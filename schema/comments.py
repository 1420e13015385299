"""Comments on a card."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.reading import documents
from schema.fields import document_type, one, stored
from schema.users import User

if TYPE_CHECKING:
    from schema.cards import Card


@document_type(documents.Comment, description="What a person wrote on a card.")
class Comment:
    id: strawberry.ID = stored()
    text: str = stored(description="As it was typed; Wekan's page cleans HTML when it shows it.")
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    author: User | None = one("author_id", description="Null if the account is gone.")
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one("card_id")
