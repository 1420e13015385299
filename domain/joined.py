"""What is kept in a collection of its own, and shown as if it lay inside: reactions to comments."""

from collections.abc import Sequence

from domain.context import Context
from store.documents import Comment, Reaction
from store.match import any_of, where
from store.plan import Document
from store.records import dump, path_of

REACTIONS = path_of(Comment, "reactions")


async def with_reactions(ctx: Context, comments: Sequence[Document]) -> list[Document]:
    """Returns comments with the reactions to each; other requests hold the same documents."""
    if not comments:
        return []
    to_these = where(Reaction, comment_id=any_of([each["_id"] for each in comments]))
    found = await ctx.store.find_many(Reaction, to_these, limit=len(comments))
    by_comment = {each.comment_id: [dump(one) for one in each.reactions] for each in found}
    return [{**each, REACTIONS: by_comment.get(each["_id"], [])} for each in comments]
