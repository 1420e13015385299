"""What holds for the whole site."""

from collections.abc import Mapping

from domain.reading import documents
from domain.shared_settings import FLAGS, PATHS
from rest import site, tokens
from rest.described import samples
from rest.described.description import Described, sent
from rest.described.shapes import COUNT, FLAG, ID, TEXT, Schema, many, named, says, stored, thing
from rest.door import Handler

_VALUES: Mapping[str, Schema] = {
    path: FLAG if name in FLAGS else TEXT for name, path in PATHS.items()
}
_MESSAGE = thing(message=TEXT)


def _features(prefix: str) -> Mapping[str, Schema]:
    names = ("SharedTemplates", "PropagateMembersToBoards", "SyncMembersFromAuth")
    return {f"{prefix}{name}": FLAG for name in names}


def _line(prefix: str) -> Schema:
    names = {f"{prefix}DisplayName": TEXT, f"{prefix}ShortName": TEXT}
    return thing(names, _id=ID, **_features(prefix))


SCHEMAS = {
    "Settings": stored(documents.SharedSettings),
    "Organization": stored(documents.Organisation),
    "Team": stored(documents.Team),
    "AttachmentSettings": stored(documents.StorageRules),
}

SITE: Mapping[Handler, Described] = {
    tokens.create: Described(
        summary="Make a login token for somebody",
        answer=thing(_id=ID, authToken=TEXT),
        note="Whoever has it acts as that person. 409: they may not log in.",
        also=(409,),
    ),
    tokens.delete: Described(
        summary="End a login of somebody, or all of them",
        body=sent(
            {"userId": samples.MEMBER, "token": "b5WvQ8zL"},
            {"userId": ID, "token": says(TEXT, "Unset, every login ends.")},
        ),
        answer=_MESSAGE,
        also=(404,),
    ),
    site.settings: Described(summary="The site's settings", answer={"type": "object"}),
    site.change_settings: Described(
        summary="Change the site's settings",
        body=sent({"productName": "Our boards", "hideLogo": True}, _VALUES),
        answer=named("Settings"),
        also=(404,),
    ),
    site.storage: Described(
        summary="Where files are stored, and how large they may be",
        answer=named("AttachmentSettings"),
        note="Keys of storage providers are never shown; `…Set` says whether there is one.",
    ),
    site.change_storage: Described(
        summary="Change where files are stored, and how large they may be",
        body=sent(
            {"limitSettings": {"avatarsUploadBlocked": True}},
            {
                "defaultStorage": TEXT,
                "storageConfig": {"type": "object"},
                "uploadSettings": {"type": "object"},
                "limitSettings": {"type": "object"},
            },
            json_only=True,
        ),
        answer=named("AttachmentSettings"),
    ),
    site.domains: Described(
        summary="The domains of people's e-mail addresses",
        answer=many(thing(domain=TEXT, count=COUNT)),
    ),
    site.organisations: Described(summary="The organisations", answer=many(_line("org"))),
    site.change_organisation: Described(
        summary="Switch features of an organisation on or off",
        body=sent({"orgSharedTemplates": True}, _features("org")),
        answer=named("Organization"),
    ),
    site.change_organisations: Described(
        summary="Switch a feature of all organisations on or off",
        body=sent({"field": "orgSharedTemplates", "value": True}, field=TEXT, value=FLAG),
        answer=thing(updated=COUNT),
    ),
    site.teams: Described(summary="The teams", answer=many(_line("team"))),
    site.change_team: Described(
        summary="Switch features of a team on or off",
        body=sent({"teamSharedTemplates": True}, _features("team")),
        answer=named("Team"),
    ),
    site.change_teams: Described(
        summary="Switch a feature of all teams on or off",
        body=sent({"field": "teamSharedTemplates", "value": True}, field=TEXT, value=FLAG),
        answer=thing(updated=COUNT),
    ),
}
