"""Activity entries of attachments. Source: Wekan's models/attachments.js."""

from domain.activities import Entry
from store.documents import Attachment


def added(attachment: Attachment) -> Entry:
    return _entry("addAttachment", attachment)


def deleted(attachment: Attachment) -> list[Entry]:
    """Returns one entry for each stored version, as Wekan does."""
    versions = len(attachment.versions or {})
    return [_entry("deleteAttachment", attachment)] * max(versions, 1)


def _entry(activity_type: str, attachment: Attachment) -> Entry:
    return Entry(
        activity_type,
        {
            "type": "card",
            "attachmentId": attachment.id,
            "attachmentName": attachment.name,
            "boardId": attachment.board_id,
            "cardId": attachment.card_id,
            "listId": attachment.list_id,
            "swimlaneId": attachment.swimlane_id,
        },
    )
