"""Attachments of cards: add, copy, move, rename, delete; the cover of a card.

Source: Wekan's server/routes/attachmentApi.js and models/attachments.js. An attachment belongs
to its card: who may see that, and only they, may see it; without a card, the board's rules hold.
"""

from dataclasses import dataclass
from typing import Any

from domain import activities, attachment_activities, file_links, file_names, stored_files
from domain.attachment_sight import sight_on
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, HiddenError, NotFoundError
from domain.incoming import Incoming
from domain.roles import Capability
from domain.storage import storage
from domain.stored_files import Place
from domain.visibility import Seen, require_board, require_card
from store.blobs import new_file_id
from store.documents import Attachment, Background, BoardSettings, Card
from store.files import delete_files
from store.match import all_of, where
from store.mongo import Modifier

_LINKED = "cardType-linkedCard"
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class UploadLink:
    link: file_links.Link
    file_id: str
    """The id that the attachment will have."""


async def require(
    ctx: Context, attachment_id: str, capability: Capability = Capability.READ
) -> Seen[Attachment]:
    """Returns an attachment with the board of its card. Raises NotFound/HiddenError, then
    ForbiddenError."""
    found = await ctx.store.find(Attachment, id=attachment_id)
    if found is None or not (found.card_id or found.board_id):
        ctx.require_actor()  # nobody is told what exists
        raise NotFoundError("attachment")
    seen: Seen[Any]
    try:
        if found.card_id:
            seen = await require_card(ctx, found.card_id, capability)
        else:
            seen = await require_board(ctx, found.board_id or "", capability)
    except NotFoundError as error:
        raise type(error)("attachment") from None
    return Seen(found, seen.board, seen.access)


async def listed(
    ctx: Context,
    board_id: str,
    *,
    swimlane_id: str | None = None,
    list_id: str | None = None,
    card_id: str | None = None,
) -> list[Attachment]:
    """Returns the attachments of a board, or of a part of it, by name. Raises as `require_board`;
    NotFoundError for a card that is not on the board."""
    seen = await require_board(ctx, board_id)
    if card_id is not None and (await require_card(ctx, card_id)).board.id != board_id:
        raise NotFoundError("card")
    given = {"swimlane_id": swimlane_id, "list_id": list_id, "card_id": card_id}
    named = {name: value for name, value in given.items() if value is not None}
    wanted = where(Attachment, board_id=board_id, **named)
    shown = await sight_on(ctx, {board_id: seen.access})
    order = (("uploaded_at", 1), ("id", 1))
    return await ctx.store.find_many(Attachment, all_of(wanted, shown), sort=order, limit=_MOST)


async def add(
    ctx: Context,
    card_id: str,
    file: Incoming,
    *,
    file_id: str | None = None,
) -> Attachment:
    """Stores a file on a card; on a linked card, on the real one. Raises as `require_card`,
    BadInputError, TooLargeError."""
    rules = await storage(ctx)
    if rules.rules.upload_blocked:
        rules.require_uploads()
    target = await _target(ctx, card_id)
    rules.require_uploads()
    named = {"file_id": file_id} if file_id else {}
    place = _placed(target.it, "api", linked=target.it.id != card_id, **named)
    made = await stored_files.store(ctx, rules, file, place)
    await _require_still_there(ctx, made)
    await activities.record(ctx, attachment_activities.added(made))
    return made


async def upload_link(ctx: Context, card_id: str, name: str, media_type: str | None) -> UploadLink:
    """Returns a link that takes one file for a card. Raises as `add`, but for the file itself."""
    (await storage(ctx)).require_uploads()
    await _target(ctx, card_id)
    made_id = new_file_id()
    told = {"card": card_id, "name": name, "type": media_type, "file": made_id}
    return UploadLink(await file_links.signed(ctx, file_links.UPLOAD, told), made_id)


async def _target(ctx: Context, card_id: str) -> Seen[Card]:
    seen = await require_card(ctx, card_id, Capability.WRITE)
    if seen.it.type == _LINKED and seen.it.linked_id:
        seen = await require_card(ctx, seen.it.linked_id, Capability.WRITE)
    settings: Any = await ctx.store.find(BoardSettings, id=seen.board.id)
    if settings is None or not settings.allows_attachments:
        raise ForbiddenError("Attachments are not allowed on this board")
    return seen


def _placed(card: Card, source: str, *, linked: bool = False, **more: Any) -> Place:
    """Of a linked card Wekan notes the real card and its board alone."""
    where_in_board = {} if linked else {"list_id": card.list_id, "swimlane_id": card.swimlane_id}
    return Place(board_id=card.board_id, card_id=card.id, source=source, **where_in_board, **more)


async def _require_still_there(ctx: Context, made: Attachment) -> None:
    """A card that was deleted while its file came in takes the file with it."""
    if not await ctx.store.has_any(Card, id=made.card_id):
        await delete_files(ctx.store, Attachment, where(Attachment, id=made.id))
        raise NotFoundError("card")


async def copy(ctx: Context, attachment_id: str, card_id: str) -> Attachment:
    """Stores an attachment once more, on another card. Its bytes are copied too."""
    rules = await storage(ctx)
    rules.require_uploads()
    source = await require(ctx, attachment_id)
    target = await _target(ctx, card_id)
    place = _placed(target.it, "api-copy", linked=target.it.id != card_id)
    made = await stored_files.copy(ctx, rules, source.it, place)
    await _require_still_there(ctx, made)
    await activities.record(ctx, attachment_activities.added(made))
    return made


async def move(ctx: Context, attachment_id: str, card_id: str) -> Attachment:
    """Hangs an attachment on another card. It is no longer the cover of the card it leaves."""
    source = await require(ctx, attachment_id, Capability.WRITE)
    target = await _target(ctx, card_id)
    card = target.it
    change = {
        "board_id": card.board_id,
        "card_id": card.id,
        "list_id": card.list_id,
        "swimlane_id": card.swimlane_id,
        "source": "api-move",
        "moved_at": ctx.now(),
    }
    same = where(Attachment, id=source.it.id, card_id=source.it.card_id)

    async def work() -> Attachment | None:
        moved = await ctx.store.change(Attachment, same, Modifier(set=change))
        if moved is not None and source.it.card_id != card.id:
            await _uncover(ctx, source.it)
        return moved

    moved = await ctx.store.atomically(work)
    if moved is None:
        raise NotFoundError("attachment")
    return moved


async def rename(ctx: Context, attachment_id: str, name: str) -> Attachment:
    """Gives an attachment another name, which goes on ending as its content does."""
    seen = await require(ctx, attachment_id, Capability.WRITE)
    if not name.strip():
        raise BadInputError("input.name", "A name is required.")
    file_names.require_harmless("input.name", name)
    new = file_names.cleaned(name, seen.it.type)
    told = stored_files.naming(new, seen.it.type)
    named = {key: told[key] for key in ("name", "extension", "ext", "extension_with_dot")}
    same = where(Attachment, id=attachment_id)
    renamed = await ctx.store.change(Attachment, same, Modifier(set=named))
    if renamed is None:
        raise NotFoundError("attachment")
    return renamed


async def delete(ctx: Context, attachment_id: str) -> Attachment:
    """Removes an attachment and its bytes for good, and returns what it was."""
    seen = await require(ctx, attachment_id, Capability.WRITE)
    if seen.it.card_id is None and not seen.access.can(Capability.MANAGE_BOARD):
        raise ForbiddenError  # a board's picture
    await _uncover(ctx, seen.it)
    if await delete_files(ctx.store, Attachment, where(Attachment, id=attachment_id)):
        await activities.record(ctx, *attachment_activities.deleted(seen.it))
    return seen.it


async def _uncover(ctx: Context, attachment: Attachment) -> None:
    now = ctx.now()
    covered = where(Card, cover_id=attachment.id, board_id=attachment.board_id)
    await ctx.store.update_many(
        Card, covered, Modifier(set={"cover_id": "", "modified_at": now, "date_last_activity": now})
    )
    shown = where(Background, attachment_id=attachment.id, id=attachment.board_id)
    without = {"attachment_id": None, "url": None, "modified_at": now}
    await ctx.store.update(Background, shown, Modifier(set=without))


async def set_cover(ctx: Context, card_id: str, attachment_id: str | None) -> Card:
    """Makes a picture that is attached to a card its cover; None takes the cover off."""
    seen = await require_card(ctx, card_id, Capability.WRITE)
    if attachment_id is not None:
        hanging = where(Attachment, id=attachment_id, card_id=card_id, is_image=True)
        if await ctx.store.find_one(Attachment, hanging) is None:
            raise BadInputError("input.attachmentId", "No picture like that is on the card.")
    now = ctx.now()
    changed = await ctx.store.change(
        Card,
        where(Card, id=card_id, board_id=seen.board.id),
        Modifier(set={"cover_id": attachment_id, "modified_at": now, "date_last_activity": now}),
    )
    if changed is None:
        raise HiddenError("card")
    return changed
