"""Where attachments are stored and how large they may be: the document of the admin panel.

Source: Wekan's server/models/attachmentStorageSettings.js. Keys of storage providers are
written and never shown; one that is given empty stays as it is.
"""

from collections.abc import Mapping
from typing import Any, Final

from domain.context import Context
from domain.errors import BadInputError
from domain.reading import Document
from store.documents import StorageRules
from store.ids import new_id
from store.match import EVERYTHING
from store.whole import find_whole

_SECRETS: Final[Mapping[str, tuple[str, ...]]] = {
    "s3": ("secretAccessKey",),
    "azure": ("accountKey", "connectionString"),
    "gcs": ("credentials",),
}
_STORES: Final = ("fs", "gridfs", "s3", "azure", "gcs")
_OURS: Final = frozenset({"_id", "createdAt", "updatedAt", "createdBy", "updatedBy"})
_PARTS: Final = ("storageConfig", "uploadSettings", "limitSettings", "migrationSettings")
_SIZES: Final = (
    "attachmentsUploadMaxBytes attachmentsDownloadMaxBytes apiUploadMaxBytes apiDownloadMaxBytes"
).split()
_BLOCKS: Final = (
    "attachmentsUploadBlocked avatarsUploadBlocked attachmentsDownloadBlocked apiUploadBlocked "
    "apiDownloadBlocked"
).split()
_ON: Final = {"enabled": True, "read": True, "write": True}
_OFF: Final = {"enabled": False, "read": False, "write": False}
_DEEPEST = 6


async def current(ctx: Context) -> Document:
    """Returns the document without its secrets; where there is none, Wekan's own is made."""
    return _masked(await _stored(ctx))


async def update(ctx: Context, given: Mapping[str, object]) -> Document:
    """Sets what is given, and returns the document as it then is. Raises BadInputError."""
    ctx.require_site_admin()
    change = {name: value for name, value in given.items() if name not in _OURS}
    _check(change)
    stored = await _stored(ctx)
    config = change.get("storageConfig")
    if isinstance(config, dict):
        change["storageConfig"] = _merged(stored.get("storageConfig"), config)
    actor = ctx.require_actor()
    change |= {"updatedAt": ctx.now(), "updatedBy": actor.user_id}
    await ctx.store.set_fields(StorageRules, str(stored["_id"]), change)
    return _masked(stored | change)


async def settings_id(ctx: Context) -> str:
    """Returns the id of the document, which is made where there is none."""
    return str((await _stored(ctx))["_id"])


async def set_values(ctx: Context, values: Mapping[str, object]) -> str:
    """Sets single values by their paths, and returns the document's id. Raises BadInputError."""
    stored_id = await settings_id(ctx)
    if values.get("defaultStorage", "fs") not in _STORES:
        raise BadInputError("input.defaultStorage", f"One of: {', '.join(_STORES)}.")
    for path, value in values.items():
        if value is None or (isinstance(value, int) and value < 0):
            raise BadInputError("input", f"{path.rpartition('.')[2]} cannot be this.")
    whose = {"updatedAt": ctx.now(), "updatedBy": ctx.require_actor().user_id}
    await ctx.store.set_fields(StorageRules, stored_id, {**values, **whose})
    return stored_id


async def _stored(ctx: Context) -> Document:
    actor = ctx.require_site_admin()
    found = await find_whole(ctx.store, StorageRules, EVERYTHING)
    if found is not None:
        return found
    now = ctx.now()
    made: Document = {
        "_id": new_id(),
        "defaultStorage": "fs",
        "storageConfig": {name: dict(_ON) for name in ("filesystem", "gridfs")}
        | {name: dict(_OFF) for name in _SECRETS},
        "uploadSettings": {"maxFileSize": 0, "allowedMimeTypes": []},
        "limitSettings": dict.fromkeys(_SIZES, 0) | dict.fromkeys(_BLOCKS, False),
        "migrationSettings": {
            "autoMigrate": False,
            "batchSize": 10,
            "delayMs": 1000,
            "cpuThreshold": 70,
        },
        "createdAt": now,
        "updatedAt": now,
        "createdBy": actor.user_id,
        "updatedBy": actor.user_id,
    }
    await ctx.store.insert_documents(StorageRules, [made])
    return made


def _check(change: Mapping[str, object]) -> None:
    for name, value in change.items():
        if name == "defaultStorage":
            if value not in _STORES:
                raise BadInputError(name, f"One of: {', '.join(_STORES)}.")
        elif name not in _PARTS:
            raise BadInputError(name, f"Only {', '.join(_PARTS)} and defaultStorage can be set.")
        elif not isinstance(value, dict) or not _is_plain(value, _DEEPEST):
            raise BadInputError(name, "An object of plain values is required.")


def _is_plain(value: object, deep: int) -> bool:
    """Tells whether a value may be stored as it is: no operators, and not without end."""
    if isinstance(value, dict):
        names = (isinstance(name, str) and name[:1] != "$" and "." not in name for name in value)
        return deep > 0 and all(names) and all(_is_plain(v, deep - 1) for v in value.values())
    if isinstance(value, list):
        return deep > 0 and all(_is_plain(each, deep - 1) for each in value)
    return True


def _merged(stored: object, given: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = dict(stored) if isinstance(stored, dict) else {}
    for provider, value in given.items():
        if provider in ("filesystem", "gridfs"):
            merged[provider] = value
        elif provider in _SECRETS and isinstance(value, dict):
            secrets = _SECRETS[provider]
            kept = {
                name: each
                for name, each in value.items()
                if not (name in secrets and not each)
                and name not in {f"{secret}Set" for secret in secrets}
            }
            before = merged.get(provider)
            merged[provider] = (before if isinstance(before, dict) else {}) | kept
    return merged


def _masked(document: Document) -> Document:
    config = document.get("storageConfig")
    if not isinstance(config, dict):
        return document
    shown = dict(config)
    for provider, secrets in _SECRETS.items():
        values = config.get(provider)
        if isinstance(values, dict):
            hidden = dict.fromkeys(secrets, "")
            marks = {f"{name}Set": bool(values.get(name)) for name in secrets}
            shown[provider] = {**values, **hidden, **marks}
    return document | {"storageConfig": shown}
