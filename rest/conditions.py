"""Conditional requests: what is shown carries a tag of its state (RFC 9110).

A tag holds when the thing was last changed, which MongoDB compares as it writes, and a
checksum of all that was shown.
"""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zlib import crc32

from starlette.responses import Response

from domain.errors import StaleError
from domain.reading import Document
from rest.door import Call
from rest.errors import RefusedError, meteor_error
from rest.present import answer, nothing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_TAG = re.compile(r'(?:W/)?"[^"]*"')
_OURS = re.compile(r'"(\d{1,15})-[0-9a-f]{8}"', re.ASCII)


def shown(call: Call, document: Document) -> Response:
    """Returns the answer that shows a document; nothing of it where the client has it as it is."""
    response = answer(document)
    changed = document.get("modifiedAt")
    if not isinstance(changed, datetime):
        return response
    tag = f'"{(changed - _EPOCH) // _MILLISECOND}-{crc32(response.body):08x}"'
    known = call.request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in [each.removeprefix("W/") for each in _TAG.findall(known)]:
        response = nothing(304)
    response.headers["ETag"] = tag
    return response


def expected(call: Call) -> Collection[datetime] | None:
    """Returns the moments one of which a thing must have been changed last at, or None where
    the client does not say."""
    given = call.request.headers.get("if-match", "").strip()
    if given in ("", "*"):
        return None
    ours = (_OURS.fullmatch(each) for each in _TAG.findall(given))
    return [_EPOCH + int(each[1]) * _MILLISECOND for each in ours if each]


def as_failed(error: StaleError) -> RefusedError:
    return RefusedError(412, meteor_error(412, error.message, 412))
