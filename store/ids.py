"""Wekan's identifiers and secrets, drawn from the operating system's generator.

Source of the shapes: Meteor's `Random.id()` and `Random.secret()`.
"""

import secrets

ID_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz"
TOKEN_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def new_id() -> str:
    """Returns a document id: 17 characters without look-alikes."""
    return _draw(ID_CHARACTERS, 17)


def new_label_id() -> str:
    """Returns the id of a label, which is unique on its board alone: 6 characters."""
    return _draw(ID_CHARACTERS, 6)


def new_login_token() -> str:
    """Returns a login token: 43 characters, 258 bits."""
    return _draw(TOKEN_CHARACTERS, 43)


def _draw(characters: str, length: int) -> str:
    # One number for all: to ask for each character takes ten times as long.
    base, drawn = len(characters), []
    number = secrets.randbelow(base**length)
    for _ in range(length):
        number, place = divmod(number, base)
        drawn.append(characters[place])
    return "".join(drawn)
