"""Documents as clients send them: parsed, checked, and remembered by their text."""

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
from resolvers.keeping import Keeping
from resolvers.limits import check_size, rules
from resolvers.variables import MOST_ERRORS, Inputs

_LONGEST = 128 * 1024
"""Long texts belong in variables: a document is read character by character."""
_MOST_BYTES = 48 * 1024 * 1024
_LEAST_BYTES = 48 * 1024
"""What a small document counts as: so a thousand are kept at most."""
_BYTES_OF_CHARACTER = 100
_BYTES_OF_FIELD = 1000
"""What a character of a document takes once it is parsed, and a field once it is compiled:
measured, on large documents."""
_MOST_WAYS = 16


@dataclass(frozen=True, slots=True)
class Ready:
    """One way to run an operation, with what `fixed_cost` says of it."""

    compiled: Compiled
    fixed_cost: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A document: either it has errors, or its operations can run."""

    text: str
    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    operations: dict[str | None, OperationDefinitionNode]
    fragments: dict[str, FragmentDefinitionNode]
    inputs: dict[str | None, Inputs] = field(default_factory=dict)
    """The variables of each operation."""
    conditions: tuple[str, ...] = ()
    """The variables in @skip and @include: what a plan of this document depends on."""
    fields: int = 0
    """How many fields it selects, fragments unfolded."""
    ready: dict[tuple[Any, ...], Ready] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        compiled = len(self.ready) * self.fields * _BYTES_OF_FIELD
        return len(self.text) * _BYTES_OF_CHARACTER + compiled

    def keep(self, key: tuple[Any, ...], ready: Ready) -> None:
        """Remembers one way to run an operation of this document."""
        if len(self.ready) >= _MOST_WAYS:
            self.ready.clear()
        self.ready[key] = ready


class Documents:
    """Checks each text once, as long as it is remembered.

    Only documents without errors are; they take a bounded part of the memory, in which nobody
    can push out what others ask.
    """

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        self._schema = schema
        self._settings = settings
        self._rules = rules(settings)
        self._kept = Keeping[Checked](_MOST_BYTES, _LEAST_BYTES)

    def checked(self, text: str) -> Checked:
        """Returns the document with this text, parsed and validated."""
        return self._kept.get(text) or self._check(text)

    def remember(self, checked: Checked, owner: str) -> None:
        """Keeps a document without errors, with all that was compiled of it by now, for whoever
        asked it."""
        self._kept.keep(checked.text, checked, checked.weight, owner)

    def _check(self, text: str) -> Checked:
        if len(text) > _LONGEST:
            problem = f"A document has at most {_LONGEST} characters; use variables."
            return _refused(text, GraphQLError(problem))
        try:
            document = parse(text, max_tokens=self._settings.graphql_max_tokens)
            fields = check_size(document, self._settings)
        except GraphQLError as error:
            return _refused(text, error)
        except BadInputError as error:
            return _refused(text, GraphQLError(error.message, original_error=error))
        except RecursionError:
            return _refused(text, GraphQLError("This document is nested too deeply."))
        errors = validate(self._schema, document, self._rules, max_errors=MOST_ERRORS)
        if errors:
            return _refused(text, *errors)
        _unlink_tokens(document)
        operations = {
            each.name.value if each.name else None: each
            for each in document.definitions
            if isinstance(each, OperationDefinitionNode)
        }
        return Checked(
            text,
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
            fields,
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


def _refused(text: str, *errors: GraphQLError) -> Checked:
    return Checked(text, None, errors, {}, {})
