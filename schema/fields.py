"""How a GraphQL field says where its data lies, and how it reads that once it was found.

A declaration is all there is to a field: from it come the projection and the find (see
`resolvers.selection`), and the resolver that reads the prefetched value by response key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from domain.reading import Children, Page, Record

T = TypeVar("T")

LIES = "lies"
"""The key of a field's metadata under which its declaration is kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A value of the document. `attribute` is the record's, by default named like the field."""

    attribute: str | None = None
    show: Callable[[Any], Any] | None = None
    private: bool = False
    """Whether only the person and site admins are shown it; others see null."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from a record that holds just the named attributes."""

    attributes: tuple[str, ...]
    compute: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Inside:
    """Documents kept in an array of the document, or one kept at a path of its own."""

    attribute: str | None = None
    private: bool = False
    single: bool = False
    whole: bool = False
    """Whether the array is read with all it has: old documents keep plain texts there, which
    `domain.reading` turns into documents."""


@dataclass(frozen=True, slots=True)
class One:
    """The document whose id is the named attribute."""

    by: str


@dataclass(frozen=True, slots=True)
class Many:
    """The documents whose ids the named attribute lists, in its order."""

    by: str


@dataclass(frozen=True, slots=True)
class Below:
    """Documents that point at this one: a plain list, or a connection.

    `page` makes a run's page from the field's arguments.
    """

    link: Children
    page: Callable[[Mapping[str, Any]], Page]
    expected: int


@dataclass(frozen=True, slots=True)
class Picked:
    """What the array `array` of the document with id `via` has under the ids of `by`."""

    by: str
    via: str
    record: type[Record]
    array: str


@dataclass(frozen=True, slots=True)
class OfPages:
    """A part of a connection: nodes, edges, pageInfo or totalCount."""

    part: str


Declaration = Stored | Derived | Inside | One | Many | Below | Picked | OfPages


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a list or connection, as GraphQL shows it."""

    name: str
    type: Any
    default: Any
    description: str


def document_type(record_type: type[Record], *, description: str) -> Callable[[type[T]], type[T]]:
    """Makes a GraphQL type whose fields lie in a record's documents."""

    def make(cls: type[T]) -> type[T]:
        made = strawberry.type(cls, description=description)
        made.__record__ = record_type  # type: ignore[attr-defined]
        return made

    return make


def stored(
    attribute: str | None = None,
    *,
    show: Callable[[Any], Any] | None = None,
    private: bool = False,
    description: str | None = None,
) -> Any:
    return _declared(Stored(attribute, show, private), description)


def derived(*attributes: str, by: Callable[[Any], Any], description: str | None = None) -> Any:
    return _declared(Derived(attributes, by), description)


def inside(
    attribute: str | None = None,
    *,
    private: bool = False,
    whole: bool = False,
    description: str | None = None,
) -> Any:
    return _declared(Inside(attribute, private, whole=whole), description)


def inside_one(attribute: str | None = None, *, description: str | None = None) -> Any:
    """Declares a document that is kept in the document, or null where there is none."""
    return _declared(Inside(attribute, single=True), description)


def one(by: str, *, name: str | None = None, description: str | None = None) -> Any:
    """Declares a relation to one; `name` is GraphQL's, where Python needs another."""
    field = _declared(One(by), description)
    field.graphql_name = name
    return field


def many(by: str, *, description: str | None = None) -> Any:
    return _declared(Many(by), description)


def picked(
    by: str, *, via: str, record: type[Record], array: str, description: str | None = None
) -> Any:
    return _declared(Picked(by, via, record, array), description)


def of_pages(part: str, description: str) -> Any:
    return _declared(OfPages(part), description)


def below(
    link: Children,
    *,
    page: Callable[[Mapping[str, Any]], Page],
    arguments: Sequence[Argument] = (),
    expected: int,
    description: str,
) -> Any:
    """Declares a list or connection; `expected` estimates how many rows a parent has."""
    field = _declared(Below(link, page, expected), description)
    field.arguments = [
        StrawberryArgument(
            python_name=argument.name,
            graphql_name=None,
            type_annotation=StrawberryAnnotation(argument.type),
            default=argument.default,
            description=argument.description,
        )
        for argument in arguments
    ]
    return field


def _declared(declaration: Declaration, description: str | None) -> Any:
    return StrawberryField(metadata={LIES: declaration}, description=description)
