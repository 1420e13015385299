"""Where cards lie: swimlanes and lists, and where things stood first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_ids, as_number, as_text, as_whole, one


@record("swimlanes")
class Swimlane(Record):
    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    sort: Annotated[float | None, at("sort", read=as_number)] = None
    color: Annotated[str | None, at("color", read=as_text)] = None
    type: Annotated[str, at("type", read=as_text)] = "swimlane"
    height: Annotated[float, at("height", read=as_number)] = -1
    archived: Annotated[bool, at("archived", read=as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("")
class WipLimit(Record):
    value: Annotated[int, at("value", read=as_whole)] = 1
    enabled: Annotated[bool, at("enabled", read=as_flag)] = False
    soft: Annotated[bool, at("soft", read=as_flag)] = False


@record("lists")
class List(Record):
    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    swimlane_id: Annotated[str | None, at("swimlaneId", read=as_id)] = None
    sort: Annotated[float | None, at("sort", read=as_number)] = None
    color: Annotated[str | None, at("color", read=as_text)] = None
    type: Annotated[str, at("type", read=as_text)] = "list"
    starred: Annotated[bool, at("starred", read=as_flag)] = False
    width: Annotated[float, at("width", read=as_number)] = 220
    watcher_ids: Annotated[list[str] | None, at("watchers", read=as_ids)] = None
    wip_limit: Annotated[WipLimit | None, at("wipLimit", **one(WipLimit))] = None
    archived: Annotated[bool, at("archived", read=as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=as_date)] = None
    deleted_at: Annotated[datetime | None, at("deletedAt", read=as_date)] = None
    deleted_by: Annotated[str | None, at("deletedBy", read=as_id)] = None
    delete_batch_id: Annotated[str | None, at("deleteBatchId", read=as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("positionHistory")
class Position(Record):
    """Where something stood when it was made; Wekan writes one for each new thing."""

    id: Annotated[str, at("_id")]
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    entity_type: Annotated[str, at("entityType", read=as_text)] = ""
    entity_id: Annotated[str, at("entityId", read=as_text)] = ""
    sort: Annotated[float | None, at("originalPosition.sort", read=as_number)] = None
    position_title: Annotated[str, at("originalPosition.title", read=as_text)] = ""
    swimlane_id: Annotated[str | None, at("originalSwimlaneId", read=as_id)] = None
    list_id: Annotated[str | None, at("originalListId", read=as_id)] = None
    title: Annotated[str, at("originalTitle", read=as_text)] = ""
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=as_date)] = None


@record("userPositionHistory")
class Undoable(Record):
    """A step that Wekan's page can undo; here, the deletion of a list."""

    fixed: ClassVar[Mapping[str, Any]] = {"isCheckpoint": False}

    id: Annotated[str, at("_id")]
    user_id: Annotated[str, at("userId", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    entity_type: Annotated[str, at("entityType", read=as_text)] = ""
    entity_id: Annotated[str, at("entityId", read=as_text)] = ""
    action_type: Annotated[str, at("actionType", read=as_text)] = ""
    old_swimlane_id: Annotated[str | None, at("previousState.swimlaneId", read=as_id)] = None
    old_sort: Annotated[float | None, at("previousState.sort", read=as_number)] = None
    old_board_id: Annotated[str, at("previousState.boardId", read=as_text)] = ""
    deleted_at: Annotated[datetime | None, at("newState.deletedAt", read=as_date)] = None
    previous_sort: Annotated[float | None, at("previousSort", read=as_number)] = None
    previous_swimlane_id: Annotated[str | None, at("previousSwimlaneId", read=as_id)] = None
    previous_board_id: Annotated[str, at("previousBoardId", read=as_text)] = ""
    batch_id: Annotated[str | None, at("batchId", read=as_id)] = None
    is_undone: Annotated[bool, at("undone", read=as_flag)] = False
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
