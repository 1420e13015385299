"""The whole route table of Wekan's REST: method, path, handler, who may call, and how Wekan
itself answers a failure there."""

from itertools import groupby

from starlette.routing import BaseRoute

from rest import boards, cards, lists, sessions, swimlanes, users
from rest.door import Row, Who, route_of
from rest.errors import Failure, Manner, Missing

_TOLD = Manner(Failure.TOLD)
_SWALLOWED = Manner(Failure.SWALLOWED)
_MAPPED = Manner(Failure.MAPPED)
_UNCAUGHT = Manner(Failure.UNCAUGHT)
_NONE_SWALLOWED = Manner(Failure.SWALLOWED, Missing.EMPTY)
_ANY_SWALLOWED = Manner(Failure.SWALLOWED, Missing.ID)
_OBJECT_SWALLOWED = Manner(Failure.SWALLOWED, Missing.OBJECT)
_NONE_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.EMPTY)
_NAMED_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.TOLD)
_ANY_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.ID)

_USER = "/api/users/{user_id}"
_BOARD = "/api/boards/{board_id}"
_CARDS = _BOARD + "/lists/{list_id}/cards"
_CARD = _CARDS + "/{card_id}"

# fmt: off
ROUTES: tuple[Row, ...] = (
    Row("POST", "/users/login", sessions.login, Who.ANYBODY, _TOLD),
    Row("POST", "/users/register", sessions.register, Who.ANYBODY, _TOLD),
    Row("POST", "/users/logout", sessions.logout, Who.ANYBODY, _TOLD),
    Row("GET", "/api/user", users.viewer, Who.PERSON, _SWALLOWED),
    Row("GET", "/api/users", users.every, Who.SITE_ADMIN, _SWALLOWED),
    Row("POST", "/api/users", users.create, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", _USER, users.one, Who.SITE_ADMIN, _OBJECT_SWALLOWED),
    Row("PUT", _USER, users.change, Who.SITE_ADMIN, _NONE_SWALLOWED),
    Row("DELETE", _USER, users.delete, Who.SITE_ADMIN, _ANY_SWALLOWED),
    Row("GET", _USER + "/boards", users.boards, Who.SELF, _SWALLOWED),
    Row("GET", "/api/boards", boards.public, Who.SITE_ADMIN, _SWALLOWED),
    Row("POST", "/api/boards", boards.create, Who.PERSON, _MAPPED),
    Row("GET", _BOARD, boards.one, Who.READER, _SWALLOWED),
    Row("GET", _BOARD + "/lists", lists.every, Who.READER, _SWALLOWED),
    Row("POST", _BOARD + "/lists", lists.create, Who.WRITER, _SWALLOWED),
    Row("GET", _BOARD + "/lists/{list_id}", lists.one, Who.READER, _NONE_SWALLOWED),
    Row("GET", _BOARD + "/swimlanes", swimlanes.every, Who.READER, _SWALLOWED),
    Row("POST", _BOARD + "/swimlanes", swimlanes.create, Who.WRITER, _SWALLOWED),
    Row("GET", _BOARD + "/swimlanes/{swimlane_id}", swimlanes.one, Who.READER, _NONE_SWALLOWED),
    Row("GET", _BOARD + "/swimlanes/{swimlane_id}/cards", cards.in_swimlane, Who.READER, _UNCAUGHT),
    Row("GET", _CARDS, cards.in_list, Who.READER, _UNCAUGHT),
    Row("POST", _CARDS, cards.create, Who.WRITER, _UNCAUGHT),
    Row("GET", _CARD, cards.one, Who.READER, _NONE_UNCAUGHT),
    Row("PUT", _CARD, cards.update, Who.MOVER, _ANY_UNCAUGHT),
    Row("DELETE", _CARD, cards.delete, Who.WRITER, _ANY_UNCAUGHT),
    Row("GET", "/api/cards/{card_id}", cards.by_id, Who.READER, _NAMED_UNCAUGHT),
)
# fmt: on


def routes() -> list[BaseRoute]:
    """Returns the routes of this door; the last answers for every other path under /api."""
    by_path = groupby(ROUTES, key=lambda row: row.path)
    return [
        *(route_of(path, list(rows)) for path, rows in by_path),
        route_of("/api{rest:path}", ()),
    ]
