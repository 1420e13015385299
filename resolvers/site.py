"""The root fields of queries about the whole site. All for site admins."""

import strawberry

from domain import listing, queries, shared_settings, storage_settings
from domain.queries import Order
from domain.reading import documents
from resolvers.asking import Asked, context_of, made, wanted
from resolvers.roots import query
from schema.paging import Connection
from schema.site import AttachmentSettings, EmailDomain, Organization, SiteSettings, Team

_DEFAULT = queries.DEFAULT_FIRST


@strawberry.type
class SiteQueries:
    @query("The site's settings; null where Wekan has stored none. For site admins.")
    async def settings(self, info: Asked) -> SiteSettings | None:  # type: ignore[valid-type]
        found = await shared_settings.settings_document_id(context_of(info))
        settings: SiteSettings | None = wanted(  # type: ignore[valid-type]
            queries.by_id(found or ""), SiteSettings
        )
        return settings

    @query("Where files go and how large they may be. For site admins.")
    async def attachment_settings(self, info: Asked) -> AttachmentSettings | None:
        found = await storage_settings.current(context_of(info))
        return wanted(queries.by_id(str(found["_id"])), AttachmentSettings)

    @query("The organisations, by name. For site admins.")
    async def organizations(
        self, info: Asked, first: int = _DEFAULT, after: str | None = None
    ) -> Connection[Organization]:
        context_of(info).require_site_admin()
        page = queries.page(documents.Organisation, Order("display_name"), first, after)
        return wanted(queries.EVERY, Connection[Organization], page=page)

    @query("The teams, by name. For site admins.")
    async def teams(
        self, info: Asked, first: int = _DEFAULT, after: str | None = None
    ) -> Connection[Team]:
        context_of(info).require_site_admin()
        page = queries.page(documents.Team, Order("display_name"), first, after)
        return wanted(queries.EVERY, Connection[Team], page=page)

    @query("The domains of people's e-mail addresses, the most frequent first. For site admins.")
    async def email_domains(self, info: Asked, first: int = _DEFAULT) -> Connection[EmailDomain]:
        return made(await listing.domain_rows(context_of(info), first), Connection[EmailDomain])
