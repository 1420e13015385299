"""Which addresses a webhook may go to: what a server inside a network can reach and others
cannot is none of a board admin's business.

Source: Wekan's server/lib/ssrfGuard.js and its schema of integrations.
"""

import asyncio
import ipaddress
import socket
from typing import TypeAlias
from urllib.parse import urlsplit

from domain.errors import BadInputError

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ISATAP = 0x5EFE
"""What stands before an IPv4 address at the end of an IPv6 one, under whatever prefix."""
_SET_ASIDE = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("fec0::/10"))
"""Ranges that Python takes for public, as a whole or in part, and Wekan does not."""
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
_LONGEST = 2000


class RefusedAddressError(Exception):
    """The address is not one that a webhook may go to."""


def checked_url(url: str | None, *, allow_private: bool) -> str:
    """Returns the URL, as far as it can be judged without asking anybody. Raises BadInputError
    with Wekan's reasons."""
    text = (url or "").strip()
    if not text:
        raise BadInputError("input.url", "Empty URL")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise BadInputError("input.url", "Invalid URL format") from None
    if len(text) > _LONGEST or not text.isprintable() or " " in text or not parts.scheme:
        raise BadInputError("input.url", "Invalid URL format")
    if parts.scheme not in ("http", "https"):
        raise BadInputError("input.url", "Only HTTP and HTTPS protocols are allowed")
    if not host:
        raise BadInputError("input.url", "Missing hostname")
    if not allow_private:
        _require_public(host)
    return text


def _require_public(host: str) -> None:
    name = host.rstrip(".")
    if name == "localhost" or f".{name}".endswith(_LOCAL_NAMES):
        raise BadInputError("input.url", "Localhost is not allowed")
    if (literal := _literal(name)) is not None and not is_public(literal):
        raise BadInputError("input.url", "IP address is not allowed")


def _literal(host: str) -> str | None:
    """Returns the address that a host is, however it is written (`0x7f.1`, `2130706433`)."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


async def require_reachable(url: str, *, allow_private: bool) -> None:
    """Raises BadInputError unless the URL's host has a name that leads to public addresses."""
    parts = urlsplit(url)
    try:
        await public_addresses(parts.hostname or "", parts.port or 80, allow_private=allow_private)
    except RefusedAddressError:
        raise BadInputError("input.url", "Resolved IP address is not allowed") from None
    except OSError:
        raise BadInputError("input.url", "Hostname did not resolve") from None


async def public_addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Returns the addresses of a host; one that is not public bars them all.

    Raises RefusedAddressError, OSError.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not allow_private and not all(is_public(each) for each in addresses):
        raise RefusedAddressError
    return addresses


def is_public(address: str) -> bool:
    """Tells whether an address is one of the internet's, also where it carries another one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_of_internet, _reached(parsed)))


def _reached(address: _Address) -> list[_Address]:
    """Returns where packets to an address go: to those that it carries, or else to itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _NAT64:
        return [last]
    carried = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    if found := [each for each in carried if each]:
        return [*found]
    is_isatap = int(address) >> 32 & 0xFDFFFFFF == _ISATAP
    return [address, last] if is_isatap else [address]


def _is_of_internet(address: _Address) -> bool:
    if any(address in each for each in _SET_ASIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
