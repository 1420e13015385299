"""What happened on a board."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from domain.queries import Direction, Order, of_types, page
from domain.reading import ByParent, Page, documents
from schema.attachments import Attachment
from schema.fields import Argument, below, document_type, one, stored
from schema.paging import AFTER, FIRST

if TYPE_CHECKING:
    from schema.boards import Board
    from schema.cards import Card
    from schema.checklists import Checklist, ChecklistItem
    from schema.comments import Comment
    from schema.lists import List
    from schema.swimlanes import Swimlane
    from schema.users import User

_NEWEST = Order("created_at", Direction.DESC)
_TYPES = Argument(
    "types",
    list[str] | None,
    None,
    "Only these types, such as `addComment`; none of them where the list is empty.",
)
_User = Annotated["User", strawberry.lazy("schema.users")] | None
_Board = Annotated["Board", strawberry.lazy("schema.boards")] | None
_Swimlane = Annotated["Swimlane", strawberry.lazy("schema.swimlanes")] | None
_List = Annotated["List", strawberry.lazy("schema.lists")] | None
_Card = Annotated["Card", strawberry.lazy("schema.cards")] | None
_Comment = Annotated["Comment", strawberry.lazy("schema.comments")] | None
_Checklist = Annotated["Checklist", strawberry.lazy("schema.checklists")] | None
_ChecklistItem = Annotated["ChecklistItem", strawberry.lazy("schema.checklists")] | None


def activities_by(path: str, description: str) -> Any:
    """Declares the connection of what happened to a thing, newest first."""

    def page_of(arguments: Mapping[str, Any]) -> Page:
        chosen = of_types(arguments.get("types"))
        return page(documents.Activity, _NEWEST, arguments["first"], arguments.get("after"), chosen)

    return below(
        ByParent(path),
        page=page_of,
        arguments=(FIRST, AFTER, _TYPES),
        expected=100,
        description=description,
    )


@document_type(
    documents.Activity,
    description=(
        "One thing that happened. Which of its fields have a value depends on its type; what is "
        "gone by now, or hidden from the caller, is null."
    ),
)
class Activity:
    id: strawberry.ID = stored()
    activity_type: str = stored(
        description="As Wekan names it: `createCard`, `moveCard`, `joinMember`, `a-dueAt` …"
    )
    created_at: datetime | None = stored()
    user: _User = one("user_id", description="Who did it.")
    board_id: strawberry.ID | None = stored()
    board: _Board = one("board_id")
    old_board: _Board = one("old_board_id", description="Where a card was before.")
    swimlane_id: strawberry.ID | None = stored()
    swimlane: _Swimlane = one("swimlane_id")
    old_swimlane: _Swimlane = one("old_swimlane_id")
    list_id: strawberry.ID | None = stored()
    in_list: _List = one("list_id", name="list")
    old_list: _List = one("old_list_id")
    card_id: strawberry.ID | None = stored()
    card: _Card = one("card_id")
    member: _User = one("member_id", description="Who was put on a board or a card, or taken off.")
    assignee: _User = one("assignee_id", description="Who was assigned to a card, or taken off.")
    label_id: strawberry.ID | None = stored()
    comment: _Comment = one("comment_id")
    checklist: _Checklist = one("checklist_id")
    checklist_item: _ChecklistItem = one("checklist_item_id")
    attachment: Attachment | None = one("attachment_id")
    title: str | None = stored(description="What a list or swimlane was called then.")
    card_title: str | None = stored(description="What the card was called then.")
    old_value: str | None = stored(description="A title or description before it was changed.")
    value: str | None = stored(description="And after it.")
    time_key: str | None = stored(description="Which of a card's dates changed: `dueAt` …")
    old_time: datetime | None = stored()
    time: datetime | None = stored()
