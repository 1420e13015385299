"""Files as they are stored and read again: bytes first, then the document that tells of them.

A file whose document cannot be written leaves no bytes behind.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain import file_checks, file_names, incoming
from domain.context import Context
from domain.errors import ConflictError, NotFoundError
from domain.incoming import Incoming
from domain.storage import Storage
from store import blobs
from store.documents import Attachment
from store.mongo import DuplicateError

_COLLECTION = Attachment.collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a new file's document says of where it belongs and why it is there."""

    board_id: str
    card_id: str | None = None
    list_id: str | None = None
    swimlane_id: str | None = None
    source: str
    copied_from: str | None = None
    copied_storage: str | None = None
    file_id: str = field(default_factory=blobs.new_file_id)


async def store(ctx: Context, rules: Storage, file: Incoming, place: Place) -> Attachment:
    """Stores a file and returns its document. Raises BadInputError, TooLargeError; ConflictError
    where its id is taken."""
    limited = incoming.no_more_than(
        rules.largest_upload, file.chunks, "Attachment exceeds API upload limit"
    )
    head, chunks = await incoming.beginning(limited, file_checks.SCANNED)
    checked = file_checks.checked(file.name, file.type, head, allowed=rules.rules.allowed_types)
    ending = file_names.extension(checked.name).lower()
    named = (place.file_id, ending)
    written = await blobs.write(ctx.store, _COLLECTION, named, chunks, rules.backend)
    made = _document(ctx, checked, written, place)
    try:
        await ctx.store.insert(made)
    except BaseException as error:
        await blobs.discard(ctx.store, _COLLECTION, [written.version])
        if isinstance(error, DuplicateError):
            raise ConflictError("This file was uploaded already.") from None
        raise
    return made


def _document(
    ctx: Context, checked: file_checks.Checked, written: blobs.Written, place: Place
) -> Attachment:
    given = {name: getattr(place, name) for name in Place.__slots__ if name != "file_id"}
    named = naming(checked.name, checked.type)
    version = {**written.version, "type": checked.type, "extension": named["extension"]}
    return Attachment(
        id=place.file_id,
        size=written.size,
        path=written.path,
        storage_path=written.path.rpartition("/")[0],
        uploader_id=ctx.require_actor().user_id,
        uploaded_at=ctx.now(),
        versions={blobs.ORIGINAL: version},
        **named,
        **given,
    )


def naming(name: str, media_type: str) -> dict[str, Any]:
    """Returns what a document says of a file by its name and type."""
    ending = file_names.extension(name).lower()
    plain = ending.removeprefix(".")
    return {
        "name": name,
        "extension": plain,
        "ext": plain,
        "extension_with_dot": ending,
        "type": media_type,
        "mime": media_type,
        "mime_type": media_type,
        "is_image": media_type.startswith("image/"),
        "is_video": media_type.startswith("video/"),
        "is_audio": media_type.startswith("audio/"),
        "is_text": media_type.startswith("text/"),
        "is_json": media_type == "application/json",
        "is_pdf": media_type in ("application/pdf", "application/x-pdf"),
    }


def original_of(attachment: Attachment) -> Mapping[str, Any]:
    """Returns the version that people uploaded. Raises NotFoundError where none is told of."""
    version = (attachment.versions or {}).get(blobs.ORIGINAL)
    if not isinstance(version, dict):
        raise NotFoundError("file")
    return version if version.get("storage") else {**version, "storage": storage_of(attachment)}


def storage_of(attachment: Attachment) -> str:
    version = (attachment.versions or {}).get(blobs.ORIGINAL)
    known = version if isinstance(version, dict) else {}
    return blobs.storage_of(known, attachment.source)


async def content(
    ctx: Context, attachment: Attachment, start: int = 0, end: int | None = None
) -> AsyncIterator[bytes]:
    """Returns the bytes from `start` up to `end`. Raises NotFoundError where there are none:
    before anything is sent, so that the answer can still say so."""
    version = original_of(attachment)
    chunks = blobs.read(ctx.store, _COLLECTION, version, start, end)
    try:
        first = await anext(chunks, b"")
    except blobs.BytesMissingError:
        raise NotFoundError("file in storage") from None

    async def everything() -> AsyncIterator[bytes]:
        try:
            yield first
            async for chunk in chunks:
                yield chunk
        finally:
            await chunks.aclose()

    return everything()


async def copy(ctx: Context, rules: Storage, original: Attachment, place: Place) -> Attachment:
    """Stores a file once more, elsewhere."""
    chunks = await content(ctx, original)
    told = replace(place, copied_from=original.id, copied_storage=storage_of(original))
    return await store(ctx, rules, Incoming(original.name, original.type, chunks), told)
