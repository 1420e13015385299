"""Every failure that a caller may meet: a stable code, a message, and data.

The tree: `DomainError` on top; each door maps it in one file of its own. A message is
written for the caller and never tells of what the caller may not see. Beside it stands the
store's own failure, which any verb may raise and which the doors tell as `UnavailableError`.
"""

from typing import ClassVar

from store.mongo import StoreUnavailableError as StoreUnavailableError


class DomainError(Exception):
    """A request that is refused, with the reason why."""

    code: ClassVar[str]
    index: int | None = None
    """Which of several changes was refused."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnauthenticatedError(DomainError):
    """Nobody is logged in, or the token is unknown, expired, or of a disabled person."""

    code = "UNAUTHENTICATED"

    def __init__(self, message: str = "You must be logged in.") -> None:
        super().__init__(message)


class LoginFailedError(UnauthenticatedError):
    """A name and password that do not belong together; why, nobody is told."""

    def __init__(self) -> None:
        super().__init__("Incorrect username, email address or password.")


class ForbiddenError(DomainError):
    """The caller may know of the thing, but not do this with it."""

    code = "FORBIDDEN"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or "You are not allowed to do this.")
        self.is_plain = not message
        """Whether nothing more is said than that it is not allowed."""


class RegistrationDisabledError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Registration is disabled.")


class NotFoundError(DomainError):
    """There is no such thing."""

    code = "NOT_FOUND"

    def __init__(self, noun: str) -> None:
        super().__init__(f"There is no such {noun}.")
        self.noun = noun


class HiddenError(NotFoundError):
    """There is one, and the caller may not see it: told apart from NotFound by no caller."""


class BadInputError(DomainError):
    """A value that cannot be accepted; `field` names it as GraphQL does (`input.title`)."""

    code = "BAD_USER_INPUT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class TooLargeError(BadInputError):
    """A file, or what would come of it, is larger than the site allows."""


class ConflictError(DomainError):
    """The request is well-formed, and the present state does not allow it."""

    code = "CONFLICT"


class StaleError(ConflictError):
    """Somebody changed the thing after the caller last read it."""

    def __init__(self, noun: str) -> None:
        super().__init__(f"The {noun} was changed meanwhile. Read it again.")


class DuplicateUserError(ConflictError):
    """The username or the e-mail address is taken; which of them is not told."""

    def __init__(self) -> None:
        super().__init__("Something went wrong. Please check your credentials.")


class RateLimitedError(DomainError):
    """Too many failed attempts; `retry_after` is in whole seconds."""

    code = "RATE_LIMITED"

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many failed login attempts. Try again later.")
        self.retry_after = retry_after


class UnavailableError(DomainError):
    """The database does not answer; the same request may succeed shortly."""

    code = "UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("The database is not available. Try again shortly.")
