"""Files of cards, and pictures behind boards."""

from collections.abc import Mapping

from rest import attachments, stored_files
from rest.described import samples
from rest.described.description import Described, Sent
from rest.described.shapes import (
    BYTES,
    COUNT,
    DATE,
    FLAG,
    ID,
    NUMBER,
    TEXT,
    TEXT_OR_NONE,
    Schema,
    many,
    named,
    says,
    thing,
)
from rest.door import Handler

_DONE: Mapping[str, Schema] = {"success": {"const": True}, "message": TEXT}
_FILE: Mapping[str, Schema] = {"fileName": TEXT, "fileSize": NUMBER}
_PLACE: Mapping[str, Schema] = {"boardId": ID, "swimlaneId": ID, "listId": ID, "cardId": ID}
_LINE: Mapping[str, Schema] = {
    **_FILE,
    "attachmentId": ID,
    "fileType": TEXT,
    "storageBackend": TEXT_OR_NONE,
    "isImage": FLAG,
}
_DATA = says({"type": "string", "contentEncoding": "base64"}, "The file, in base64.")
_HELD: Mapping[str, Schema] = {**_FILE, "attachmentId": ID, "fileType": TEXT, "base64Data": _DATA}

SCHEMAS = {
    "Attachment": thing({**_PLACE, "createdAt": DATE}, **_LINE),
    "AttachmentVersion": thing(
        {"storage": TEXT_OR_NONE, "size": {"type": ["number", "null"]}, "type": TEXT_OR_NONE},
        versionName=TEXT,
    ),
}


def _targets(**example: str) -> Sent:
    """Where an attachment goes: the card, and where it lies."""
    names = {f"target{name[0].upper()}{name[1:]}": ID for name in _PLACE}
    sent = {"attachmentId": samples.ATTACHMENT, **example}
    return Sent(required={"attachmentId": ID, **names}, optional={}, example=sent)


def _file(where: Mapping[str, Schema], example: Mapping[str, str]) -> Sent:
    required = {**where, "fileName": TEXT, "fileData": _DATA}
    optional: Mapping[str, Schema] = {"fileType": TEXT}
    return Sent(required=required, optional=optional, example=example, as_file="file")


_TO_CARD = _targets(
    targetBoardId=samples.BOARD,
    targetSwimlaneId=samples.SWIMLANE,
    targetListId=samples.LIST,
    targetCardId=samples.OTHER_CARD,
)

FILES: Mapping[Handler, Described] = {
    attachments.upload: Described(
        summary="Attach a file to a card",
        body=_file(
            _PLACE,
            {
                "boardId": samples.BOARD,
                "swimlaneId": samples.SWIMLANE,
                "listId": samples.LIST,
                "cardId": samples.CARD,
                "fileName": "note.txt",
                "fileType": "text/plain",
                "fileData": "aGVsbG8=",
            },
        ),
        answer=thing(**_DONE, **_FILE, attachmentId=ID, storageBackend=TEXT),
        also=(404,),
    ),
    attachments.download: Described(
        summary="A file, inside JSON",
        answer=thing(success={"const": True}, storageBackend=TEXT_OR_NONE, **_HELD),
    ),
    attachments.info: Described(
        summary="What is known of a file",
        answer=thing(
            {**_PLACE, "createdAt": DATE},
            success={"const": True},
            versions=many(named("AttachmentVersion")),
            **_LINE,
        ),
    ),
    attachments.every: Described(
        summary="The files of a board, or of a part of it",
        answer=thing(success={"const": True}, attachments=many(named("Attachment")), count=COUNT),
        note="`null` for a part of the path stands for any.",
    ),
    attachments.on_board: Described(
        summary="The files of a board, with their addresses",
        answer=many(
            thing(
                _PLACE,
                attachmentId=ID,
                attachmentName=TEXT,
                attachmentType=TEXT,
                url=TEXT,
                urlDownload=TEXT,
            )
        ),
    ),
    attachments.copy: Described(
        summary="Copy a file to another card",
        body=_TO_CARD,
        answer=thing(**_DONE, **_FILE, sourceAttachmentId=ID, newAttachmentId=ID),
        also=(404,),
    ),
    attachments.move: Described(
        summary="Move a file to another card",
        body=_TO_CARD,
        answer=thing(**_DONE, **_FILE, attachmentId=ID, sourceBoardId=ID, targetBoardId=ID),
        also=(404,),
    ),
    attachments.delete: Described(
        summary="Delete a file", answer=thing(**_DONE, attachmentId=ID, fileName=TEXT)
    ),
    stored_files.one: Described(
        summary="A file as it is, or a part of it",
        query={"download": says(FLAG, "Have it saved rather than shown.")},
        answer=BYTES,
        media="*/*",
        also=(206, 304, 416),
    ),
    stored_files.upload_background: Described(
        summary="Put a picture behind a board",
        body=_file(
            {"boardId": ID},
            {
                "boardId": samples.BOARD,
                "fileName": "hills.gif",
                "fileType": "image/gif",
                "fileData": "R0lGODlhAQABAAAAACwAAAAAAQABAAA=",
            },
        ),
        answer=thing(
            **_DONE, **_FILE, attachmentId=ID, storageBackend=TEXT, backgroundImageURL=TEXT
        ),
        also=(404,),
    ),
    stored_files.download_background: Described(
        summary="The picture behind a board, inside JSON",
        answer=thing(
            success={"const": True},
            storageBackend=TEXT_OR_NONE,
            backgroundImageURL=TEXT,
            **_HELD,
        ),
    ),
}
