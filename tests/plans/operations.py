"""Makes random operations that are valid for a schema, from a seed."""

import json
import random
from collections.abc import Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

DEEPEST = 5
WIDEST = 5
LARGEST = 60
"""After so many fields only single values are drawn."""


class Generator:
    """Draws one operation after the other."""

    def __init__(
        self, schema: GraphQLSchema, ids: Sequence[str], seed: int, without: Sequence[str] = ()
    ) -> None:
        """`ids` are asked for where they begin with the name of the field; `without` names
        fields that are not drawn."""
        self._schema = schema
        self._without = without
        self._ids = ids
        self._random = random.Random(seed)
        self._fragments: list[str] = []
        self._names = 0

    def operation(self) -> tuple[str, dict[str, Any]]:
        """Returns a query and its variables."""
        self._fragments, self._names = [], 0
        query = self._schema.query_type
        assert query is not None
        body = self._selection(query, 0)
        text = "\n".join([body, *self._fragments])
        values = {
            "yes": ("Boolean!", self._random.random() < 0.7),
            "no": ("Boolean!", self._random.random() < 0.3),
            "first": ("Int!", self._random.randint(0, 4)),
        }
        used = {name: each for name, each in values.items() if f"${name}" in text}
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in used.items())
        start = f"query({declared})" if declared else "query"
        return f"{start} {text}", {name: value for name, (_, value) in used.items()}

    def _selection(self, of: GraphQLObjectType, depth: int) -> str:
        names = [
            name
            for name, each in of.fields.items()
            if self._fits(each, depth) and name not in self._without
        ]
        if not names:
            return "{ __typename }"
        chosen = self._random.sample(names, min(len(names), self._random.randint(1, WIDEST)))
        parts = [self._field(of.fields[name], name, depth) for name in chosen]
        if self._random.random() < 0.1:
            parts.append("__typename")
        if self._random.random() < 0.15:
            parts.append(f"... on {of.name}{self._directive()} {self._selection(of, depth)}")
        if self._random.random() < 0.15:
            parts.append(self._fragment(of, depth))
        return "{ " + " ".join(parts) + " }"

    def _fits(self, field: GraphQLField, depth: int) -> bool:
        return (depth < DEEPEST and self._names < LARGEST) or is_leaf_type(
            get_named_type(field.type)
        )

    def _fragment(self, of: GraphQLObjectType, depth: int) -> str:
        self._names += 1
        name = f"F{self._names}"
        self._fragments.append(f"fragment {name} on {of.name} {self._selection(of, depth)}")
        return f"...{name}{self._directive()}"

    def _field(self, field: GraphQLField, name: str, depth: int) -> str:
        self._names += 1
        # With a name of its own, a field with arguments cannot fail to merge with another.
        alias = f"{name}{self._names}: " if field.args or self._random.random() < 0.1 else ""
        arguments = self._arguments(name, field)
        named = get_named_type(field.type)
        inner = self._selection(named, depth + 1) if isinstance(named, GraphQLObjectType) else ""
        return f"{alias}{name}{arguments}{self._directive()} {inner}"

    def _directive(self) -> str:
        drawn = self._random.random()
        if drawn < 0.05:
            return " @include(if: $yes)"
        return " @skip(if: $no)" if drawn < 0.1 else ""

    def _arguments(self, of: str, field: GraphQLField) -> str:
        given = [
            f"{name}: {self._value(of if name == 'id' else name, argument.type)}"
            for name, argument in field.args.items()
            if name != "after" or self._random.random() < 0.02
            if is_required_argument(argument) or self._random.random() < 0.4 or name == "id"
            if name != "username"
        ]
        return f"({', '.join(given)})" if given else ""

    def _value(self, name: str, of: Any) -> str:
        kind = get_nullable_type(of)
        if is_list_type(kind):
            return "[" + ", ".join(self._value(name, kind.of_type) for _ in range(2)) + "]"
        if isinstance(kind, GraphQLEnumType):
            return str(self._random.choice(list(kind.values)))
        if isinstance(kind, GraphQLInputObjectType):
            names = [each for each in kind.fields if self._random.random() < 0.3]
            inner = (f"{each}: {self._value(each, kind.fields[each].type)}" for each in names)
            return "{" + ", ".join(inner) + "}"
        return self._scalar(name, kind.name)

    def _scalar(self, name: str, kind: str) -> str:
        if name == "first":
            return self._random.choice(["$first", "0", "1", "2", "3", "1000"])
        if kind == "Int":
            return str(self._random.randint(0, 5))
        if kind == "Boolean":
            return self._random.choice(["true", "false", "null"])
        if kind == "DateTime":
            return '"2026-03-01T09:00:00Z"'
        if kind == "ID":
            near = [each for each in self._ids if each.startswith(name.removesuffix("Ids"))]
            return json.dumps(self._random.choice(near or self._ids))
        return json.dumps(self._random.choice(["a", "card", "é", ".*", "nothing like it"]))
