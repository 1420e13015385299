"""What leaves a connection, and in how many pieces."""

import asyncio
from typing import Any, cast

from commands.whole_writes import JoiningTransport


class Wire:
    """A connection's other end: what was written to it, piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.closed_after: int | None = None

    def write(self, data: bytes) -> None:
        self.pieces.append(data)

    def close(self) -> None:
        self.closed_after = len(self.pieces)

    def get_extra_info(self, name: str) -> str:
        return f"the wire's {name}"


def joining() -> tuple[Wire, Any]:
    wire = Wire()
    return wire, JoiningTransport(cast("asyncio.Transport", wire))


async def test_a_head_and_its_body_are_one_piece_at_once() -> None:
    wire, transport = joining()
    transport.write(b"head ")
    assert wire.pieces == []
    transport.write(b"body")
    assert wire.pieces == [b"head body"]
    transport.write(b"next head ")
    transport.write(b"")
    assert wire.pieces == [b"head body", b"next head "]
    await asyncio.sleep(0)
    assert len(wire.pieces) == 2


async def test_what_nothing_follows_leaves_in_the_next_turn() -> None:
    wire, transport = joining()
    transport.write(b"head")
    await asyncio.sleep(0)
    assert wire.pieces == [b"head"]
    transport.write(b"chunk")
    await asyncio.sleep(0)
    assert wire.pieces == [b"head", b"chunk"]


async def test_what_is_large_is_not_copied() -> None:
    wire, transport = joining()
    large = bytes(100_000)
    transport.write(b"head")
    transport.write(large)
    transport.write(large)
    assert wire.pieces == [b"head", large, large]
    assert wire.pieces[1] is large


async def test_all_is_written_before_the_end() -> None:
    wire, transport = joining()
    transport.write(b"last words")
    transport.close()
    assert (wire.pieces, wire.closed_after) == ([b"last words"], 1)
    assert transport.get_extra_info("peername") == "the wire's peername"
