"""Comments on a card."""

from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.reading import documents
from schema.fields import derived, document_type, inside, many, one, stored
from schema.users import User

if TYPE_CHECKING:
    from schema.cards import Card


@document_type(documents.GivenReaction, description="An emoji that people gave a comment.")
class Reaction:
    emoji: str = derived("code", by=lambda given: unescape(given.code))
    code: str = stored(description="The HTML entity that Wekan stores.")
    count: int = derived("user_ids", by=lambda given: len(given.user_ids))
    users: list[User] = many("user_ids", description="Who gave it.")


@document_type(documents.Comment, description="What a person wrote on a card.")
class Comment:
    id: strawberry.ID = stored()
    text: str = stored(description="As it was typed; Wekan's page cleans HTML when it shows it.")
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    author: User | None = one("author_id", description="Null if the account is gone.")
    parent: Annotated["Comment", strawberry.lazy("schema.comments")] | None = one(
        "parent_id", description="The comment that this one answers."
    )
    reactions: list[Reaction] = inside(whole=True)
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one("card_id")
