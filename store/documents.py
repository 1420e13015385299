"""The one mapping between Wekan's documents and our records.

Each line states an attribute, where it lies, and what a document without it means.
Only what a rule or a reader uses is listed; everything else in a document is left as it
is. Source: the schemas in Wekan's models/ folder.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, dump, load, record


def _as_date(value: Any) -> datetime | None:
    """Reads a date; a value that old or foreign writers left there is read if it can be."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        if isinstance(value, str):
            parsed = datetime.fromisoformat(value)
            return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _as_number(value: Any) -> float | None:
    """Reads a finite number; NaN and the infinities, which break sorting, count as lacking."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _as_whole(value: Any) -> int | None:
    number = _as_number(value)
    return None if number is None else int(number)


def _as_int(value: Any) -> int | None:
    """Reads a whole number that GraphQL can show: its Int has 32 bits."""
    whole = _as_whole(value)
    return whole if whole is not None and -(2**31) <= whole < 2**31 else None


def _as_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _as_id(value: Any) -> str | None:
    """Reads a reference; Wekan stores the empty text for 'none' in many places."""
    return value if isinstance(value, str) and value else None


def _as_flag(value: Any) -> bool:
    """Reads a flag; Wekan's role helpers compare with `=== true`."""
    return value is True


def _as_ids(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, str) and item]


def _as_documents(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _many(item: type[Record]) -> dict[str, Any]:
    """Reads and writes a list of records inside the document."""
    return {
        "read": lambda value: [load(item, each) for each in _as_documents(value)],
        "write": lambda value: [dump(each) for each in value],
    }


@record("")
class Email(Record):
    address: Annotated[str, at("address", read=_as_text)] = ""
    verified: Annotated[bool, at("verified", read=_as_flag)] = False


@record("")
class LoginToken(Record):
    when: Annotated[datetime | None, at("when", read=_as_date)] = None
    hashed: Annotated[str | None, at("hashedToken", read=_as_text)] = None


@record("")
class OrgMembership(Record):
    org_id: Annotated[str | None, at("orgId", read=_as_id)] = None
    name: Annotated[str, at("orgDisplayName", read=_as_text)] = ""


@record("")
class TeamMembership(Record):
    team_id: Annotated[str | None, at("teamId", read=_as_id)] = None


@record("users")
class User(Record):
    """A person, without the secrets (`Credentials` has them)."""

    fixed: ClassVar[Mapping[str, Any]] = defaults.USER

    id: Annotated[str, at("_id")]
    username: Annotated[str | None, at("username", read=_as_text)] = None
    fullname: Annotated[str | None, at("profile.fullname", read=_as_text)] = None
    initials: Annotated[str | None, at("profile.initials", read=_as_text)] = None
    avatar_url: Annotated[str | None, at("profile.avatarUrl", read=_as_text)] = None
    emails: Annotated[list[Email] | None, at("emails", **_many(Email))] = None
    is_admin: Annotated[bool, at("isAdmin", read=_as_flag)] = False
    login_disabled: Annotated[bool | None, at("loginDisabled", read=_as_flag)] = None
    authentication_method: Annotated[str, at("authenticationMethod", read=_as_text)] = "password"
    orgs: Annotated[list[OrgMembership] | None, at("orgs", **_many(OrgMembership))] = None
    teams: Annotated[list[TeamMembership] | None, at("teams", **_many(TeamMembership))] = None
    invited_boards: Annotated[list[str] | None, at("profile.invitedBoards", read=_as_ids)] = None
    starred_boards: Annotated[list[str] | None, at("profile.starredBoards", read=_as_ids)] = None
    invitation_code: Annotated[str | None, at("profile.icode", read=_as_text)] = None
    password_hash: Annotated[str | None, at("services.password.bcrypt", read=_as_text)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("users")
class Credentials(Record):
    """What proves who a person is, and what decides whether that is accepted."""

    id: Annotated[str, at("_id")]
    username: Annotated[str | None, at("username", read=_as_text)] = None
    emails: Annotated[list[Email], at("emails", **_many(Email))] = []
    is_admin: Annotated[bool, at("isAdmin", read=_as_flag)] = False
    login_disabled: Annotated[bool, at("loginDisabled", read=_as_flag)] = False
    authentication_method: Annotated[str, at("authenticationMethod", read=_as_text)] = "password"
    orgs: Annotated[list[OrgMembership], at("orgs", **_many(OrgMembership))] = []
    teams: Annotated[list[TeamMembership], at("teams", **_many(TeamMembership))] = []
    password_hash: Annotated[str | None, at("services.password.bcrypt", read=_as_text)] = None
    argon2_hash: Annotated[str | None, at("services.password.argon2", read=_as_text)] = None
    reset: Annotated[Mapping[str, Any] | None, at("services.password.reset")] = None
    tokens: Annotated[list[LoginToken], at("services.resume.loginTokens", **_many(LoginToken))] = []
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("users")
class Session(Record):
    """What a request by token needs of its person. The token array holds, where the server
    can choose, only the entries asked for."""

    id: Annotated[str, at("_id")]
    username: Annotated[str | None, at("username", read=_as_text)] = None
    emails: Annotated[list[Email], at("emails", **_many(Email))] = []
    is_admin: Annotated[bool, at("isAdmin", read=_as_flag)] = False
    login_disabled: Annotated[bool, at("loginDisabled", read=_as_flag)] = False
    orgs: Annotated[list[OrgMembership], at("orgs", **_many(OrgMembership))] = []
    teams: Annotated[list[TeamMembership], at("teams", **_many(TeamMembership))] = []
    tokens: Annotated[list[LoginToken], at("services.resume.loginTokens", **_many(LoginToken))] = []


@record("")
class Member(Record):
    """A person's place on a board; the flags together name one role (`domain.roles`)."""

    user_id: Annotated[str, at("userId", read=_as_text)] = ""
    is_admin: Annotated[bool, at("isAdmin", read=_as_flag)] = False
    is_active: Annotated[bool, at("isActive", read=_as_flag)] = False
    is_no_comments: Annotated[bool, at("isNoComments", read=_as_flag)] = False
    is_comment_only: Annotated[bool, at("isCommentOnly", read=_as_flag)] = False
    is_worker: Annotated[bool, at("isWorker", read=_as_flag)] = False
    is_normal_assigned_only: Annotated[bool, at("isNormalAssignedOnly", read=_as_flag)] = False
    is_comment_assigned_only: Annotated[bool, at("isCommentAssignedOnly", read=_as_flag)] = False
    is_read_only: Annotated[bool, at("isReadOnly", read=_as_flag)] = False
    is_read_assigned_only: Annotated[bool, at("isReadAssignedOnly", read=_as_flag)] = False


def active_member(board: Mapping[str, Any], user_id: str) -> Member | None:
    """Returns the first active entry of a person among a board document's members."""
    for each in _as_documents(board.get("members")):
        if each.get("userId") == user_id and each.get("isActive") is True:
            return load(Member, each)
    return None


@record("")
class Label(Record):
    id: Annotated[str, at("_id", read=_as_text)] = ""
    name: Annotated[str | None, at("name", read=_as_text)] = None
    color: Annotated[str, at("color", read=_as_text)] = ""


@record("")
class Share(Record):
    """An organisation, team or e-mail domain that a board is shared with."""

    org_id: Annotated[str | None, at("orgId", read=_as_id)] = None
    team_id: Annotated[str | None, at("teamId", read=_as_id)] = None
    domain: Annotated[str | None, at("domain", read=_as_id)] = None
    is_active: Annotated[bool, at("isActive", read=_as_flag)] = False


@record("")
class Watcher(Record):
    user_id: Annotated[str, at("userId", read=_as_text)] = ""


@record("boards")
class Board(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.BOARD

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=_as_text)] = ""
    slug: Annotated[str, at("slug", read=_as_text)] = "board"
    description: Annotated[str | None, at("description", read=_as_text)] = None
    permission: Annotated[str, at("permission", read=_as_text)] = "private"
    color: Annotated[str, at("color", read=_as_text)] = "belize"
    type: Annotated[str, at("type", read=_as_text)] = "board"
    sort: Annotated[float | None, at("sort", read=_as_number)] = None
    stars: Annotated[int, at("stars", read=_as_int)] = 0
    archived: Annotated[bool, at("archived", read=_as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=_as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None
    labels: Annotated[list[Label], at("labels", **_many(Label))] = []
    members: Annotated[list[Member], at("members", **_many(Member))] = []
    watchers: Annotated[list[Watcher] | None, at("watchers", **_many(Watcher))] = None
    orgs: Annotated[list[Share] | None, at("orgs", **_many(Share))] = None
    teams: Annotated[list[Share] | None, at("teams", **_many(Share))] = None
    domains: Annotated[list[Share] | None, at("domains", **_many(Share))] = None


@record("swimlanes")
class Swimlane(Record):
    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=_as_text)] = ""
    board_id: Annotated[str, at("boardId", read=_as_text)] = ""
    sort: Annotated[float | None, at("sort", read=_as_number)] = None
    color: Annotated[str | None, at("color", read=_as_text)] = None
    type: Annotated[str, at("type", read=_as_text)] = "swimlane"
    height: Annotated[float, at("height", read=_as_number)] = -1
    archived: Annotated[bool, at("archived", read=_as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=_as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("")
class WipLimit(Record):
    value: Annotated[int, at("value", read=_as_whole)] = 1
    enabled: Annotated[bool, at("enabled", read=_as_flag)] = False
    soft: Annotated[bool, at("soft", read=_as_flag)] = False


@record("lists")
class List(Record):
    fixed: ClassVar[Mapping[str, Any]] = {"starred": False, "width": 220}

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=_as_text)] = ""
    board_id: Annotated[str, at("boardId", read=_as_text)] = ""
    swimlane_id: Annotated[str | None, at("swimlaneId", read=_as_id)] = None
    sort: Annotated[float | None, at("sort", read=_as_number)] = None
    color: Annotated[str | None, at("color", read=_as_text)] = None
    type: Annotated[str, at("type", read=_as_text)] = "list"
    watcher_ids: Annotated[list[str] | None, at("watchers", read=_as_ids)] = None
    wip_limit: Annotated[
        WipLimit | None, at("wipLimit", read=lambda value: load(WipLimit, value), write=dump)
    ] = None
    archived: Annotated[bool, at("archived", read=_as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=_as_date)] = None
    deleted_at: Annotated[datetime | None, at("deletedAt", read=_as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("")
class Dependency(Record):
    card_id: Annotated[str, at("cardId", read=_as_text)] = ""


@record("cards")
class Card(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.CARD

    id: Annotated[str, at("_id")]
    title: Annotated[str, at("title", read=_as_text)] = ""
    description: Annotated[str, at("description", read=_as_text)] = ""
    board_id: Annotated[str, at("boardId", read=_as_text)] = ""
    list_id: Annotated[str, at("listId", read=_as_text)] = ""
    swimlane_id: Annotated[str, at("swimlaneId", read=_as_text)] = ""
    creator_id: Annotated[str | None, at("userId", read=_as_id)] = None
    parent_id: Annotated[str, at("parentId", read=_as_text)] = ""
    linked_id: Annotated[str, at("linkedId", read=_as_text)] = ""
    type: Annotated[str, at("type", read=_as_text)] = "cardType-card"
    card_number: Annotated[int, at("cardNumber", read=_as_int)] = 0
    sort: Annotated[float | None, at("sort", read=_as_number)] = None
    color: Annotated[str | None, at("color", read=_as_text)] = None
    label_ids: Annotated[list[str], at("labelIds", read=_as_ids)] = []
    member_ids: Annotated[list[str], at("members", read=_as_ids)] = []
    assignee_ids: Annotated[list[str], at("assignees", read=_as_ids)] = []
    requester_ids: Annotated[list[str], at("requesters", read=_as_ids)] = []
    assigner_ids: Annotated[list[str], at("assigners", read=_as_ids)] = []
    watcher_ids: Annotated[list[str] | None, at("watchers", read=_as_ids)] = None
    requested_by: Annotated[str, at("requestedBy", read=_as_text)] = ""
    assigned_by: Annotated[str, at("assignedBy", read=_as_text)] = ""
    custom_fields: Annotated[list[Mapping[str, Any]], at("customFields", read=_as_documents)] = []
    dependencies: Annotated[list[Any] | None, at("cardDependencies")] = None
    received_at: Annotated[datetime | None, at("receivedAt", read=_as_date)] = None
    start_at: Annotated[datetime | None, at("startAt", read=_as_date)] = None
    due_at: Annotated[datetime | None, at("dueAt", read=_as_date)] = None
    end_at: Annotated[datetime | None, at("endAt", read=_as_date)] = None
    due_complete: Annotated[bool, at("dueComplete", read=_as_flag)] = False
    spent_time: Annotated[float, at("spentTime", read=_as_number)] = 0
    is_overtime: Annotated[bool, at("isOvertime", read=_as_flag)] = False
    archived: Annotated[bool, at("archived", read=_as_flag)] = False
    archived_at: Annotated[datetime | None, at("archivedAt", read=_as_date)] = None
    deleted_at: Annotated[datetime | None, at("deletedAt", read=_as_date)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None
    date_last_activity: Annotated[datetime | None, at("dateLastActivity", read=_as_date)] = None


@record("checklists")
class Checklist(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=_as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=_as_id)] = None
    title: Annotated[str, at("title", read=_as_text)] = "Checklist"
    sort: Annotated[float, at("sort", read=_as_number)] = 0
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("checklistItems")
class ChecklistItem(Record):
    id: Annotated[str, at("_id")]
    checklist_id: Annotated[str, at("checklistId", read=_as_text)] = ""
    card_id: Annotated[str, at("cardId", read=_as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=_as_id)] = None
    title: Annotated[str, at("title", read=_as_text)] = ""
    sort: Annotated[float, at("sort", read=_as_number)] = 0
    is_finished: Annotated[bool, at("isFinished", read=_as_flag)] = False
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("card_comments")
class Comment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=_as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=_as_id)] = None
    parent_id: Annotated[str, at("parentId", read=_as_text)] = ""
    author_id: Annotated[str | None, at("userId", read=_as_id)] = None
    text: Annotated[str, at("text", read=_as_text)] = ""
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("card_comment_reactions")
class Reaction(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str, at("cardId", read=_as_text)] = ""
    board_id: Annotated[str, at("boardId", read=_as_text)] = ""


@record("attachments")
class Attachment(Record):
    id: Annotated[str, at("_id")]
    card_id: Annotated[str | None, at("meta.cardId", read=_as_id)] = None
    board_id: Annotated[str | None, at("meta.boardId", read=_as_id)] = None
    list_id: Annotated[str | None, at("meta.listId", read=_as_id)] = None
    swimlane_id: Annotated[str | None, at("meta.swimlaneId", read=_as_id)] = None


@record("avatars")
class Avatar(Record):
    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=_as_id)] = None


@record("customFields")
class CustomField(Record):
    id: Annotated[str, at("_id")]
    board_ids: Annotated[list[str], at("boardIds", read=_as_ids)] = []
    name: Annotated[str, at("name", read=_as_text)] = ""
    type: Annotated[str, at("type", read=_as_text)] = ""
    automatically_on_card: Annotated[bool, at("automaticallyOnCard", read=_as_flag)] = False
    always_on_card: Annotated[bool, at("alwaysOnCard", read=_as_flag)] = False


@record("activities")
class Activity(Record):
    """One line of a board's history; `details` are the fields of its activity type."""

    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=_as_id)] = None
    activity_type: Annotated[str, at("activityType", read=_as_text)] = ""
    board_id: Annotated[str | None, at("boardId", read=_as_id)] = None
    card_id: Annotated[str | None, at("cardId", read=_as_id)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("settings")
class SiteSettings(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.SETTINGS

    id: Annotated[str, at("_id")]
    disable_registration: Annotated[bool, at("disableRegistration", read=_as_flag)] = False
    disable_activities: Annotated[bool, at("disableActivities", read=_as_flag)] = False
    default_authentication_method: Annotated[
        str, at("defaultAuthenticationMethod", read=_as_text)
    ] = "password"
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=_as_date)] = None


@record("tableVisibilityModeSettings")
class VisibilityMode(Record):
    id: Annotated[str, at("_id")]
    private_only: Annotated[bool, at("booleanValue", read=_as_flag)] = False


@record("org")
class Organisation(Record):
    id: Annotated[str, at("_id")]
    display_name: Annotated[str | None, at("orgDisplayName", read=_as_id)] = None
    short_name: Annotated[str | None, at("orgShortName", read=_as_id)] = None
    auto_add_domain: Annotated[str, at("orgAutoAddUsersWithDomainName", read=_as_text)] = ""


@record("invitation_codes")
class Invitation(Record):
    id: Annotated[str, at("_id")]
    code: Annotated[str, at("code", read=_as_text)] = ""
    email: Annotated[str, at("email", read=_as_text)] = ""
    board_ids: Annotated[list[str], at("boardsToBeInvited", read=_as_ids)] = []
    valid: Annotated[bool, at("valid", read=_as_flag)] = False


@record("counters")
class Counter(Record):
    id: Annotated[str, at("_id")]
    value: Annotated[int, at("next_val", read=_as_whole)] = 0


@record("positionHistory")
class Position(Record):
    """Where something stood when it was made; Wekan writes one for each new thing."""

    id: Annotated[str, at("_id")]
    board_id: Annotated[str, at("boardId", read=_as_text)] = ""
    entity_type: Annotated[str, at("entityType", read=_as_text)] = ""
    entity_id: Annotated[str, at("entityId", read=_as_text)] = ""
    sort: Annotated[float | None, at("originalPosition.sort", read=_as_number)] = None
    position_title: Annotated[str, at("originalPosition.title", read=_as_text)] = ""
    swimlane_id: Annotated[str | None, at("originalSwimlaneId", read=_as_id)] = None
    list_id: Annotated[str | None, at("originalListId", read=_as_id)] = None
    title: Annotated[str, at("originalTitle", read=_as_text)] = ""
    created_at: Annotated[datetime | None, at("createdAt", read=_as_date)] = None
    updated_at: Annotated[datetime | None, at("updatedAt", read=_as_date)] = None
