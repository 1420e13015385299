"""An import, stored: whole, or not at all.

Everything goes first, the board last: until then nobody sees any of it, and where something
fails all of it is removed again.
"""

from collections.abc import Mapping
from typing import Any

from domain import activities, backgrounds
from domain.activities import Entry
from domain.boards import last_sort, slug_of
from domain.context import Context
from domain.imports import files
from domain.imports.files import BACKGROUNDS, Opener
from domain.imports.people import Known
from domain.imports.plan import Plan
from domain.imports.progress import Progress
from domain.imports.restored import restored, title_of
from domain.imports.sent import Sent
from domain.site import private_boards_only
from domain.values import BOARD_COLORS
from store.documents import (
    Action,
    Activity,
    Attachment,
    Board,
    BoardSettings,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Counter,
    CustomField,
    List,
    Member,
    Rule,
    Swimlane,
    Trigger,
)
from store.files import delete_files
from store.match import any_of, where
from store.mongo import Modifier
from store.plan import Document
from store.records import Record

_ORDER: tuple[type[Record], ...] = (
    Swimlane,
    List,
    CustomField,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    Trigger,
    Action,
    Rule,
    Activity,
)
_AT_ONCE = 500


async def store_board(
    ctx: Context, plan: Plan, sent: Sent, known: Known, opener: Opener, progress: Progress
) -> str:
    """Stores a new board with all that was planned, and returns its id."""
    board_id = plan.target.board_id
    try:
        stored = await files.store(ctx, plan, sent, opener)
        await _store_parts(ctx, plan, progress)
        await _store_counter(ctx, plan)
        board = await _board(ctx, plan, sent, known)
        board |= _background(sent, stored)
        await ctx.store.insert_documents(Board, [board])
    except BaseException:
        await _remove(ctx, plan)
        raise
    source = {"id": sent.document.get("_id") or board_id, "system": sent.system, "url": sent.url}
    told = {name: value for name, value in source.items() if isinstance(value, str)}
    await activities.record(ctx, Entry("importBoard", {"boardId": board_id, "source": told}))
    return board_id


async def store_into(
    ctx: Context, plan: Plan, sent: Sent, opener: Opener, progress: Progress
) -> Mapping[str, int]:
    """Stores what was planned on a board that is there, and returns how much of each it was."""
    board_id = plan.target.board_id
    try:
        stored = await files.store(ctx, plan, sent, opener)
        await _store_parts(ctx, plan, progress)
        if plan.new_labels:
            added = Modifier(push={"labels": plan.new_labels})
            await ctx.store.update(Board, where(Board, id=board_id), added)
    except BaseException:
        await _remove(ctx, plan)
        raise
    counts = {kind.collection: len(plan.documents[kind]) for kind in _ORDER}
    return {
        "swimlanes": counts["swimlanes"],
        "lists": counts["lists"],
        "cards": counts["cards"],
        "checklists": counts["checklists"],
        "comments": counts["card_comments"],
        "attachments": len(stored),
    }


async def _store_parts(ctx: Context, plan: Plan, progress: Progress) -> None:
    for kind in _ORDER:
        documents = plan.documents[kind]
        for start in range(0, len(documents), _AT_ONCE):
            batch = documents[start : start + _AT_ONCE]
            await ctx.store.insert_documents(kind, batch)
            await progress.went_on(len(batch))


async def _store_counter(ctx: Context, plan: Plan) -> None:
    highest = max((card["cardNumber"] for card in plan.documents[Card]), default=0)
    counter = where(Counter, id=f"cardNumber-{plan.target.board_id}")
    await ctx.store.update(
        Counter, counter, Modifier(raise_to={"value": int(highest)}), upsert=True
    )


async def _board(ctx: Context, plan: Plan, sent: Sent, known: Known) -> Document:
    target, row = plan.target, sent.document
    title = title_of(row.get("title"), "Imported board")
    public = row.get("permission") == "public" and not await private_boards_only(ctx)
    color = row.get("color")
    inactive = [each for each in dict.fromkeys(known.ids.values()) if each != target.importer_id]
    changes: dict[str, Any] = {
        "id": target.board_id,
        "title": title,
        "slug": slug_of(title),
        "type": "board",
        "permission": "public" if public else "private",
        "color": color if color in BOARD_COLORS else "belize",
        "sort": await last_sort(ctx),
        "stars": 0,
        "labels": plan.new_labels,
        "members": [
            Member(user_id=target.importer_id, is_admin=True, is_active=True),
            *(Member(user_id=each) for each in inactive),
        ],
        "created_at": target.now,
        "modified_at": target.now,
        **dict.fromkeys(("watchers", "orgs", "teams", "domains")),
        **_defaults(plan, row),
    }
    made = restored(BoardSettings, row, **changes)
    return made | {"importUsernames": list(known.unknown)}


def _defaults(plan: Plan, row: Mapping[str, Any]) -> dict[str, Any]:
    """Where subtasks go is kept where that is the board itself."""
    changes: dict[str, Any] = {}
    for kind, name in (("subtasks", "subtasks"), ("date_settings", "dateSettings")):
        same = row.get("_id") is not None and row.get(f"{name}DefaultBoardId") == row.get("_id")
        changes[f"{kind}_default_board_id"] = plan.target.board_id if same else None
        old = row.get(f"{name}DefaultListId")
        changes[f"{kind}_default_list_id"] = plan.found("lists", old) if same else None
    return changes


def _background(sent: Sent, stored: Mapping[str, Attachment]) -> Document:
    shown = sent.document.get("backgroundImageId")
    made = stored.get(shown) if isinstance(shown, str) else None
    if made is None:
        of_board = [r["_id"] for r in sent.rows("attachments") if r.get("source") in BACKGROUNDS]
        made = next((stored[each] for each in of_board if each in stored), None) if shown else None
    if made is None or not made.is_image:
        return {}
    return {"backgroundImageId": made.id, "backgroundImageURL": backgrounds.url_of(made.id)}


async def _remove(ctx: Context, plan: Plan) -> None:
    """Removes all that was stored so far; of a board that was there, only what is new."""
    for kind in reversed(_ORDER):
        ids = [document["_id"] for document in plan.documents[kind]]
        if ids:
            await ctx.store.delete(kind, where(kind, id=any_of(ids)))
    brought = list(plan.ids["attachments"].values())
    await delete_files(ctx.store, Attachment, where(Attachment, id=any_of(brought)))
    if plan.target.existing is None:
        counter = f"cardNumber-{plan.target.board_id}"
        await ctx.store.delete(Counter, where(Counter, id=counter))
