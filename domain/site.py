"""The site's own settings document, and what an empty database is given."""

from contextlib import suppress

from domain.context import Context, Services
from store.documents import SiteSettings, VisibilityMode
from store.ids import new_id
from store.keys import settings_id
from store.mongo import DuplicateError


async def site_settings(ctx: Context) -> SiteSettings:
    """Returns the settings; without a document, Wekan's defaults."""
    return await ctx.store.find(SiteSettings) or SiteSettings(id="")


async def private_boards_only(ctx: Context) -> bool:
    """Tells whether the site allows no public boards."""
    mode = await ctx.store.find(VisibilityMode, id="tableVisibilityMode-allowPrivateOnly")
    return mode is not None and mode.private_only


async def prepare(services: Services) -> None:
    """Gives a database without settings the document that Wekan makes at its first start."""
    if await services.store.find(SiteSettings) is not None:
        return
    now = services.clock()
    method = services.settings.default_authentication_method or "password"
    settings = SiteSettings(
        id=await settings_id(services.store, new_id()),
        default_authentication_method=method,
        created_at=now,
        modified_at=now,
    )
    # Another worker that starts at the same moment may be the quicker one.
    with suppress(DuplicateError):
        await services.store.insert(settings)
