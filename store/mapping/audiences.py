"""Whom a change of a board, list or card concerns: all that is read to tell them."""

from typing import Annotated

from store.mapping.boards import Member, Watcher
from store.records import Record, at, record
from store.values import as_id, as_ids, many


@record("boards")
class BoardAudience(Record):
    id: Annotated[str, at("_id")]
    members: Annotated[list[Member], at("members", **many(Member))] = []
    watchers: Annotated[list[Watcher], at("watchers", **many(Watcher))] = []


@record("lists")
class ListAudience(Record):
    id: Annotated[str, at("_id")]
    watcher_ids: Annotated[list[str], at("watchers", read=as_ids)] = []


@record("cards")
class CardAudience(Record):
    id: Annotated[str, at("_id")]
    creator_id: Annotated[str | None, at("userId", read=as_id)] = None
    member_ids: Annotated[list[str], at("members", read=as_ids)] = []
    assignee_ids: Annotated[list[str], at("assignees", read=as_ids)] = []
    watcher_ids: Annotated[list[str], at("watchers", read=as_ids)] = []
