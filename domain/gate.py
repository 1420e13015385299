"""The gate that planned reads pass: which of the documents that a run brings one actor may see.

A board is judged by its own document, a list, swimlane or card by its board's, and what
hangs on a card by having been reached from one. The rules are those of
`domain.visibility`; here they meet documents in hand.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from domain.activity_sight import PATHS as ACTIVITY_PATHS
from domain.activity_sight import shown_activities, sight_below
from domain.attachment_sight import PATHS as ATTACHMENT_PATHS
from domain.attachment_sight import shown_attachments, sight_on
from domain.context import Actor, Context
from domain.field_sight import VALUES, with_values
from domain.joined import REACTIONS, with_reactions
from domain.part_sight import PATHS as PART_PATHS
from domain.part_sight import shown_parts
from domain.roles import Capability, role_of
from domain.visibility import (
    ACCESS_ATTRIBUTES,
    Access,
    document_access,
    narrowing,
    sees_card,
    visible_boards,
)
from store.documents import (
    WHOLE_SITE,
    Activity,
    Attachment,
    Board,
    Card,
    Comment,
    Integration,
    List,
    Rule,
    Swimlane,
    Tray,
    User,
)
from store.match import ABSENT, EVERYTHING, Filter, all_of, any_of, where
from store.places import boards_with_place, places_on
from store.plan import (
    ById,
    ByInner,
    Children,
    Document,
    Level,
)
from store.records import Record, path_of
from store.values import as_id

_BOARD_PATHS = tuple(sorted(path_of(Board, name) for name in ACCESS_ATTRIBUTES))
_OF_BOARD = (path_of(Card, "board_id"), path_of(Card, "deleted_at"))
_OF_A_BOARD = (List, Swimlane, Card, Rule, Integration, Attachment, Activity)
_OF_CARD = (*_OF_BOARD, path_of(Card, "assignee_ids"))
PRIVATE_PATHS = tuple(
    path_of(User, name)
    for name in (
        "emails",
        "is_admin",
        "login_disabled",
        "authentication_method",
        "created_at",
        "modified_at",
    )
)
"""What of a person only they and site admins are shown."""
HIDDEN = "#hidden"
"""Stands in the document of a person of whom `PRIVATE_PATHS` were taken out."""


_DEPENDENCIES = path_of(Card, "dependencies")


class _Judge:
    """What the gate needs of documents before it knows who asks."""

    def paths(self, level: Level, ids: Collection[str]) -> tuple[str, ...]:
        record_type = level.record
        if record_type is Board:
            return _BOARD_PATHS if _is_judged(level) else ()
        if record_type is Card:
            return _OF_CARD
        if record_type is Attachment:
            return ATTACHMENT_PATHS
        if record_type is Activity:
            return () if isinstance(level.link, Children) else ACTIVITY_PATHS
        if record_type in PART_PATHS:
            return () if isinstance(level.link, Children) else PART_PATHS[record_type]
        return _OF_BOARD if record_type in (List, Swimlane, Rule, Integration) else ()

    def at_once(self, record_type: type[Record]) -> Filter | None:
        if record_type in (Board, Card, Activity, Attachment):
            return None
        return where(List, deleted_at=ABSENT) if record_type is List else EVERYTHING


JUDGE = _Judge()


def _is_judged(level: Level) -> bool:
    """Whether boards have to be judged one by one: not where a filter found them that lets only
    visible ones through, and nothing below asks for the actor's role there."""
    if isinstance(level.link, ById) or (level.link is None and level.page is None):
        return True
    return any(child.record in _OF_A_BOARD for child in level.children.values())


class VisibilityGate:
    """Judges the documents of one run for one actor, reading each board's members once."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._actor: Actor | None = ctx.actor
        self._accesses: dict[str, Access | None] = {}

    def paths(self, level: Level, ids: Collection[str]) -> tuple[str, ...]:
        if level.record is Board and ids and all(each in self._accesses for each in ids):
            return ()
        return JUDGE.paths(level, ids)

    def at_once(self, record_type: type[Record]) -> Filter | None:
        if record_type is Board:
            return visible_boards(self._actor)
        return JUDGE.at_once(record_type)

    async def below(
        self, record_type: type[Record], link: Children, parents: Sequence[Document]
    ) -> Filter:
        known = self.at_once(record_type)
        if known is not None:
            return known
        if record_type is Attachment and link.path == path_of(Attachment, "board_id"):
            known = {each["_id"]: self._accesses.get(each["_id"]) for each in parents}
            return await sight_on(self._ctx, {key: of for key, of in known.items() if of})
        if record_type is Activity:
            ids = [each["_id"] for each in parents]
            return await sight_below(self._ctx, link, ids, self.learn_boards, self.access_to)
        on_boards = await self._on_boards_of(link, parents) if record_type is Card else EVERYTHING
        return all_of(on_boards, self.condition(record_type))

    async def _on_boards_of(self, link: Children, parents: Sequence[Document]) -> Filter:
        """Returns the filter of cards by the boards they may lie on, given what they hang on.

        A subtask may lie on any board. What a list or swimlane has is on its own board; cards
        that say otherwise are not shown there, and not counted.
        """
        if link.path == path_of(Card, "board_id"):
            return EVERYTHING
        if link.path != path_of(Card, "parent_id"):
            return where(Card, board_id=any_of(sorted({parent["boardId"] for parent in parents})))
        subtasks = link.matching([parent["_id"] for parent in parents])
        values = await self._ctx.store.values(Card, subtasks, "board_id")
        boards = [each for each in values if isinstance(each, str)]
        await self.learn_boards(boards)
        return where(Card, board_id=any_of([each for each in boards if self.access_to(each)]))

    def condition(self, record_type: type[Record]) -> Filter:
        """Returns what must hold of the documents of a list that hang on no other."""
        if record_type is Card:
            known = {key: access for key, access in self._accesses.items() if access}
            return all_of(where(Card, deleted_at=ABSENT), narrowing(self._actor, known))
        return self.at_once(record_type) or EVERYTHING

    async def admit(self, level: Level, documents: list[Document]) -> list[Document]:
        record_type = level.record
        if record_type is Board:
            if not _is_judged(level):
                return documents
            self._learn(documents)
            return [each for each in documents if self._accesses.get(each["_id"])]
        if record_type in (List, Swimlane, Card):
            placed = await self._placed(documents)
            shown = self._shown_of(record_type, placed)
            if VALUES in level.paths:
                shown = await with_values(self._ctx, shown)
            return [mended(each) for each in shown] if _DEPENDENCIES in level.paths else shown
        if record_type in (Rule, Integration):
            placed = await self._placed(documents)
            may_see = self._is_member if record_type is Rule else self._manages
            return [each for each in placed if may_see(each["boardId"])]
        if record_type is Tray:
            return [each for each in documents if self._is_told_of(each)]
        if record_type is User:
            if isinstance(level.link, ById) and not _is_private(level.paths):
                return documents
            return [self._shown(each) for each in documents]
        return await self._admit_parts(level, documents)

    async def _admit_parts(self, level: Level, documents: list[Document]) -> list[Document]:
        """What hangs on a thing was reached from it, and that was judged."""
        ctx, known = self._ctx, (self.learn_boards, self.access_to)
        if level.record is Attachment and not isinstance(level.link, ByInner):
            return await shown_attachments(ctx, documents, *known)
        if level.record is Activity and not isinstance(level.link, Children):
            return await shown_activities(ctx, documents, *known)
        if level.record not in PART_PATHS:
            return documents
        if not isinstance(level.link, Children):
            documents = await shown_parts(ctx, level.record, documents, *known)
        if level.record is Comment and REACTIONS in level.paths:
            return await with_reactions(ctx, documents)
        return documents

    async def _placed(self, documents: list[Document]) -> list[Document]:
        """Returns the documents that say what board they are on, which is then known."""
        placed = [each for each in documents if each.get("boardId").__class__ is str]
        unknown = {each["boardId"] for each in placed} - self._accesses.keys()
        if unknown:
            await self._learn_unknown(unknown)
        return documents if len(placed) == len(documents) else placed

    async def learn_all_boards(self) -> list[str]:
        """Finds out what the actor is to every board that they may see; returns their ids."""
        assert self._actor is not None
        own = await places_on(self._ctx.store, visible_boards(self._actor), self._actor.user_id)
        self._accesses |= {
            board_id: Access(role_of(member) if member else None, self._actor.is_admin)
            for board_id, member in own.items()
        }
        return list(own)

    async def learn_boards(self, board_ids: Iterable[str]) -> None:
        """Finds out what the actor is to each board that is not known yet."""
        unknown = {each for each in board_ids if each not in self._accesses}
        if unknown:
            await self._learn_unknown(unknown)

    async def _learn_unknown(self, board_ids: set[str]) -> None:
        ctx, user_id = self._ctx, self._actor.user_id if self._actor else None
        boards = await boards_with_place(ctx.store, board_ids, user_id, _BOARD_PATHS, ctx.trace)
        for board_id in board_ids:
            board = boards.get(board_id)
            self._accesses[board_id] = document_access(self._actor, board) if board else None

    def _learn(self, documents: list[Document]) -> None:
        for document in documents:
            if document["_id"] not in self._accesses:
                self._accesses[document["_id"]] = document_access(self._actor, document)

    def _shown_of(self, record_type: type[Record], documents: list[Document]) -> list[Document]:
        narrow = {
            board_id
            for board_id, access in self._accesses.items()
            if access is None or (access.assigned_only and record_type is Card)
        }
        if not [
            each
            for each in documents
            if each.get("deletedAt") is not None or each["boardId"] in narrow
        ]:
            return documents
        return [each for each in documents if self._is_shown(record_type, each)]

    def _is_shown(self, record_type: type[Record], document: Document) -> bool:
        access = self.access_to(document["boardId"])
        if access is None or document.get("deletedAt") is not None:
            return False
        if not access.assigned_only or record_type is not Card:
            return True
        assignees = document.get("assignees")
        known = assignees if isinstance(assignees, list) else []
        return sees_card(self._actor, access, known)

    def _is_member(self, board_id: object) -> bool:
        access = self.access_to(board_id)
        return access is not None and access.is_member

    def _manages(self, board_id: str) -> bool:
        """What is of no board is of the whole site."""
        access = self.access_to(board_id)
        if access is None:
            return board_id == WHOLE_SITE and self._actor is not None and self._actor.is_admin
        return access.can(Capability.MANAGE_BOARD)

    def access_to(self, board_id: object) -> Access | None:
        """Returns what the actor is to a board, as far as that was found out."""
        return self._accesses.get(board_id) if isinstance(board_id, str) else None

    def _is_told_of(self, person: Document) -> bool:
        """Whether the actor is told what is private of a person."""
        actor = self._actor
        return actor is not None and (actor.is_admin or person["_id"] == actor.user_id)

    def _shown(self, document: Document) -> Document:
        """Returns a person without what is private; other requests hold the same document."""
        if self._is_told_of(document):
            return document
        shown = {path: value for path, value in document.items() if path not in PRIVATE_PATHS}
        shown[HIDDEN] = True
        return shown


@lru_cache(1024)
def _is_private(paths: tuple[str, ...]) -> bool:
    """Whether anything among these paths of a person is told to few."""
    return any(path.partition(".")[0] in PRIVATE_PATHS for path in paths)


def mended(card: Document) -> Document:
    """Returns a card of whose dependencies each is a document that names a card.

    Old cards keep bare ids there; other requests hold the same document.
    """
    entries = card.get(_DEPENDENCIES)
    if not isinstance(entries, list):
        return card
    named = [{"cardId": each} if isinstance(each, str) else each for each in entries]
    kept = [each for each in named if isinstance(each, dict) and as_id(each.get("cardId"))]
    return card if kept == entries else {**card, _DEPENDENCIES: kept}


class Bystander:
    """A gate that lets everything through."""

    def paths(self, level: Level, ids: Collection[str]) -> tuple[str, ...]:
        return ()

    def at_once(self, record_type: type[Record]) -> Filter | None:
        return EVERYTHING

    async def below(
        self, record_type: type[Record], link: Children, parents: Sequence[Document]
    ) -> Filter:
        return EVERYTHING

    async def admit(self, level: Level, documents: list[Document]) -> list[Document]:
        return documents
