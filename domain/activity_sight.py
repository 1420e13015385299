"""Which activities a person sees: those of the boards they see, and in the roles that see
assigned cards only, not those of other cards. Whoever is not logged in sees none, as in Wekan.
"""

from collections.abc import Awaitable, Callable, Iterable

from domain.context import Context
from domain.site import site_settings
from domain.visibility import Access
from store.documents import Activity, Card
from store.match import ABSENT, NOTHING, Filter, all_of, any_of, holds, none_of, one_of, where
from store.plan import Children, Document
from store.records import attributes, path_of

PATHS = (path_of(Activity, "board_id"), path_of(Activity, "card_id"))
"""What of an activity tells whose it is."""

LearnBoards = Callable[[Iterable[str]], Awaitable[None]]
AccessTo = Callable[[object], Access | None]


async def sight_below(
    ctx: Context,
    link: Children,
    parent_ids: list[str],
    learn_boards: LearnBoards,
    access_to: AccessTo,
) -> Filter:
    """Returns what must hold of the activities of these boards, or of these cards.

    A card that was moved has some on boards that not everybody sees.
    """
    if ctx.actor is None or (await site_settings(ctx)).disable_activities:
        return NOTHING
    boards = parent_ids
    if link.path != path_of(Activity, "board_id"):
        found = await ctx.store.values(Activity, link.matching(parent_ids), "board_id")
        boards = [each for each in found if isinstance(each, str)]
        await learn_boards(boards)
    accesses = {each: access for each in boards if (access := access_to(each))}
    narrow = [each for each, access in accesses.items() if access.assigned_only]
    on_boards = where(Activity, board_id=any_of(accesses))
    return all_of(on_boards, await _narrowed(ctx, narrow)) if narrow else on_boards


async def _narrowed(ctx: Context, board_ids: list[str]) -> Filter:
    assigned = holds(ctx.require_actor().user_id)
    own = await ctx.store.ids(Card, where(Card, assignee_ids=assigned))
    return one_of(
        where(Activity, board_id=none_of(board_ids)),
        where(Activity, card_id=any_of(own)),
        where(Activity, card_id=ABSENT),
    )


async def shown_activities(
    ctx: Context, documents: list[Document], learn_boards: LearnBoards, access_to: AccessTo
) -> list[Document]:
    """Returns the activities that may be shown, wherever they were pointed at from."""
    if ctx.actor is None or (await site_settings(ctx)).disable_activities:
        return []
    board_id, card_id = (attributes(Activity)[name].of for name in ("board_id", "card_id"))
    await learn_boards({each for each in map(board_id, documents) if each})
    accesses = [(card_id(each), access_to(board_id(each))) for each in documents]
    narrow = {each for each, access in accesses if each and access and access.assigned_only}
    own = await _own_cards(ctx, narrow)

    def is_shown(document: Document) -> bool:
        access = access_to(board_id(document))
        if access is None:
            return False
        return not access.assigned_only or not card_id(document) or card_id(document) in own

    return [each for each in documents if is_shown(each)]


async def _own_cards(ctx: Context, card_ids: set[str]) -> set[str]:
    if not card_ids:
        return set()
    assigned = holds(ctx.require_actor().user_id)
    return set(await ctx.store.ids(Card, where(Card, id=any_of(card_ids), assignee_ids=assigned)))
