"""Requests that leave: to an address that was checked, with nothing followed from there.

A name is looked up once, its addresses are judged, and the connection goes to one of just
these, so that what was checked is what is reached.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpcore

from domain.addresses import RefusedAddressError, public_addresses

NOT_ALLOWED = "address not allowed"
_LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    content: bytes
    """What came back, if it was not too long to be of use."""


class SendError(Exception):
    """Nothing came back; `problem` names what kind of failure it was."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Outgoing:
    """Sends JSON to webhooks."""

    def __init__(self, *, seconds: float, allow_private: bool) -> None:
        """`seconds` bound each step of a request; `allow_private` lifts the check of addresses."""
        self._seconds = seconds
        self._allow_private = allow_private

    @cached_property
    def _pool(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=16,
            keepalive_expiry=5,
            network_backend=_Checked(self._allow_private),
        )

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises SendError."""
        sent = [
            (name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()
        ]
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        try:
            # Each step has its time; an answer that trickles in has not all the time there is.
            async with (
                asyncio.timeout(3 * self._seconds),
                self._pool.stream(
                    "POST", url, headers=sent, content=body, extensions={"timeout": timeout}
                ) as response,
            ):
                return Reply(response.status, await _content(response))
        except RefusedAddressError:
            raise SendError(NOT_ALLOWED) from None
        except (httpcore.TimeoutException, TimeoutError):
            raise SendError("timed out") from None
        except httpcore.ConnectError:
            raise SendError("could not connect") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
            raise SendError("connection broke") from None

    async def close(self) -> None:
        if "_pool" in vars(self):
            await self._pool.aclose()


async def _content(response: httpcore.Response) -> bytes:
    content = b""
    async for chunk in response.aiter_stream():
        content += chunk
        if len(content) > _LONGEST_ANSWER:
            return b""
    return content


class _Checked(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were judged, and to no other."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore names it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await public_addresses(host, port, allow_private=self._allow_private)
        except OSError as error:
            raise httpcore.ConnectError from error
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError()
        for address in addresses[:3]:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
