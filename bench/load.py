"""Sends prepared requests to a server on this machine, bounded in time: wrk, or our own client."""

import asyncio
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles
from typing import Final

ADDRESS: Final = "127.0.0.1"
COUNTER: Final = b"@@@@@@@@@@"
"""Stands in a request for a number that no other request has."""
_SCRIPT: Final = Path(__file__).with_name("wrk.lua")
_PATIENCE_SECONDS: Final = 30


class LoadError(Exception):
    """A server refused requests, or did not answer."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a run. `sent` also counts requests that were cut off at its end."""

    requests: int
    seconds: float
    bytes: int
    failed: int
    p50: float
    p99: float
    sent: int


def raw(method: str, path: str, token: str | None, body: bytes | None) -> bytes:
    """Returns a whole HTTP request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {ADDRESS}", "Accept: application/json"]
    if token is not None:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


@cache
def wrk() -> str | None:
    return shutil.which("wrk")


def drive(port: int, requests: Sequence[bytes], connections: int, seconds: int) -> Load:
    """Sends the requests in turn over so many connections. Raises LoadError."""
    program = wrk()
    if program is None:
        return asyncio.run(_drive(port, requests, connections, seconds, None))
    with tempfile.NamedTemporaryFile(prefix="requests-") as file:
        file.write(b"".join(b"%d\n%b" % (len(each), each) for each in requests))
        file.flush()
        command = [
            *(program, "-t1", f"-c{connections}", f"-d{seconds}s"),
            *("--timeout", f"{_PATIENCE_SECONDS}s", "-s", str(_SCRIPT)),
            *(f"http://{ADDRESS}:{port}", "--", file.name, str(_fresh_count())),
        ]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds + _PATIENCE_SECONDS,
        )
    line = done.stdout.strip().rpartition("\n")[2]
    if done.returncode or not line.startswith("{"):
        raise LoadError(f"wrk failed: {done.stderr or done.stdout}")
    found = json.loads(line)
    return Load(**found, sent=found["requests"] + connections)


def send(port: int, requests: Sequence[bytes], connections: int, number: int) -> Load:
    """Sends just so many requests, with our own client, and waits for all answers."""
    return asyncio.run(_drive(port, requests, connections, 10 * _PATIENCE_SECONDS, number))


def answer(port: int, request: bytes) -> bytes:
    """Returns the body that answers one request. Raises LoadError unless its status is 200."""
    return asyncio.run(_answer(port, request))


def _fresh_count() -> int:
    return time.time_ns() // 10_000 % 10**10


async def _answer(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(ADDRESS, port, limit=2**20)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            status, _, body = await _exchange(reader, writer, request)
    finally:
        writer.close()
    if status != 200:
        raise LoadError(f"status {status}: {body[:300].decode(errors='replace')}")
    return body


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, int, bytes]:
    """Returns the status, the size of the whole answer, and its body."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    length = next((x for x in lines if x.startswith("content-length:")), "content-length: 0")
    body = await reader.readexactly(int(length.partition(":")[2]))
    return int(lines[0].split()[1]), len(head) + len(body), body


async def _drive(
    port: int, requests: Sequence[bytes], connections: int, seconds: int, number: int | None
) -> Load:
    turns, started = cycle(requests), time.perf_counter()
    numbers, left = count(_fresh_count()), iter(range(number)) if number else count()
    times: list[float] = []
    sizes: list[int] = []
    failures = 0

    async def one_connection() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection(ADDRESS, port, limit=2**20)
        try:
            while time.perf_counter() - started < seconds and next(left, None) is not None:
                began = time.perf_counter()
                text = next(turns).replace(COUNTER, b"%010d" % next(numbers))
                status, size, _ = await _exchange(reader, writer, text)
                times.append((time.perf_counter() - began) * 1000)
                sizes.append(size)
                failures += status != 200
        finally:
            writer.close()

    async with asyncio.timeout(seconds + _PATIENCE_SECONDS), asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(one_connection())
    spent = time.perf_counter() - started
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return Load(len(times), spent, sum(sizes), failures, cuts[49], cuts[98], len(times))
