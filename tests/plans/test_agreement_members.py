"""Both ways to answer agree for members, whatever is asked and whatever is stored."""

import pytest
from starlette.applications import Starlette

from domain.settings import Settings
from tests.conftest import NewPerson
from tests.plans.agreement import SEEDS, both_ways_agree


@pytest.mark.parametrize("seed", range(0, SEEDS, 2))
async def test_both_ways_agree(
    app: Starlette, settings: Settings, person: NewPerson, seed: int
) -> None:
    await both_ways_agree(app, settings, await person("mara"), seed)
