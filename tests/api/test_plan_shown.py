"""What a site admin is told of how an answer was read."""

import httpx

from tests.clients import GraphQL
from tests.conftest import NewPerson

QUERY = "{ viewer { username boards(first: 1) { nodes { title } } } }"


async def test_a_site_admin_sees_each_find(http: httpx.AsyncClient, person: NewPerson) -> None:
    root = await person("root", admin=True)
    headers = {**root.headers, "X-GraphQL-Plan": "1"}
    answer = (await http.post("/graphql", json={"query": QUERY}, headers=headers)).json()
    steps = answer["extensions"]["plan"]
    assert [step["collection"] for step in steps] == ["users", "boards"]
    assert steps[0]["filter"] == {"_id": root.id}
    assert "username" in steps[0]["projection"]
    assert not any("services" in path for step in steps for path in step["projection"])
    assert steps[1]["limit"] == 1
    assert all(step["milliseconds"] >= 0 for step in steps)


async def test_others_do_not(http: httpx.AsyncClient, graphql: GraphQL, person: NewPerson) -> None:
    mara = await person("mara")
    headers = {**mara.headers, "X-GraphQL-Plan": "1"}
    answer = (await http.post("/graphql", json={"query": QUERY}, headers=headers)).json()
    assert answer == {"data": await graphql(QUERY, mara)}
