"""The people whom an export tells of, and what it tells of them: what their boards show."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from domain.exports.anonymous import Masks
from domain.exports.source import Source
from domain.incoming import encoded
from store import blobs
from store.documents import Activity, Avatar, Card, Comment, User
from store.match import any_of, where
from store.plan import Document
from store.whole import find_parts, find_whole

_SHOWN = ("username", "fullname", "initials", "avatar_url")
_ON_CARDS = ("creator_id", "member_ids", "assignee_ids", "requester_ids", "assigner_ids")
_AVATAR = re.compile(r"/(?:cdn/storage/avatars|cfs/files/avatars)/([A-Za-z0-9]+)")
_LARGEST_AVATAR = 5 * 1024 * 1024


class People:
    """Who is named by what is exported."""

    def __init__(self, source: Source, card_ids: list[str]) -> None:
        self._source = source
        self._on_cards = {"card_id": any_of(card_ids)}

    async def rows(self) -> list[Document]:
        """Returns them, with what others see of them."""
        wanted = where(User, id=any_of(sorted(await self._ids())))
        return await find_parts(self._source.ctx.store, User, wanted, _SHOWN)

    async def _ids(self) -> set[str]:
        values = self._source.ctx.store.values
        found: set[Any] = {member.user_id for member in self._source.board.members}
        for name in _ON_CARDS:
            found |= set(await values(Card, self._source.cards, name))
        found |= set(await values(Comment, where(Comment, **self._on_cards), "author_id"))
        found |= set(await values(Activity, where(Activity, **self._on_cards), "user_id"))
        return {each for each in found if isinstance(each, str) and each}

    async def exported(self, masks: Masks) -> AsyncIterator[Document]:
        if not self._source.selection.has("people"):
            return
        for user in await self.rows():
            yield await self._exported(user, masks.by_id)

    async def _exported(self, user: Document, names: Mapping[str, str]) -> Document:
        name = names.get(user["_id"])
        if name is not None:
            initials = f"{name[0].upper()}{name.removeprefix('user')}"
            return user | {"username": name, "profile": {"fullname": name, "initials": initials}}
        profile = dict(user.get("profile") or {})
        if self._source.rules.no_avatars:
            profile.pop("avatarUrl", None)
        elif isinstance(profile.get("avatarUrl"), str):
            profile |= await self._avatar(profile["avatarUrl"])
        return user | {"profile": profile}

    async def _avatar(self, url: str) -> Document:
        """Returns where an avatar is to be had, and the picture if it is one of Wekan's own."""
        base = self._source.ctx.settings.root_url
        told: Document = {"avatarUrl": f"{base}{url}" if url.startswith("/") else url}
        named = _AVATAR.search(url)
        store = self._source.ctx.store
        found = await find_whole(store, Avatar, where(Avatar, id=named[1])) if named else None
        versions = found.get("versions") if found else None
        original = versions.get(blobs.ORIGINAL) if isinstance(versions, dict) else None
        if found is None or not isinstance(original, dict):
            return told
        if not 0 < (found.get("size") or 0) <= _LARGEST_AVATAR:
            return told
        try:
            chunks = blobs.read(store, Avatar.collection, original)
            picture = b"".join([piece async for piece in encoded(chunks)])
        except blobs.BytesMissingError:
            return told
        more = {"avatarFileName": found.get("name"), "avatarFileType": found.get("type")}
        return told | more | {"avatarFile": picture.decode()}
