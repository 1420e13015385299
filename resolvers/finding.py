"""Search."""

import strawberry

from domain import search
from resolvers.asking import Asked, context_of, made
from resolvers.roots import query
from schema.search import SearchHits

_FIRST = 20


@strawberry.type
class SearchQuery:
    @query(
        "Finds words in titles of boards, lists and cards, then in descriptions and custom fields "
        "of cards, in checklists, their items and comments: in this order, and within each what "
        "changed last first. All words must be there, in any letter case, and whole unless `parts` "
        "says otherwise. Boards and cards that are archived are left out, and so are templates."
    )
    async def search(
        self,
        info: Asked,
        text: str,
        board_ids: list[strawberry.ID] | None = None,
        parts: bool = False,
        first: int = _FIRST,
        after: str | None = None,
    ) -> SearchHits:
        wanted = search.Wanted(text, parts, board_ids)
        return made(await search.search(context_of(info), wanted, first, after), SearchHits)
