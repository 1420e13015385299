"""Boards, and the places on them."""

import strawberry

from domain import boards, lists, swimlanes
from domain.boards import NewBoard
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import boards as board_types
from schema import lists as list_types
from schema import swimlanes as swimlane_types
from schema.inputs import given


@strawberry.type
class BoardMutations:
    @mutation("Makes a board with one swimlane; the caller is its admin.")
    async def create_board(
        self, info: Asked, input: board_types.CreateBoardInput
    ) -> board_types.CreateBoardPayload:
        new = given(input, NewBoard, permission=input.permission.value)
        made = await boards.create(context_of(info), new)
        return payload(board_types.CreateBoardPayload, board=by_id(made.board.id))

    @mutation("Makes a swimlane.")
    async def create_swimlane(
        self, info: Asked, input: swimlane_types.CreateSwimlaneInput
    ) -> swimlane_types.CreateSwimlanePayload:
        made = await swimlanes.create(context_of(info), input.board_id, input.title, input.sort)
        return payload(swimlane_types.CreateSwimlanePayload, swimlane=by_id(made.id))

    @mutation("Makes a list at the right end of a board.")
    async def create_list(
        self, info: Asked, input: list_types.CreateListInput
    ) -> list_types.CreateListPayload:
        made = await lists.create(context_of(info), input.board_id, input.title, input.swimlane_id)
        return payload(list_types.CreateListPayload, list=by_id(made.id))
