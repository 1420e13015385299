"""The compiled way and graphql-core answer alike, whatever is asked and whatever is stored."""

import os
from dataclasses import replace
from typing import Any

import orjson
import pytest
from starlette.applications import Starlette

from domain.context import Context, Door, Services
from domain.settings import Settings
from domain.tokens import actor_of
from resolvers.graph import graphql_schema
from resolvers.operations import Asked, Operations
from tests.conftest import NewPerson
from tests.plans.gaps import fill
from tests.plans.operations import Generator

# 2,000 in all; a longer run by hand: AGREEMENT_OPERATIONS=50000 pytest tests/plans
SEEDS = range(8)
EACH = int(os.environ.get("AGREEMENT_OPERATIONS", "2000")) // len(SEEDS)


@pytest.fixture
async def reader(request: pytest.FixtureRequest, app: Starlette, person: NewPerson) -> Context:
    """Somebody who is on every board: a member, or for odd seeds a site admin."""
    services: Services = app.state.services
    mara = await person("mara", admin=request.param % 2 == 1)
    return Context(services, Door.GRAPHQL, await actor_of(services, mara.token), "198.51.100.7")


@pytest.mark.parametrize(("reader", "seed"), [(s, s) for s in SEEDS], indirect=["reader"])
async def test_both_ways_agree(reader: Context, seed: int, settings: Settings) -> None:
    assert reader.actor is not None
    ids = await fill(reader.store, seed, reader.actor.user_id)
    schema = graphql_schema()
    wide = replace(settings, graphql_max_aliases=10_000, graphql_max_cost=10**9)
    compiled, core = Operations(schema, wide), Operations(schema, wide, compiles=False)
    only_admins = () if reader.actor.is_admin else ("users", "user")
    generator = Generator(schema, ids, seed, only_admins)
    shaped = 0
    for _ in range(EACH):
        query, variables = generator.operation()
        asked = Asked(query, variables, None, may_write=False)
        one = await compiled.answer(reader, asked)
        other = await core.answer(reader, asked)
        assert in_order(one.body) == in_order(other.body), query
        shaped += "errors" not in one.body
    # Enough answers have no error in them, else little would have been compared.
    assert shaped > EACH // 4


def in_order(body: dict[str, Any]) -> bytes:
    """The answer as bytes; errors of fields that run side by side come in any order.

    Where one of them takes all data with it, it is left to chance which others are told too.
    """
    if "data" in body and body["data"] is None:
        return b"no data"
    errors = sorted(body.get("errors", ()), key=lambda error: str(error.get("path")))
    return orjson.dumps(body | {"errors": errors})
