"""How large an operation may be, told before anything of it runs.

Fragments are counted as often as they are spread, but read once, so that measuring a
document takes no longer than reading it, whatever it would unfold to.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionSetNode,
    recommended_rules,
    specified_rules,
)
from graphql.validation.rules import overlapping_fields_can_be_merged

from domain.errors import BadInputError
from domain.reading import Level, cost
from domain.settings import Settings
from resolvers.selection import Plans

_DEEPEST_PARSED = 100
"""How deep selections may nest before their fragments are known: what Python can walk."""
_MOST_VALUES = 10_000
_MOST_INTROSPECTION_ALIASES = 5
"""A whole schema is large, and an alias asks for all of it again."""

# How long graphql-core compares fields of one name; with its own limit that can take seconds.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 50_000


@dataclass(frozen=True, slots=True)
class Size:
    """A selection, measured: fields and aliases with fragments unfolded, and depth."""

    fields: int = 0
    aliases: int = 0
    depth: int = 0
    introspection_aliases: int = 0


def rules(settings: Settings) -> list[type[ASTValidationRule]]:
    """Returns the rules that a document is checked by."""
    chosen: list[type[ASTValidationRule]] = [*specified_rules, *recommended_rules]
    if not settings.graphql_introspection:
        chosen.append(NoSchemaIntrospectionCustomRule)
    return chosen


def check_size(document: DocumentNode, settings: Settings) -> int:
    """Returns how many fields a document selects, fragments unfolded. Raises BadInputError for an
    operation that is too deep, or has too much in it."""
    measure, fields = _Measure(document), 0
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            size = measure.of(definition.selection_set)
            _require("levels", size.depth, settings.graphql_max_depth)
            _require("aliases", size.aliases, settings.graphql_max_aliases)
            _require("fields", size.fields, settings.graphql_max_tokens)
            fields += size.fields
            found = size.introspection_aliases
            _require("aliases in introspection", found, _MOST_INTROSPECTION_ALIASES)
    return fields


def check_variables(variables: Mapping[str, object]) -> None:
    """Raises BadInputError for more values than any operation needs."""
    waiting: list[Collection[object]] = [variables.values()]
    found = 0
    while waiting:
        values = waiting.pop()
        found += len(values)
        if found > _MOST_VALUES:
            raise BadInputError("variables", f"Variables have at most {_MOST_VALUES} values.")
        for value in values:
            if isinstance(value, dict):
                waiting.append(value.values())
            elif isinstance(value, list):
                waiting.append(value)


def _require(what: str, found: int, most: int) -> None:
    if found > most:
        shown = found if found < 10**6 else "far more"
        raise BadInputError("query", f"An operation has at most {most} {what}; this has {shown}.")


class _Measure:
    def __init__(self, document: DocumentNode) -> None:
        self._fragments: Mapping[str, FragmentDefinitionNode] = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}

    def of(self, selections: SelectionSetNode | None, nested: int = 0) -> Size:
        if selections is None:
            return Size()
        _require("levels", nested, _DEEPEST_PARSED)
        total = Size()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                own = self._of_field(node, nested + 1)
            elif isinstance(node, InlineFragmentNode):
                own = self.of(node.selection_set, nested + 1)
            else:
                assert isinstance(node, FragmentSpreadNode)
                own = self._of_fragment(node.name.value, nested + 1)
            total = Size(
                total.fields + own.fields,
                total.aliases + own.aliases,
                max(total.depth, own.depth),
                total.introspection_aliases + own.introspection_aliases,
            )
        return total

    def _of_field(self, node: FieldNode, nested: int) -> Size:
        inner = self.of(node.selection_set, nested)
        fields, aliases = inner.fields + 1, inner.aliases + (node.alias is not None)
        if node.name.value.startswith("__"):
            return Size(fields, aliases, 0, aliases if node.selection_set else 0)
        return Size(fields, aliases, inner.depth + 1)

    def _of_fragment(self, name: str, nested: int) -> Size:
        if name not in self._known:
            # A fragment that spreads itself counts once; validation refuses it later.
            self._known[name] = Size()
            fragment = self._fragments.get(name)
            self._known[name] = self.of(fragment.selection_set, nested) if fragment else Size()
        return self._known[name]


def fixed_cost(plans: Plans) -> int | None:
    """Returns how many documents the plans may bring, or None where that is for variables to
    tell: the size of a page may be one."""
    if not all(_is_fixed(level) for level in plans.values()):
        return None
    return sum(cost(level, None) for level in plans.values())


def _is_fixed(level: Level) -> bool:
    return not callable(level.page) and all(map(_is_fixed, level.children.values()))


def checked_cost(plans: Plans, fixed: int | None, variables: object, most: int) -> int:
    """Returns how many documents the plans may bring. Raises BadInputError if too many."""
    total = fixed
    if total is None:
        total = sum(cost(level, variables) for level in plans.values())
    if total > most:
        raise BadInputError(
            "query",
            f"This operation may bring {total} documents; at most {most} are allowed. "
            "Ask for fewer with `first`.",
        )
    return total
