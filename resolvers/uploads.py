"""Operations that come with files, as the GraphQL multipart request specification has them.

Browsers send forms across sites unasked; so such a request needs a header that they do not.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from web.receiving import form, incoming_of
from web.requests import MalformedBodyError, parse_json, services_of

MULTIPART = "multipart/form-data"
PREFLIGHT = ("graphql-require-preflight", "apollo-require-preflight", "x-requested-with")
"""Headers that no form sends; one is enough."""
_MOST_FILES = 10


def is_asked_for(request: Request) -> bool:
    """Whether a request says that it is no browser's form."""
    return any(request.headers.get(name) for name in PREFLIGHT)


@asynccontextmanager
async def operation(request: Request) -> AsyncIterator[object]:
    """Gives what the part `operations` holds, with the files in it where `map` puts them.

    Raises BodyTooLargeError, MalformedBodyError.
    """
    settings = services_of(request).settings
    async with form(request, settings.max_file_bytes, most_files=_MOST_FILES) as parts:
        body, places = _json(parts, "operations"), _json(parts, "map")
        if not isinstance(body, dict) or not isinstance(places, dict):
            raise MalformedBodyError
        for name, paths in places.items():
            file = parts.get(name)
            if not isinstance(file, UploadFile) or not isinstance(paths, list):
                raise MalformedBodyError
            for path in paths:
                _put(body, path, file)
        yield body


def _json(parts: FormData, name: str) -> object:
    text = parts.get(name)
    if not isinstance(text, str):
        raise MalformedBodyError
    return parse_json(text.encode())


def _put(body: Mapping[str, Any], path: object, file: UploadFile) -> None:
    """Puts a file at a path such as `variables.input.file`, where null has kept its place."""
    if not isinstance(path, str) or not path.startswith("variables."):
        raise MalformedBodyError
    *steps, last = path.split(".")
    place: Any = body
    for step in steps:
        place = _at(place, step)
    if _at(place, last) is not None:
        raise MalformedBodyError
    if isinstance(place, list):
        place[int(last)] = incoming_of(file)
    elif isinstance(place, dict):
        place[last] = incoming_of(file)


def _at(place: Any, step: str) -> Any:
    try:
        return place[int(step)] if isinstance(place, list) else place[step]
    except (KeyError, IndexError, TypeError, ValueError):
        raise MalformedBodyError from None
