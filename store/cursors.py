"""Cursors: a place in an order, as text that means nothing to clients."""

import base64
import binascii
from datetime import datetime

import bson
from bson import DatetimeMS, Decimal128, Int64, ObjectId
from bson.errors import BSONError

from store.mongo import CODEC
from store.plan import Keyset

_PLAIN = frozenset(
    {str, int, Int64, float, bool, datetime, DatetimeMS, Decimal128, ObjectId, type(None)}
)
_LONGEST = 1_000_000
"""A cursor is as long as what it orders by: titles had no limit in old versions of Wekan."""


def encode(order: str, keyset: Keyset) -> str:
    """Returns the cursor of a row; `order` names the order that the keyset belongs to."""
    plain = [value if type(value) in _PLAIN else str(value) for value in keyset]
    return base64.urlsafe_b64encode(bson.encode({"o": order, "k": plain})).decode().rstrip("=")


def decode(order: str, size: int, cursor: str) -> Keyset | None:
    """Returns the keyset of a cursor of this order and size, or None if it is none.

    Only plain values come through, so nothing in a cursor can act as a query operator.
    """
    if len(cursor) > _LONGEST:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        read = bson.decode(raw, CODEC)
    except (binascii.Error, BSONError, ValueError):
        return None
    keyset = read.get("k")
    if read.get("o") != order or not isinstance(keyset, list) or len(keyset) != size:
        return None
    return tuple(keyset) if all(type(value) in _PLAIN for value in keyset) else None
