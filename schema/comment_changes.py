"""What mutations of comments and reactions take and give."""

import strawberry

from schema.cards import Card
from schema.comments import Comment


@strawberry.input
class CreateCommentInput:
    card_id: strawberry.ID
    text: str
    parent_id: strawberry.ID | None = strawberry.field(
        default=None, description="The comment of the same card that this one answers."
    )


@strawberry.input
class UpdateCommentInput:
    id: strawberry.ID
    text: str


@strawberry.input
class DeleteCommentInput:
    id: strawberry.ID


@strawberry.input
class AddReactionInput:
    comment_id: strawberry.ID
    emoji: str = strawberry.field(
        description="One emoji, or its HTML entity as Wekan stores it: `&#128077;`."
    )


@strawberry.input
class RemoveReactionInput(AddReactionInput):
    pass


@strawberry.type
class CreateCommentPayload:
    comment: Comment | None


@strawberry.type
class UpdateCommentPayload:
    comment: Comment | None


@strawberry.type
class DeleteCommentPayload:
    deleted_comment_id: strawberry.ID
    card: Card | None


@strawberry.type
class AddReactionPayload:
    comment: Comment | None


@strawberry.type
class RemoveReactionPayload:
    comment: Comment | None
