"""Who may call what: see walk.py."""

import httpx

from tests.contract.walk import differences
from tests.factories import Wekan


async def test_everybody_is_answered_as_the_list_says(
    http: httpx.AsyncClient, wekan: Wekan
) -> None:
    assert not await differences(http, wekan, "site")
