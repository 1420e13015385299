"""What a client that was away is told."""

import strawberry

from schema.boards import Board
from schema.cards import Card
from schema.checklists import Checklist, ChecklistItem
from schema.comments import Comment
from schema.lists import List
from schema.swimlanes import Swimlane

_GONE = "Ids of what was deleted; some may be of things that the caller never saw."


@strawberry.type(description="What was made or changed since a moment, and what is gone.")
class ChangesPayload:
    board_ids: list[strawberry.ID] = strawberry.field(
        description=(
            "The boards that were looked at: of those asked for, or of all, the ones that the "
            "caller may see. One that is new here is read whole by `board`."
        )
    )
    gone_board_ids: list[strawberry.ID] = strawberry.field(
        description="The boards asked for that do not exist, or that the caller may not see."
    )
    boards: list[Board]
    swimlanes: list[Swimlane]
    lists: list[List]
    cards: list[Card]
    checklists: list[Checklist]
    checklist_items: list[ChecklistItem]
    comments: list[Comment]
    gone_swimlane_ids: list[strawberry.ID] = strawberry.field(description=_GONE)
    gone_list_ids: list[strawberry.ID] = strawberry.field(description=_GONE)
    gone_card_ids: list[strawberry.ID] = strawberry.field(
        description=(
            "Ids of cards that were deleted, moved to a board that is not looked at, or, for those "
            "who see assigned cards only, no longer assigned to the caller. With a card goes all "
            "that hung on it."
        )
    )
    gone_checklist_ids: list[strawberry.ID] = strawberry.field(description=_GONE)
    gone_checklist_item_ids: list[strawberry.ID] = strawberry.field(description=_GONE)
    gone_comment_ids: list[strawberry.ID] = strawberry.field(description=_GONE)
    deletions_known: bool = strawberry.field(
        description=(
            "Whether the site keeps activities: where it does not, nothing tells of what was "
            "deleted but boards, and lists and cards that can still be restored."
        )
    )
    cursor: str = strawberry.field(description="As `since` it asks for what comes after.")
    has_more: bool = strawberry.field(description="Whether more has changed already.")
