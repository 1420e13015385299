"""Boards taken out and brought in."""

import strawberry

from domain.exports import links
from domain.exports.making import Wish
from domain.exports.selection import Selection
from domain.exports.sheets import Dates
from domain.imports import calendar, receiving
from domain.imports.boards import Into
from resolvers.asking import Asked, Wanted, by_id, context_of, payload
from resolvers.roots import mutation
from schema import exports as export_types
from schema import imports as import_types
from schema.inputs import given


def _named(fields: list[export_types.ExportField] | None) -> frozenset[str]:
    return frozenset(field.value for field in fields or ())


@strawberry.type
class TransferMutations:
    @mutation("A signed link to a board's export, or to that of a part of it.")
    async def export_board(
        self, info: Asked, input: export_types.ExportBoardInput
    ) -> export_types.ExportBoardPayload:
        wish = Wish(
            format=input.format,
            selection=given(input, Selection, fields=_named(input.fields)),
            delimiter=input.delimiter,
            dates=Dates.read(input.date_format, input.time_zone),
        )
        link = await links.signed(context_of(info), input.board_id, wish)
        return payload(export_types.ExportBoardPayload, url=link.url, expires_at=link.expires)

    @mutation("Makes a board from an export of Wekan's or of another tool.")
    async def import_board(
        self, info: Asked, input: import_types.ImportBoardInput
    ) -> import_types.ImportBoardPayload:
        mapping = {each.source_id: str(each.user_id) for each in input.members or ()}
        board_id = await receiving.new_board(
            context_of(info), input.source.value, input.file.chunks, mapping, input.job_id
        )
        return payload(import_types.ImportBoardPayload, board=by_id(board_id))

    @mutation("Brings an export of Wekan's into a board that is there.")
    async def import_into_board(
        self, info: Asked, input: import_types.ImportIntoBoardInput
    ) -> import_types.ImportIntoBoardPayload:
        into = given(input, Into, fields=_named(input.fields))
        counts = await receiving.into_board(context_of(info), input.file.chunks, into, input.job_id)
        board = by_id(input.board_id)
        return payload(import_types.ImportIntoBoardPayload, board=board, **counts)

    @mutation("Makes a card of each event of a calendar.")
    async def import_events(
        self, info: Asked, input: import_types.ImportEventsInput
    ) -> import_types.ImportEventsPayload:
        made = await calendar.into_list(
            context_of(info), input.board_id, input.list_id, input.swimlane_id, input.ics
        )
        cards = Wanted.by_ids([card.id for card in made])
        return payload(import_types.ImportEventsPayload, cards=cards)
