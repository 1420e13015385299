"""The site's settings, as its admins read and write them from outside.

Source: Wekan's server/models/settings.js. Secrets (the mail server) are neither read nor
written here.
"""

from collections.abc import Mapping
from typing import Any

from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.reading import Document
from store.documents import SharedSettings, SiteSettings
from store.mapping.shared_settings import FLAGS, PATHS
from store.match import EVERYTHING, where
from store.mongo import Modifier
from store.whole import find_whole

__all__ = ["FLAGS", "PATHS", "current", "settings_document_id", "update"]

_LONGEST = 100_000


async def current(ctx: Context) -> Document:
    """Returns those of the settings that are stored, as they are; nothing without a document."""
    ctx.require_site_admin()
    stored = await find_whole(ctx.store, SharedSettings, EVERYTHING) or {}
    return {name: stored[name] for name in ("_id", *PATHS.values()) if name in stored}


async def settings_document_id(ctx: Context) -> str | None:
    """Returns the id of the settings in force. Raises as `Context.require_site_admin`."""
    ctx.require_site_admin()
    found = await ctx.store.find(SiteSettings)
    return found.id if found else None


async def update(ctx: Context, given: Mapping[str, Any]) -> str:
    """Sets the given attributes, and returns the document's id; an empty text or null removes
    one. Raises NotFoundError without a document, and BadInputError."""
    settings_id = await settings_document_id(ctx)
    if settings_id is None:
        raise NotFoundError("settings")
    values = {name: _checked(name, value) for name, value in given.items()}
    if values:
        change = Modifier(set=values | {"modified_at": ctx.now()})
        await ctx.store.update(SharedSettings, where(SharedSettings, id=settings_id), change)
    return settings_id


def _checked(name: str, value: Any) -> Any:
    field = f"input.{PATHS[name]}"
    if name in FLAGS:
        return None if value is None else bool(value)
    text = (value or "").strip()
    if len(text) > _LONGEST:
        raise BadInputError(field, f"A text has at most {_LONGEST} characters.")
    if name == "default_authentication_method" and not text:
        raise BadInputError(field, "Default authentication method is required in settings")
    return text or None
