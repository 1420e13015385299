"""What holds for the whole site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_ids, as_text, as_whole


@record("settings")
class SiteSettings(Record):
    fixed: ClassVar[Mapping[str, Any]] = defaults.SETTINGS

    id: Annotated[str, at("_id")]
    disable_registration: Annotated[bool, at("disableRegistration", read=as_flag)] = False
    disable_activities: Annotated[bool, at("disableActivities", read=as_flag)] = False
    disable_notifications: Annotated[bool, at("disableNotifications", read=as_flag)] = False
    disable_watch: Annotated[bool, at("disableWatch", read=as_flag)] = False
    same_org_only: Annotated[bool, at("boardMembersFromSameOrgOnly", read=as_flag)] = False
    same_team_only: Annotated[bool, at("boardMembersFromSameTeamOnly", read=as_flag)] = False
    same_org_or_team_only: Annotated[
        bool, at("boardMembersFromSameOrgOrTeamOnly", read=as_flag)
    ] = False
    default_authentication_method: Annotated[
        str, at("defaultAuthenticationMethod", read=as_text)
    ] = "password"
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("tableVisibilityModeSettings")
class VisibilityMode(Record):
    id: Annotated[str, at("_id")]
    private_only: Annotated[bool, at("booleanValue", read=as_flag)] = False


@record("inviteToBoardRolesSettings")
class InvitingRoles(Record):
    """Whose members may invite others: roles by Wekan's names for them."""

    id: Annotated[str, at("_id")]
    allowed: Annotated[list[str] | None, at("allowedRoles", read=as_ids)] = None


@record("org")
class Organisation(Record):
    id: Annotated[str, at("_id")]
    display_name: Annotated[str | None, at("orgDisplayName", read=as_id)] = None
    short_name: Annotated[str | None, at("orgShortName", read=as_id)] = None
    description: Annotated[str | None, at("orgDesc", read=as_id)] = None
    website: Annotated[str | None, at("orgWebsite", read=as_id)] = None
    auto_add_domain: Annotated[str, at("orgAutoAddUsersWithDomainName", read=as_text)] = ""
    is_active: Annotated[bool, at("orgIsActive", read=as_flag)] = False
    shared_templates: Annotated[bool, at("orgSharedTemplates", read=as_flag)] = False
    propagates_members: Annotated[bool, at("orgPropagateMembersToBoards", read=as_flag)] = False
    syncs_members: Annotated[bool, at("orgSyncMembersFromAuth", read=as_flag)] = False
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("team")
class Team(Record):
    id: Annotated[str, at("_id")]
    display_name: Annotated[str | None, at("teamDisplayName", read=as_id)] = None
    short_name: Annotated[str | None, at("teamShortName", read=as_id)] = None
    description: Annotated[str | None, at("teamDesc", read=as_id)] = None
    website: Annotated[str | None, at("teamWebsite", read=as_id)] = None
    is_active: Annotated[bool, at("teamIsActive", read=as_flag)] = False
    shared_templates: Annotated[bool, at("teamSharedTemplates", read=as_flag)] = False
    propagates_members: Annotated[bool, at("teamPropagateMembersToBoards", read=as_flag)] = False
    syncs_members: Annotated[bool, at("teamSyncMembersFromAuth", read=as_flag)] = False
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("")
class EmailDomain(Record):
    """How many people have their first e-mail address in a domain, which is its id."""

    id: Annotated[str, at("_id")]
    people: Annotated[int, at("people", read=as_whole)] = 0


@record("counters")
class Counter(Record):
    id: Annotated[str, at("_id")]
    value: Annotated[int, at("next_val", read=as_whole)] = 0
