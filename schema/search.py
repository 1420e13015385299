"""What a search answers with."""

import strawberry

from domain.reading import documents
from domain.search import SearchPlace
from schema.boards import Board
from schema.cards import Card
from schema.fields import document_type, of_pages, one, stored
from schema.lists import List
from schema.paging import Edge, PageInfo

strawberry.enum(SearchPlace, description="Where a search found its words.")


@document_type(documents.Hit, description="One place that has the words of a search.")
class SearchHit:
    where: SearchPlace = stored(show=SearchPlace)
    excerpt: str = stored(description="The text around the first word found, on one line.")
    board: Board | None = one("board_id")
    in_list: List | None = one("list_id", name="list", description="Of a list's title: the list.")
    card: Card | None = one("card_id", description="The card that has the words, or their part.")


@strawberry.type(description="A page of what a search found.")
class SearchHits:
    nodes: list[SearchHit] = of_pages("nodes", "The hits.")
    edges: list[Edge[SearchHit]] = of_pages("edges", "The hits, each with its cursor.")
    page_info: PageInfo = of_pages("page_info", "Where this page lies.")
