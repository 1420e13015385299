"""Somebody, their way through the REST door, and a board of theirs."""

import httpx
import pytest

from tests.api.rest_client import Place, Rest, make_place
from tests.clients import Person
from tests.conftest import NewPerson


@pytest.fixture
async def mara(person: NewPerson) -> Person:
    return await person("mara")


@pytest.fixture
async def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


@pytest.fixture
async def place(rest: Rest) -> Place:
    return await make_place(rest)
