"""What single actions on cards take: labels, people, values, dependencies, votes, poker."""

from datetime import datetime

import strawberry

from domain.ballots import PokerCard, VoteAnswer
from schema.card_parts import DependencyType
from schema.cards import Card
from schema.field_values import CustomFieldValueInput


@strawberry.type
class CardPayload:
    """What most of these answer with; no type of the schema."""

    card: Card | None


def payload_type(name: str) -> type[CardPayload]:
    """Makes the type of what a mutation answers with."""
    return strawberry.type(type(name, (CardPayload,), {}))


@strawberry.input
class AddCardLabelInput:
    card_id: strawberry.ID
    label_id: strawberry.ID


@strawberry.input
class RemoveCardLabelInput(AddCardLabelInput):
    pass


@strawberry.input
class AddCardMemberInput:
    card_id: strawberry.ID
    user_id: strawberry.ID


@strawberry.input
class RemoveCardMemberInput(AddCardMemberInput):
    pass


@strawberry.input
class AddCardAssigneeInput(AddCardMemberInput):
    pass


@strawberry.input
class RemoveCardAssigneeInput(AddCardMemberInput):
    pass


@strawberry.input
class SetCustomFieldValueInput:
    card_id: strawberry.ID
    custom_field_id: strawberry.ID
    value: CustomFieldValueInput | None = strawberry.field(
        default=None, description="Null clears the value; the field stays on the card."
    )


@strawberry.input
class CreateLinkedCardInput:
    linked_card_id: strawberry.ID = strawberry.field(
        description="The card, mostly of another board, that the new one stands for."
    )
    board_id: strawberry.ID
    list_id: strawberry.ID
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board's first swimlane."
    )
    sort: float | None = strawberry.field(
        default=None, description="By default below the other cards of the list."
    )


@strawberry.input
class CopyCardInput:
    card_id: strawberry.ID
    board_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the card's own board."
    )
    list_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the card's own list."
    )
    swimlane_id: strawberry.ID | None = strawberry.field(
        default=None, description="By default the board's first swimlane."
    )
    position: int | None = strawberry.field(
        default=None,
        description="Counted from 0, from the top of the list; by default that of the card.",
    )


@strawberry.input
class AddDependencyInput:
    card_id: strawberry.ID
    depends_on_id: strawberry.ID = strawberry.field(description="Another card of the same board.")
    type: DependencyType | None = None
    color: str | None = None
    icon: str | None = None


@strawberry.input(description="What is absent or null stays as it is.")
class UpdateDependencyInput(AddDependencyInput):
    pass


@strawberry.input
class RemoveDependencyInput:
    card_id: strawberry.ID
    depends_on_id: strawberry.ID


@strawberry.input
class CardOnlyInput:
    """What names a card and nothing else; no type of the schema."""

    card_id: strawberry.ID


@strawberry.input(description="A vote that is there already is replaced, its answers are lost.")
class SetCardVoteInput(CardOnlyInput):
    question: str
    is_public: bool = False
    allow_non_board_members: bool = False
    end: datetime | None = None


@strawberry.input
class SetCardVoteEndInput(CardOnlyInput):
    end: datetime | None = strawberry.field(default=None, description="Null: it does not end.")


@strawberry.input
class CastCardVoteInput(CardOnlyInput):
    answer: VoteAnswer | None = strawberry.field(
        default=None, description="Null takes an answer back."
    )


@strawberry.input
class RemoveCardVoteInput(CardOnlyInput):
    pass


@strawberry.input(description="A poker that is there already is replaced, its cards are lost.")
class SetCardPokerInput(CardOnlyInput):
    is_open: bool = True
    allow_non_board_members: bool = False
    end: datetime | None = None


@strawberry.input
class SetCardPokerEndInput(SetCardVoteEndInput):
    pass


@strawberry.input
class SetCardPokerEstimationInput(CardOnlyInput):
    estimation: float | None = strawberry.field(default=None, description="Null clears it.")


@strawberry.input
class CastCardPokerInput(CardOnlyInput):
    answer: PokerCard | None = strawberry.field(default=None, description="Null takes it back.")


@strawberry.input
class ReplayCardPokerInput(CardOnlyInput):
    pass


@strawberry.input
class RemoveCardPokerInput(CardOnlyInput):
    pass
