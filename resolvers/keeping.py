"""What is kept in memory for later, shared out fairly among those it was made for."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    value: T
    weight: int
    owner: str


@dataclass(slots=True)
class _Share:
    """The texts that were kept for one owner, what was used last at the end."""

    texts: OrderedDict[str, None] = field(default_factory=OrderedDict)
    weight: int = 0


class Keeping(Generic[T]):
    """Values by text, bounded by their weight.

    Where there is no room, whoever has most of it gives up what they used longest ago: nobody
    can push out what is kept for others.
    """

    def __init__(self, most: int, lightest: int) -> None:
        """Keeps values of at most the weight `most` together, each counted as `lightest` or
        more: so their number is bounded too."""
        self._most = most
        self._lightest = lightest
        self._kept: dict[str, _Kept[T]] = {}
        self._shares: dict[str, _Share] = {}
        self.weight = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, text: str) -> T | None:
        found = self._kept.get(text)
        if found is None:
            return None
        self._shares[found.owner].texts.move_to_end(text)
        return found.value

    def keep(self, text: str, value: T, weight: int, owner: str) -> None:
        """Keeps a value, or learns its new weight; it stays with whom it was kept for first."""
        weight = max(weight, self._lightest)
        known = self._kept.get(text)
        if known is None:
            known = self._kept[text] = _Kept(value, 0, owner)
            self._shares.setdefault(owner, _Share()).texts[text] = None
        elif known.value is value and known.weight == weight:
            return
        more = weight - known.weight
        known.value, known.weight = value, weight
        self._shares[known.owner].weight += more
        self.weight += more
        while self.weight > self._most:
            self._drop_one()

    def _drop_one(self) -> None:
        owner, share = max(self._shares.items(), key=lambda each: each[1].weight)
        text, _ = share.texts.popitem(last=False)
        dropped = self._kept.pop(text)
        share.weight -= dropped.weight
        self.weight -= dropped.weight
        if not share.texts:
            del self._shares[owner]
