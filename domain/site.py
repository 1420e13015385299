"""The site's own settings document, and what an empty database is given."""

from contextlib import suppress

from domain.context import Context, Services
from store.documents import SiteSettings, VisibilityMode
from store.ids import new_id
from store.keys import settings_id
from store.match import where
from store.mongo import DuplicateError, Modifier


async def site_settings(ctx: Context) -> SiteSettings:
    """Returns the settings; without a document, Wekan's defaults."""
    return await ctx.store.single(SiteSettings) or SiteSettings(id="")


async def private_boards_only(ctx: Context) -> bool:
    """Tells whether the site allows no public boards."""
    mode = await ctx.store.find(VisibilityMode, id="tableVisibilityMode-allowPrivateOnly")
    return mode is not None and mode.private_only


async def prepare(services: Services) -> None:
    """Gives a database without settings the document that Wekan makes at its first start.

    A default authentication method that the operator names is stored at every start.
    """
    now, method = services.clock(), services.settings.default_authentication_method
    known = await services.store.find(SiteSettings)
    if known is not None:
        if method not in (None, known.default_authentication_method):
            change = {"default_authentication_method": method, "modified_at": now}
            await services.store.update(
                SiteSettings, where(SiteSettings, id=known.id), Modifier(set=change)
            )
        return
    method = method or "password"
    settings = SiteSettings(
        id=await settings_id(services.store, new_id()),
        default_authentication_method=method,
        created_at=now,
        modified_at=now,
    )
    # Another worker that starts at the same moment may be the quicker one.
    with suppress(DuplicateError):
        await services.store.insert(settings)
