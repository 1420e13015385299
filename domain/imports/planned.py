"""From a board that was sent to the documents that will be stored, every id a new one.

No I/O: what is needed from the database is in the target. Source: Wekan's
models/wekanCreator.js; what it loses on the way (swimlanes of lists, limits of lists, parents,
dependencies, ballots) is kept.
"""

from dataclasses import replace
from typing import Any

from domain.imports import planned_cards
from domain.imports.plan import Plan
from domain.imports.restored import color_of, restored, title_of
from domain.imports.sent import Row, Sent, rows_of
from domain.imports.target import Target
from store.blobs import new_file_id
from store.documents import (
    Action,
    CustomField,
    DropdownItem,
    Label,
    List,
    Rule,
    Swimlane,
    Trigger,
)
from store.ids import new_id, new_label_id
from store.records import load


def planned(sent: Sent, target: Target) -> Plan:
    plan = Plan(target)
    if target.takes("attachments"):
        plan.ids["attachments"] = {
            row["_id"]: new_file_id()
            for row in sent.rows("attachments")
            if isinstance(row.get("_id"), str)
        }
    _labels(plan, sent)
    _swimlanes(plan, sent)
    _lists(plan, sent)
    if target.takes("custom-fields"):
        _fields(plan, sent)
    planned_cards.add(plan, sent)
    if target.existing is None:
        _rules(plan, sent)
    return plan


def _labels(plan: Plan, sent: Sent) -> None:
    existing = plan.target.existing
    known = {(each.name or "", each.color): each.id for each in existing.labels} if existing else {}
    for row in rows_of(sent.document.get("labels")) if plan.target.takes("labels") else ():
        label = load(Label, row)
        name, color = (label.name or "").strip()[:1000], color_of(label.color) or "black"
        label_id = known.get((name, color))
        if label_id is None:
            label_id = new_label_id()
            plan.new_labels.append(Label(id=label_id, name=name, color=color))
        plan.ids["labels"][label.id] = label_id


def _dates(plan: Plan, of: List | Swimlane) -> dict[str, Any]:
    now = plan.target.now
    return {
        "created_at": of.created_at or now,
        "updated_at": of.updated_at or now,
        "modified_at": of.modified_at or now,
    }


def _swimlanes(plan: Plan, sent: Sent) -> None:
    existing = plan.target.existing
    if existing is not None and existing.swimlane_id is not None:
        plan.fallback_lane = existing.swimlane_id
        return
    rows = sent.rows("swimlanes") or [{"title": "Default", "sort": 0}]
    live = [row for row in rows if row.get("archived") is not True]
    for number, row in enumerate(rows if live else [{"title": "Default", "sort": 0}, *rows]):
        of = load(Swimlane, row)
        made = restored(
            Swimlane,
            row,
            id=plan.new("swimlanes", row),
            board_id=plan.target.board_id,
            title=title_of(of.title, "Default"),
            type="swimlane",
            color=color_of(of.color),
            sort=existing.next_lane_sort + number if existing else _sort(of.sort, number),
            **_dates(plan, of),
        )
        plan.documents[Swimlane].append(made)
        if not plan.fallback_lane and not made["archived"]:
            plan.fallback_lane = made["_id"]


def _sort(sort: float | None, usual: float) -> float:
    return usual if sort is None else sort


def _lists(plan: Plan, sent: Sent) -> None:
    existing = plan.target.existing
    if existing is not None and existing.list_id is not None:
        plan.fallback_list = existing.list_id
        return
    live = [row for row in sent.rows("lists") if row.get("archived") is not True]
    spare: list[Row] = [] if live else [{"title": "Default"}]
    for number, row in enumerate([*sent.rows("lists"), *spare]):
        title = title_of(row.get("title"), "Imported")
        there = existing.lists.get(title) if existing else None
        if there is not None:
            plan.ids["lists"][str(row.get("_id"))] = there
            plan.fallback_list = plan.fallback_list or there
        else:
            _list(plan, row, title, number)


def _list(plan: Plan, row: Row, title: str, number: int) -> None:
    existing, of = plan.target.existing, load(List, row)
    made = restored(
        List,
        row,
        id=plan.new("lists", row),
        board_id=plan.target.board_id,
        title=title,
        swimlane_id=None if existing else plan.found("swimlanes", of.swimlane_id),
        type="list",
        color=color_of(of.color),
        width=of.width if 100 <= of.width <= 1000 else 220,
        sort=existing.next_list_sort + number if existing else _sort(of.sort, number),
        watcher_ids=None,
        deleted_at=None,
        deleted_by=None,
        delete_batch_id=None,
        **_dates(plan, of),
    )
    made.setdefault("swimlaneId", "")
    plan.documents[List].append(made)
    if not plan.fallback_list and not made["archived"]:
        plan.fallback_list = made["_id"]


_FIELD_TYPES = ("text", "number", "date", "dropdown", "checkbox", "currency", "stringtemplate")


def _fields(plan: Plan, sent: Sent) -> None:
    existing = plan.target.existing
    for row in sent.rows("customFields"):
        of = load(CustomField, row)
        if of.type not in _FIELD_TYPES or not of.name.strip():
            continue
        same = next(
            (
                e
                for e in (existing.fields if existing else ())
                if (e.name, e.type) == (of.name, of.type)
            ),
            None,
        )
        made = same or _field(plan, row, of)
        plan.fields[of.id] = made
        by_name = {item.name: item.id for item in made.dropdown_items}
        plan.items[of.id] = {i.id: by_name[i.name] for i in of.dropdown_items if i.name in by_name}


def _field(plan: Plan, row: Row, of: CustomField) -> CustomField:
    items = [DropdownItem(id=new_label_id(), name=item.name) for item in of.dropdown_items]
    settings = replace(of.settings, dropdown_items=items if of.type == "dropdown" else None)
    now = plan.target.now
    document = restored(
        CustomField,
        row,
        id=plan.new("fields", row),
        board_ids=[plan.target.board_id],
        name=of.name.strip(),
        settings=settings,
        created_at=of.created_at or now,
        modified_at=of.modified_at or now,
    )
    plan.documents[CustomField].append(document)
    return load(CustomField, document)


def _rules(plan: Plan, sent: Sent) -> None:
    """A rule whose trigger or action was not sent is left out."""
    board_id, now = plan.target.board_id, plan.target.now
    triggers = {row.get("_id"): row for row in sent.rows("triggers")}
    actions = {row.get("_id"): row for row in sent.rows("actions")}
    for row in sent.rows("rules"):
        trigger, action = triggers.get(row.get("triggerId")), actions.get(row.get("actionId"))
        if trigger is None or action is None:
            continue
        ways = {"trigger_id": new_id(), "action_id": new_id()}
        title = title_of(row.get("title"), "Imported rule")
        plan.documents[Trigger].append(
            restored(
                Trigger,
                trigger,
                id=ways["trigger_id"],
                board_id=board_id,
                label_id=_label_of(plan, load(Trigger, trigger).label_id),
                user_id=_user_of(plan, load(Trigger, trigger).user_id),
                last_run_at=None,
            )
        )
        plan.documents[Action].append(
            restored(
                Action,
                action,
                id=ways["action_id"],
                board_id=board_id,
                label_id=_label_of(plan, load(Action, action).label_id),
            )
        )
        made = restored(Rule, row, id=new_id(), title=title, board_id=board_id, **ways)
        plan.documents[Rule].append({"createdAt": now, "modifiedAt": now} | made)


def _label_of(plan: Plan, old: str | None) -> str | None:
    return plan.found("labels", old) or old


def _user_of(plan: Plan, old: str | None) -> str | None:
    return old if old in (None, "*") else plan.target.people.get(str(old), "*")
