"""Passwords as Meteor stores them: bcrypt over the hex SHA-256 of the text.

Source: Meteor's accounts-password and sha packages; worked examples are in the tests.
"""

import asyncio
import functools
import hashlib
import re
import struct
from collections.abc import Callable
from typing import TypeVar

import argon2
import bcrypt

from domain.context import Context

T = TypeVar("T")

COST = 10
# `$2y$` is left out: Wekan's own bcrypt answers "no match" for it.
_BCRYPT = re.compile(r"\$2[ab]\$\d\d\$[./A-Za-z0-9]{53}")
# What an unknown name is compared with, so that it takes as long as a known one.
_NOBODY = bcrypt.hashpw(b"nobody", bcrypt.gensalt(COST)).decode()


def digest(password: str) -> str:
    """Returns the lower-case hex SHA-256 that Meteor hashes.

    Meteor encodes each UTF-16 unit on its own, so beyond U+FFFF this is not UTF-8.
    """
    utf16 = password.encode("utf-16-le", "surrogatepass")
    units = struct.unpack(f"<{len(utf16) // 2}H", utf16)
    raw = "".join(map(chr, units)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()


def _hash(password_digest: str) -> str:
    return bcrypt.hashpw(password_digest.encode(), bcrypt.gensalt(COST)).decode()


def matches(password: str, bcrypt_hash: str | None, argon2_hash: str | None = None) -> bool:
    """Tells whether `password` has the stored hash; takes as long where there is none.

    An argon2 hash, which only a differently built Wekan leaves, counts before a bcrypt one.
    """
    candidate = digest(password)
    if argon2_hash is not None:
        return _matches_argon2(candidate, argon2_hash)
    usable = bcrypt_hash if bcrypt_hash and _BCRYPT.fullmatch(bcrypt_hash) else None
    return bcrypt.checkpw(candidate.encode(), (usable or _NOBODY).encode()) and usable is not None


def _matches_argon2(candidate: str, stored: str) -> bool:
    try:
        return argon2.PasswordHasher().verify(stored, candidate)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Tells whether a hash has another cost than Wekan's, which then renews it at login."""
    return stored.split("$")[2:3] != [f"{COST:02}"]


async def hashed(ctx: Context, password: str) -> str:
    """Returns the text to store for a password; computed off the event loop."""
    return await _in_thread(ctx, lambda: _hash(digest(password)))


async def hashed_digest(ctx: Context, password_digest: str) -> str:
    """Returns the text to store for the digest of a password."""
    return await _in_thread(ctx, functools.partial(_hash, password_digest))


async def verified(
    ctx: Context, password: str, bcrypt_hash: str | None, argon2_hash: str | None = None
) -> bool:
    """`matches`, off the event loop."""
    return await _in_thread(ctx, functools.partial(matches, password, bcrypt_hash, argon2_hash))


async def _in_thread(ctx: Context, work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(ctx.services.password_threads, work)
