"""Boards, and what lies inside their documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_int, as_number, as_text, many


@record("")
class Member(Record):
    """A person's place on a board; the flags together name one role (`domain.roles`)."""

    user_id: Annotated[str, at("userId", read=as_text)] = ""
    is_admin: Annotated[bool, at("isAdmin", read=as_flag)] = False
    is_active: Annotated[bool, at("isActive", read=as_flag)] = False
    is_no_comments: Annotated[bool, at("isNoComments", read=as_flag)] = False
    is_comment_only: Annotated[bool, at("isCommentOnly", read=as_flag)] = False
    is_worker: Annotated[bool, at("isWorker", read=as_flag)] = False
    is_normal_assigned_only: Annotated[bool, at("isNormalAssignedOnly", read=as_flag)] = False
    is_comment_assigned_only: Annotated[bool, at("isCommentAssignedOnly", read=as_flag)] = False
    is_read_only: Annotated[bool, at("isReadOnly", read=as_flag)] = False
    is_read_assigned_only: Annotated[bool, at("isReadAssignedOnly", read=as_flag)] = False


@record("")
class Label(Record):
    id: Annotated[str, at("_id", read=as_text)] = ""
    name: Annotated[str | None, at("name", read=as_text)] = None
    color: Annotated[str, at("color", read=as_text)] = ""


@record("")
class Share(Record):
    """An organisation, team or e-mail domain that a board is shared with."""

    org_id: Annotated[str | None, at("orgId", read=as_id)] = None
    org_name: Annotated[str | None, at("orgDisplayName", read=as_text)] = None
    team_id: Annotated[str | None, at("teamId", read=as_id)] = None
    team_name: Annotated[str | None, at("teamDisplayName", read=as_text)] = None
    domain: Annotated[str | None, at("domain", read=as_id)] = None
    is_active: Annotated[bool, at("isActive", read=as_flag)] = False


@record("")
class Watcher(Record):
    user_id: Annotated[str, at("userId", read=as_text)] = ""
    level: Annotated[str, at("level", read=as_text)] = "watching"


@record("boards")
class Board(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.BOARD

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    slug: Annotated[str, at("slug", read=as_text)] = "board"
    description: Annotated[str | None, at("description", read=as_text)] = None
    permission: Annotated[str, at("permission", read=as_text)] = "private"
    color: Annotated[str, at("color", read=as_text)] = "belize"
    type: Annotated[str, at("type", read=as_text)] = "board"
    sort: Annotated[float | None, at("sort", read=as_number)] = None
    stars: Annotated[int, at("stars", read=as_int)] = 0
    archived: Annotated[bool, at("archived", read=as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
    labels: Annotated[list[Label], at("labels", **many(Label))] = []
    members: Annotated[list[Member], at("members", **many(Member))] = []
    watchers: Annotated[list[Watcher] | None, at("watchers", **many(Watcher))] = None
    orgs: Annotated[list[Share] | None, at("orgs", **many(Share))] = None
    teams: Annotated[list[Share] | None, at("teams", **many(Share))] = None
    domains: Annotated[list[Share] | None, at("domains", **many(Share))] = None
