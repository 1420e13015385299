"""Files in JSON, as base64, and in multipart forms; and their way back.

Source: Wekan's server/routes/attachmentApi.js.
"""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import orjson
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from domain import stored_files
from domain.errors import BadInputError, TooLargeError
from domain.incoming import Incoming, encoded, pieces
from domain.reading import documents
from domain.storage import HELD_AT_ONCE, storage
from rest import body
from rest.door import Call
from web.receiving import form, incoming_of
from web.requests import MalformedBodyError, content_type, parse_json, read_body

_LARGEST_JSON = 96 * 1024 * 1024
_ENVELOPE = 64 * 1024
_TO_STANDARD = str.maketrans("-_", "+/")
_MISSING = "Missing required parameters"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file, and the texts that came with it."""

    fields: Mapping[str, str]
    file: Incoming


@asynccontextmanager
async def sent_file(call: Call, names: tuple[str, ...]) -> AsyncIterator[SentFile]:
    """Gives what a request holds: JSON with `fileData`, or a form with a part `file`.

    Raises BadInputError, TooLargeError, BodyTooLargeError, MalformedBodyError.
    """
    rules = await storage(call.ctx)
    rules.require_uploads()
    if content_type(call.request) == "multipart/form-data":
        async with form(call.request, rules.largest_upload) as parts:
            file = parts.get("file") or parts.get("fileData")
            if not isinstance(file, UploadFile):
                raise BadInputError("file", _MISSING)
            texts = {name: value for name, value in parts.items() if isinstance(value, str)}
            named = texts.get("fileName") or file.filename or "unnamed"
            typed = texts.get("fileType") or file.content_type
            yield SentFile(
                required_texts(texts, names), Incoming(named, typed, incoming_of(file).chunks)
            )
        return
    given = await _json(call, min(rules.largest_upload, HELD_AT_ONCE))
    texts = required_texts(given, (*names, "fileData", "fileName"))
    content = await asyncio.to_thread(_decoded, texts["fileData"])
    if len(content) > HELD_AT_ONCE:
        raise TooLargeError("fileData", "Attachment exceeds API upload limit")
    kind = body.as_text("fileType", given.get("fileType"))
    yield SentFile(texts, Incoming(texts["fileName"], kind, pieces(content)))


async def _json(call: Call, largest: int) -> Mapping[str, object]:
    limit = min(_LARGEST_JSON, largest * 4 // 3 + _ENVELOPE)
    given = await asyncio.to_thread(parse_json, await read_body(call.request, limit))
    if not isinstance(given, dict):
        raise MalformedBodyError
    return given


def required_texts(given: Mapping[str, object], names: tuple[str, ...]) -> dict[str, str]:
    """Returns the texts that must all be given."""
    missing = [name for name in names if given.get(name) in (None, "")]
    if missing:
        raise BadInputError(missing[0], _MISSING)
    texts = {}
    for name in names:
        value = given[name]
        if not isinstance(value, str):
            told = "Invalid fileData format" if name == "fileData" else _MISSING
            raise BadInputError(name, told)
        texts[name] = value
    return texts


def _decoded(text: str) -> bytes:
    """Reads base64 as Node does: either alphabet, with or without its end."""
    plain = text.rstrip("=").translate(_TO_STANDARD)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        raise BadInputError("fileData", "Invalid fileData format") from None


async def base64_answer(call: Call, attachment: documents.Attachment, **more: object) -> Response:
    """Returns a file inside JSON, written piece by piece. Raises TooLargeError, NotFoundError."""
    (await storage(call.ctx)).require_downloadable(attachment.size, held=True)
    chunks = await stored_files.content(call.ctx, attachment)
    told = {
        "success": True,
        "attachmentId": attachment.id,
        "fileName": attachment.name,
        "fileSize": attachment.size,
        "fileType": attachment.type,
        "storageBackend": stored_files.storage_of(attachment),
        **more,
    }
    start = orjson.dumps(told).removesuffix(b"}") + b',"base64Data":"'
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return StreamingResponse(_written(start, chunks, b'"}'), headers=headers)


async def _written(start: bytes, chunks: AsyncIterator[bytes], end: bytes) -> AsyncIterator[bytes]:
    yield start
    async for piece in encoded(chunks):
        yield piece
    yield end
