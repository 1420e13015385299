"""How a record states where in a Wekan document each of its values lies.

A record is a dataclass that is never changed; `at` gives each attribute its path in the
document, and its default is what a document without it means. Old documents lack many fields,
and a value of null counts as lacking.
"""

import copy
import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints


class Record:
    """What every typed view of a document has."""

    collection: ClassVar[str]
    """The collection of its documents; empty for a record inside another document."""
    table: ClassVar[Mapping[str, "Attribute"]]
    loader: ClassVar[Callable[[Mapping[str, Any]], Any]]
    """Makes a record of a document; see `load`."""
    projection: ClassVar[Mapping[str, int]]
    """What brings all that a whole record reads; not to be changed."""
    fixed: ClassVar[Mapping[str, Any]] = {}
    """What a new document also carries, as Wekan stores it, and no rule of ours reads."""
    id: str


R = TypeVar("R", bound=Record)


@dataclasses.dataclass(frozen=True, slots=True)
class At:
    path: str
    read: Callable[[Any], Any] | None
    write: Callable[[Any], Any] | None


def at(
    path: str,
    *,
    read: Callable[[Any], Any] | None = None,
    write: Callable[[Any], Any] | None = None,
) -> At:
    """Says, inside `Annotated`, where in the document an attribute lies.

    `read` and `write` convert a stored value to ours and back. The attribute's default
    stands for a missing or null value, and is what a new document is given; an attribute
    whose value is None is not stored.
    """
    return At(path, read, write)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(collection: str) -> Callable[[type[R]], type[R]]:
    """Makes a record class of the named collection (empty for an embedded document)."""

    def make(cls: type[R]) -> type[R]:
        for name, value in list(vars(cls).items()):
            if value == [] and name in cls.__annotations__:
                setattr(cls, name, dataclasses.field(default_factory=list))
        cls.collection = collection
        # Frozen for type checkers alone: what Python does to keep one from changing takes longer
        # than all else that it takes to load one.
        made = dataclasses.dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)
        made.table = _table(made)
        made.loader = staticmethod(_loader(made))
        made.projection = {attribute.path: 1 for attribute in made.table.values()}
        return made

    return make


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    """One line of a record's mapping table."""

    name: str
    path: str
    steps: tuple[str, ...]
    default: Callable[[], Any]
    read: Callable[[Any], Any] | None
    write: Callable[[Any], Any] | None

    def of(self, document: Mapping[str, Any]) -> Any:
        """Returns the attribute's value in `document`, or its default."""
        value = self.stored_in(document)
        if value is not None and self.read is not None:
            value = self.read(value)
        return self.default() if value is None else value

    def stored_in(self, document: Mapping[str, Any]) -> Any:
        """Returns what stands at the attribute's path in `document`, or None."""
        value: Any = document
        for step in self.steps:
            value = value.get(step) if isinstance(value, dict) else None
        return value


def attributes(record_type: type[Record]) -> Mapping[str, Attribute]:
    """Returns a record's mapping table: attribute name to its line."""
    return record_type.table


def _table(record_type: type[Record]) -> Mapping[str, Attribute]:
    hints = get_type_hints(record_type, include_extras=True)
    table = {}
    for field in dataclasses.fields(record_type):  # type: ignore[arg-type]
        place = next(each for each in hints[field.name].__metadata__ if isinstance(each, At))
        table[field.name] = Attribute(
            name=field.name,
            path=place.path,
            steps=tuple(place.path.split(".")),
            default=_default_of(field),
            read=place.read,
            write=place.write,
        )
    return table


def path_of(record_type: type[Record], name: str) -> str:
    """Returns where attribute `name` lies in the record's documents."""
    return attributes(record_type)[name].path


def paths_of(record_type: type[Record]) -> tuple[str, ...]:
    """Returns every path that a whole record reads."""
    return tuple(attribute.path for attribute in attributes(record_type).values())


def load(record_type: type[R], document: Mapping[str, Any]) -> R:
    """Returns the record that `document` holds."""
    loaded: R = record_type.loader(document)
    return loaded


_KEPT: dict[Callable[[Any], Any], type] = {}
F = TypeVar("F", bound=Callable[[Any], Any])


def keeps(of: type) -> Callable[[F], F]:
    """Says that a reader returns values of just this class as they are: it need not be called."""

    def known(reader: F) -> F:
        _KEPT[reader] = of
        return reader

    return known


def _loader(record_type: type[Record]) -> Callable[[Mapping[str, Any]], Any]:
    """Generates what `load` does for one record: a board has dozens of members, and what is done
    for each attribute of each of them is most of what a small write costs."""
    names: dict[str, Any] = {"make": record_type}
    parts = []
    for number, (name, attribute) in enumerate(record_type.table.items()):
        of, read, default = f"o{number}", f"r{number}", f"d{number}"
        names |= {of: attribute.of, read: attribute.read, default: attribute.default}
        found = f"(v := d.get({attribute.path!r})) is not None"
        if len(attribute.steps) > 1:
            value = f"{of}(d)"
        elif attribute.read is None:
            value = f"v if {found} else {default}()"
        elif attribute.read in _KEPT:
            kept = _KEPT[attribute.read].__name__
            is_kept = f"(v := d.get({attribute.path!r})).__class__ is {kept}"
            read_otherwise = f"v is not None and (v := {read}(v)) is not None"
            value = f"v if {is_kept} or ({read_otherwise}) else {default}()"
        else:
            value = f"v if {found} and (v := {read}(v)) is not None else {default}()"
        parts.append(f"{name}={value}")
    lines = (
        "def load(d):",
        "if not isinstance(d, dict): d = {}",
        f"return make({', '.join(parts)})",
    )
    source = "\n    ".join(lines)
    exec(source, names)  # noqa: S102 - made of a record's own table, and of nothing else
    made: Callable[[Mapping[str, Any]], Any] = names["load"]
    return made


def dump(value: Record) -> dict[str, Any]:
    """Returns the document that stores `value`; attributes that are None are left out."""
    document: dict[str, Any] = copy.deepcopy(dict(value.fixed))
    for name, attribute in attributes(type(value)).items():
        stored = getattr(value, name)
        if stored is None:
            continue
        place = document
        for step in attribute.steps[:-1]:
            place = place.setdefault(step, {})
        place[attribute.steps[-1]] = attribute.write(stored) if attribute.write else stored
    return document


def _default_of(field: "dataclasses.Field[Any]") -> Callable[[], Any]:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory
    default = None if field.default is dataclasses.MISSING else field.default
    return lambda: default
