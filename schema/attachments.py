"""Files attached to cards."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from domain.backgrounds import url_of
from domain.incoming import Incoming
from domain.queries import Order, page
from domain.reading import ByInner, documents, path_of
from domain.stored_files import storage_of
from schema.fields import below, derived, document_type, one, stored
from schema.paging import AFTER, FIRST
from schema.users import User

if TYPE_CHECKING:
    from schema.boards import Board
    from schema.cards import Card


@document_type(documents.Attachment, description="A file attached to a card, or a board's picture.")
class Attachment:
    id: strawberry.ID = stored()
    name: str = stored()
    type: str = stored(description="Its media type, as far as its content bears it out.")
    size: float = stored(description="In bytes.")
    is_image: bool = stored()
    is_video: bool = stored()
    is_audio: bool = stored()
    is_text: bool = stored()
    is_pdf: bool = stored()
    uploaded_at: datetime | None = derived(
        "uploaded_at", "uploaded_before", by=lambda each: each.uploaded_at or each.uploaded_before
    )
    storage: str = derived(
        "versions", "source", by=storage_of, description="Where its bytes lie: `gridfs`, `fs`, …"
    )
    path: str = derived(
        "id",
        by=lambda each: url_of(each.id),
        description=(
            "Where this server, and Wekan, sends its bytes to whoever shows a token. For a link "
            "that works without one, see `createAttachmentDownload`."
        ),
    )
    uploader: User | None = one("uploader_id", description="Null if the account is gone.")
    card: Annotated["Card", strawberry.lazy("schema.cards")] | None = one(
        "card_id", description="Null for a picture behind a board."
    )
    board: Annotated["Board", strawberry.lazy("schema.boards")] | None = one("board_id")


def attachments_by(attribute: str, description: str) -> Any:
    """Declares a connection of the attachments whose `attribute` is the parent's id."""
    return below(
        ByInner(path_of(documents.Attachment, attribute)),
        page=lambda a: page(documents.Attachment, Order("uploaded_at"), a["first"], a.get("after")),
        arguments=(FIRST, AFTER),
        expected=2,
        description=description,
    )


@strawberry.input(description="A file sent with the request: multipart, as its specification says.")
class UploadAttachmentInput:
    card_id: strawberry.ID
    file: Incoming
    name: str | None = strawberry.field(default=None, description="By default the file's own.")


@strawberry.type
class UploadAttachmentPayload:
    attachment: Attachment | None


@strawberry.input(description="A file to be sent by itself, to a link that is good for a while.")
class CreateAttachmentUploadInput:
    card_id: strawberry.ID
    name: str
    type: str | None = strawberry.field(default=None, description="By default told by its name.")


@strawberry.type
class CreateAttachmentUploadPayload:
    url: str = strawberry.field(description="PUT or POST the bytes there, once, without a token.")
    expires_at: datetime
    attachment_id: strawberry.ID = strawberry.field(description="What the file will be known by.")


@strawberry.input
class CreateAttachmentDownloadInput:
    id: strawberry.ID


@strawberry.type
class CreateAttachmentDownloadPayload:
    url: str = strawberry.field(description="GET the bytes there, in ranges too, without a token.")
    expires_at: datetime


@strawberry.input
class CopyAttachmentInput:
    id: strawberry.ID
    card_id: strawberry.ID = strawberry.field(description="The card that gets the copy.")


@strawberry.type
class CopyAttachmentPayload:
    attachment: Attachment | None


@strawberry.input
class MoveAttachmentInput:
    id: strawberry.ID
    card_id: strawberry.ID = strawberry.field(description="The card that gets the file.")


@strawberry.type
class MoveAttachmentPayload:
    attachment: Attachment | None


@strawberry.input
class RenameAttachmentInput:
    id: strawberry.ID
    name: str = strawberry.field(
        description="At most 30 characters are kept; it goes on ending as the content does."
    )


@strawberry.type
class RenameAttachmentPayload:
    attachment: Attachment | None


@strawberry.input
class DeleteAttachmentInput:
    id: strawberry.ID


@strawberry.type
class DeleteAttachmentPayload:
    deleted_attachment_id: strawberry.ID
