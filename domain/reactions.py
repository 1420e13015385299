"""Reactions to comments: one's own, put and taken back.

Wekan keeps all reactions to a comment in one document; here a person never changes more of
it than their own. Source: Wekan's models/cardCommentReactions.js and its permissions.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.context import Context
from domain.errors import BadInputError, StaleError
from domain.hanging import Hanging, require_comment
from domain.roles import Capability
from store.documents import Comment, GivenReaction, Reaction
from store.ids import new_id
from store.match import where
from store.mongo import DuplicateError, Modifier

_ENTITY = re.compile(r"&#[0-9]{4,6};")
_AS_EMOJI = "\ufe0f"
"""Says that the sign before it is shown in color; Wekan keeps the sign alone."""
_TRIES = 10
_MOST = 100


async def add(ctx: Context, comment_id: str, sign: str) -> None:
    """Reacts to a comment; nothing happens where the actor did so already.

    `sign` is one emoji, or its HTML entity. Raises as `require_comment`, and BadInputError.
    """
    found = await require_comment(ctx, comment_id, Capability.COMMENT)
    code, own = _code(sign), ctx.require_actor().user_id

    def put(given: Sequence[GivenReaction]) -> list[GivenReaction]:
        if code not in {each.code for each in given}:
            if len(given) >= _MOST:
                raise BadInputError("input.emoji", f"A comment has at most {_MOST} reactions.")
            return [*given, GivenReaction(code=code, user_ids=[own])]
        return [
            replace(each, user_ids=[*each.user_ids, own])
            if each.code == code and own not in each.user_ids
            else each
            for each in given
        ]

    await _rewritten(ctx, found, put)


async def remove(ctx: Context, comment_id: str, sign: str) -> None:
    """Takes the actor's reaction back; nothing happens where there is none. Raises as `add`."""
    found = await require_comment(ctx, comment_id, Capability.COMMENT)
    code, own = _code(sign), ctx.require_actor().user_id

    def take(given: Sequence[GivenReaction]) -> list[GivenReaction]:
        left = [
            replace(each, user_ids=[one for one in each.user_ids if one != own])
            if each.code == code
            else each
            for each in given
        ]
        return [each for each in left if each.user_ids or each.code != code]

    await _rewritten(ctx, found, take)


def _code(sign: str) -> str:
    plain = sign.removesuffix(_AS_EMOJI)
    entity = f"&#{ord(plain)};" if len(plain) == 1 else plain
    if not _ENTITY.fullmatch(entity):
        raise BadInputError("input.emoji", "One emoji, or its HTML entity, is required.")
    return entity


async def _rewritten(
    ctx: Context,
    found: Hanging[Comment],
    compute: Callable[[Sequence[GivenReaction]], list[GivenReaction]],
) -> None:
    """Stores what `compute` makes of a comment's reactions as they are. Raises StaleError."""
    own = where(Reaction, comment_id=found.it.id)

    async def work() -> None:
        stored = await ctx.store.find_one(Reaction, own)
        given = stored.reactions if stored else []
        altered = compute(given)
        if stored is not None and altered != given:
            await ctx.store.update(Reaction, own, Modifier(set={"reactions": altered}))
        elif stored is None and altered:
            await ctx.store.insert(_first(found, altered))

    for _ in range(_TRIES):
        try:
            return await ctx.store.atomically(work)
        except DuplicateError:  # somebody else was the first to react
            continue
    raise StaleError("comment")


def _first(found: Hanging[Comment], reactions: list[GivenReaction]) -> Reaction:
    return Reaction(
        id=new_id(),
        board_id=found.board.id,
        card_id=found.card.id,
        comment_id=found.it.id,
        reactions=reactions,
    )
