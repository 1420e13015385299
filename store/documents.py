"""The one mapping between Wekan's documents and our records.

Each line states an attribute, where it lies, and what a document without it means.
Only what a rule or a reader uses is listed; everything else in a document is left as it
is. Source: the schemas in Wekan's models/ folder.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, record
from store.values import (
    as_date,
    as_documents,
    as_flag,
    as_id,
    as_ids,
    as_int,
    as_number,
    as_text,
    as_whole,
    many,
    one,
)


@record("")
class Email(Record):
    address: Annotated[str, at("address", read=as_text)] = ""
    verified: Annotated[bool, at("verified", read=as_flag)] = False


@record("")
class LoginToken(Record):
    when: Annotated[datetime | None, at("when", read=as_date)] = None
    hashed: Annotated[str | None, at("hashedToken", read=as_text)] = None


@record("")
class OrgMembership(Record):
    org_id: Annotated[str | None, at("orgId", read=as_id)] = None
    name: Annotated[str, at("orgDisplayName", read=as_text)] = ""


@record("")
class TeamMembership(Record):
    team_id: Annotated[str | None, at("teamId", read=as_id)] = None


@record("users")
class User(Record):
    """A person, without the secrets (`Credentials` has them)."""

    fixed: ClassVar[Mapping[str, Any]] = defaults.USER

    id: Annotated[str, at("_id")]
    username: Annotated[str | None, at("username", read=as_text)] = None
    fullname: Annotated[str | None, at("profile.fullname", read=as_text)] = None
    initials: Annotated[str | None, at("profile.initials", read=as_text)] = None
    avatar_url: Annotated[str | None, at("profile.avatarUrl", read=as_text)] = None
    emails: Annotated[list[Email] | None, at("emails", **many(Email))] = None
    is_admin: Annotated[bool, at("isAdmin", read=as_flag)] = False
    login_disabled: Annotated[bool | None, at("loginDisabled", read=as_flag)] = None
    authentication_method: Annotated[str, at("authenticationMethod", read=as_text)] = "password"
    orgs: Annotated[list[OrgMembership] | None, at("orgs", **many(OrgMembership))] = None
    teams: Annotated[list[TeamMembership] | None, at("teams", **many(TeamMembership))] = None
    invited_boards: Annotated[list[str] | None, at("profile.invitedBoards", read=as_ids)] = None
    starred_boards: Annotated[list[str] | None, at("profile.starredBoards", read=as_ids)] = None
    invitation_code: Annotated[str | None, at("profile.icode", read=as_text)] = None
    password_hash: Annotated[str | None, at("services.password.bcrypt", read=as_text)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("users")
class Credentials(Record):
    """What proves who a person is, and what decides whether that is accepted."""

    id: Annotated[str, at("_id")]
    username: Annotated[str | None, at("username", read=as_text)] = None
    emails: Annotated[list[Email], at("emails", **many(Email))] = []
    is_admin: Annotated[bool, at("isAdmin", read=as_flag)] = False
    login_disabled: Annotated[bool, at("loginDisabled", read=as_flag)] = False
    authentication_method: Annotated[str, at("authenticationMethod", read=as_text)] = "password"
    orgs: Annotated[list[OrgMembership], at("orgs", **many(OrgMembership))] = []
    teams: Annotated[list[TeamMembership], at("teams", **many(TeamMembership))] = []
    password_hash: Annotated[str | None, at("services.password.bcrypt", read=as_text)] = None
    argon2_hash: Annotated[str | None, at("services.password.argon2", read=as_text)] = None
    reset: Annotated[Mapping[str, Any] | None, at("services.password.reset")] = None
    tokens: Annotated[list[LoginToken], at("services.resume.loginTokens", **many(LoginToken))] = []
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("users")
class Session(Record):
    """What a request by token needs of its person. The token array holds, where the server
    can choose, only the entries asked for."""

    id: Annotated[str, at("_id")]
    username: Annotated[str | None, at("username", read=as_text)] = None
    emails: Annotated[list[Email], at("emails", **many(Email))] = []
    is_admin: Annotated[bool, at("isAdmin", read=as_flag)] = False
    login_disabled: Annotated[bool, at("loginDisabled", read=as_flag)] = False
    orgs: Annotated[list[OrgMembership], at("orgs", **many(OrgMembership))] = []
    teams: Annotated[list[TeamMembership], at("teams", **many(TeamMembership))] = []
    tokens: Annotated[list[LoginToken], at("services.resume.loginTokens", **many(LoginToken))] = []


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
    team_id: Annotated[str | None, at("teamId", read=as_id)] = None
    domain: Annotated[str | None, at("domain", read=as_id)] = None
    is_active: Annotated[bool, at("isActive", read=as_flag)] = False


@record("")
class Watcher(Record):
    user_id: Annotated[str, at("userId", read=as_text)] = ""


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
    fixed: ClassVar[Mapping[str, Any]] = {"starred": False, "width": 220}

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    swimlane_id: Annotated[str | None, at("swimlaneId", read=as_id)] = None
    sort: Annotated[float | None, at("sort", read=as_number)] = None
    color: Annotated[str | None, at("color", read=as_text)] = None
    type: Annotated[str, at("type", read=as_text)] = "list"
    watcher_ids: Annotated[list[str] | None, at("watchers", read=as_ids)] = None
    wip_limit: Annotated[WipLimit | None, at("wipLimit", **one(WipLimit))] = None
    archived: Annotated[bool, at("archived", read=as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=as_date)] = None
    deleted_at: Annotated[datetime | None, at("deletedAt", read=as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("")
class Dependency(Record):
    card_id: Annotated[str, at("cardId", read=as_text)] = ""


@record("cards")
class Card(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.CARD

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=as_text)] = ""
    description: Annotated[str, at("description", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""
    list_id: Annotated[str, at("listId", read=as_text)] = ""
    swimlane_id: Annotated[str, at("swimlaneId", read=as_text)] = ""
    creator_id: Annotated[str | None, at("userId", read=as_id)] = None
    parent_id: Annotated[str, at("parentId", read=as_text)] = ""
    linked_id: Annotated[str, at("linkedId", read=as_text)] = ""
    type: Annotated[str, at("type", read=as_text)] = "cardType-card"
    card_number: Annotated[int, at("cardNumber", read=as_int)] = 0
    sort: Annotated[float | None, at("sort", read=as_number)] = None
    color: Annotated[str | None, at("color", read=as_text)] = None
    label_ids: Annotated[list[str], at("labelIds", read=as_ids)] = []
    member_ids: Annotated[list[str], at("members", read=as_ids)] = []
    assignee_ids: Annotated[list[str], at("assignees", read=as_ids)] = []
    requester_ids: Annotated[list[str], at("requesters", read=as_ids)] = []
    assigner_ids: Annotated[list[str], at("assigners", read=as_ids)] = []
    watcher_ids: Annotated[list[str] | None, at("watchers", read=as_ids)] = None
    requested_by: Annotated[str, at("requestedBy", read=as_text)] = ""
    assigned_by: Annotated[str, at("assignedBy", read=as_text)] = ""
    custom_fields: Annotated[list[Mapping[str, Any]], at("customFields", read=as_documents)] = []
    dependencies: Annotated[list[Any] | None, at("cardDependencies")] = None
    received_at: Annotated[datetime | None, at("receivedAt", read=as_date)] = None
    start_at: Annotated[datetime | None, at("startAt", read=as_date)] = None
    due_at: Annotated[datetime | None, at("dueAt", read=as_date)] = None
    end_at: Annotated[datetime | None, at("endAt", read=as_date)] = None
    due_complete: Annotated[bool, at("dueComplete", read=as_flag)] = False
    spent_time: Annotated[float, at("spentTime", read=as_number)] = 0
    is_overtime: Annotated[bool, at("isOvertime", read=as_flag)] = False
    archived: Annotated[bool, at("archived", read=as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=as_date)] = None
    deleted_at: Annotated[datetime | None, at("deletedAt", read=as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
    date_last_activity: Annotated[datetime | None, at("dateLastActivity", read=as_date)] = None


@record("checklists")
class Checklist(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    title: Annotated[str, at("title", read=as_text)] = "Checklist"
    sort: Annotated[float, at("sort", read=as_number)] = 0
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("checklistItems")
class ChecklistItem(Record):
    id: Annotated[str, at("_id")]
    checklist_id: Annotated[str, at("checklistId", read=as_text)] = ""
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    title: Annotated[str, at("title", read=as_text)] = ""
    sort: Annotated[float, at("sort", read=as_number)] = 0
    is_finished: Annotated[bool, at("isFinished", read=as_flag)] = False
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("card_comments")
class Comment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    parent_id: Annotated[str, at("parentId", read=as_text)] = ""
    author_id: Annotated[str | None, at("userId", read=as_id)] = None
    text: Annotated[str, at("text", read=as_text)] = ""
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("card_comment_reactions")
class Reaction(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=as_text)] = ""
    board_id: Annotated[str, at("boardId", read=as_text)] = ""


@record("attachments")
class Attachment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str | None, at("meta.cardId", read=as_id)] = None
    board_id: Annotated[str | None, at("meta.boardId", read=as_id)] = None
    list_id: Annotated[str | None, at("meta.listId", read=as_id)] = None
    swimlane_id: Annotated[str | None, at("meta.swimlaneId", read=as_id)] = None


@record("avatars")
class Avatar(Record):
    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=as_id)] = None


@record("customFields")
class CustomField(Record):
    id: Annotated[str, at("_id")]
    board_ids: Annotated[list[str], at("boardIds", read=as_ids)] = []
    name: Annotated[str, at("name", read=as_text)] = ""
    type: Annotated[str, at("type", read=as_text)] = ""
    automatically_on_card: Annotated[bool, at("automaticallyOnCard", read=as_flag)] = False
    always_on_card: Annotated[bool, at("alwaysOnCard", read=as_flag)] = False


@record("activities")
class Activity(Record):
    """One line of a board's history; `details` are the fields of its activity type."""

    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=as_id)] = None
    activity_type: Annotated[str, at("activityType", read=as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    card_id: Annotated[str | None, at("cardId", read=as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("settings")
class SiteSettings(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.SETTINGS

    id: Annotated[str, at("_id")]
    disable_registration: Annotated[bool, at("disableRegistration", read=as_flag)] = False
    disable_activities: Annotated[bool, at("disableActivities", read=as_flag)] = False
    default_authentication_method: Annotated[
        str, at("defaultAuthenticationMethod", read=as_text)
    ] = "password"
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("tableVisibilityModeSettings")
class VisibilityMode(Record):
    id: Annotated[str, at("_id")]
    private_only: Annotated[bool, at("booleanValue", read=as_flag)] = False


@record("org")
class Organisation(Record):
    id: Annotated[str, at("_id")]
    display_name: Annotated[str | None, at("orgDisplayName", read=as_id)] = None
    short_name: Annotated[str | None, at("orgShortName", read=as_id)] = None
    auto_add_domain: Annotated[str, at("orgAutoAddUsersWithDomainName", read=as_text)] = ""


@record("counters")
class Counter(Record):
    id: Annotated[str, at("_id")]
    value: Annotated[int, at("next_val", read=as_whole)] = 0


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
