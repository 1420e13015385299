"""People: what is shown of them, and what proves who they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store import defaults
from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_ids, as_text, many


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
class Notification(Record):
    """That something happened which concerns a person."""

    activity_id: Annotated[str, at("activity", read=as_text)] = ""
    read_at: Annotated[datetime | None, at("read", read=as_date)] = None


@record("users")
class Tray(Record):
    """What a person is told of, oldest first. It may be long, so nothing else reads it."""

    id: Annotated[str, at("_id")]
    notifications: Annotated[
        list[Notification], at("profile.notifications", **many(Notification))
    ] = []
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None


@record("avatars")
class Avatar(Record):
    id: Annotated[str, at("_id")]
    user_id: Annotated[str | None, at("userId", read=as_id)] = None
