"""What resolvers hold: a document that a plan brought, and the way to what lies below it."""

from dataclasses import dataclass

from domain.reading import Document, Found, Slice


@dataclass(frozen=True, slots=True)
class Row:
    """One document, or a document inside another, of a level that was found.

    `prefix` leads from the level's own rows to this one: the response keys of the lists and
    connections between them, each followed by a slash.
    """

    document: Document
    found: Found
    prefix: str = ""

    def child(self, key: str) -> Found | None:
        """Returns what was found for the relation with this response key."""
        return self.found.children.get(self.prefix + key)


@dataclass(frozen=True, slots=True)
class Pages:
    """A connection: a slice of rows."""

    part: Slice
    found: Found


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One row of a connection, in its `edges`."""

    document: Document
    pages: Pages
    prefix: str
