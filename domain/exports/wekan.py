"""A board as Wekan's own document, `wekan-board-1.0.0`, written while it is read.

Source: `buildStream` of Wekan's models/exporter.js. Nothing of people but what the board shows
of them leaves here: no addresses, no proofs of who they are.
"""

from collections.abc import AsyncIterator, Callable, Mapping

from domain import stored_files
from domain.errors import NotFoundError
from domain.exports.anonymous import Masks, masks
from domain.exports.made import Made, file_name
from domain.exports.people import People
from domain.exports.source import Source
from domain.incoming import encoded
from domain.json_text import dumps
from store.documents import (
    Action,
    Activity,
    Attachment,
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    CustomField,
    List,
    Rule,
    Swimlane,
    Trigger,
)
from store.match import ABSENT, NOTHING, Filter, all_of, any_of, one_of, where
from store.plan import Document
from store.records import Record, load
from store.whole import find_whole

FORMAT = "wekan-board-1.0.0"
_OF_BOARD = ("boardId",)

Chunks = AsyncIterator[bytes]
Altered = Callable[[Document], Document]


def made(source: Source) -> Made:
    return Made("application/json", file_name(source.board.title, "json"), chunks(source))


async def chunks(source: Source) -> Chunks:
    """Yields the document. Without `with_files` attachments are told of, not in it."""
    writer = await _writer(source)
    yield await writer.head()
    async for piece in writer.attachments():
        yield piece
    for key, rows in await writer.sections():
        async for piece in _array(key, rows):
            yield piece
    yield b"}"


async def _array(key: str, rows: AsyncIterator[Document]) -> Chunks:
    yield b"," + dumps(key) + b":["
    between = b""
    async for row in rows:
        yield between + dumps(row)
        between = b","
    yield b"]"


async def _writer(source: Source) -> "_Writer":
    store = source.ctx.store
    card_ids = await store.ids(Card, source.cards)
    people = People(source, card_ids)
    hidden = masks(await people.rows()) if source.rules.anonymous_exports else Masks()
    return _Writer(source, card_ids, people, hidden)


class _Writer:
    """One document being written."""

    def __init__(self, source: Source, card_ids: list[str], people: People, hidden: Masks) -> None:
        self._source = source
        self._has = source.selection.has
        self._card_ids = card_ids
        self._people = people
        self._masks = hidden
        self._on_cards = {"card_id": any_of(card_ids)}

    async def head(self) -> bytes:
        board = self._source.board
        found = await find_whole(
            self._source.ctx.store, Board, where(Board, id=board.id), without=("stars",)
        )
        if found is None:
            raise NotFoundError("board")
        told = {"_format": FORMAT, **found}
        return dumps(told).removesuffix(b"}")

    async def attachments(self) -> Chunks:
        yield b',"attachments":['
        wanted = await self._source.attachments() if self._has("attachments") else NOTHING
        between = b""
        async for document in self._source.documents(Attachment, wanted):
            yield between
            async for piece in attachment(self._source, document):
                yield piece
            between = b","
        yield b"]"

    async def sections(self) -> list[tuple[str, AsyncIterator[Document]]]:
        scoped = self._source.selection.is_scoped
        board_id = self._source.board.id
        lists, swimlanes = await self._places()
        fields = where(CustomField, board_ids=board_id) if self._has("custom-fields") else NOTHING
        rules = NOTHING if scoped else where(Rule, board_id=board_id)
        ways = await self._source.ctx.store.find_many(Rule, rules)
        return [
            ("lists", self._rows(List, lists)),
            ("swimlanes", self._rows(Swimlane, swimlanes)),
            ("customFields", self._rows(CustomField, fields, without=("boardIds",))),
            ("cards", self._rows(Card, self._source.cards, self._card)),
            ("comments", self._of_cards(Comment, "comments", self._masks.applied)),
            ("activities", self._rows(Activity, self._activities())),
            ("checklists", self._of_cards(Checklist, "checklists", without=())),
            ("checklistItems", self._of_cards(ChecklistItem, "checklists", without=())),
            ("subtaskItems", self._rows(Card, self._subtasks(), self._card, without=())),
            ("rules", self._rows(Rule, rules)),
            ("triggers", self._rows(Trigger, _among(Trigger, [w.trigger_id for w in ways]))),
            ("actions", self._rows(Action, _among(Action, [w.action_id for w in ways]))),
            ("users", self._people.exported(self._masks)),
        ]

    async def _places(self) -> tuple[Filter, Filter]:
        """Returns the filters of lists and swimlanes; of a part of a board, those of its cards."""
        board_id = self._source.board.id
        lists = where(List, board_id=board_id, deleted_at=ABSENT)
        swimlanes = where(Swimlane, board_id=board_id)
        selection = self._source.selection
        if not selection.is_scoped:
            return lists, swimlanes
        values = self._source.ctx.store.values
        of_lists = await values(Card, self._source.cards, "list_id")
        of_swimlanes = await values(Card, self._source.cards, "swimlane_id")
        named = [each for each in (selection.list_id,) if each]
        named_lanes = [each for each in (selection.swimlane_id,) if each]
        return (
            all_of(lists, where(List, id=any_of([*of_lists, *named]))),
            all_of(swimlanes, where(Swimlane, id=any_of([*of_swimlanes, *named_lanes]))),
        )

    def _activities(self) -> Filter:
        if not self._has("activities"):
            return NOTHING
        on_cards = where(Activity, **self._on_cards)
        narrow = self._source.selection.is_scoped or self._source.seen.access.assigned_only
        own = where(Activity, board_id=self._source.board.id)
        return on_cards if narrow else one_of(own, on_cards)

    def _subtasks(self) -> Filter:
        if not self._has("subtasks"):
            return NOTHING
        return all_of(self._source.cards, where(Card, parent_id=any_of(self._card_ids)))

    def _of_cards(
        self,
        record_type: type[Record],
        field: str,
        altered: Altered | None = None,
        without: tuple[str, ...] = _OF_BOARD,
    ) -> AsyncIterator[Document]:
        wanted = where(record_type, **self._on_cards) if self._has(field) else NOTHING
        checklist_id = self._source.selection.checklist_id
        if checklist_id is not None and record_type in (Checklist, ChecklistItem):
            name = "id" if record_type is Checklist else "checklist_id"
            wanted = where(record_type, **{name: checklist_id})
        return self._rows(record_type, wanted, altered, without)

    async def _rows(
        self,
        record_type: type[Record],
        wanted: Filter,
        altered: Altered | None = None,
        without: tuple[str, ...] = _OF_BOARD,
    ) -> AsyncIterator[Document]:
        async for document in self._source.documents(record_type, wanted, without=without):
            yield altered(document) if altered else document

    def _card(self, document: Document) -> Document:
        return self._masks.applied(_chosen(document, self._has))


def _among(record_type: type[Record], ids: list[str]) -> Filter:
    return where(record_type, id=any_of(ids))


_PARTS: Mapping[str, str] = {
    "description": "description",
    "labels": "labelIds",
    "people": "members assignees requesters assigners requestedBy assignedBy watchers",
    "dates": "receivedAt startAt dueAt endAt spentTime isOvertime",
    "custom-fields": "customFields",
    "voting": "vote",
    "poker": "poker",
    "stickers": "stickers",
    "locations": "locations locationName locationAddress locationLatitude locationLongitude",
    "dependencies": "cardDependencies",
}
"""What of a card's document belongs to which field of a selection."""


def _chosen(document: Document, has: Callable[[str], bool]) -> Document:
    gone = {key for part, keys in _PARTS.items() if not has(part) for key in keys.split()}
    return {key: value for key, value in document.items() if key not in gone} if gone else document


async def attachment(source: Source, document: Document) -> Chunks:
    """Yields a file as the document has it, with its bytes where they are wanted."""
    told = load(Attachment, document)
    line = {
        "_id": told.id,
        "cardId": told.card_id,
        "source": told.source,
        "name": told.name,
        "type": told.type,
    }
    known = dumps({key: value for key, value in line.items() if value is not None})
    if not source.selection.with_files:
        yield known
        return
    try:
        content = await stored_files.content(source.ctx, told)
    except NotFoundError:
        yield known.removesuffix(b"}") + b',"file":null}'
        return
    yield known.removesuffix(b"}") + b',"file":"'
    async for piece in encoded(content):
        yield piece
    yield b'"}'
