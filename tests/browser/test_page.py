"""What GET /graphql and its assets answer, without a browser."""

from pathlib import Path

import graphql
import httpx
import pytest
from starlette.applications import Starlette

from playground import build, page
from resolvers.graph import graphql_schema


@pytest.fixture
def client() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=Starlette(routes=page.routes()))
    return httpx.AsyncClient(transport=transport, base_url="http://playground")


def html() -> str:
    return bytes(page.page(nonce="n0nce").body).decode()


def test_the_page_carries_its_policy() -> None:
    headers = page.page(nonce="n0nce").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'nonce-n0nce'" in policy
    assert "unsafe" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_a_nonce_is_made_anew_for_each_page() -> None:
    policies = {page.page().headers["content-security-policy"] for _ in range(10)}
    assert len(policies) == 10


def test_without_built_files_the_page_says_how_to_build_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(build, "ASSETS", tmp_path)
    assert "make playground" in html()
    assert "graphiql.js" not in html()


def test_nothing_on_either_page_comes_from_elsewhere() -> None:
    for template in ("graphiql.html", "fallback.html", "bar.html"):
        assert "//" not in page.text(template)


@pytest.mark.parametrize("name", page.OURS)
async def test_an_asset_is_kept_by_version_and_checked_by_tag(
    client: httpx.AsyncClient, name: str
) -> None:
    address = f"/graphql/assets/{name}"
    first = await client.get(address)
    assert first.status_code == 200
    assert first.headers["content-type"] == page.MEDIA_TYPES[Path(name).suffix]
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cache-control"] == "no-cache"
    again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    kept = await client.get(address, params={"v": page.version(name)})
    assert "immutable" in kept.headers["cache-control"]


async def test_large_files_travel_zipped(client: httpx.AsyncClient) -> None:
    if not build.is_current():
        pytest.skip("GraphiQL is not built")
    zipped = await client.get("/graphql/assets/graphiql.js")
    plain = await client.get("/graphql/assets/graphiql.js", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    "name",
    ["page.py", "..%2fpage.py", "%2e%2e/page.py", "graphiql.LICENSE", "bar.js.gz", "built-from"],
)
async def test_only_listed_files_are_served(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/graphql/assets/{name}")).status_code == 404


def test_examples_are_the_whole_file() -> None:
    text = "\n".join(example["query"] for example in page.examples())
    assert text == page.text("examples.graphql")
    for example in page.examples():
        [operation] = [
            each
            for each in graphql.parse(example["query"]).definitions
            if isinstance(each, graphql.OperationDefinitionNode)
        ]
        assert operation.name is not None
        assert operation.name.value == example["name"]


def test_examples_fit_the_schema() -> None:
    document = graphql.parse(page.text("examples.graphql"))
    assert graphql.validate(graphql_schema(), document) == []
