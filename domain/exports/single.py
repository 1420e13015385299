"""One attachment, as the export of its board has it."""

from collections.abc import AsyncIterator

from domain.context import Context
from domain.exports import wekan
from domain.exports.selection import Selection
from domain.exports.source import Source
from domain.exports.source import require as require_source
from store.documents import Attachment
from store.records import dump


async def require(ctx: Context, board_id: str) -> Source:
    """Returns a board whose files may be exported. Raises as `exports.source.require`."""
    return await require_source(ctx, board_id, Selection(), "exportJSONattachment")


def chunks(source: Source, attachment: Attachment) -> AsyncIterator[bytes]:
    return wekan.attachment(source, dump(attachment))
