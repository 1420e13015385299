"""What is kept inside a card: dependencies, stickers, places on the map, its vote and poker."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.ballots import PokerCard, VoteAnswer
from domain.reading import documents
from schema.fields import derived, document_type, many, one, stored
from schema.users import User

if TYPE_CHECKING:
    from schema.cards import Card

strawberry.enum(VoteAnswer, description="An answer to a card's vote.")
strawberry.enum(PokerCard, description="A card of planning poker.")


class DependencyType(Enum):
    RELATED_TO = "related-to"
    BLOCKS = "blocks"
    IS_BLOCKED_BY = "is-blocked-by"
    FIXES = "fixes"
    IS_FIXED_BY = "is-fixed-by"


class Highlight(Enum):
    UNDERLINE = "underline"
    ROUND = "round"


strawberry.enum(DependencyType, description="What one card is to another that it depends on.")
strawberry.enum(Highlight, name="StickerHighlight", description="How a sticker stands out.")


@document_type(
    documents.Dependency,
    description="What a card is to another of its board. Only the first of the two keeps it.",
)
class Dependency:
    type: DependencyType = stored(show=DependencyType)
    color: str = stored(description="The color of the line between the two.")
    icon: str = stored(description="A name of Font Awesome 4.7, without its prefix.")
    card_id: strawberry.ID = stored()
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one(
        "card_id", description="The other card; null if it is gone or hidden."
    )


@document_type(documents.Sticker, description="A small picture on a card.")
class Sticker:
    icon: str = stored()
    name: str = stored()
    highlight: Highlight | None = stored(
        show=lambda value: Highlight(value) if value in ("underline", "round") else None
    )
    position: float = stored()


@document_type(documents.Location, description="A place on the map.")
class Location:
    id: strawberry.ID = stored()
    name: str = stored()
    address: str = stored()
    latitude: float | None = stored()
    longitude: float | None = stored()


@document_type(documents.Vote, description="A question that people answer with yes or no.")
class CardVote:
    question: str = stored()
    is_public: bool = stored(description="Whether Wekan's page tells who answered what.")
    allow_non_board_members: bool = stored(
        description="Whether everybody who sees the card may answer."
    )
    end: datetime | None = stored()
    positive_count: int = derived("positive_ids", by=lambda vote: len(vote.positive_ids))
    negative_count: int = derived("negative_ids", by=lambda vote: len(vote.negative_ids))
    positive: list[User] = many("positive_ids", description="Who said yes.")
    negative: list[User] = many("negative_ids", description="Who said no.")


@document_type(documents.Poker, description="Planning poker: who laid which card.")
class CardPoker:
    is_open: bool = stored(description="Whether Wekan's page shows it.")
    allow_non_board_members: bool = stored(
        description="Whether everybody who sees the card may take part."
    )
    end: datetime | None = stored()
    estimation: float | None = stored(description="What it came to.")
    one: list[User] = many("one")
    two: list[User] = many("two")
    three: list[User] = many("three")
    five: list[User] = many("five")
    eight: list[User] = many("eight")
    thirteen: list[User] = many("thirteen")
    twenty: list[User] = many("twenty")
    forty: list[User] = many("forty")
    one_hundred: list[User] = many("one_hundred")
    unsure: list[User] = many("unsure")
