"""Cards."""

from datetime import datetime
from typing import Annotated

import strawberry

from domain import queries
from domain.queries import Order, page
from domain.reading import ByParent, documents
from schema.activities import Activity, activities_by
from schema.attachments import Attachment, attachments_by
from schema.boards import Board, Label, parts
from schema.card_parts import CardPoker, CardVote, Dependency, Location, Sticker
from schema.checklists import Checklist
from schema.comments import Comment
from schema.custom_fields import CustomFieldValue
from schema.field_values import CustomFieldValueInput, field_value
from schema.fields import below, document_type, inside, inside_one, many, one, picked, stored
from schema.inputs import given
from schema.lists import List
from schema.paging import AFTER, FIRST, Connection
from schema.swimlanes import Swimlane
from schema.users import User

_MEMBERS = "People who have an account that is gone are left out."


@document_type(documents.Card, description="A card of a board.")
class Card:
    id: strawberry.ID = stored()
    title: str = stored()
    description: str = stored()
    card_number: int = stored(description="Its number on the board, as Wekan shows it.")
    color: str | None = stored()
    sort: float | None = stored(description="Its place in the list, lowest on top.")
    type: str = stored(description="`cardType-card`, or what else Wekan keeps among cards.")
    received_at: datetime | None = stored()
    start_at: datetime | None = stored()
    due_at: datetime | None = stored()
    end_at: datetime | None = stored()
    due_complete: bool = stored()
    spent_time: float = stored(description="In hours.")
    is_overtime: bool = stored()
    requested_by: str = stored(description="Free text, as Wekan has it.")
    assigned_by: str = stored(description="Free text, as Wekan has it.")
    archived: bool = stored()
    archived_at: datetime | None = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()
    date_last_activity: datetime | None = stored()
    board_id: strawberry.ID = stored()
    board: Board | None = one("board_id")
    list_id: strawberry.ID = stored()
    in_list: List | None = one("list_id", name="list", description="Null if the list is gone.")
    swimlane_id: strawberry.ID = stored()
    swimlane: Swimlane | None = one("swimlane_id", description="Null if the swimlane is gone.")
    creator: User | None = one("creator_id", description="Who made the card.")
    members: list[User] = many("member_ids", description=_MEMBERS)
    assignees: list[User] = many("assignee_ids", description=_MEMBERS)
    watchers: list[User] = many("watcher_ids", description="Who is told of what happens to it.")
    labels: list[Label] = picked(
        "label_ids", via="board_id", record=documents.Board, array="labels"
    )
    parent: Annotated["Card", strawberry.lazy("schema.cards")] | None = one(
        "parent_id", description="The card that this one is a subtask of, if the caller may see it."
    )
    subtasks: Connection[Annotated["Card", strawberry.lazy("schema.cards")]] = below(
        ByParent("parentId"),
        page=lambda a: page(documents.Card, Order("created_at"), a["first"], a.get("after")),
        arguments=(FIRST, AFTER),
        expected=5,
        description="The cards that name this one as their parent, archived ones included.",
    )
    linked_card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one(
        "linked_id", description="The card that a linked card stands for, if the caller may see it."
    )
    linked_board: Board | None = one(
        "linked_id", description="The board that a linked card stands for."
    )
    dependencies: list[Dependency] = inside(
        whole=True, description="What the card is to others of its board."
    )
    custom_fields: list[CustomFieldValue] = inside(
        whole=True, description="Those custom fields of the board that are on the card."
    )
    stickers: list[Sticker] = inside()
    locations: list[Location] = inside()
    vote: CardVote | None = inside_one()
    poker: CardPoker | None = inside_one()
    checklists: list[Checklist] = below(
        ByParent("cardId"),
        page=parts(documents.Checklist),
        expected=1,
        description="The checklists from top to bottom.",
    )
    comments: Connection[Comment] = below(
        ByParent("cardId"),
        page=lambda a: page(documents.Comment, Order("created_at"), a["first"], a.get("after")),
        arguments=(FIRST, AFTER),
        expected=5,
        description="The comments, oldest first.",
    )
    activities: Connection[Activity] = activities_by(
        "cardId", "What happened to the card, newest first. Shown to whoever is logged in."
    )
    attachments: Connection[Attachment] = attachments_by(
        "card_id", "The files attached to the card, oldest first."
    )
    cover: Attachment | None = one("cover_id", description="The picture in front of the card.")


@strawberry.input(
    description="Cards of which a custom field has this value; without one, where it is empty."
)
class CustomFieldFilter:
    custom_field_id: strawberry.ID
    value: CustomFieldValueInput | None = None


@strawberry.input(
    description=(
        "Which cards are wanted; all that is given must hold. Of several ids one is enough; an "
        "empty list of labels, members or assignees asks for cards that have none."
    )
)
class CardFilter:
    text: str | None = strawberry.field(
        default=None, description="What title or description contain, in any letter case."
    )
    board_ids: list[strawberry.ID] | None = None
    list_ids: list[strawberry.ID] | None = None
    swimlane_ids: list[strawberry.ID] | None = None
    label_ids: list[strawberry.ID] | None = None
    member_ids: list[strawberry.ID] | None = None
    assignee_ids: list[strawberry.ID] | None = None
    has_due_date: bool | None = None
    due_after: datetime | None = strawberry.field(default=None, description="Due then or later.")
    due_before: datetime | None = strawberry.field(default=None, description="Due then or before.")
    concerning: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Members, assignees, requesters or assigners."
    )
    custom_field: CustomFieldFilter | None = None
    archived: bool | None = strawberry.field(
        default=False, description="Archived ones, live ones (the default), or both (null)."
    )

    def wanted(self) -> queries.CardFilter:
        """Returns what the domain is asked for."""
        of = self.custom_field
        value = field_value(of.custom_field_id, of.value) if of else None
        return given(self, queries.CardFilter, custom_field=value)
