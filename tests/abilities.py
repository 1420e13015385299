"""A database server that can do less than the one that is there."""

from dataclasses import replace

from store.mongo import Store


async def lacking(store: Store, *names: str) -> None:
    """Has `store` believe that its server lacks these abilities (see `store.abilities`)."""
    store._abilities = replace(await store.abilities(), **dict.fromkeys(names, False))
