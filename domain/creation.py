"""How a new person comes to be, whoever asks for it.

Source: Meteor's `Accounts.createUser` and Wekan's `onCreateUser` hook.
"""

import re
from dataclasses import dataclass

from domain import passwords
from domain.context import Context
from domain.errors import BadInputError, DuplicateUserError
from store.documents import Email, Organisation, OrgMembership, User
from store.ids import new_id
from store.keys import claim_first_user
from store.match import differs, element, none_of, same_text, where
from store.mongo import DuplicateError

_LONGEST_NAME = 256
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_HOST}(?:\.{_HOST})*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class NewUser:
    """What is known of a person to be made; at least one of the two names.

    `password_digest` is what Wekan's web client sends in place of a password: its SHA-256.
    """

    username: str | None
    email: str | None
    password: str | None = None
    password_digest: str | None = None


async def create(ctx: Context, new: NewUser, *, by_admin: bool) -> User:
    """Stores and returns a new person. Raises BadInputError or DuplicateUserError.

    A person made by an admin never becomes admin by being the first, and joins no
    organisation by e-mail domain.
    """
    username, email = _checked(new)
    await _refuse_taken(ctx, username, email)
    now = ctx.now()
    user = User(
        id=new_id(),
        username=username,
        emails=[Email(address=email)] if email else None,
        is_admin=not by_admin and await _becomes_admin(ctx),
        orgs=None if by_admin else await _orgs_of(ctx, email),
        password_hash=await _hash(ctx, new),
        created_at=now,
        modified_at=now,
    )
    try:
        await ctx.store.insert(user)
    except DuplicateError:
        raise DuplicateUserError from None
    await _refuse_twin(ctx, user)
    return user


def _checked(new: NewUser) -> tuple[str | None, str | None]:
    username = (new.username or "").strip() or None
    email = (new.email or "").strip() or None
    if username is None and email is None:
        raise BadInputError("input.username", "Need to set a username or email")
    if username and (len(username) > _LONGEST_NAME or _CONTROL.search(username)):
        raise BadInputError(
            "input.username",
            f"A username has at most {_LONGEST_NAME} characters and no control characters.",
        )
    if email and (len(email) > _LONGEST_NAME or not _EMAIL.fullmatch(email)):
        raise BadInputError("input.email", "Address must be a valid email address")
    return username, email


async def _refuse_taken(
    ctx: Context, username: str | None, email: str | None, but: str = ""
) -> None:
    others = {"id": differs(but)} if but else {}
    if username and await ctx.store.has_any(User, username=same_text(username), **others):
        raise DuplicateUserError
    address = element(Email, address=same_text(email)) if email else None
    if address and await ctx.store.has_any(User, emails=address, **others):
        raise DuplicateUserError


async def _refuse_twin(ctx: Context, user: User) -> None:
    """Takes a new person back if the same name came in at the same time, in other letters."""
    email = user.emails[0].address if user.emails else None
    try:
        await _refuse_taken(ctx, user.username, email, but=user.id)
    except DuplicateUserError:
        await ctx.store.delete(User, where(User, id=user.id))
        raise


async def _becomes_admin(ctx: Context) -> bool:
    if await ctx.store.has_any(User):
        return False
    return await claim_first_user(ctx.store) and not await ctx.store.has_any(User)


async def _hash(ctx: Context, new: NewUser) -> str | None:
    if new.password_digest is not None:
        return await passwords.hashed_digest(ctx, new.password_digest)
    return await passwords.hashed(ctx, new.password) if new.password else None


async def _orgs_of(ctx: Context, email: str | None) -> list[OrgMembership] | None:
    domain = (email or "").rpartition("@")[2].strip().lower()
    if not domain:
        return None
    orgs = await ctx.store.find_many(
        Organisation, where(Organisation, auto_add_domain=none_of([None, ""]))
    )
    joined = [
        OrgMembership(org_id=org.id, name=org.display_name or org.short_name or org.id)
        for org in orgs
        if org.auto_add_domain.strip().lower().removeprefix("@") == domain
    ]
    return joined or None
