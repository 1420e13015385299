"""/api/settings and /api/admin: what holds for the whole site.

Source: Wekan's server/models/settings.js, org.js, team.js, users.js and
attachmentStorageSettings.js.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from domain import groups, listing, shared_settings, storage_settings
from domain.errors import BadInputError, NotFoundError
from domain.groups import GroupChange, GroupType
from domain.reading import documents
from domain.shared_settings import FLAGS, PATHS
from rest.body import as_strict_flag, as_text
from rest.door import Call, Handler
from rest.errors import RefusedError
from rest.present import answer


async def settings(call: Call) -> Response:
    return answer(await shared_settings.current(call.ctx))


async def change_settings(call: Call) -> Response:
    body = call.body()
    given = {name: _value(name, path, body) for name, path in PATHS.items() if path in body}
    if given:
        try:
            await shared_settings.update(call.ctx, given)
        except NotFoundError:
            raise RefusedError(404, {"error": "Settings not found"}) from None
    return answer(await shared_settings.current(call.ctx))


def _value(name: str, path: str, body: Mapping[str, object]) -> object:
    value = body[path]
    if value is None:
        return None
    return as_strict_flag(path, value) if name in FLAGS else as_text(path, value)


async def storage(call: Call) -> Response:
    return answer(await storage_settings.current(call.ctx))


async def change_storage(call: Call) -> Response:
    return answer(await storage_settings.update(call.ctx, call.body()))


async def domains(call: Call) -> Response:
    counted = await listing.domains_of_people(call.ctx)
    return answer([{"domain": domain, "count": count} for domain, count in counted])


def _listing(group: GroupType) -> Handler:
    async def every(call: Call) -> Response:
        return answer(await groups.every(call.ctx, group))

    return every


def _changing(group: GroupType, part: str) -> Handler:
    async def change(call: Call) -> Response:
        body, names = call.body(), groups.feature_paths(group)
        given: dict[str, Any] = {
            attribute: as_strict_flag(path, body[path])
            for path, attribute in names.items()
            if path in body
        }
        await groups.update(call.ctx, group, call[part], GroupChange(**given))
        return answer(await groups.one(call.ctx, group, call[part]))

    return change


def _changing_all(group: GroupType) -> Handler:
    async def change_all(call: Call) -> Response:
        body, names = call.body(), groups.feature_paths(group)
        attribute = names.get(as_text("field", body.get("field")) or "")
        if attribute is None:
            raise BadInputError("field", f"One of: {', '.join(names)}.")
        on = as_strict_flag("value", body.get("value"))
        return answer({"updated": await groups.update_all(call.ctx, group, attribute, on=on)})

    return change_all


organisations = _listing(documents.Organisation)
change_organisation = _changing(documents.Organisation, "org_id")
change_organisations = _changing_all(documents.Organisation)
teams = _listing(documents.Team)
change_team = _changing(documents.Team, "team_id")
change_teams = _changing_all(documents.Team)
