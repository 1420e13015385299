"""Webhooks of boards."""

from collections.abc import Mapping

from domain.reading import documents
from rest import integrations
from rest.described.description import Described, sent
from rest.described.shapes import FLAG, ID, MADE, TEXT, many, named, says, stored, thing
from rest.door import Handler

_NAMES = says(many(TEXT), "`all`, or `act-` and an activity type.")
_NOW = thing(_id=ID, activities=_NAMES)
_URL = says(TEXT, "Of http or https; it must lead to public addresses.")
_NAMED = sent({"activities": ["act-createCard"]}, activities=_NAMES, json_only=True)

SCHEMAS = {"Integration": stored(documents.Integration, "token")}

INTEGRATIONS: Mapping[Handler, Described] = {
    integrations.every: Described(
        summary="The webhooks of a board, without their tokens",
        answer=many(named("Integration")),
    ),
    integrations.create: Described(
        summary="Make a webhook",
        body=sent(
            {"url": "https://93.184.215.14/wekan"},
            {"title": TEXT, "token": TEXT, "enabled": FLAG, "activities": _NAMES},
            url=_URL,
        ),
        answer=MADE,
    ),
    integrations.one: Described(
        summary="A webhook, without its token", answer=named("Integration")
    ),
    integrations.update: Described(
        summary="Change a webhook",
        body=sent(
            {"title": "Builds", "enabled": False},
            {"url": _URL, "title": TEXT, "token": TEXT, "enabled": FLAG, "activities": _NAMES},
        ),
        answer=MADE,
    ),
    integrations.delete: Described(summary="Delete a webhook", answer=MADE),
    integrations.add_activities: Described(
        summary="Add to the activities that a webhook is told of", body=_NAMED, answer=_NOW
    ),
    integrations.remove_activities: Described(
        summary="Take away from the activities that a webhook is told of", body=_NAMED, answer=_NOW
    ),
}
