"""What is told of comments. Source: the hooks of Wekan's server/models/cardComments.js."""

from domain.activities import Entry
from store.documents import Card, Comment


def of_comment(kind: str, card: Card, comment: Comment, text: str | None = None) -> Entry:
    """`text` is what the comment says, or said."""
    fields = {
        "boardId": card.board_id,
        "cardId": card.id,
        "commentId": comment.id,
        "commentText": text,
        "listId": card.list_id,
        "swimlaneId": card.swimlane_id,
    }
    return Entry(kind, fields)
