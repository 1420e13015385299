"""Changes of lists and swimlanes to activity entries.

Source: the hooks of Wekan's server/models/lists.js and swimlanes.js. What Wekan's feed is
told of a changed swimlane carries the swimlane's id under `listId`.
"""

from domain.activities import Entry
from store.documents import List, Swimlane


def list_told(activity_type: str, of: List) -> Entry:
    told = {"type": "list", "boardId": of.board_id, "listId": of.id, "title": of.title}
    return Entry(activity_type, told)


def swimlane_told(activity_type: str, of: Swimlane) -> Entry:
    told = {"type": "swimlane", "boardId": of.board_id, "listId": of.id, "title": of.title}
    return Entry(activity_type, told)


def swimlane_removed(of: Swimlane) -> Entry:
    told = {"type": "swimlane", "boardId": of.board_id, "swimlaneId": of.id, "title": of.title}
    return Entry("removeSwimlane", told)
