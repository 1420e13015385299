"""The whole site: settings, organisations, teams, tokens of others. All for site admins."""

from typing import Any

import strawberry

from domain import groups, shared_settings, storage_settings, users
from domain.groups import GroupChange
from domain.reading import documents, path_of
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import site as types
from schema.inputs import given


@strawberry.type
class SiteMutations:
    @mutation("Changes the site's settings. For site admins.")
    async def update_settings(
        self,
        info: Asked,
        input: types.UpdateSettingsInput,  # type: ignore[valid-type]
    ) -> types.UpdateSettingsPayload:
        settings_id = await shared_settings.update(context_of(info), _given(input))
        return payload(types.UpdateSettingsPayload, settings=by_id(settings_id))

    @mutation("Changes where files go and how large they may be. For site admins.")
    async def update_attachment_settings(
        self, info: Asked, input: types.UpdateAttachmentSettingsInput
    ) -> types.UpdateAttachmentSettingsPayload:
        stored = {
            path_of(documents.StorageRules, name): value for name, value in _given(input).items()
        }
        settings_id = await storage_settings.set_values(context_of(info), stored)
        done = by_id(settings_id)
        return payload(types.UpdateAttachmentSettingsPayload, attachment_settings=done)

    @mutation("Makes an organisation. For site admins.")
    async def create_organization(
        self, info: Asked, input: types.CreateOrganizationInput
    ) -> types.CreateOrganizationPayload:
        new = given(input, GroupChange)
        made = await groups.create(context_of(info), documents.Organisation, new)
        return payload(types.CreateOrganizationPayload, organization=by_id(made))

    @mutation("Changes an organisation. For site admins.")
    async def update_organization(
        self, info: Asked, input: types.UpdateOrganizationInput
    ) -> types.UpdateOrganizationPayload:
        change = given(input, GroupChange)
        await groups.update(context_of(info), documents.Organisation, input.id, change)
        return payload(types.UpdateOrganizationPayload, organization=by_id(input.id))

    @mutation("Deletes an organisation; boards are no longer shared with it. For site admins.")
    async def delete_organization(
        self, info: Asked, input: types.DeleteOrganizationInput
    ) -> types.DeleteOrganizationPayload:
        await groups.delete(context_of(info), documents.Organisation, input.id)
        return payload(types.DeleteOrganizationPayload, deleted_organization_id=input.id)

    @mutation("Makes a team. For site admins.")
    async def create_team(
        self, info: Asked, input: types.CreateTeamInput
    ) -> types.CreateTeamPayload:
        made = await groups.create(context_of(info), documents.Team, given(input, GroupChange))
        return payload(types.CreateTeamPayload, team=by_id(made))

    @mutation("Changes a team. For site admins.")
    async def update_team(
        self, info: Asked, input: types.UpdateTeamInput
    ) -> types.UpdateTeamPayload:
        change = given(input, GroupChange)
        await groups.update(context_of(info), documents.Team, input.id, change)
        return payload(types.UpdateTeamPayload, team=by_id(input.id))

    @mutation("Deletes a team; boards are no longer shared with it. For site admins.")
    async def delete_team(
        self, info: Asked, input: types.DeleteTeamInput
    ) -> types.DeleteTeamPayload:
        await groups.delete(context_of(info), documents.Team, input.id)
        return payload(types.DeleteTeamPayload, deleted_team_id=input.id)

    @mutation("Makes a login token for somebody. For site admins.")
    async def create_login_token(
        self, info: Asked, input: types.CreateLoginTokenInput
    ) -> types.CreateLoginTokenPayload:
        issued = await users.create_token(context_of(info), input.user_id)
        return payload(
            types.CreateLoginTokenPayload, token=issued.token, token_expires=issued.token_expires
        )

    @mutation("Ends a login of somebody, or all of them. For site admins.")
    async def delete_login_tokens(
        self, info: Asked, input: types.DeleteLoginTokensInput
    ) -> types.DeleteLoginTokensPayload:
        await users.delete_tokens(context_of(info), input.user_id, input.token)
        return payload(types.DeleteLoginTokensPayload, ok=True)


def _given(source: object) -> dict[str, Any]:
    return {name: value for name, value in vars(source).items() if value is not strawberry.UNSET}
