"""Documents as clients send them: parsed, checked, and remembered by their text."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    validate,
    visit,
)

from domain.errors import BadInputError
from domain.settings import Settings
from resolvers.compiled import Compiled
from resolvers.limits import check_size, rules
from resolvers.variables import MOST_ERRORS, Inputs

_LONGEST = 128 * 1024
"""Long texts belong in variables: a document is read character by character."""
_MOST_KEPT = 1000
_MOST_BYTES = 8 * 1024 * 1024
_LONGEST_KEPT = 64 * 1024
_MOST_WAYS = 16


@dataclass(frozen=True, slots=True)
class Ready:
    """One way to run an operation, with what `fixed_cost` says of it."""

    compiled: Compiled
    fixed_cost: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A document: either it has errors, or its operations can run."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    operations: dict[str | None, OperationDefinitionNode]
    fragments: dict[str, FragmentDefinitionNode]
    inputs: dict[str | None, Inputs] = field(default_factory=dict)
    """The variables of each operation."""
    conditions: tuple[str, ...] = ()
    """The variables in @skip and @include: what a plan of this document depends on."""
    ready: dict[tuple[Any, ...], Ready] = field(default_factory=dict)

    def keep(self, key: tuple[Any, ...], ready: Ready) -> None:
        """Remembers one way to run an operation of this document."""
        if len(self.ready) >= _MOST_WAYS:
            self.ready.clear()
        self.ready[key] = ready


class Documents:
    """Checks each text once, as long as it is remembered.

    Only documents without errors are kept; their number and their size are bounded, and one
    long document cannot push out many.
    """

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        self._schema = schema
        self._settings = settings
        self._rules = rules(settings)
        self._kept: OrderedDict[str, Checked] = OrderedDict()
        self._bytes = 0

    def checked(self, text: str) -> Checked:
        """Returns the document with this text, parsed and validated."""
        known = self._kept.get(text)
        if known is not None:
            self._kept.move_to_end(text)
            return known
        checked = self._check(text)
        if not checked.errors and len(text) <= _LONGEST_KEPT:
            self._keep(text, checked)
        return checked

    def _keep(self, text: str, checked: Checked) -> None:
        self._kept[text] = checked
        self._bytes += len(text)
        while len(self._kept) > _MOST_KEPT or self._bytes > _MOST_BYTES:
            dropped, _ = self._kept.popitem(last=False)
            self._bytes -= len(dropped)

    def _check(self, text: str) -> Checked:
        if len(text) > _LONGEST:
            problem = f"A document has at most {_LONGEST} characters; use variables."
            return _refused(GraphQLError(problem))
        try:
            document = parse(text, max_tokens=self._settings.graphql_max_tokens)
            check_size(document, self._settings)
        except GraphQLError as error:
            return _refused(error)
        except BadInputError as error:
            return _refused(GraphQLError(error.message, original_error=error))
        except RecursionError:
            return _refused(GraphQLError("This document is nested too deeply."))
        errors = validate(self._schema, document, self._rules, max_errors=MOST_ERRORS)
        if errors:
            return _refused(*errors)
        _unlink_tokens(document)
        operations = {
            each.name.value if each.name else None: each
            for each in document.definitions
            if isinstance(each, OperationDefinitionNode)
        }
        return Checked(
            document,
            (),
            operations,
            {
                each.name.value: each
                for each in document.definitions
                if isinstance(each, FragmentDefinitionNode)
            },
            {name: Inputs(self._schema, each) for name, each in operations.items()},
            _conditions(document),
        )


def _unlink_tokens(document: DocumentNode) -> None:
    """Lets a document be freed at once when it is dropped. Its tokens point at each other, and
    what goes round in circles waits for the collector, which rarely looks at what is old."""
    token = document.loc.start_token if document.loc else None
    while token is not None:
        following = token.next
        token.prev = token.next = None
        token = following


def _conditions(document: DocumentNode) -> tuple[str, ...]:
    found = _Conditions()
    visit(document, found)
    return tuple(sorted(found.names))


class _Conditions(Visitor):
    """Collects the names of variables in @skip and @include."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        if node.name.value in ("skip", "include"):
            for argument in node.arguments or ():
                if isinstance(argument.value, VariableNode):
                    self.names.add(argument.value.name.value)


def _refused(*errors: GraphQLError) -> Checked:
    return Checked(None, errors, {}, {})
