"""Every operation under /api, asked by everybody: nobody, a stranger, each role, a site admin.

Who passes is written here once more, in the words of the list of operations; what each role can
is the table in `domain/roles.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx

from domain.roles import Capability, Role
from rest import cards
from rest.described import samples
from rest.door import Handler, Who
from rest.openapi import GROUPS
from tests.clients import Person
from tests.contract.document import OPERATIONS, Operation
from tests.contract.sample import Cast, Copies, make_cast
from tests.factories import Wekan

NEEDS = {
    Who.READER: Capability.READ,
    Who.VIEWER: Capability.READ,
    Who.EXPORTER: Capability.READ,
    Who.MEMBER: Capability.READ,
    Who.WRITER: Capability.WRITE,
    Who.MOVER: Capability.MOVE_CARD,
    Who.COMMENTER: Capability.COMMENT,
    Who.AUTHOR: Capability.MANAGE_BOARD,
    Who.BOARD_ADMIN: Capability.MANAGE_BOARD,
}
"""What a member must be able to; strangers are never told that the board is there."""
NO_MEMBER = (Who.SITE_ADMIN, Who.SELF)
"""What no role of a board gives."""

BODIES: Mapping[Handler, Mapping[str, object]] = {
    cards.update: {"listId": samples.OTHER_LIST},  # what a worker may do of it
}
"""What is sent where the document's own example asks for more than the row does."""

PARTS = {
    "boards": ("Boards", "Members", "Labels", "Swimlanes", "Lists"),
    "cards": ("Cards", "Actions", "Many cards", "Dependencies"),
    "parts": ("Checklists", "Comments", "Custom fields", "Attachments"),
    "site": ("People", "Site", "Rules", "Integrations", "Exports", "Imports"),
}
"""Which groups each test file walks, so that they can run at the same time."""


@dataclass(frozen=True, slots=True)
class Caller:
    name: str
    person: Person | None
    role: Role | None = None
    is_site_admin: bool = False

    def expects(self, who: Who) -> int:
        """Returns the status that a caller must meet."""
        if self.person is None:
            return 401
        if self.is_site_admin and who is Who.EXPORTER:
            return 403  # as in Wekan: what leaves the site is for the board's own people
        if self.is_site_admin or who is Who.PERSON:
            return 200
        if who in NO_MEMBER:
            return 403
        if self.role is None:
            return 404
        return 200 if self.role.can(NEEDS[who]) else 403


def callers(people: Cast) -> Iterator[Caller]:
    yield Caller("nobody", None)
    yield Caller("a stranger", people.stranger)
    yield from (Caller(role.name, person, role) for role, person in people.roles.items())
    yield Caller("a site admin", people.site_admin, is_site_admin=True)


async def differences(http: httpx.AsyncClient, wekan: Wekan, part: str) -> list[str]:
    """Returns each call that is not answered as its caller must expect."""
    people = await make_cast(wekan)
    copies = Copies(wekan, people)
    copy = await copies.fresh()
    wrong = []
    for operation in _walked(part):
        for caller in callers(people):
            expected = caller.expects(operation.row.who)
            body = copy.of(BODIES.get(operation.row.handler, operation.body))
            request = http.build_request(
                operation.row.method,
                copy.of(operation.path(**_own(caller))),
                **operation.sending(body),
            )
            request.headers.update(caller.person.headers if caller.person else {})
            response = await http.send(request)
            if response.status_code != expected:
                told = f"{response.status_code}, not {expected}: {response.text[:150]}"
                wrong.append(f"{operation.name} for {caller.name}: {told}")
            if operation.row.method != "GET" and response.status_code == 200:
                copy = await copies.fresh()
    return wrong


def _walked(part: str) -> Iterator[Operation]:
    titles = PARTS[part]
    groups = [table for noun, table in GROUPS.items() if noun.title in titles]
    for operation in OPERATIONS:
        if any(operation.row.handler in table for table in groups):
            yield operation


def _own(caller: Caller) -> dict[str, str]:
    """A worker may assign nobody but themselves."""
    return {"assigneeId": caller.person.id} if caller.role and caller.person else {}
