"""What holds for the whole site: settings, organisations, teams."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry

from domain.reading import documents
from domain.shared_settings import FLAGS, PATHS
from schema.fields import document_type, stored

_ADMINS = "For site admins."
_KINDS: dict[str, Any] = {name: (bool if name in FLAGS else str) | None for name in PATHS}


def _class(name: str, hints: Mapping[str, Any], values: Mapping[str, Any]) -> type[Any]:
    return type(name, (), {"__annotations__": dict(hints), "__module__": __name__, **values})


SiteSettings: type[Any] = document_type(
    documents.SharedSettings, description="Settings of the site. What nobody has set is null."
)(_class("SiteSettings", _KINDS, {name: stored() for name in _KINDS}))

UpdateSettingsInput: type[Any] = strawberry.input(
    _class("UpdateSettingsInput", _KINDS, dict.fromkeys(_KINDS, strawberry.UNSET)),
    description="What is absent stays as it is; an empty text or null clears.",
)


@document_type(documents.StorageRules, description="Where new files go, and how large they may be.")
class AttachmentSettings:
    default_storage: str = stored(description="`fs`, `gridfs`, `s3`, `azure` or `gcs`.")
    max_file_size: int = stored(description="In bytes; 0 sets no limit.")
    allowed_types: list[str] = stored(description="Media types; an empty list allows all.")
    upload_blocked: bool = stored()
    download_blocked: bool = stored()


@strawberry.input(description="What is absent stays as it is.")
class UpdateAttachmentSettingsInput:
    default_storage: str | None = strawberry.UNSET
    max_file_size: int | None = strawberry.UNSET
    allowed_types: list[str] | None = strawberry.UNSET
    upload_blocked: bool | None = strawberry.UNSET
    download_blocked: bool | None = strawberry.UNSET


@document_type(documents.EmailDomain, description="A domain that people's e-mail addresses are in.")
class EmailDomain:
    domain: str = stored("id")
    people: int = stored(description="How many have their first address in it.")


@document_type(documents.Organisation, description="An organisation that boards are shared with.")
class Organization:
    id: strawberry.ID = stored()
    display_name: str | None = stored()
    short_name: str | None = stored()
    description: str | None = stored()
    website: str | None = stored()
    auto_add_domain: str = stored(description="People with such an e-mail address join it.")
    is_active: bool = stored()
    shared_templates: bool = stored()
    propagates_members: bool = stored()
    syncs_members: bool = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()


@document_type(documents.Team, description="A team that boards are shared with.")
class Team:
    id: strawberry.ID = stored()
    display_name: str | None = stored()
    short_name: str | None = stored()
    description: str | None = stored()
    website: str | None = stored()
    is_active: bool = stored()
    shared_templates: bool = stored()
    propagates_members: bool = stored()
    syncs_members: bool = stored()
    created_at: datetime | None = stored()
    modified_at: datetime | None = stored()


@strawberry.input
class CreateTeamInput:
    display_name: str
    short_name: str | None = strawberry.UNSET
    description: str | None = strawberry.UNSET
    website: str | None = strawberry.UNSET
    is_active: bool | None = strawberry.UNSET
    shared_templates: bool | None = strawberry.UNSET
    propagates_members: bool | None = strawberry.UNSET
    syncs_members: bool | None = strawberry.UNSET


@strawberry.input
class CreateOrganizationInput(CreateTeamInput):
    auto_add_domain: str | None = strawberry.UNSET


@strawberry.input(description="What is absent stays as it is.")
class UpdateTeamInput:
    id: strawberry.ID
    display_name: str | None = strawberry.UNSET
    short_name: str | None = strawberry.UNSET
    description: str | None = strawberry.UNSET
    website: str | None = strawberry.UNSET
    is_active: bool | None = strawberry.UNSET
    shared_templates: bool | None = strawberry.UNSET
    propagates_members: bool | None = strawberry.UNSET
    syncs_members: bool | None = strawberry.UNSET


@strawberry.input(description="What is absent stays as it is.")
class UpdateOrganizationInput(UpdateTeamInput):
    auto_add_domain: str | None = strawberry.UNSET


@strawberry.input
class DeleteTeamInput:
    id: strawberry.ID


@strawberry.input
class DeleteOrganizationInput:
    id: strawberry.ID


@strawberry.input
class CreateLoginTokenInput:
    user_id: strawberry.ID


@strawberry.input
class DeleteLoginTokensInput:
    user_id: strawberry.ID
    token: str | None = strawberry.field(
        default=None, description="The login that ends, by its token; null ends every login."
    )


@strawberry.type
class UpdateSettingsPayload:
    settings: SiteSettings | None  # type: ignore[valid-type]


@strawberry.type
class UpdateAttachmentSettingsPayload:
    attachment_settings: AttachmentSettings | None


@strawberry.type
class CreateOrganizationPayload:
    organization: Organization | None


@strawberry.type
class UpdateOrganizationPayload:
    organization: Organization | None


@strawberry.type
class DeleteOrganizationPayload:
    deleted_organization_id: strawberry.ID


@strawberry.type
class CreateTeamPayload:
    team: Team | None


@strawberry.type
class UpdateTeamPayload:
    team: Team | None


@strawberry.type
class DeleteTeamPayload:
    deleted_team_id: strawberry.ID


@strawberry.type
class CreateLoginTokenPayload:
    token: str = strawberry.field(description="Whoever has it acts as that person.")
    token_expires: datetime


@strawberry.type
class DeleteLoginTokensPayload:
    ok: bool
