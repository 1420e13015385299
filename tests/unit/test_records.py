"""The mapping between Wekan's documents and our records."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bson import DatetimeMS, Decimal128, ObjectId

from store import documents
from store.documents import Board, Card, Email, Label, List, Member, Share, Swimlane, User
from store.records import Record, attributes, dump, load, path_of, paths_of
from tests.factories import START

NAN, INFINITE = float("nan"), float("inf")
RECORDS = [
    each
    for each in vars(documents).values()
    if isinstance(each, type) and issubclass(each, Record) and each is not Record
]

NEW_CARD: dict[str, Any] = {
    "_id": "aB3kQ7mW9xZpRt2Ls",
    "title": "Paint fence",
    "boardId": "bC5pT9qY3zBrTv4Nw",
    "listId": "cD4nR8oX2yAqSu3Mt",
    "swimlaneId": "dE6sW2wZ4aCtXy5Pz",
    "userId": "eF7uX3yA5bDvZa6Qb",
    "sort": 0,
    "cardNumber": 1,
    "customFields": [{"_id": "fG8wZ4aB6cExAb7Rc", "value": None}],
    "archived": False,
    "parentId": "",
    "coverId": "",
    "createdAt": START,
    "modifiedAt": START,
    "dateLastActivity": START,
    "description": "",
    "requestedBy": "",
    "assignedBy": "",
    "labelIds": [],
    "members": [],
    "assignees": [],
    "requesters": [],
    "assigners": [],
    "dueComplete": False,
    "stickers": [],
    "locationName": "",
    "locationAddress": "",
    "locations": [],
    "spentTime": 0,
    "isOvertime": False,
    "subtaskSort": -1,
    "type": "cardType-card",
    "linkedId": "",
    "cardDependencies": [],
    "targetId_gantt": [],
    "linkType_gantt": [],
    "linkId_gantt": [],
    "showActivities": False,
    "showListOnMinicard": False,
    "showChecklistAtMinicard": False,
    "hideFinishedChecklistIfItemsAreHidden": False,
}
"""What Wekan's REST stores for a card with nothing but a title (its contract, 9.1)."""


def test_a_new_card_is_stored_with_every_field_that_wekan_stores() -> None:
    card = Card(
        id="aB3kQ7mW9xZpRt2Ls",
        title="Paint fence",
        board_id="bC5pT9qY3zBrTv4Nw",
        list_id="cD4nR8oX2yAqSu3Mt",
        swimlane_id="dE6sW2wZ4aCtXy5Pz",
        creator_id="eF7uX3yA5bDvZa6Qb",
        sort=0,
        card_number=1,
        custom_fields=[{"_id": "fG8wZ4aB6cExAb7Rc", "value": None}],
        created_at=START,
        modified_at=START,
        date_last_activity=START,
    )
    assert dump(card) == NEW_CARD
    assert load(Card, NEW_CARD) == load(Card, dump(card))


@pytest.mark.parametrize("record_type", RECORDS, ids=lambda each: each.__name__)
def test_a_document_that_lacks_everything_can_be_read(record_type: type[Record]) -> None:
    read = load(record_type, {"_id": "someId"})
    nulls = dict.fromkeys((path.partition(".")[0] for path in paths_of(record_type)), None)
    assert load(record_type, nulls | {"_id": "someId"}) == read


@pytest.mark.parametrize("junk", [7, "7", NAN, True, [7], [None, [], {}], {"a": 1}, ObjectId()])
@pytest.mark.parametrize("record_type", RECORDS, ids=lambda each: each.__name__)
def test_a_document_full_of_wrong_types_can_be_read(record_type: type[Record], junk: Any) -> None:
    junky = {path.partition(".")[0]: junk for path in paths_of(record_type)}
    load(record_type, junky | {"_id": "someId"})


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (START, START),
        (START.replace(tzinfo=None), START),
        ("2026-03-01T09:00:00.000Z", START),
        ("2026-03-01T10:00:00+01:00", START),
        ("2026-03-01", START.replace(hour=0)),
        (1772355600000, START),
        (1772355600000.0, START),
        ("yesterday", None),
        ("", None),
        (NAN, None),
        (INFINITE, None),
        (10**17, None),
        (True, None),
        (DatetimeMS(10**15), None),
        ({"$date": 1}, None),
        ([START], None),
        ("0001-01-01T00:00:00+05:00", None),
        ("9999-12-31T23:59:59-05:00", None),
    ],
)
def test_a_date_is_read_whatever_wrote_it(stored: object, read: datetime | None) -> None:
    found = load(Card, {"_id": "x", "dueAt": stored}).due_at
    assert found == read
    assert found is None or found.astimezone(UTC).tzinfo is UTC


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (3, 3),
        (-0.5, -0.5),
        (0, 0),
        (NAN, None),
        (INFINITE, None),
        (-INFINITE, None),
        (True, None),
        ("3", None),
        (Decimal128("3"), None),
        ([3], None),
    ],
)
def test_a_sort_is_a_finite_number(stored: object, read: float | None) -> None:
    assert load(Card, {"_id": "x", "sort": stored}).sort == read


@pytest.mark.parametrize(
    ("stored", "read"), [(12, 12), (12.9, 12), ("12", 0), (NAN, 0), (2**31, 0), (-1e300, 0)]
)
def test_a_card_number_is_one_that_graphql_can_show(stored: object, read: int) -> None:
    assert load(Card, {"_id": "x", "cardNumber": stored}).card_number == read


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", None, 7, "", ["b"], {"_id": "c"}, ObjectId(), "d"], ["a", "d"]),
        ("a", []),
        (None, []),
        ({"0": "a"}, []),
    ],
)
def test_ids_are_the_texts_of_an_array(stored: object, read: list[str]) -> None:
    assert load(Card, {"_id": "x", "assignees": stored}).assignee_ids == read


def test_embedded_documents_are_read_and_others_passed_over() -> None:
    found = load(Board, {"_id": "x", "labels": [{"_id": "a", "color": "red"}, None, "b", ["c"]]})
    assert found.labels == [Label(id="a", name=None, color="red")]


def test_a_nested_path_is_read_and_written() -> None:
    assert path_of(User, "fullname") == "profile.fullname"
    user = User(id="x", fullname="Mara", initials="M")
    assert dump(user)["profile"]["fullname"] == "Mara"
    assert load(User, dump(user)).initials == "M"
    assert load(User, {"_id": "x", "profile": "none"}).fullname is None
    assert load(User, {"_id": "x", "profile": [{"fullname": "Mara"}]}).fullname is None


def test_what_is_none_is_not_stored() -> None:
    stored = dump(List(id="x", board_id="b", title="To do"))
    assert not {"sort", "color", "swimlaneId", "deletedAt", "wipLimit"} & stored.keys()
    assert stored["archived"] is False


def test_new_documents_share_nothing() -> None:
    first, second = dump(Card(id="a")), dump(Card(id="b"))
    first["stickers"].append("!")
    first["labelIds"].append("!")
    assert second["stickers"] == second["labelIds"] == []
    assert Card(id="c").label_ids == []


def test_a_list_of_records_goes_there_and_back() -> None:
    board = Board(
        id="x",
        members=[Member(user_id="mara", is_active=True, is_worker=True)],
        orgs=[Share(org_id="o", is_active=True)],
    )
    stored = dump(board)
    assert stored["members"] == [
        {
            "userId": "mara",
            "isAdmin": False,
            "isActive": True,
            "isNoComments": False,
            "isCommentOnly": False,
            "isWorker": True,
            "isNormalAssignedOnly": False,
            "isCommentAssignedOnly": False,
            "isReadOnly": False,
            "isReadAssignedOnly": False,
        }
    ]
    assert stored["orgs"] == [{"orgId": "o", "isActive": True}]
    assert load(Board, stored) == board


@pytest.mark.parametrize("record_type", RECORDS, ids=lambda each: each.__name__)
def test_no_two_attributes_lie_at_the_same_path(record_type: type[Record]) -> None:
    paths = paths_of(record_type)
    assert len(set(paths)) == len(paths) == len(attributes(record_type))


def test_defaults_say_what_a_document_without_a_field_means() -> None:
    assert load(Board, {"_id": "x"}).permission == "private"
    assert load(Swimlane, {"_id": "x"}).height == -1
    assert load(Card, {"_id": "x"}).type == "cardType-card"
    assert load(Email, {}).verified is False
