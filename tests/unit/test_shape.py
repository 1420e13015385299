"""The generated functions that shape an answer."""

from graphql import (
    FieldNode,
    GraphQLObjectType,
    NameNode,
    SelectionSetNode,
    get_named_type,
)

from domain.reading import Found, Level
from resolvers.declarations import record_of
from resolvers.graph import graphql_schema
from resolvers.leaves import OddValueError, is_leaf, moments
from resolvers.selection import Selection
from resolvers.shape import Shaper


def test_every_single_value_compiles() -> None:
    """What fails while an operation is compiled refuses it: both ways to answer would then say
    the same, so that their comparison does not tell."""
    for of in graphql_schema().type_map.values():
        record = record_of(of) if isinstance(of, GraphQLObjectType) else None
        if record is None or not isinstance(of, GraphQLObjectType):
            continue
        for name, definition in of.fields.items():
            if not is_leaf(get_named_type(definition.type)):
                continue
            node = FieldNode(name=NameNode(value=name), arguments=(), directives=())
            chosen = SelectionSetNode(selections=(node,))
            maker = Shaper(Selection({}, None)).row(of, [chosen])
            assert maker(Found(Level(record, None, ())))([]) == [], f"{of.name}.{name}"


def test_dates_that_are_none() -> None:
    def refuse(_: object) -> object:
        raise OddValueError

    rows: list[dict[str, object]] = [{}, {}]
    assert moments([None, None], rows, refuse, optional=True) == [None, None]
    assert moments([None, "old"], rows, lambda _: "asked", optional=False) == ["asked", "asked"]
