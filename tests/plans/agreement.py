"""Asks for random things in both ways that there are to answer: compiled, and by graphql-core."""

import os
from dataclasses import replace
from typing import Any

import orjson
from starlette.applications import Starlette

from domain.context import Context, Door, Services
from domain.settings import Settings
from domain.tokens import actor_of
from resolvers.graph import graphql_schema
from resolvers.operations import Answer, Asked, Operations
from tests.clients import Person
from tests.plans.gaps import fill
from tests.plans.operations import Generator

# 2,000 in all; a longer run by hand: AGREEMENT_OPERATIONS=50000 pytest tests/plans
SEEDS = 8
EACH = int(os.environ.get("AGREEMENT_OPERATIONS", "2000")) // SEEDS

NOT_DRAWN = ("changes", "importJob", "customField", "checklist", "comment", "rule")
"""`changes` answers with the time in it; of the others there is none to be found by its id."""
FOR_ADMINS = (
    "users user settings attachmentSettings organizations teams emailDomains siteIntegrations "
    "webhookDeliveries"
).split()


async def both_ways_agree(app: Starlette, settings: Settings, mara: Person, seed: int) -> None:
    """Asks for as many random things, as somebody who is on every board, in both ways."""
    services: Services = app.state.services
    actor = await actor_of(services, mara.token)
    assert actor is not None
    reader = Context(services, Door.GRAPHQL, actor, "198.51.100.7")
    ids = await fill(reader.store, seed, actor.user_id)
    schema = graphql_schema()
    wide = replace(settings, graphql_max_aliases=10_000, graphql_max_cost=10**9)
    compiled, core = Operations(schema, wide), Operations(schema, wide, compiles=False)
    others = () if actor.is_admin else FOR_ADMINS
    generator = Generator(schema, ids, seed, (*NOT_DRAWN, *others))
    shaped = 0
    for _ in range(EACH):
        query, variables = generator.operation()
        asked = Asked(query, variables, None, may_write=False)
        begun = compiled.begin(services, asked)
        one = begun if isinstance(begun, Answer) else await compiled.finish(reader, begun)
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
