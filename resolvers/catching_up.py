"""What changed since a client last asked."""

from collections.abc import Mapping
from datetime import datetime

import strawberry

from domain import catching_up
from domain.catching_up import Changes
from domain.errors import BadInputError
from resolvers.asking import Asked, Wanted, context_of, payload
from resolvers.roots import query
from schema.catching_up import ChangesPayload

_KINDS: Mapping[str, str] = {
    "board": "boards",
    "swimlane": "swimlanes",
    "list": "lists",
    "card": "cards",
    "checklist": "checklists",
    "checklist_item": "checklist_items",
    "comment": "comments",
}


@strawberry.type
class ChangesQuery:
    @query(
        "Tells what was made, changed, archived or deleted on boards, by a cursor of an earlier "
        "answer, or since a moment; with neither it answers just a cursor, to begin with before "
        "everything is read once. Ask again with `cursor` at once while `hasMore` is true. "
        "A change is never left out between two answers; those of the last minute may be told "
        "twice. A thing counts as changed when its `modifiedAt` moves. Of what Wekan itself "
        "deletes or moves without an activity (by some of its REST calls, and when it empties a "
        "board's archive) nobody can tell."
    )
    async def changes(
        self,
        info: Asked,
        board_ids: list[strawberry.ID] | None = None,
        since: str | None = None,
        since_time: datetime | None = None,
        first: int = catching_up.DEFAULT_FIRST,
    ) -> ChangesPayload:
        if since is not None and since_time is not None:
            raise BadInputError("since", "Give either a cursor or a moment.")
        start = since if since is not None else since_time
        told = await catching_up.changes(context_of(info), board_ids, start, first)
        return _shown(told)


def _shown(told: Changes) -> ChangesPayload:
    changed = {
        name: Wanted.newest(told.changed.get(kind, []), told.board_ids)
        for kind, name in _KINDS.items()
    }
    gone = {
        f"gone_{kind}_ids": sorted(set(told.gone.get(kind, [])))
        for kind in _KINDS
        if kind != "board"
    }
    return payload(
        ChangesPayload,
        board_ids=told.board_ids,
        gone_board_ids=told.gone_board_ids,
        deletions_known=told.deletions_known,
        cursor=told.cursor,
        has_more=told.has_more,
        **changed,
        **gone,
    )
