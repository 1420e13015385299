"""What the table cannot show: logins beside reads, cost against rows, a large database, memory."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, Final, TypeAlias

from bench.cases import Case, cases, whole_board
from bench.data import Size, World, make
from bench.load import drive, send
from bench.measure import Meter, memory_mb
from bench.servers import Mongo, Server, running

Result: TypeAlias = dict[str, Any]

SIZES: Final = (100, 300, 1000, 3000, 10_000, 20_000)
"""How many cards the boards have whose cost is measured."""
_BOOK_AT_MOST: Final = 1000
_LOAD: Final = 16
_LOGIN_CONNECTIONS: Final = 4
_LOOK_SECONDS: Final = 0.1
_ROUNDS: Final = 3


def rows(meter: Meter, world: World, servers: Sequence[Server]) -> Result:
    """CPU of a whole board against its number of cards, one request after the other."""
    found: Result = {server.name: {} for server in servers}
    for cards, board in world.sized.items():
        case = whole_board(board)
        for server in servers:
            if server.name != "by the book" or cards <= _BOOK_AT_MOST:
                number = max(3, min(40, 20_000 // cards))
                found[server.name][cards] = meter.spent(server, case.requests(server.name), number)
    return found


def logins(by_name: Mapping[str, Case], servers: Sequence[Server], seconds: int) -> Result:
    """p99 of card reads alone, and beside logins at full rate; in milliseconds."""
    found: Result = {}
    for server in servers:
        reads = by_name["card by id, 200 users"].requests(server.name)
        asked = by_name["login"].requests(server.name)
        alone = drive(server.port, reads, _LOAD, seconds)
        with ThreadPoolExecutor(1) as beside:
            logging_in = beside.submit(drive, server.port, asked, _LOGIN_CONNECTIONS, seconds + 2)
            time.sleep(0.5)
            busy = drive(server.port, reads, _LOAD, seconds)
            made = logging_in.result()
        found[server.name] = {
            "p99 alone": alone.p99,
            "p99 beside logins": busy.p99,
            "ratio": busy.p99 / alone.p99,
            "reads/s alone": alone.requests / alone.seconds,
            "reads/s beside logins": busy.requests / busy.seconds,
            "logins/s": made.requests / made.seconds,
        }
    return found


def large(
    meter: Meter,
    mongo: Mongo,
    world: World,
    small: Server,
    settings: Mapping[str, str],
    core: set[int] | None,
    total: int,
) -> Result:
    """Card by id on this database, and on one with `total` cards on boards of a thousand."""
    url = mongo.url("large")
    boards = max(20, total // 1000)
    other = make(url, Size(boards=boards, cards=total // boards))
    found: Result = {"cards": total}
    with running([small.name], url, settings, core) as (server,):
        turns = ((small, _cards(world, small)), (server, _cards(other, server)))
        spent: list[list[Result]] = [[], []]
        for _ in range(_ROUNDS):
            for n, (each, requests) in enumerate(turns):
                send(each.port, requests, 1, 200)
                spent[n].append(meter.spent(each, requests, 500))
    for name, readings in zip(("small", "large"), spent, strict=True):
        found[name] = sorted(readings, key=lambda each: each["ms"])[len(readings) // 2]
    found["ratio"] = found["large"]["ms"] / found["small"]["ms"]
    return found


def _cards(world: World, server: Server) -> list[bytes]:
    return cases(world)[0].requests(server.name)


def memory(by_name: Mapping[str, Case], server: Server, mixed: int) -> Result:
    """RSS in MB after each tenth of so many mixed requests, and while answering whole boards."""
    server.restart()
    whole = by_name["whole board"].requests(server.name)
    requests = _mixed(by_name, server, whole)
    found: Result = {"requests": [], "mb": []}
    done = 0
    while done < mixed:
        done += send(server.port, requests, _LOAD, max(500, mixed // 10)).requests
        found["requests"].append(done)
        found["mb"].append(memory_mb(server.pid))
    seen = []
    with ThreadPoolExecutor(1) as beside:
        loading = beside.submit(drive, server.port, whole, _LOAD, 4)
        while not loading.done():
            seen.append(memory_mb(server.pid) or 0.0)
            time.sleep(_LOOK_SECONDS)
        loading.result()
    return found | {"most mb, whole boards": max(seen)}


def _mixed(by_name: Mapping[str, Case], server: Server, whole: Sequence[bytes]) -> list[bytes]:
    """Requests of all cases in turn but logins; a whole board is one in two hundred."""
    others = [
        case.requests(server.name)
        for name, case in by_name.items()
        if name not in ("login", "whole board")
    ]
    turns = zip(*(each * (2000 // len(each) + 1) for each in others), strict=False)
    found = list(chain.from_iterable(turns))
    for place in range(0, len(found), 200):
        found[place] = whole[place // 200 % len(whole)]
    return found
