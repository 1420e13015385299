"""What is measured: for each case a GraphQL operation, its variables, and the same by REST."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias

import orjson

from bench.data import PASSWORD, MadeBoard, Person, World
from bench.load import COUNTER, raw

_MOST: Final = 2000
"""The most different requests of one case; they are sent in turn."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: who asks, GraphQL's variables, and the hand-written handler's route."""

    token: str | None
    variables: Mapping[str, Any]
    path: str
    method: str = "GET"
    body: Mapping[str, Any] | None = None


def _same(data: Any) -> Any:
    return data


@dataclass(frozen=True, slots=True)
class Case:
    """`shown` leaves what must be equal of an answer; `writes` names what it writes to."""

    name: str
    text: str
    asks: Sequence[Ask]
    shown: Callable[[Any], Any] = _same
    writes: str | None = None

    def requests(self, server: str) -> list[bytes]:
        """Returns the requests as the named server understands them."""
        return [self._request(server, ask) for ask in self.asks]

    def _request(self, server: str, ask: Ask) -> bytes:
        if server == "hand-written":
            body = None if ask.body is None else orjson.dumps(ask.body)
            return raw(ask.method, ask.path, ask.token, body)
        body = orjson.dumps({"query": self.text, "variables": ask.variables})
        return raw("POST", "/graphql", ask.token, body)


CARD: Final = """query Card($id: ID!) {
  card(id: $id) {
    id title description cardNumber color dueAt dueComplete archived createdAt modifiedAt
    boardId listId swimlaneId
  }
}"""
_CARD_FIELDS: Final = """
  id title description cardNumber sort dueAt dueComplete modifiedAt
  members { id username fullname }"""
LIST: Final = f"""query List($id: ID!) {{
  list(id: $id) {{ id title cards(first: 100) {{ nodes {{ {_CARD_FIELDS} }} }} }}
}}"""
WHOLE: Final = f"""query Whole($id: ID!) {{
  board(id: $id) {{
    id title
    lists {{
      id title
      cards(first: 1000) {{
        nodes {{ {_CARD_FIELDS} checklists {{ id title items {{ id title isFinished }} }} }}
      }}
    }}
  }}
}}"""
BOARD: Final = """query Board($id: ID!) {
  board(id: $id) { id title description color archived lists { id title sort color archived } }
}"""
UPDATE: Final = """mutation Update($id: ID!, $title: String!) {
  updateCard(input: {id: $id, title: $title}) { card { id title listId } }
}"""
LOGIN: Final = """mutation Login($username: String!, $password: String!) {
  login(input: {username: $username, password: $password}) { user { id username } token }
}"""
VIEWER: Final = """query Viewer {
  viewer { id username fullname boards { nodes { id title slug color modifiedAt } } }
}"""
PAGE: Final = """query Page($me: ID!) {
  cards(
    filter: {memberIds: [$me], hasDueDate: true}
    orderBy: {field: DUE_AT, direction: DESC}
    first: 50
  ) {
    nodes { id title dueAt listId board { id title } }
    pageInfo { hasNextPage }
  }
}"""

Pair: TypeAlias = tuple[Person, MadeBoard]


def _pairs(world: World) -> list[Pair]:
    """Everybody with each of their boards, so that users come in turn."""
    most = max(len(board.members) for board in world.boards)
    return [(b.members[n], b) for n in range(most) for b in world.boards if n < len(b.members)]


def _of_one_user(world: World) -> list[Pair]:
    return [(person, board) for person, board in _pairs(world) if person is world.people[0]]


def _each(pairs: list[Pair], of: Callable[[MadeBoard], Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yields a token and one of the ids that `of` finds on its board, far apart from each other."""
    turn = 0
    while turn < _MOST:
        for place, (person, board) in enumerate(pairs):
            ids = of(board)
            yield person.token, ids[(turn * 97 + place * 31) % len(ids)]
            turn += 1


def _asks(
    pairs: list[Pair], of: Callable[[MadeBoard], Sequence[str]], name: str, path: str
) -> list[Ask]:
    found = islice(_each(pairs, of), _MOST)
    return [Ask(token, {name: one}, path.format(one)) for token, one in found]


def whole_board(board: MadeBoard) -> Case:
    """Returns the case of one board, read as a whole by its first member."""
    path = f"/boards/{board.id}/whole"
    return Case("whole board", WHOLE, [Ask(board.members[0].token, {"id": board.id}, path)])


def cases(world: World) -> list[Case]:
    """Returns every case, in the order of the table."""
    pairs, own = _pairs(world), _of_one_user(world)
    cards = (lambda board: board.cards), "id", "/cards/{}"
    boards = (lambda board: [board.id]), "id", "/boards/{}/lists"
    whole = (lambda board: [board.id]), "id", "/boards/{}/whole"
    lists = (lambda board: board.lists), "id", "/lists/{}"
    return [
        Case("card by id, 200 users", CARD, _asks(pairs, *cards)),
        Case("card by id, one user", CARD, _asks(own, *cards)),
        Case("board with lists, 200 users", BOARD, _asks(pairs, *boards)),
        Case("board with lists, one user", BOARD, _asks(own, *boards)),
        Case("list of cards", LIST, _asks(pairs, *lists)),
        Case("whole board", WHOLE, _asks(pairs, *whole)),
        Case("viewer with boards", VIEWER, [Ask(p.token, {}, "/viewer") for p in world.people]),
        Case("page of cards", PAGE, [Ask(p.token, {"me": p.id}, "/page") for p in world.people]),
        Case("update card", UPDATE, list(_updates(pairs)), writes="activities"),
        Case("login", LOGIN, list(_logins(world)), _without_token),
    ]


def _updates(pairs: list[Pair]) -> Iterator[Ask]:
    title = f"Renamed {COUNTER.decode()}"
    for token, card_id in islice(_each(pairs, lambda board: board.cards), _MOST):
        variables = {"id": card_id, "title": title}
        yield Ask(token, variables, f"/cards/{card_id}", "PUT", {"title": title})


def _logins(world: World) -> Iterator[Ask]:
    for person in world.logins:
        given = {"username": person.username, "password": PASSWORD}
        yield Ask(None, given, "/login", "POST", given)


def _without_token(data: Any) -> Any:
    found = data["login"]
    return found | {"token": bool(found["token"])}
