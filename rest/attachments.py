"""/api/attachment: files of cards.

Source: Wekan's server/routes/attachmentApi.js; what its handlers mean to do is done here.
"""

from collections.abc import Mapping

from starlette.responses import Response

from domain import attachments
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.reading import documents
from domain.storage import storage
from domain.stored_files import storage_of
from domain.visibility import require_card
from rest.door import Call
from rest.file_bodies import base64_answer, required_texts, sent_file
from rest.present import answer

_PLACE = ("board_id", "swimlane_id", "list_id", "card_id")
_NAMES = dict(zip(_PLACE, ("boardId", "swimlaneId", "listId", "cardId"), strict=True))


async def upload(call: Call) -> Response:
    async with sent_file(call, tuple(_NAMES.values())) as sent:
        card = await _card_at(call.ctx, sent.fields, _NAMES)
        made = await attachments.add(call.ctx, card.id, sent.file)
        told = {"attachmentId": made.id, "fileName": made.name, "fileSize": made.size}
        return _done("uploaded", **told, storageBackend=storage_of(made))


async def download(call: Call) -> Response:
    (await storage(call.ctx)).require_downloads()
    seen = await attachments.require(call.ctx, call["attachment_id"])
    return await base64_answer(call, seen.it)


async def info(call: Call) -> Response:
    found = (await attachments.require(call.ctx, call["attachment_id"])).it
    versions = [
        {"versionName": name} | {key: each.get(key) for key in ("storage", "size", "type")}
        for name, each in (found.versions or {}).items()
        if isinstance(each, dict)
    ]
    return answer({"success": True, **_line(found), "versions": versions})


async def every(call: Call) -> Response:
    """`null` in a path stands for any."""
    parts = {
        name: part
        for name, part in call.request.path_params.items()
        if name != "board_id" and part != "null"
    }
    try:
        found = await attachments.listed(call.ctx, call["board_id"], **parts)
    except NotFoundError as error:
        if error.noun == "board":
            raise
        raise NotFoundError("card not found or does not belong to the specified board") from None
    lines = [_line(each) for each in found]
    return answer({"success": True, "attachments": lines, "count": len(lines)})


async def on_board(call: Call) -> Response:
    """What Wekan's documentation promises: with addresses, which its own answer leaves empty."""
    base = call.ctx.settings.root_url
    found = await attachments.listed(call.ctx, call["board_id"])
    lines = []
    for each in found:
        url = f"{base}/cdn/storage/attachments/{each.id}"
        told = {"attachmentName": each.name, "attachmentType": each.type, "url": url}
        saved = {"urlDownload": f"{url}?download=true&token="}
        lines.append({"attachmentId": each.id, **told, **saved, **_placed(each)})
    return answer(lines)


async def copy(call: Call) -> Response:
    source, card = await _transfer(call)
    made = await attachments.copy(call.ctx, source.id, card.id)
    told = {"fileName": made.name, "fileSize": made.size}
    return _done("copied", sourceAttachmentId=source.id, newAttachmentId=made.id, **told)


async def move(call: Call) -> Response:
    source, card = await _transfer(call)
    moved = await attachments.move(call.ctx, source.id, card.id)
    boards = {"sourceBoardId": source.board_id, "targetBoardId": moved.board_id}
    told = {"fileName": moved.name, "fileSize": moved.size}
    return _done("moved", attachmentId=moved.id, **told, **boards)


async def _transfer(call: Call) -> tuple[documents.Attachment, documents.Card]:
    """Returns what is to be copied or moved, and the card it goes to, which is named in full."""
    body = call.body()
    names = {name: f"target{sent[0].upper()}{sent[1:]}" for name, sent in _NAMES.items()}
    fields = required_texts(body, ("attachmentId", *names.values()))
    try:
        source = (await attachments.require(call.ctx, fields["attachmentId"])).it
    except NotFoundError as error:
        raise type(error)("source attachment") from None
    return source, await _card_at(call.ctx, fields, names, "Target ")


async def delete(call: Call) -> Response:
    gone = await attachments.delete(call.ctx, call["attachment_id"])
    return _done("deleted", attachmentId=gone.id, fileName=gone.name)


async def _card_at(
    ctx: Context, fields: Mapping[str, str], names: Mapping[str, str], role: str = ""
) -> documents.Card:
    """Returns the card that the fields name; the place they name must be where it lies."""
    try:
        card = (await require_card(ctx, fields[names["card_id"]])).it
    except NotFoundError as error:
        raise type(error)(f"{role}card".strip().lower()) from None
    problems = {
        "board_id": "card does not belong to the specified board",
        "swimlane_id": "swimlane ID does not match the card's swimlane",
        "list_id": "list ID does not match the card's list",
    }
    for name, problem in problems.items():
        if getattr(card, name) != fields[names[name]]:
            told = role + (problem if role else problem[0].upper() + problem[1:])
            raise BadInputError(names[name], told)
    return card


def _line(attachment: documents.Attachment) -> dict[str, object]:
    uploaded = attachment.uploaded_at or attachment.uploaded_before
    return {
        "attachmentId": attachment.id,
        "fileName": attachment.name,
        "fileSize": attachment.size,
        "fileType": attachment.type,
        "storageBackend": storage_of(attachment),
        **_placed(attachment),
        **({"createdAt": uploaded} if uploaded else {}),
        "isImage": attachment.is_image,
    }


def _placed(attachment: documents.Attachment) -> dict[str, object]:
    placed = {sent: getattr(attachment, name) for name, sent in _NAMES.items()}
    return {name: value for name, value in placed.items() if value is not None}


def _done(what: str, **told: object) -> Response:
    return answer({"success": True, **told, "message": f"Attachment {what} successfully"})
