"""How far an import is, for a person who waits: kept where every worker can read it.

The one who imports chooses the id, and may ask by it from elsewhere meanwhile.
"""

import re

from domain.context import Context
from domain.errors import BadInputError, DomainError
from store.documents import ImportJob
from store.match import Filter, where
from store.mongo import DuplicateError, Modifier

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Progress:
    """Tells of one import; without an id nothing is told, and nothing stored."""

    def __init__(self, ctx: Context, job_id: str | None = None) -> None:
        self._ctx = ctx
        self._id = job_id

    async def begins(self) -> None:
        """Raises BadInputError for an id that is none, or is another import's."""
        if self._id is None:
            return
        if not _ID.fullmatch(self._id):
            raise BadInputError("input.jobId", "An id has 8 to 64 letters, digits, _ and -.")
        now, user_id = self._ctx.now(), self._ctx.require_actor().user_id
        job = ImportJob(id=self._id, user_id=user_id, created_at=now, modified_at=now)
        try:
            await self._ctx.store.insert(job)
        except DuplicateError:
            raise BadInputError("input.jobId", "This id has been used already.") from None

    async def expects(self, total: int) -> None:
        await self._change(Modifier(set={"total": total, "modified_at": self._ctx.now()}))

    async def went_on(self, count: int) -> None:
        change = {"modified_at": self._ctx.now()}
        await self._change(Modifier(increase={"done": count}, set=change))

    async def ended(self, board_id: str) -> None:
        now = self._ctx.now()
        change = {"state": "done", "board_id": board_id, "modified_at": now}
        await self._change(Modifier(set=change))

    async def failed(self, error: BaseException) -> None:
        """Notes why, as far as the one who imports is told."""
        told = error.message if isinstance(error, DomainError) else "It was given up."
        change = {"state": "failed", "problem": told, "modified_at": self._ctx.now()}
        await self._change(Modifier(set=change))

    async def _change(self, change: Modifier) -> None:
        if self._id is not None:
            await self._ctx.store.update(ImportJob, where(ImportJob, id=self._id), change)


def own(ctx: Context, job_id: str) -> Filter:
    """Returns the filter of an import of the actor's own. Raises UnauthenticatedError."""
    return where(ImportJob, id=job_id, user_id=ctx.require_actor().user_id)
