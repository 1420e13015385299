"""One GraphQL operation, from its text to its answer."""

import inspect
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute,
)

from domain.context import Context, Services, Trace
from domain.errors import BadInputError, UnavailableError
from domain.reading import Ahead
from domain.settings import Settings
from resolvers import errors
from resolvers.asking import Request
from resolvers.compiled import Compiled, Compiler
from resolvers.documents import Checked, Documents, Ready
from resolvers.limits import check_variables, checked_cost, fixed_cost


@dataclass(slots=True)
class Asked:
    """A GraphQL request, well-formed as far as HTTP can tell."""

    query: str
    variables: Mapping[str, Any]
    operation_name: str | None
    may_write: bool
    show_cost: bool = False
    show_plan: bool = False
    """Whether the answer tells what was read for it; for site admins only."""


@dataclass(slots=True)
class Answer:
    """What is sent. `ran` is False where nothing was executed, `available` where MongoDB
    did not answer. `refused_write` tells of a mutation that came by GET."""

    body: dict[str, Any]
    ran: bool = True
    available: bool = True
    refused_write: bool = False


@dataclass(slots=True)
class Begun:
    """An operation that can run, and the reads that were begun for it already."""

    asked: Asked
    checked: Checked
    compiled: Compiled
    variables: Any
    cost: int
    is_query: bool
    ahead: Mapping[str, Ahead] = field(default_factory=dict)


class Operations:
    """Runs operations of one schema."""

    def __init__(self, schema: GraphQLSchema, settings: Settings, *, compiles: bool = True) -> None:
        """Without `compiles` every operation is answered by graphql-core."""
        self._compiles = compiles
        self._schema = schema
        self._settings = settings
        self._documents = Documents(schema, settings)
        self._compiler = Compiler(schema)

    async def answer(self, ctx: Context, asked: Asked) -> Answer:
        """Returns the answer to a request; all that can go wrong is in it."""
        prepared = self._prepared(asked)
        return prepared if isinstance(prepared, Answer) else await self.finish(ctx, prepared)

    def begin(self, services: Services, asked: Asked) -> Begun | Answer:
        """Does what can be done of a request before it is known who asks; returns the answer to
        one that is refused."""
        prepared = self._prepared(asked)
        if isinstance(prepared, Begun) and self._compiles and not asked.show_plan:
            prepared.ahead = prepared.compiled.begin(services, prepared.variables)
        return prepared

    async def finish(self, ctx: Context, begun: Begun) -> Answer:
        """Returns the answer to what was begun."""
        asked, compiled = begun.asked, begun.compiled
        self._documents.remember(begun.checked, ctx.actor.user_id if ctx.actor else ctx.address)
        if begun.is_query and ctx.writes:
            ctx = ctx.reading()
        if asked.show_plan and ctx.actor is not None and ctx.actor.is_admin:
            ctx = replace(ctx, trace=Trace())
        request = Request(ctx, compiled.plans, begun.variables, begun.ahead)
        data = None
        if self._compiles and compiled.roots is not None:
            await compiled.run(request)
            data = compiled.shaped(request)
        if data is None:
            result = await self._executed(begun, request)
        else:
            result = ExecutionResult(data)
        return _answered(result, _extensions(asked, ctx, begun.cost))

    def _prepared(self, asked: Asked) -> Begun | Answer:
        checked = self._documents.checked(asked.query)
        if checked.document is None:
            return _refused(checked.errors)
        operation = _chosen(checked, asked.operation_name)
        if isinstance(operation, GraphQLError):
            return _refused([operation])
        is_query = operation.operation is OperationType.QUERY
        if not is_query and not asked.may_write:
            problem = GraphQLError("A mutation is sent by POST.")
            return Answer({"errors": errors.formatted([problem])}, ran=False, refused_write=True)
        try:
            check_variables(asked.variables)
            variables = checked.inputs[_name_of(operation)].coerced(asked.variables)
            if isinstance(variables, list):
                return _refused(variables)
            ready = self._ready(asked, checked, operation, variables)
            most = self._settings.graphql_max_cost
            cost = checked_cost(ready.compiled.plans, ready.fixed_cost, variables, most)
        except BadInputError as error:
            return Answer({"errors": [errors.of_domain(error)]}, ran=False)
        except GraphQLError as error:
            return _refused([error])
        return Begun(asked, checked, ready.compiled, variables, cost, is_query)

    def _ready(
        self, asked: Asked, checked: Checked, operation: OperationDefinitionNode, variables: Any
    ) -> Ready:
        key = (asked.operation_name, *(variables.coerced.get(name) for name in checked.conditions))
        known = checked.ready.get(key)
        if known is None:
            compiled = self._compiler.compiled(operation, checked.fragments, variables)
            known = Ready(compiled, fixed_cost(compiled.plans))
            checked.keep(key, known)
        return known

    async def _executed(self, begun: Begun, request: Request) -> ExecutionResult:
        """Lets graphql-core answer, from what was read so far."""
        assert begun.checked.document is not None
        result = execute(
            self._schema,
            begun.checked.document,
            context_value=request,
            variable_values=dict(begun.asked.variables),
            operation_name=begun.asked.operation_name,
        )
        return await result if inspect.isawaitable(result) else result


def _name_of(operation: OperationDefinitionNode) -> str | None:
    return operation.name.value if operation.name else None


def _chosen(checked: Checked, name: str | None) -> OperationDefinitionNode | GraphQLError:
    if name is None and len(checked.operations) == 1:
        return next(iter(checked.operations.values()))
    if name is None:
        return GraphQLError("Several operations were sent: `operationName` must choose one.")
    return checked.operations.get(name) or GraphQLError(f"There is no operation {name!r}.")


def _refused(problems: "list[GraphQLError] | tuple[GraphQLError, ...]") -> Answer:
    return Answer({"errors": errors.formatted(problems)}, ran=False)


def _extensions(asked: Asked, ctx: Context, cost: int) -> dict[str, Any]:
    shown: dict[str, Any] = {"cost": cost} if asked.show_cost else {}
    if ctx.trace is not None:
        shown["plan"] = [asdict(step) for step in ctx.trace.steps]
    return shown


def _answered(result: ExecutionResult, extensions: Mapping[str, Any]) -> Answer:
    body: dict[str, Any] = {"data": result.data}
    available = True
    if result.errors:
        body["errors"] = errors.formatted(result.errors)
        available = not any(
            isinstance(errors.as_domain_error(error), UnavailableError) for error in result.errors
        )
    if extensions:
        body["extensions"] = extensions
    return Answer(body, available=available)
