"""Boards and issue lists of other tools, each turned into tasks in columns.

Source: Wekan's models/kanboardCreator.js, jiraCreator.js and lib/externalParsers.js.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.errors import BadInputError
from domain.imports.building import Draft
from domain.imports.restored import moment_of
from domain.imports.sent import Row, Sent, first, row_of, rows_of, text, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    title: str
    column: str
    swimlane: str = "Default"
    description: str = ""
    due: object = None
    created: object = None
    modified: object = None
    owner: object = None
    requested_by: str = ""
    tags: list[str] = field(default_factory=list)
    key: str = ""
    """What other tasks call it."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Keys of other tasks, and what this one is to them."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """What was sent, read."""

    title: str
    tasks: list[Task]
    columns: list[str] = field(default_factory=list)
    swimlanes: list[str] = field(default_factory=list)


Reader = Callable[[Any], Tracker]


def parsed(document: object, name: str) -> Sent:
    """Returns what the tool `name`, one of `READERS`, exported, in Wekan's shape."""
    system, read = READERS[name]
    if not isinstance(document, dict | list):
        raise BadInputError("board", "Missing board export object")
    found = read(document)
    draft = Draft(found.title or f"Imported {system} board", system)
    columns = [*found.columns, *(task.column for task in found.tasks)] or ["Imported"]
    lists = draft.places("lists", columns)
    lanes = [*found.swimlanes, *(task.swimlane for task in found.tasks)] or ["Default"]
    swimlanes = draft.places("swimlanes", lanes)
    keys = {task.key for task in found.tasks if task.key}
    for sort, task in enumerate(found.tasks):
        draft.add(
            "cards",
            _id=task.key or None,
            title=task.title,
            description=task.description,
            listId=lists[task.column],
            swimlaneId=swimlanes[task.swimlane],
            sort=sort,
            dueAt=moment_of(task.due),
            createdAt=moment_of(task.created),
            modifiedAt=moment_of(task.modified),
            requestedBy=task.requested_by,
            members=[text(task.owner)] if text(task.owner) else [],
            labelIds=[draft.label(tag, "black") for tag in dict.fromkeys(task.tags)],
            cardDependencies=[
                {"cardId": key, "type": kind}
                for key, kind in task.links
                if key in keys - {task.key}
            ],
        )
    return draft.sent()


def _rows(document: Any, *names: str) -> list[Row]:
    if isinstance(document, list):
        return rows_of(document)
    return next((rows_of(document[name]) for name in names if name in document), [])


def _titles(value: object) -> list[str]:
    return texts(value, "title", "name")


def _kanboard(document: Any) -> Tracker:
    board = row_of(document.get("board")) if isinstance(document, dict) else {}
    known = document if isinstance(document, dict) else {}
    columns = _titles(known.get("columns"))
    tasks = [
        Task(
            title=text(row.get("title"), "Imported task"),
            description=text(row.get("description")),
            column=text(first(row, "column_name", "column"), columns[0] if columns else "Imported"),
            swimlane=text(first(row, "swimlane_name", "swimlane"), "Default"),
            due=row.get("date_due"),
            created=row.get("date_creation"),
            owner=first(row, "owner_id", "owner_username", "owner_name"),
            requested_by=text(row.get("requested_by")),
            tags=texts(row.get("tags"), "name"),
        )
        for row in _rows(document, "tasks")
    ]
    title = text(first(board, "name", "title"))
    return Tracker(title, tasks, columns, _titles(known.get("swimlanes")))


def _jira(document: Any) -> Tracker:
    rows = _rows(document, "issues")
    board = row_of(document.get("board")) if isinstance(document, dict) else {}
    projects = (row_of(row_of(row.get("fields")).get("project")).get("name") for row in rows)
    title = text(board.get("name")) or next((text(each) for each in projects if each), "")
    return Tracker(title, [_jira_task(row) for row in rows])


def _jira_task(row: Row) -> Task:
    fields = row_of(row.get("fields"))
    key = text(row.get("key"))
    named = [f"[{key}]" if key else "", text(fields.get("summary"))]
    reporter, assignee = row_of(fields.get("reporter")), row_of(fields.get("assignee"))
    return Task(
        title=" ".join(filter(None, named)) or "Imported issue",
        description=text(fields.get("description")),
        column=text(row_of(fields.get("status")).get("name"), "Imported"),
        due=fields.get("duedate"),
        created=fields.get("created"),
        modified=fields.get("updated"),
        owner=first(assignee, "accountId", "name", "emailAddress"),
        requested_by=text(first(reporter, "displayName", "name", "emailAddress", "accountId")),
        tags=texts(fields.get("labels")),
        key=key,
        links=[link for each in rows_of(fields.get("issuelinks")) if (link := _jira_link(each))],
    )


def _jira_link(link: Row) -> tuple[str, str] | None:
    blocks = "block" in text(row_of(link.get("type")).get("name")).lower()
    for name, kind in (("outwardIssue", "blocks"), ("inwardIssue", "is-blocked-by")):
        if key := text(row_of(link.get(name)).get("key")):
            return key, kind if blocks else "related-to"
    return None


def _deck(document: Any) -> Tracker:
    board = row_of(document.get("board")) or document if isinstance(document, dict) else {}
    stacks = _rows(board, "stacks") or _rows(document, "stacks")
    tasks = [
        Task(
            title=text(card.get("title"), "Imported card"),
            description=text(card.get("description")),
            column=text(stack.get("title"), "Imported"),
            due=first(card, "duedate", "dueDate"),
            owner=_deck_owner(card),
            tags=texts(card.get("labels"), "title"),
        )
        for stack in stacks
        for card in rows_of(stack.get("cards"))
    ]
    return Tracker(text(board.get("title")), tasks, _titles(stacks))


def _deck_owner(card: Row) -> object:
    assigned = rows_of(card.get("assignedUsers"))
    if not assigned:
        return card.get("owner")
    return first({**assigned[0], **row_of(assigned[0].get("participant"))}, "uid")


def _openproject(document: Any) -> Tracker:
    embedded = row_of(document.get("_embedded")) if isinstance(document, dict) else {}
    tasks = []
    for row in _rows(embedded, "elements") or _rows(document, "elements"):
        links = row_of(row.get("_links"))
        description = row_of(row.get("description"))
        tasks.append(
            Task(
                title=text(first(row, "subject", "name"), "Imported work package"),
                description=text(first(description, "raw", "html")),
                column=text(
                    first(
                        {"a": row_of(links.get("status")).get("title"), "b": row.get("status")},
                        "a",
                        "b",
                    ),
                    "Imported",
                ),
                due=first(row, "dueDate", "due_date"),
                owner=row_of(links.get("assignee")).get("title"),
                tags=texts([row_of(links.get("type")).get("title")]),
            )
        )
    return Tracker("", tasks)


def _issues(document: Any) -> Tracker:
    """GitHub, Gitea, Forgejo, and GitLab, whose texts are called otherwise."""
    tasks = []
    for row in _rows(document, "issues"):
        if row.get("pull_request"):
            continue
        milestone, author = row_of(row.get("milestone")), row_of(first(row, "user", "author"))
        tasks.append(
            Task(
                title=text(row.get("title"), "Imported issue"),
                description=text(first(row, "body", "description")),
                column="Closed" if row.get("state") == "closed" else "Open",
                due=first(row, "due_date") or first(milestone, "due_on", "due_date"),
                created=row.get("created_at"),
                owner=first(row_of(row.get("assignee")), "login", "username"),
                requested_by=text(first(author, "login", "username", "name")),
                tags=texts(row.get("labels"), "name"),
            )
        )
    return Tracker("", tasks, ["Open", "Closed"])


def _asana(document: Any) -> Tracker:
    project = row_of(document.get("project")) if isinstance(document, dict) else {}
    tasks = []
    for row in _rows(document, "data"):
        sections = [
            row_of(each.get("section")).get("name") for each in rows_of(row.get("memberships"))
        ]
        usual = "Done" if row.get("completed") is True else "In Progress"
        tasks.append(
            Task(
                title=text(row.get("name"), "Imported task"),
                description=text(row.get("notes")),
                column=text(sections[0] if sections else None, usual),
                due=first(row, "due_on", "due_at"),
                owner=first(row_of(row.get("assignee")), "email", "name"),
                tags=texts(row.get("tags"), "name"),
            )
        )
    return Tracker(text(project.get("name")), tasks)


def _zenkit(document: Any) -> Tracker:
    known = document if isinstance(document, dict) else {}
    tasks = [
        Task(
            title=text(first(row, "title", "name"), "Imported item"),
            description=text(first(row, "description", "notes")),
            column=text(first(row, "stage_name", "stageName", "list"), "Inbox"),
            due=first(row, "due", "dueDate", "due_date"),
            owner=first(row_of(row.get("assignee")), "email", "name"),
            tags=texts(row.get("tags"), "name"),
        )
        for row in _rows(document, "items")
    ]
    return Tracker(text(first(known, "title", "name")), tasks, _titles(known.get("stages")))


READERS: Mapping[str, tuple[str, Reader]] = {
    "kanboard": ("Kanboard", _kanboard),
    "jira": ("Jira", _jira),
    "deck": ("NextCloud Deck", _deck),
    "openproject": ("OpenProject", _openproject),
    "github": ("GitHub", _issues),
    "gitea": ("Gitea", _issues),
    "forgejo": ("Forgejo", _issues),
    "gitlab": ("GitLab", _issues),
    "asana": ("Asana", _asana),
    "zenkit": ("ZenKit", _zenkit),
}
"""What Wekan calls each, its name, and what reads it."""
