"""What of a board is exported: permitted, and read piece by piece.

A public board may be exported by anybody, another by its active members; whoever sees only the
cards they are assigned to exports only those. Source: `canExport` of Wekan's models/exporter.js.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

from domain.attachment_sight import sight_on
from domain.context import Context
from domain.errors import ForbiddenError
from domain.exports.anonymous import Masks, masks_of
from domain.exports.selection import Selection
from domain.visibility import Seen, narrowing, require_board
from store.documents import (
    Attachment,
    Board,
    Card,
    Checklist,
    CustomField,
    Impersonation,
    List,
    Swimlane,
    TransferRules,
    User,
)
from store.ids import new_id
from store.match import ABSENT, NOTHING, Filter, all_of, any_of, where
from store.plan import Document
from store.records import Record
from store.streams import stream

MOST_CARDS = 20_000
"""More than that no table, page or zip is made of; the JSON document has no such end."""


@dataclass(frozen=True, slots=True)
class Source:
    """A board that may be exported, and what of it is wanted."""

    ctx: Context
    seen: Seen[Board]
    selection: Selection
    rules: TransferRules
    cards: Filter

    @property
    def board(self) -> Board:
        return self.seen.board

    def documents(
        self,
        record_type: type[Record],
        condition: Filter,
        *,
        without: tuple[str, ...] = (),
        by_place: bool = False,
    ) -> AsyncIterator[Document]:
        order = (("sort", 1), ("_id", 1)) if by_place else (("_id", 1),)
        return stream(self.ctx.store, record_type, condition, without=without, order=order)

    async def attachments(self) -> Filter:
        """Returns the filter of the files that belong to what is exported."""
        own = where(Attachment, board_id=self.board.id)
        if self.selection.is_scoped:
            cards = await self.ctx.store.ids(Card, self.cards)
            return all_of(own, where(Attachment, card_id=any_of(cards)))
        return all_of(own, await sight_on(self.ctx, {self.board.id: self.seen.access}))


async def require(ctx: Context, board_id: str, selection: Selection, reason: str | None) -> Source:
    """Returns what may be exported. Raises as `require_board`; ForbiddenError.

    `reason` is noted where the actor has acted in another's name before.
    """
    seen = await require_board(ctx, board_id)
    if seen.board.permission != "public" and seen.access.role is None:
        raise ForbiddenError
    rules = await ctx.store.find(TransferRules) or TransferRules(id="")
    if rules.no_export:
        raise ForbiddenError("Export is disabled by the administrator.")
    cards = all_of(
        await _cards(ctx, seen, selection), narrowing(ctx.actor, {board_id: seen.access})
    )
    await _note(ctx, board_id, reason)
    return Source(ctx, seen, selection, rules, cards)


async def _cards(ctx: Context, seen: Seen[Board], selection: Selection) -> Filter:
    """Linked cards show what lies elsewhere; they are not exported."""
    own = where(Card, board_id=seen.board.id, linked_id=any_of([None, ""]), deleted_at=ABSENT)
    if selection.card_id is not None:
        return all_of(own, where(Card, id=selection.card_id))
    if selection.checklist_id is not None:
        found = await ctx.store.find(Checklist, id=selection.checklist_id)
        return all_of(own, where(Card, id=found.card_id)) if found else NOTHING
    named = {"swimlane_id": selection.swimlane_id, "list_id": selection.list_id}
    given = {name: value for name, value in named.items() if value is not None}
    return all_of(own, where(Card, **given))


async def _note(ctx: Context, board_id: str, reason: str | None) -> None:
    actor = ctx.actor
    if reason is None or actor is None:
        return
    if await ctx.services.store.has_any(Impersonation, admin_id=actor.user_id):
        line = Impersonation(id=new_id(), admin_id=actor.user_id, board_id=board_id, reason=reason)
        await ctx.services.store.insert(line)


@dataclass(frozen=True, slots=True)
class Outline:
    """A board's places, cards, fields and people by name, for what is shown to people."""

    board: Board
    swimlanes: Mapping[str, Swimlane]
    lists: Mapping[str, List]
    cards: list[Card]
    fields: list[Document]
    people: Mapping[str, str]
    masks: Masks


async def outline(source: Source, *, live: bool = False) -> Outline:
    """Returns what is exported, cards by their places; with `live` nothing that is archived."""
    store, board_id = source.ctx.store, source.board.id
    wanted = {"archived": any_of([None, False])} if live else {}
    order = (("sort", 1), ("id", 1))
    lists = await store.find_many(
        List, where(List, board_id=board_id, deleted_at=ABSENT, **wanted), sort=order
    )
    swimlanes = await store.find_many(
        Swimlane, where(Swimlane, board_id=board_id, **wanted), sort=order
    )
    cards = await store.find_many(
        Card, all_of(source.cards, where(Card, **wanted)), sort=order, limit=MOST_CARDS
    )
    fields = source.documents(CustomField, where(CustomField, board_ids=board_id))
    users = await _users(source, cards)
    hidden = masks_of(users) if source.rules.anonymous_exports else Masks()
    names = {user.id: hidden.by_id.get(user.id) or user.username for user in users}
    return Outline(
        source.board,
        {each.id: each for each in swimlanes},
        {each.id: each for each in lists},
        [_masked(card, hidden) for card in cards],
        [each async for each in fields],
        {user_id: name for user_id, name in names.items() if name},
        hidden,
    )


def _masked(card: Card, hidden: Masks) -> Card:
    if not hidden.by_name:
        return card
    names = {name: getattr(card, name) for name in ("requested_by", "assigned_by")}
    return replace(
        card,
        title=hidden.text(card.title),
        description=hidden.text(card.description),
        **{name: hidden.by_name.get(value, value) for name, value in names.items()},
    )


async def _users(source: Source, cards: list[Card]) -> list[User]:
    ids = {
        user_id
        for card in cards
        for user_id in (
            *card.member_ids,
            *card.assignee_ids,
            *card.requester_ids,
            *card.assigner_ids,
            *([card.creator_id] if card.creator_id else []),
            *(card.vote.positive_ids + card.vote.negative_ids if card.vote else []),
        )
    } | {member.user_id for member in source.board.members}
    wanted = where(User, id=any_of(sorted(ids)))
    return await source.ctx.store.find_many(User, wanted, sort=[("id", 1)], limit=MOST_CARDS)
