"""Search for words in all that the actor may see.

Places are looked through one after the other, titles first, and in each what changed last
comes first; so a page ends as soon as it is full. A text index makes the finds fast where
there is one, and changes nothing of what is found.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from domain import reading
from domain.context import Context
from domain.errors import BadInputError, UnavailableError
from domain.queries import archived_is, page_by, templates_are
from domain.reading import ROOT, ById, Document, Found, Level, Page, Slice, values_at
from domain.visibility import visible_boards
from store.documents import (
    Board,
    Card,
    Checklist,
    ChecklistItem,
    Comment,
    FieldEntry,
    Hit,
    List,
    ShownValue,
)
from store.match import (
    EVERYTHING,
    Filter,
    all_of,
    any_of,
    element,
    not_where,
    one_of,
    where,
)
from store.plan import keyset_of
from store.records import Record, dump, path_of
from store.texts import by_index, has_word, word_pattern

_LONGEST_TEXT = 200
_MOST_WORDS = 10
_FEWEST_READ = 50
_AROUND = 80
"""How many characters an excerpt has on each side of the word."""


class SearchPlace(Enum):
    """Where a search found its words."""

    BOARD_TITLE = "BOARD_TITLE"
    LIST_TITLE = "LIST_TITLE"
    CARD_TITLE = "CARD_TITLE"
    CARD_DESCRIPTION = "CARD_DESCRIPTION"
    CUSTOM_FIELD = "CUSTOM_FIELD"
    CHECKLIST = "CHECKLIST"
    CHECKLIST_ITEM = "CHECKLIST_ITEM"
    COMMENT = "COMMENT"


@dataclass(frozen=True, slots=True)
class _Place:
    """What one find looks through: texts of a record's documents, the best first."""

    record: type[Record]
    texts: Mapping[str, SearchPlace]
    beyond: str | None = None
    """The attribute that has been looked through before."""

    @property
    def on_card(self) -> bool:
        return self.record in (Checklist, ChecklistItem, Comment)


_PLACES = (
    _Place(Board, {"title": SearchPlace.BOARD_TITLE}),
    _Place(List, {"title": SearchPlace.LIST_TITLE}),
    _Place(Card, {"title": SearchPlace.CARD_TITLE}),
    _Place(
        Card,
        {
            "description": SearchPlace.CARD_DESCRIPTION,
            "custom_fields": SearchPlace.CUSTOM_FIELD,
            "title": SearchPlace.CARD_TITLE,
        },
        beyond="title",
    ),
    _Place(Checklist, {"title": SearchPlace.CHECKLIST}),
    _Place(ChecklistItem, {"title": SearchPlace.CHECKLIST_ITEM}),
    _Place(Comment, {"text": SearchPlace.COMMENT}),
)
_ORDER = ((path_of(Hit, "place"), 1), (path_of(Hit, "modified_at"), -1), ("_id", 1))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for. With `parts`, parts of words count too."""

    text: str
    parts: bool = False
    board_ids: Sequence[str] | None = None
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        words = list(dict.fromkeys(self.text.split()))
        if len(self.text) > _LONGEST_TEXT or "\x00" in self.text or len(words) > _MOST_WORDS:
            problem = f"A text has at most {_LONGEST_TEXT} characters and {_MOST_WORDS} words."
            raise BadInputError("text", problem)
        object.__setattr__(self, "words", words)


async def search(ctx: Context, wanted: Wanted, first: int, after: str | None) -> Slice:
    """Returns a page of hits. Raises BadInputError, UnauthenticatedError; UnavailableError
    where it takes longer than one read of MongoDB may take."""
    ctx.require_actor()
    page = page_by("search", _ORDER, first, after)
    place, *behind = page.after or (0, None, None)
    if type(place) is not int or not 0 <= place < len(_PLACES):
        raise BadInputError("after", "This cursor does not belong to this search.")
    hits: list[Document] = []
    try:
        async with asyncio.timeout(ctx.settings.mongo_max_time_ms / 1000):
            looking = _Search(ctx, wanted, await _boards(ctx, wanted))
            for number in range(place, len(_PLACES) if wanted.words else 0):
                start = tuple(behind) if page.after and number == place else None
                hits += await looking.through(number, start, first + 1 - len(hits))
                if len(hits) > first:
                    break
    except TimeoutError:
        raise UnavailableError from None
    return Slice(hits[:first], len(hits) > first, after is not None, page=page)


async def _boards(ctx: Context, wanted: Wanted) -> list[str]:
    """Returns the boards that are looked through: visible, live, and no templates."""
    named = EVERYTHING if wanted.board_ids is None else where(Board, id=any_of(wanted.board_ids))
    live = all_of(archived_is(Board, archived=False), templates_are(False))
    return await ctx.store.ids(Board, all_of(named, live, visible_boards(ctx.actor)))


class _Search:
    """One search: its words, and where it may look."""

    def __init__(self, ctx: Context, wanted: Wanted, boards: list[str]) -> None:
        self._ctx = ctx
        self._wanted = wanted
        self._boards = boards
        self._known = frozenset(boards)
        self._patterns = [
            re.compile(word_pattern(word, parts=wanted.parts), re.IGNORECASE)
            for word in wanted.words
        ]

    async def through(
        self, number: int, behind: tuple[object, ...] | None, most: int
    ) -> list[Document]:
        """Returns at most so many hits of one place, those behind a hit before."""
        place = _PLACES[number]
        order = ((path_of(Card, "modified_at"), -1), ("_id", 1))
        condition = await self._condition(place)
        hits: list[Document] = []
        size = max(most, _FEWEST_READ)
        while len(hits) < most:
            page = Page(order=order, first=size, after=behind)
            found = await self._found(place, condition, page)
            part = found.slices[ROOT]
            hits += self._hits(number, part.documents, self._cards_of(place, found))
            if not part.has_next or not part.documents:
                break
            behind = keyset_of(part.documents[-1], page)
            size = min(size * 4, 1000)  # much was found that the actor may not see
        return hits[:most]

    async def _condition(self, place: _Place) -> Filter:
        record_type, wanted = place.record, self._wanted
        words = all_of(*(self._has(record_type, tuple(place.texts), each) for each in wanted.words))
        if place.beyond:
            before = (self._has(record_type, (place.beyond,), each) for each in wanted.words)
            words = all_of(words, not_where(all_of(*before)))
        if not wanted.parts:
            words = all_of(words, await by_index(self._ctx.store, record_type, wanted.words))
        if record_type is Board:
            return all_of(where(Board, id=any_of(self._boards)), words)
        # Old parts of cards do not name their board; their cards do.
        boards = any_of([*self._boards, None] if place.on_card else self._boards)
        live = EVERYTHING if place.on_card else archived_is(record_type, archived=False)
        return all_of(where(record_type, board_id=boards), live, words)

    def _has(self, record_type: type[Record], names: Sequence[str], word: str) -> Filter:
        test = has_word(word, parts=self._wanted.parts)
        return one_of(
            *(
                where(record_type, **{name: element(FieldEntry, value=test)})
                if name == "custom_fields"
                else where(record_type, **{name: test})
                for name in names
            )
        )

    async def _found(self, place: _Place, condition: Filter, page: Page) -> Found:
        names = ("modified_at", *place.texts)
        if place.on_card:
            card = Level(Card, ById((path_of(Comment, "card_id"),)), _paths(Card, ("archived",)))
            level = Level(
                place.record,
                None,
                _paths(place.record, ("card_id", *names)),
                children={"card": card},
                page=page,
                peeks=True,
            )
            return await reading.run(self._ctx, level, condition, None)
        also = () if place.record is Board else ("board_id",)
        paths = _paths(place.record, (*names, *also))
        level = Level(place.record, None, paths, page=page, peeks=True)
        return await reading.run_list(self._ctx, level, condition, None)

    def _cards_of(self, place: _Place, found: Found) -> Mapping[str, Document] | None:
        """Returns the live cards that the parts found hang on; None where cards, or what holds
        them, were found themselves."""
        if not place.on_card:
            return None
        cards = found.children["card"].by_id if found.children else {}
        return {
            key: card
            for key, card in cards.items()
            if card.get("archived") is not True and card["boardId"] in self._known
        }

    def _hits(
        self, number: int, documents: list[Document], cards: Mapping[str, Document] | None
    ) -> Iterator[Document]:
        place = _PLACES[number]
        for document in documents:
            card_id, board_id = document.get(path_of(Comment, "card_id")), document.get("boardId")
            if cards is not None:
                card = cards.get(card_id) if isinstance(card_id, str) else None
                if card is None:
                    continue
                board_id = card["boardId"]
            found_in, excerpt = self._best(place, document)
            hit = Hit(
                id=document["_id"],
                place=number,
                modified_at=document.get("modifiedAt"),
                where=found_in.value,
                excerpt=excerpt,
                board_id=document["_id"] if place.record is Board else board_id,
                list_id=document["_id"] if place.record is List else None,
                card_id=document["_id"] if place.record is Card else card_id,
            )
            yield dump(hit)

    def _best(self, place: _Place, document: Document) -> tuple[SearchPlace, str]:
        """Returns where the words stand, and the text around one of them."""
        for name, found_in in place.texts.items():
            steps = tuple(path_of(place.record, name).split("."))
            # What fields hold is brought under the kind of value that it is.
            inner = (*steps, path_of(ShownValue, "text")) if name == "custom_fields" else steps
            for text in values_at(document, inner):
                matches = (each.search(text) for each in self._patterns if isinstance(text, str))
                match = next(filter(None, matches), None)
                if match is not None:
                    return found_in, _around(text, match)
        return next(iter(place.texts.values())), ""


def _around(text: str, match: "re.Match[str]") -> str:
    start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
    shown = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"


def _paths(record_type: type[Record], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(path_of(record_type, name) for name in names)
