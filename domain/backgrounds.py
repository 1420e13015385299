"""Pictures behind boards. Source: Wekan's server/boardBackgrounds.js and attachmentApi.js."""

from domain import activities, attachment_activities, attachments, stored_files
from domain.context import Context
from domain.errors import BadInputError, NotFoundError
from domain.incoming import Incoming
from domain.roles import Capability
from domain.storage import storage
from domain.stored_files import Place
from domain.visibility import Seen, require_board
from store.documents import Attachment, Background
from store.files import delete_files
from store.match import where
from store.mongo import Modifier


def url_of(attachment_id: str) -> str:
    """Returns where Wekan's page fetches a file."""
    return f"/cdn/storage/attachments/{attachment_id}"


async def set_picture(ctx: Context, board_id: str, file: Incoming) -> Attachment:
    """Stores a picture and shows it behind the board. For board admins."""
    rules = await storage(ctx)
    seen = await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    rules.require_uploads()
    place = Place(board_id=seen.board.id, source="api-background")
    made = await stored_files.store(ctx, rules, file, place)
    if not made.is_image:
        await delete_files(ctx.store, Attachment, where(Attachment, id=made.id))
        raise BadInputError("input.file", "A background is a picture.")
    shown = {"attachment_id": made.id, "url": url_of(made.id), "modified_at": ctx.now()}
    await ctx.store.update(Background, where(Background, id=board_id), Modifier(set=shown))
    await activities.record(ctx, attachment_activities.added(made))
    return made


async def remove_picture(ctx: Context, board_id: str) -> None:
    """Removes a board's picture for good. For board admins; without one nothing happens."""
    await require_board(ctx, board_id, Capability.MANAGE_BOARD)
    found = await ctx.store.find(Background, id=board_id)
    if found is not None and found.attachment_id is not None:
        await attachments.delete(ctx, found.attachment_id)


async def picture(ctx: Context, board_id: str) -> Seen[Attachment]:
    """Returns the picture of a board. Raises as `require_board`; NotFoundError."""
    seen = await require_board(ctx, board_id)
    found = await ctx.store.find(Background, id=board_id)
    if found is None or found.attachment_id is None:
        raise NotFoundError("background")
    attachment = await ctx.store.find(Attachment, id=found.attachment_id, board_id=board_id)
    if attachment is None:
        raise NotFoundError("background attachment")
    return Seen(attachment, seen.board, seen.access)
