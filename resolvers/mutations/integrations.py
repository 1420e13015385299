"""Webhooks of boards."""

import strawberry

from domain import integrations
from domain.integrations import IntegrationChange
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import integrations as types
from schema.inputs import given


@strawberry.type
class IntegrationMutations:
    @mutation("Makes a webhook. For board admins.")
    async def create_integration(
        self, info: Asked, input: types.CreateIntegrationInput
    ) -> types.CreateIntegrationPayload:
        new = given(input, IntegrationChange)
        made = await integrations.create(context_of(info), input.board_id, new)
        return payload(types.CreateIntegrationPayload, integration=by_id(made.id))

    @mutation("Changes a webhook. For board admins.")
    async def update_integration(
        self, info: Asked, input: types.UpdateIntegrationInput
    ) -> types.UpdateIntegrationPayload:
        await integrations.update(context_of(info), input.id, given(input, IntegrationChange))
        return payload(types.UpdateIntegrationPayload, integration=by_id(input.id))

    @mutation("Adds to the activities that a webhook is told of. For board admins.")
    async def add_integration_activities(
        self, info: Asked, input: types.IntegrationActivitiesInput
    ) -> types.AddIntegrationActivitiesPayload:
        await integrations.add_activities(context_of(info), input.id, input.activities)
        return payload(types.AddIntegrationActivitiesPayload, integration=by_id(input.id))

    @mutation("Takes away from the activities that a webhook is told of. For board admins.")
    async def remove_integration_activities(
        self, info: Asked, input: types.IntegrationActivitiesInput
    ) -> types.RemoveIntegrationActivitiesPayload:
        await integrations.remove_activities(context_of(info), input.id, input.activities)
        return payload(types.RemoveIntegrationActivitiesPayload, integration=by_id(input.id))

    @mutation("Deletes a webhook. For board admins.")
    async def delete_integration(
        self, info: Asked, input: types.DeleteIntegrationInput
    ) -> types.DeleteIntegrationPayload:
        await integrations.delete(context_of(info), input.id)
        return payload(types.DeleteIntegrationPayload, deleted_integration_id=input.id)
