"""Documents as clients send them: parsed, checked, and remembered by their text."""

from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    validate,
)

from domain.errors import BadInputError
from domain.settings import Settings
from resolvers.limits import check_size, rules

_MOST_ERRORS = 10
_MOST_KEPT = 1000
_MOST_BYTES = 8 * 1024 * 1024
_LONGEST_KEPT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """A document: either it has errors, or its operations can run."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    operations: dict[str | None, OperationDefinitionNode]
    fragments: dict[str, FragmentDefinitionNode]


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
        try:
            document = parse(text, max_tokens=self._settings.graphql_max_tokens)
            check_size(document, self._settings)
        except GraphQLError as error:
            return _refused(error)
        except BadInputError as error:
            return _refused(GraphQLError(error.message, original_error=error))
        except RecursionError:
            return _refused(GraphQLError("This document is nested too deeply."))
        errors = validate(self._schema, document, self._rules, max_errors=_MOST_ERRORS)
        if errors:
            return _refused(*errors)
        return Checked(
            document,
            (),
            {
                each.name.value if each.name else None: each
                for each in document.definitions
                if isinstance(each, OperationDefinitionNode)
            },
            {
                each.name.value: each
                for each in document.definitions
                if isinstance(each, FragmentDefinitionNode)
            },
        )


def _refused(*errors: GraphQLError) -> Checked:
    return Checked(None, errors, {}, {})
