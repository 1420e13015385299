"""What a database server can do that others of its kind cannot."""

from dataclasses import dataclass
from typing import Any

from pymongo import AsyncMongoClient


@dataclass(frozen=True, slots=True)
class Abilities:
    transactions: bool
    """A replica set or a sharded cluster has them; a single server and FerretDB have not."""
    chooses_elements: bool
    """Whether single elements of arrays can be brought, changed and pulled by a condition, and
    a change can answer with chosen fields. FerretDB v1 cannot, and pulls nothing without a word."""
    expires: bool
    """Whether indexes can drop documents when their time is over; FerretDB v1 has none such."""
    groups_by_highest: bool
    """Whether the highest value of a group can be asked for; FerretDB v1 counts and adds."""
    has_nan: bool
    """Whether NaN may be stored and asked for; FerretDB v1 hangs up on whoever sends it."""


async def abilities_of(client: AsyncMongoClient[dict[str, Any]]) -> Abilities:
    """Asks the server itself. Raises the driver's errors."""
    greeting = await client.admin.command("hello")
    # FerretDB may say that it is a replica set, for the sake of an operation log of its own.
    is_ferret = "ferretdbVersion" in await client.admin.command("buildInfo")
    is_many = "setName" in greeting or greeting.get("msg") == "isdbgrid"
    return Abilities(
        transactions=is_many and not is_ferret,
        chooses_elements=not is_ferret,
        expires=not is_ferret,
        groups_by_highest=not is_ferret,
        has_nan=not is_ferret,
    )
