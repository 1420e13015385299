"""Files attached to cards, as ostrio:files describes them, and what the site allows of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_ids, as_number, as_text, as_whole


@record("attachments")
class Attachment(Record):
    """A file. `versions` says where its bytes lie; clients never write it."""

    fixed: ClassVar[Mapping[str, Any]] = {
        "_downloadRoute": "/cdn/storage",
        "_collectionName": "attachments",
        "public": False,
    }

    id: Annotated[str, at("_id")]
    name: Annotated[str, at("name", read=as_text)] = ""
    type: Annotated[str, at("type", read=as_text)] = "application/octet-stream"
    size: Annotated[float, at("size", read=as_number)] = 0
    extension: Annotated[str | None, at("extension", read=as_text)] = None
    ext: Annotated[str | None, at("ext", read=as_text)] = None
    extension_with_dot: Annotated[str | None, at("extensionWithDot", read=as_text)] = None
    mime: Annotated[str | None, at("mime", read=as_text)] = None
    mime_type: Annotated[str | None, at("mime-type", read=as_text)] = None
    is_image: Annotated[bool, at("isImage", read=as_flag)] = False
    is_video: Annotated[bool, at("isVideo", read=as_flag)] = False
    is_audio: Annotated[bool, at("isAudio", read=as_flag)] = False
    is_text: Annotated[bool, at("isText", read=as_flag)] = False
    is_json: Annotated[bool, at("isJSON", read=as_flag)] = False
    is_pdf: Annotated[bool, at("isPDF", read=as_flag)] = False
    path: Annotated[str | None, at("path", read=as_text)] = None
    storage_path: Annotated[str | None, at("_storagePath", read=as_text)] = None
    uploader_id: Annotated[str | None, at("userId", read=as_id)] = None
    uploaded_at: Annotated[datetime | None, at("uploadedAtOstrio", read=as_date)] = None
    uploaded_before: Annotated[datetime | None, at("uploadedAt", read=as_date)] = None
    """Where old documents tell the same."""
    card_id: Annotated[str | None, at("meta.cardId", read=as_id)] = None
    board_id: Annotated[str | None, at("meta.boardId", read=as_id)] = None
    list_id: Annotated[str | None, at("meta.listId", read=as_id)] = None
    swimlane_id: Annotated[str | None, at("meta.swimlaneId", read=as_id)] = None
    source: Annotated[str | None, at("meta.source", read=as_id)] = None
    copied_from: Annotated[str | None, at("meta.copyFrom", read=as_id)] = None
    copied_storage: Annotated[str | None, at("meta.copyStorage", read=as_id)] = None
    moved_at: Annotated[datetime | None, at("meta.movedAt", read=as_date)] = None
    versions: Annotated[Mapping[str, Any] | None, at("versions")] = None


@record("attachmentStorageSettings")
class StorageRules(Record):
    """Where new files go, and how large they may be; 0 sets no limit."""

    id: Annotated[str, at("_id")]
    default_storage: Annotated[str, at("defaultStorage", read=as_text)] = "fs"
    max_file_size: Annotated[int, at("uploadSettings.maxFileSize", read=as_whole)] = 0
    allowed_types: Annotated[list[str], at("uploadSettings.allowedMimeTypes", read=as_ids)] = []
    upload_blocked: Annotated[bool, at("limitSettings.apiUploadBlocked", read=as_flag)] = False
    download_blocked: Annotated[bool, at("limitSettings.apiDownloadBlocked", read=as_flag)] = False
    max_upload: Annotated[int | None, at("limitSettings.apiUploadMaxBytes", read=as_whole)] = None
    max_download: Annotated[int | None, at("limitSettings.apiDownloadMaxBytes", read=as_whole)] = (
        None
    )


@record("boards")
class Background(Record):
    """A board's picture, apart from all else that its document holds."""

    id: Annotated[str, at("_id")]
    attachment_id: Annotated[str | None, at("backgroundImageId", read=as_id)] = None
    url: Annotated[str | None, at("backgroundImageURL", read=as_text)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
