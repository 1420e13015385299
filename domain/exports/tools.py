"""A board in the shapes of other tools, each a function of its live lists and cards.

Source: Wekan's models/lib/externalExporters.js.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from domain.dates import iso
from domain.exports.made import Made, file_name
from domain.exports.source import Outline, Source, outline
from domain.json_text import dumps
from store.documents import Card

Shape: TypeAlias = Callable[["_Board"], Any]
_DONE = ("done", "closed", "complete", "archiv", "finished")


@dataclass(frozen=True, slots=True)
class _Task:
    """A card, as far as other tools have a place for it."""

    card: Card
    description: str
    due: str | None
    labels: list[str]
    list_title: str
    swimlane_title: str

    @property
    def title(self) -> str:
        return self.card.title

    @property
    def is_done(self) -> bool:
        return any(word in self.list_title.lower() for word in _DONE)


@dataclass(frozen=True, slots=True)
class _Board:
    title: str
    outline: Outline
    tasks: list[_Task]

    @property
    def list_titles(self) -> list[str]:
        return [each.title for each in self.outline.lists.values()]


def _with_due(task: _Task, key: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    return {**shape, **({key: task.due} if task.due else {})}


def _kanboard(board: _Board) -> Any:
    return {
        "board": {"name": board.title},
        "columns": [{"title": title} for title in board.list_titles],
        "swimlanes": [{"name": each.title} for each in board.outline.swimlanes.values()],
        "tasks": [
            _with_due(
                task,
                "date_due",
                {
                    "title": task.title,
                    "description": task.description,
                    "column_name": task.list_title,
                    "swimlane_name": task.swimlane_title,
                    "tags": task.labels,
                },
            )
            for task in board.tasks
        ],
    }


def _issues(board: _Board) -> Any:
    return [
        _with_due(
            task,
            "due_date",
            {
                "title": task.title,
                "body": task.description,
                "state": "closed" if task.is_done else "open",
                "labels": [{"name": name} for name in task.labels],
            },
        )
        for task in board.tasks
    ]


def _gitlab(board: _Board) -> Any:
    return [
        _with_due(
            task,
            "due_date",
            {
                "title": task.title,
                "description": task.description,
                "state": "closed" if task.is_done else "opened",
                "labels": task.labels,
            },
        )
        for task in board.tasks
    ]


def _deck(board: _Board) -> Any:
    def card(task: _Task) -> dict[str, Any]:
        labels = [{"title": name} for name in task.labels]
        shape = {"title": task.title, "description": task.description, "labels": labels}
        return _with_due(task, "duedate", shape)

    stacks = [
        {"title": title, "cards": [card(t) for t in board.tasks if t.list_title == title]}
        for title in board.list_titles
    ]
    return {"title": board.title, "stacks": stacks}


def _openproject(board: _Board) -> Any:
    def element(task: _Task) -> dict[str, Any]:
        links = {"status": {"title": task.list_title}}
        shape = {"subject": task.title, "description": {"raw": task.description}, "_links": links}
        return _with_due(task, "dueDate", shape)

    return {"_embedded": {"elements": [element(task) for task in board.tasks]}}


def _trello(board: _Board) -> Any:
    labels = [each for each in board.outline.board.labels if each.name]
    lists = board.outline.lists.values()
    return {
        "name": board.title,
        "prefs": {"background": "blue", "permissionLevel": "private"},
        "labels": [{"id": each.id, "name": each.name, "color": each.color} for each in labels],
        "lists": [{"id": each.id, "name": each.title, "closed": False} for each in lists],
        "cards": [
            {
                "id": task.card.id,
                "name": task.title,
                "desc": task.description,
                "idList": task.card.list_id,
                "due": task.due,
                "closed": False,
                "idLabels": [e.id for e in labels if e.name in task.labels],
                "idMembers": [],
                "idChecklists": [],
            }
            for task in board.tasks
        ],
        "checklists": [],
        "actions": [],
    }


def _jira(board: _Board) -> Any:
    def issue(number: int, task: _Task) -> dict[str, Any]:
        fields = {
            "summary": task.title,
            "description": task.description,
            "status": {"name": task.list_title},
            "labels": task.labels,
        }
        return {"key": f"WEKAN-{number}", "fields": _with_due(task, "duedate", fields)}

    issues = [issue(number, task) for number, task in enumerate(board.tasks, 1)]
    return {"board": {"name": board.title}, "issues": issues}


def _asana(board: _Board) -> Any:
    def row(task: _Task) -> dict[str, Any]:
        shape = {
            "name": task.title,
            "notes": task.description,
            "completed": task.is_done,
            "memberships": [{"section": {"name": task.list_title}}],
            "tags": [{"name": name} for name in task.labels],
        }
        return _with_due(task, "due_on", shape)

    return {"data": [row(task) for task in board.tasks]}


def _zenkit(board: _Board) -> Any:
    def item(task: _Task) -> dict[str, Any]:
        shape = {
            "title": task.title,
            "description": task.description,
            "stage_name": task.list_title,
            "tags": task.labels,
        }
        return _with_due(task, "due", shape)

    stages = [{"name": title} for title in board.list_titles]
    return {"title": board.title, "stages": stages, "items": [item(t) for t in board.tasks]}


FORMATS: Mapping[str, Shape] = {
    "kanboard": _kanboard,
    "deck": _deck,
    "openproject": _openproject,
    "github": _issues,
    "gitea": _issues,
    "forgejo": _issues,
    "gitlab": _gitlab,
    "trello": _trello,
    "jira": _jira,
    "asana": _asana,
    "zenkit": _zenkit,
}


def made(source: Source, tool: str) -> Made:
    """Returns a board in the shape of `tool`, one of `FORMATS`."""
    name = file_name(f"{source.board.title}-{tool}", "json")
    return Made("application/json", name, _chunks(source, FORMATS[tool]))


async def _chunks(source: Source, shape: Shape) -> AsyncIterator[bytes]:
    found = await outline(source, live=True)
    tasks = list(_tasks(source, found))
    yield dumps(shape(_Board(source.board.title, found, tasks)))


def _tasks(source: Source, of: Outline) -> Iterator[_Task]:
    has = source.selection.has
    names = {label.id: label.name for label in of.board.labels if label.name}
    for card in of.cards:
        place = of.lists.get(card.list_id)
        if place is None:
            continue
        lane = of.swimlanes.get(card.swimlane_id)
        labels = [names[each] for each in card.label_ids if each in names]
        yield _Task(
            card,
            card.description if has("description") else "",
            _due(card.due_at) if has("dates") else None,
            labels if has("labels") else [],
            place.title,
            lane.title if lane else "Default",
        )


def _due(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None
