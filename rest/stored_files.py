"""The bytes of files themselves, where Wekan's page fetches them, and pictures behind boards."""

from collections.abc import AsyncIterator

from starlette.responses import Response

from domain import attachments, backgrounds, stored_files
from domain.storage import storage
from rest.door import Call
from rest.file_bodies import base64_answer, sent_file
from rest.present import answer
from web.sending import file_headers, file_response

_YEAR = 365 * 24 * 60 * 60


async def one(call: Call) -> Response:
    """A file, or a range of it; `?download=true` has it saved rather than shown."""
    rules = await storage(call.ctx)
    rules.require_downloads()
    found = (await attachments.require(call.ctx, call["attachment_id"])).it
    rules.require_downloadable(found.size)
    saved = call.request.query_params.get("download") == "true"
    headers = file_headers(found.name, found.type, saved=saved, kept_seconds=_YEAR)

    async def opened(start: int, end: int) -> AsyncIterator[bytes]:
        return await stored_files.content(call.ctx, found, start, end)

    return await file_response(call.request, headers, int(found.size), found.id, opened)


async def upload_background(call: Call) -> Response:
    async with sent_file(call, ("boardId",)) as sent:
        made = await backgrounds.set_picture(call.ctx, sent.fields["boardId"], sent.file)
        return answer(
            {
                "success": True,
                "attachmentId": made.id,
                "fileName": made.name,
                "fileSize": made.size,
                "storageBackend": stored_files.storage_of(made),
                "backgroundImageURL": backgrounds.url_of(made.id),
                "message": "Board background uploaded successfully",
            }
        )


async def download_background(call: Call) -> Response:
    (await storage(call.ctx)).require_downloads()
    found = (await backgrounds.picture(call.ctx, call["board_id"])).it
    return await base64_answer(call, found, backgroundImageURL=backgrounds.url_of(found.id))
