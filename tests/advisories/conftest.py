"""Both doors, one after the other."""

import httpx
import pytest

from tests.advisories.doors import Door
from tests.factories import Wekan


@pytest.fixture(params=["rest", "graphql"])
def door(request: pytest.FixtureRequest, http: httpx.AsyncClient, wekan: Wekan) -> Door:
    """A test that takes this runs once for each door."""
    return Door(request.param, http, wekan)


@pytest.fixture
def graphql_door(http: httpx.AsyncClient, wekan: Wekan) -> Door:
    """For what Wekan's REST does not have."""
    return Door("graphql", http, wekan)


@pytest.fixture
def rest_door(http: httpx.AsyncClient, wekan: Wekan) -> Door:
    """For what GraphQL does not have."""
    return Door("rest", http, wekan)
