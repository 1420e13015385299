"""Where new files go and how large they may be, as the site's admins settled it."""

from dataclasses import dataclass
from functools import partial

from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, TooLargeError
from store import blobs
from store.documents import StorageRules

HELD_AT_ONCE = 64 * 1024 * 1024
"""The largest file that goes through memory, as Wekan's JSON routes have it."""


@dataclass(frozen=True, slots=True)
class Storage:
    """The rules of one moment."""

    rules: StorageRules
    largest_upload: int
    largest_download: int | None
    backend: str
    """`fs` or `gridfs`, where new files go; another is out of reach."""

    def require_uploads(self) -> None:
        """Raises ForbiddenError, BadInputError."""
        if self.rules.upload_blocked:
            raise ForbiddenError("API uploads are disabled by administrator")
        if self.backend not in (blobs.FILE_SYSTEM, blobs.GRIDFS):
            raise BadInputError("input.file", "Invalid storage backend")

    def require_downloads(self) -> None:
        if self.rules.download_blocked:
            raise ForbiddenError("API downloads are disabled by administrator")

    def require_downloadable(self, size: float, *, held: bool = False) -> None:
        """Raises TooLargeError for a file beyond the limit; one that is `held` in memory has a
        limit in any case."""
        limits = [self.largest_download, HELD_AT_ONCE if held else None]
        if any(limit is not None and size > limit for limit in limits):
            raise TooLargeError("id", "Attachment exceeds API download limit")


async def storage(ctx: Context) -> Storage:
    """Returns the rules that hold now; without a document, Wekan's defaults."""
    rules = await ctx.store.find(StorageRules) or StorageRules(id="")
    chosen = partial(_chosen, rules)
    limits = (rules.max_file_size, chosen("max_upload", ctx.settings.attachment_max_upload))
    upload = [limit for limit in limits if limit > 0]
    download = chosen("max_download", ctx.settings.attachment_max_download)
    return Storage(
        rules,
        min([*upload, ctx.settings.max_file_bytes]),
        download if download > 0 else None,
        _backend(ctx, rules.default_storage),
    )


def _chosen(rules: StorageRules, name: str, fallback: int) -> int:
    limit: int | None = getattr(rules, name)
    return limit if limit is not None and limit >= 0 else fallback


def _backend(ctx: Context, named: str) -> str:
    """GridFS stands in for Wekan's folder where that is not on this machine."""
    return blobs.GRIDFS if named == blobs.FILE_SYSTEM and ctx.store.folder is None else named
