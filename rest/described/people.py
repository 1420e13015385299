"""Logins and people."""

from collections.abc import Mapping

from domain.reading import documents
from rest import sessions, users
from rest.described.description import Described, sent
from rest.described.shapes import (
    DATE,
    FLAG,
    ID,
    MADE,
    TEXT,
    many,
    named,
    one_of,
    says,
    stored,
    thing,
)
from rest.door import Handler

_TOKEN = thing(token=TEXT, tokenExpires=DATE, id=ID)
_PLACES = says(many(named("Membership")), "The person's place on each board that names them.")

SCHEMAS = {
    "User": stored(documents.User, "services"),
    "Person": stored(documents.User, "services", boards=_PLACES),
    "Membership": {
        "type": "object",
        "properties": {"boardId": ID, "isAdmin": FLAG, "isActive": FLAG},
        "required": ["boardId"],
    },
    "Password": {
        "anyOf": [TEXT, thing(digest=TEXT, algorithm=one_of("sha-256"))],
        "description": "The password, or its SHA-256 in hexadecimal.",
    },
    "BoardLine": thing({"title": TEXT}, _id=ID),
}

LOGINS: Mapping[Handler, Described] = {
    sessions.login: Described(
        summary="Log in, by username or by e-mail address",
        body=sent(
            {"username": "myusername", "password": "mypassword"},
            {"username": TEXT, "email": TEXT, "code": says(TEXT, "Accepted, and not looked at.")},
            password=TEXT,
        ),
        answer=_TOKEN,
        also=(401, 429),
        note="Failures are told apart by nobody: all answer 401 with the same body.",
    ),
    sessions.register: Described(
        summary="Make an account",
        body=sent(
            {"username": "newname", "email": "new@example.org", "password": "newpassword"},
            {"username": TEXT, "email": TEXT},
            password=TEXT,
        ),
        answer=_TOKEN,
        also=(403,),
        note="A username or an e-mail address is needed. 403: registration is switched off.",
    ),
    sessions.logout: Described(
        summary="End the login that the token belongs to",
        body=sent({"all": False}, {"all": says(FLAG, "End every login of the person.")}),
        answer=thing(message=TEXT),
        also=(401,),
        by_token=True,
    ),
}

PEOPLE: Mapping[Handler, Described] = {
    users.viewer: Described(summary="Who is logged in", answer=named("Person")),
    users.every: Described(summary="Everybody", answer=many(thing({"username": TEXT}, _id=ID))),
    users.create: Described(
        summary="Make an account for somebody",
        body=sent(
            {"username": "tester", "email": "tester@example.com", "password": "tester"},
            {"username": TEXT, "email": TEXT, "password": named("Password")},
        ),
        answer=MADE,
        also=(409,),
    ),
    users.one: Described(summary="A person, by id or by username", answer=named("Person")),
    users.change: Described(
        summary="Disable or enable somebody's login, or take over their boards",
        body=sent(
            {"action": "disableLogin"},
            {"action": one_of("disableLogin", "enableLogin", "takeOwnership")},
        ),
        answer={"anyOf": [named("User"), many(named("BoardLine"))]},
        also=(409,),
        note="`takeOwnership` answers with the boards that were taken; all else with the person.",
    ),
    users.delete: Described(summary="Delete a person", answer=MADE, also=(409,)),
    users.boards: Described(
        summary="The live boards that a person is on", answer=many(named("BoardLine"))
    ),
}
