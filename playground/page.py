"""The page behind GET /graphql: GraphiQL where its files are built, else a smaller one of ours."""

import hashlib
import json
import re
import secrets
from pathlib import Path
from string import Template
from typing import TypedDict

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground import build

HERE = Path(__file__).parent
STATIC = HERE / "static"

MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
OURS = (
    *("session.js", "plan.js", "bar.js", "graphiql-page.js", "fallback-page.js", "playground.css"),
    *("reference-page.js", "reference.css"),
)
BUILT = tuple(name for name in build.FILES if Path(name).suffix in MEDIA_TYPES)
# Nothing else is ever served: a request names a key of this table, never a path.
SERVED = {name: STATIC / name for name in OURS} | {name: build.ASSETS / name for name in BUILT}

# GraphiQL carries its fonts as data: addresses, and its dialogs add <style> elements by nonce.
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
NOSNIFF = {"X-Content-Type-Options": "nosniff"}
PAGE_HEADERS = NOSNIFF | {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
    "X-Frame-Options": "DENY",
}


class Example(TypedDict):
    name: str
    title: str
    query: str
    variables: str


def routes() -> list[Route]:
    return [Route("/graphql/assets/{name}", asset, methods=["GET"])]


def page(*, nonce: str | None = None) -> Response:
    """Looks for GraphiQL's files each time, so that a build shows without a restart."""
    nonce = nonce or secrets.token_urlsafe(16)
    built = (build.ASSETS / build.STAMP).is_file()
    html = Template(text("graphiql.html" if built else "fallback.html")).substitute(
        nonce=nonce,
        bar=text("bar.html"),
        # As text inside a script element only "<" could end it early.
        examples=json.dumps(examples()).replace("<", "\\u003c"),
    )
    return answer(html, nonce)


def answer(html: str, nonce: str) -> Response:
    """A page with its headers; the assets that it names are named with their versions."""
    html = re.sub(r"graphql/assets/([\w.-]+)", lambda link: f"{link[0]}?v={version(link[1])}", html)
    policy = {"Content-Security-Policy": POLICY.format(nonce=nonce)}
    return HTMLResponse(html, headers=PAGE_HEADERS | policy)


def examples() -> list[Example]:
    """examples.graphql cut at its comments, with the variables examples.json names for each."""
    variables: dict[str, object] = json.loads(text("examples.json"))
    found: list[Example] = []
    for part in text("examples.graphql").strip().removeprefix("# ").split("\n\n# "):
        name = re.findall(r"^(?:query|mutation) (\w+)", part, re.MULTILINE)[0]
        title = re.split(r"[:;,?.\n]", part)[0]
        values = json.dumps(variables[name], indent=2) if name in variables else ""
        found.append(Example(name=name, title=title, query=f"# {part}\n", variables=values))
    return found


def text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def version(name: str) -> str:
    """Changes when the file does. What the build copied is known by its stamp; ours is read."""
    source = build.ASSETS / build.STAMP if name in BUILT else STATIC / name
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


def asset(request: Request) -> Response:
    name = request.path_params["name"]
    path = SERVED.get(name)
    if path is None or not path.is_file():
        return PlainTextResponse("Not Found", status_code=404, headers=NOSNIFF)
    zipped = path.with_name(f"{name}.gz")
    as_zip = "gzip" in request.headers.get("accept-encoding", "") and zipped.is_file()
    tag = f'"{version(name)}{"-gzip" if as_zip else ""}"'
    current = request.query_params.get("v") == version(name)
    headers = NOSNIFF | {
        "Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache",
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if as_zip:
        headers["Content-Encoding"] = "gzip"
    content = (zipped if as_zip else path).read_bytes()
    return Response(content, headers=headers, media_type=MEDIA_TYPES[path.suffix])
