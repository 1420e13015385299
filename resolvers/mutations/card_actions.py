"""Single actions on cards, by one table."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry

from domain import ballots, card_copying, card_sets, card_values, dependencies, linking
from domain.card_sets import Part
from domain.context import Context
from domain.dependencies import Looks
from domain.reading import documents
from resolvers.asking import Asked, by_id, context_of, payload
from resolvers.roots import mutation
from schema import card_actions as types
from schema.field_values import field_value
from schema.inputs import given

Work = Callable[[Context, Any], Awaitable[object]]


def _action(description: str, taken: type[Any], work: Work) -> Any:
    """Makes a mutation that answers with a card: the one that `work` returns, or else the one
    that its input names."""
    name = taken.__name__.removesuffix("Input")
    answered = types.payload_type(f"{name}Payload")

    async def resolve(self: object, info: Any, input: Any) -> Any:
        done = await work(context_of(info), input)
        card_id = done.id if isinstance(done, documents.Card) else input.card_id
        return payload(answered, card=by_id(card_id))

    resolve.__annotations__ = {"info": Asked, "input": taken, "return": answered}
    return mutation(description)(resolve)


def _put_on(attribute: str, named: str) -> Work:
    async def work(ctx: Context, input: Any) -> None:
        await card_sets.put_on(ctx, input.card_id, Part(attribute, getattr(input, named)))

    return work


def _take_off(attribute: str, named: str) -> Work:
    async def work(ctx: Context, input: Any) -> None:
        await card_sets.take_off(ctx, input.card_id, Part(attribute, getattr(input, named)))

    return work


async def _set_value(ctx: Context, input: types.SetCustomFieldValueInput) -> None:
    value = field_value(input.custom_field_id, input.value)
    await card_values.set_value(ctx, input.card_id, value)


async def _link(ctx: Context, input: types.CreateLinkedCardInput) -> documents.Card:
    return await linking.create(
        ctx,
        input.linked_card_id,
        board_id=input.board_id,
        list_id=input.list_id,
        swimlane_id=input.swimlane_id,
        sort=input.sort,
    )


async def _copy(ctx: Context, input: types.CopyCardInput) -> documents.Card:
    return await card_copying.copy(
        ctx,
        input.card_id,
        board_id=input.board_id,
        list_id=input.list_id,
        swimlane_id=input.swimlane_id,
        position=input.position,
    )


def _looks(input: types.AddDependencyInput) -> Looks:
    return Looks(input.type.value if input.type else None, input.color, input.icon)


async def _add_dependency(ctx: Context, input: types.AddDependencyInput) -> None:
    await dependencies.add(ctx, input.card_id, input.depends_on_id, _looks(input))


async def _update_dependency(ctx: Context, input: types.UpdateDependencyInput) -> None:
    await dependencies.update(ctx, input.card_id, input.depends_on_id, _looks(input))


async def _remove_dependency(ctx: Context, input: types.RemoveDependencyInput) -> None:
    await dependencies.remove(ctx, input.card_id, input.depends_on_id)


async def _set_vote(ctx: Context, input: types.SetCardVoteInput) -> None:
    await ballots.set_vote(ctx, input.card_id, given(input, documents.Vote))


async def _set_poker(ctx: Context, input: types.SetCardPokerInput) -> None:
    await ballots.set_poker(ctx, input.card_id, given(input, documents.Poker))


@strawberry.type
class CardActionMutations:
    add_card_label = _action(
        "Puts a label on a card.", types.AddCardLabelInput, _put_on("label_ids", "label_id")
    )
    remove_card_label = _action(
        "Takes a label off a card.", types.RemoveCardLabelInput, _take_off("label_ids", "label_id")
    )
    add_card_member = _action(
        "Puts an active member of the board on a card; of a linked card, on the one behind it.",
        types.AddCardMemberInput,
        _put_on("member_ids", "user_id"),
    )
    remove_card_member = _action(
        "Takes somebody off a card.",
        types.RemoveCardMemberInput,
        _take_off("member_ids", "user_id"),
    )
    add_card_assignee = _action(
        "Makes an active member of the board answerable for a card.",
        types.AddCardAssigneeInput,
        _put_on("assignee_ids", "user_id"),
    )
    remove_card_assignee = _action(
        "Makes somebody no longer answerable for a card.",
        types.RemoveCardAssigneeInput,
        _take_off("assignee_ids", "user_id"),
    )
    set_custom_field_value = _action(
        "Sets the value of a custom field on a card, and puts the field there if need be.",
        types.SetCustomFieldValueInput,
        _set_value,
    )
    create_linked_card = _action(
        "Makes a card that stands for another one.", types.CreateLinkedCardInput, _link
    )
    copy_card = _action(
        "Copies a card with subtasks, checklists, comments and attachments.",
        types.CopyCardInput,
        _copy,
    )
    add_dependency = _action(
        "Makes a card depend on another of its board.", types.AddDependencyInput, _add_dependency
    )
    update_dependency = _action(
        "Changes what a card is to another that it depends on.",
        types.UpdateDependencyInput,
        _update_dependency,
    )
    remove_dependency = _action(
        "Makes a card no longer depend on another.", types.RemoveDependencyInput, _remove_dependency
    )
    set_card_vote = _action(
        "Asks a question on a card, to be answered with yes or no.",
        types.SetCardVoteInput,
        _set_vote,
    )
    set_card_vote_end = _action(
        "Says when a vote ends.",
        types.SetCardVoteEndInput,
        lambda ctx, asked: ballots.end_vote(ctx, asked.card_id, asked.end),
    )
    cast_card_vote = _action(
        "Answers a vote, once the caller.",
        types.CastCardVoteInput,
        lambda ctx, asked: ballots.cast_vote(ctx, asked.card_id, asked.answer),
    )
    remove_card_vote = _action(
        "Removes a vote and its answers.",
        types.RemoveCardVoteInput,
        lambda ctx, asked: ballots.set_vote(ctx, asked.card_id, None),
    )
    set_card_poker = _action(
        "Begins planning poker on a card.", types.SetCardPokerInput, _set_poker
    )
    set_card_poker_end = _action(
        "Says when planning poker ends.",
        types.SetCardPokerEndInput,
        lambda ctx, asked: ballots.end_poker(ctx, asked.card_id, asked.end),
    )
    set_card_poker_estimation = _action(
        "Writes down what planning poker came to.",
        types.SetCardPokerEstimationInput,
        lambda ctx, asked: ballots.estimate(ctx, asked.card_id, asked.estimation),
    )
    cast_card_poker = _action(
        "Lays a card of planning poker for the caller.",
        types.CastCardPokerInput,
        lambda ctx, asked: ballots.cast_poker(ctx, asked.card_id, asked.answer),
    )
    replay_card_poker = _action(
        "Takes all cards of planning poker back, and its end.",
        types.ReplayCardPokerInput,
        lambda ctx, asked: ballots.replay(ctx, asked.card_id),
    )
    remove_card_poker = _action(
        "Removes planning poker and what came of it.",
        types.RemoveCardPokerInput,
        lambda ctx, asked: ballots.set_poker(ctx, asked.card_id, None),
    )
