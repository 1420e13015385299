"""Arguments of a field, as its coerced variables or its constants have them."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from graphql import FieldNode, GraphQLField, Node, VariableNode, get_argument_values

Arguments: TypeAlias = dict[str, Any]
ArgumentMaker: TypeAlias = Callable[[Any], Arguments]
"""Makes a field's arguments of the variables of a request."""


def constant(definition: GraphQLField, node: FieldNode) -> Arguments | None:
    """Returns the arguments of a field, or None where a variable has a part in them."""
    if any(_variables_in(each.value) for each in node.arguments or ()):
        return None
    return get_argument_values(definition, node)


def maker(definition: GraphQLField, node: FieldNode) -> ArgumentMaker:
    """Returns what makes a field's arguments.

    Those without variables are made once, and a variable that stands for a whole argument is
    taken as it is: it was coerced with all the others.
    """
    known = constant(definition, node)
    if known is not None:
        return lambda _: dict(known)

    def made(variables: Any) -> Arguments:
        return get_argument_values(definition, node, variables)

    names = [
        (each.name.value, each.value.name.value)
        for each in node.arguments or ()
        if isinstance(each.value, VariableNode)
    ]
    if len(names) < len(definition.args):
        return made

    def taken(variables: Any) -> Arguments:
        coerced = variables.coerced
        arguments = {to: coerced.get(name) for to, name in names}
        # What is null or was not sent may have a default, or be refused.
        return made(variables) if None in arguments.values() else arguments

    return taken


def _variables_in(node: Node) -> bool:
    if isinstance(node, VariableNode):
        return True
    children: Iterable[Any] = getattr(node, "values", None) or getattr(node, "fields", None) or ()
    return any(_variables_in(getattr(child, "value", child)) for child in children)
