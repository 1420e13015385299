"""Where a rule runs: its board, the card it is about, and what is found there by name."""

from dataclasses import dataclass
from typing import TypeVar

from domain import rule_texts
from domain.context import Context
from domain.errors import NotFoundError
from domain.rule_triggers import ANYTHING
from store.documents import Action, Board, Card, List, Swimlane, User
from store.match import ABSENT, NOT_TRUE, Filter, where

Place = TypeVar("Place", List, Swimlane)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One run of a rule's action. `ctx` has the rule's power (`domain.rule_power`)."""

    ctx: Context
    action: Action
    board: Board
    card: Card | None = None

    @property
    def target_id(self) -> str:
        """The board that a card is moved or linked to."""
        return self.action.board_id or self.board.id

    async def text(self, text: str | None) -> str:
        """Returns a text of the action, with what it names in braces filled in."""
        if not text or not rule_texts.has_names(text):
            return text or ""
        store, card, actor = self.ctx.store, self.card, self.ctx.actor
        place = (
            await store.find(List, id=card.list_id) if card else None,
            await store.find(Swimlane, id=card.swimlane_id) if card else None,
        )
        username = actor.username if actor else None
        words = rule_texts.words_of(self.ctx.now(), username, self.board, card, place)
        return rule_texts.filled(text, words)

    async def list_called(self, title: str | None, board_id: str) -> List | None:
        if title is None:
            return None
        live = where(List, board_id=board_id, title=title, archived=NOT_TRUE, deleted_at=ABSENT)
        return await self._first(List, live)

    async def swimlane_called(self, title: str | None, board_id: str) -> Swimlane | None:
        if title is None:
            return None
        live = where(Swimlane, board_id=board_id, title=title, archived=NOT_TRUE)
        return await self._first(Swimlane, live)

    async def person_called(self, username: str | None) -> User:
        """Raises NotFoundError."""
        found = await self.ctx.store.find(User, username=username) if username else None
        if found is None:
            raise NotFoundError("person")
        return found

    async def _first(self, of: type[Place], condition: Filter) -> Place | None:
        order = [("sort", 1), ("id", 1)]
        found = await self.ctx.store.find_many(of, condition, sort=order, limit=1)
        return found[0] if found else None


def is_open(name: str | None) -> bool:
    """Tells whether a name leaves the choice to the card: where it lies now."""
    return name is None or name == ANYTHING
