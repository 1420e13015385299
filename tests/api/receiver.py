"""A receiver of webhooks: a real HTTP server that remembers what it was sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]
    body: Any


@dataclass(slots=True)
class Receiver:
    """`answers` are given in turn, the last one from then on."""

    port: int = 0
    requests: list[Request] = field(default_factory=list)
    answers: list[str] = field(default_factory=lambda: ["200 OK\r\n"])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def told(self) -> list[str]:
        return [each.body["description"] for each in self.requests]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
            content = await reader.readexactly(int(headers["content-length"]))
            self.requests.append(Request(first.split()[1], headers, json.loads(content)))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if answer == "nothing":
                await reader.read()
            else:
                status, _, body = answer.partition("\r\n")
                kept = body if "\r\n" in body else f"Content-Length: {len(body)}\r\n\r\n{body}"
                writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n{kept}".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
