"""Comments on cards: write, edit, delete.

Source: Wekan's server/models/cardComments.js and `assertCanMutateComment` of its
models/cardComments.js (GHSA-pqr4-rxgp-hv2m). Reactions, which Wekan leaves behind, go with
their comment.
"""

from domain import activities
from domain.comment_activities import of_comment
from domain.context import Context
from domain.errors import BadInputError, ForbiddenError, NotFoundError
from domain.hanging import At, Hanging, require_comment
from domain.roles import Capability, Role
from domain.visibility import require_card
from store.documents import Activity, BoardSettings, Card, Comment, Reaction
from store.ids import new_id
from store.match import where
from store.mongo import Modifier

_LONGEST = 100_000
_NOT_ONES_OWN = "You are not allowed to edit or delete another user's comment on this board."


async def create(
    ctx: Context, card_id: str, text: str | None, parent_id: str | None = None
) -> Comment:
    """Writes a comment, with `parent_id` an answer to another of the card.

    Raises as `require_card`, and BadInputError.
    """
    card = (await require_card(ctx, card_id, Capability.COMMENT)).it
    checked = _text(text)
    if parent_id and not await ctx.store.has_any(Comment, id=parent_id, card_id=card.id):
        raise BadInputError("input.parentId", "This is no comment of the card.")
    now = ctx.now()
    comment = Comment(
        id=new_id(),
        card_id=card.id,
        board_id=card.board_id,
        parent_id=parent_id or "",
        author_id=ctx.require_actor().user_id,
        text=checked,
        created_at=now,
        modified_at=now,
    )
    await ctx.store.insert(comment)
    await activities.record(ctx, of_comment("addComment", card, comment))
    return comment


def _text(text: str | None) -> str:
    """Returns the trimmed text. HTML in it stays: Wekan's page cleans what it shows."""
    trimmed = (text or "").strip()
    if not trimmed:
        raise BadInputError("input.text", "A text is required.")
    if len(trimmed) > _LONGEST:
        raise BadInputError("input.text", f"A comment has at most {_LONGEST} characters.")
    return trimmed


async def update(ctx: Context, comment_id: str, text: str | None) -> None:
    """Rewrites a comment. For its author, and the board's admins unless the board's comments
    are their authors' alone. Raises as `require_comment`, and BadInputError."""
    found = await _require_own(ctx, comment_id, None)
    checked = _text(text)
    if checked == found.it.text:
        return
    new = Modifier(set={"text": checked, "modified_at": ctx.now()})
    if not await ctx.store.update(Comment, where(Comment, id=comment_id), new):
        raise NotFoundError("comment")
    await activities.record(ctx, of_comment("editComment", found.card, found.it, checked))


async def delete(ctx: Context, comment_id: str, at: At | None = None) -> Card:
    """Removes a comment for good, and the activity that told of it; returns its card. For whom
    `update` is."""
    found = await _require_own(ctx, comment_id, at)

    async def work() -> None:
        told = where(Activity, comment_id=comment_id)
        first = await ctx.store.find_many(Activity, told, sort=[("created_at", 1)], limit=1)
        for each in first:
            await ctx.store.delete(Activity, where(Activity, id=each.id))
        await ctx.store.delete(Reaction, where(Reaction, comment_id=comment_id))
        if not await ctx.store.delete(Comment, where(Comment, id=comment_id)):
            raise NotFoundError("comment")

    await ctx.store.atomically(work)
    entry = of_comment("deleteComment", found.card, found.it, found.it.text)
    await activities.record(ctx, entry)
    return found.card


async def _require_own(ctx: Context, comment_id: str, at: At | None) -> Hanging[Comment]:
    found = await require_comment(ctx, comment_id, Capability.COMMENT, at)
    if found.it.author_id == ctx.require_actor().user_id:
        return found
    restricted = await ctx.store.has_any(
        BoardSettings, id=found.board.id, restrict_comment_editing=True
    )
    if restricted or found.seen.access.role is not Role.BOARD_ADMIN:
        raise ForbiddenError(_NOT_ONES_OWN)
    return found
