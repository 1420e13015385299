"""Boards over GraphQL: what is stored when one is made, and how they are read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.clients import GraphQL
from tests.factories import START, Document, Wekan, member

CREATE = """
mutation ($input: CreateBoardInput!) {
  createBoard(input: $input) {
    board {
      id title slug description permission color sort archived createdAt
      members { userId role isActive isAdmin user { username } }
      swimlanes { title } lists { title } cards { totalCount }
    }
  }
}
"""
ON = (
    "allowsSubtasks allowsSubtasksOnMinicard allowsAttachments allowsAttachmentsOnMinicard "
    "allowsChecklists allowsChecklistsOnMinicard allowsCustomFields allowsComments "
    "allowsDescriptionTitle allowsDescriptionTitleOnMinicard allowsDescriptionText "
    "allowsCoverAttachmentOnMinicard allowsActivities allowsLabels allowsLabelsOnMinicard "
    "allowsCreator allowsAssignee allowsAssigneeOnMinicard allowsMembers allowsMembersOnMinicard "
    "allowsRequestedBy allowsRequestedByOnMinicard allowsCardSortingByNumber allowsShowLists "
    "allowsAssignedBy allowsAssignedByOnMinicard allowsReceivedDate allowsReceivedDateOnMinicard "
    "allowsStartDate allowsStartDateOnMinicard allowsEndDate allowsEndDateOnMinicard "
    "allowsDueDate allowsDueDateOnMinicard"
)
OFF = (
    "allowsCardCounterList cardAging showDependencies allowsBoardMemberList "
    "allowsCustomFieldsOnMinicard allowsChecklistCountBadgeOnMinicard "
    "allowsDescriptionTextOnMinicard allowsCoverAttachmentOnCard "
    "allowsBadgeAttachmentOnMinicard allowsAttachmentCountOnCard "
    "allowsChecklistCountBadgeOnCard allowsCardSortingByNumberOnMinicard allowsCardNumber "
    "allowsCardNumberOnMinicard allowsCreatorOnMinicard allowsShowListsOnMinicard "
    "allowsChecklistAtMinicard restrictCommentEditing allowsPersonalListWidth autoWidth "
    "allowsDueComplete allowsDueCompleteOnMinicard isOvertime showActivities"
)
SETTINGS: Document = {
    **dict.fromkeys(ON.split(), True),
    **dict.fromkeys(OFF.split(), False),
    "migrationVersion": 1,
    "importUsernames": [],
    "cardAgingDays1": 7,
    "cardAgingDays2": 14,
    "cardAgingDays3": 28,
    "subtasksDefaultBoardId": None,
    "subtasksDefaultListId": None,
    "dateSettingsDefaultBoardId": None,
    "dateSettingsDefaultListId": None,
    "presentParentTask": "no-parent",
}


async def made(graphql: GraphQL, who: Any, **fields: object) -> Any:
    answer = await graphql(CREATE, who, input={"title": "Roadmap"} | fields)
    return answer["createBoard"]["board"]


async def test_a_board_is_stored_as_wekan_stores_it(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    await wekan.board(sort=4)
    before = datetime.now(UTC).replace(microsecond=0)
    board = await made(graphql, mara, title="  Ünïcode Städte & Söhne ")

    stored = await wekan.get("boards", board["id"])
    created = stored.pop("createdAt")
    assert before <= created <= datetime.now(UTC)
    assert stored.pop("modifiedAt") == created
    assert stored == {
        "_id": board["id"],
        "title": "Ünïcode Städte & Söhne",
        "slug": "uenicode-staedte-and-soehne",
        "permission": "private",
        "color": "belize",
        "type": "board",
        "sort": 5,
        "stars": 0,
        "archived": False,
        "labels": [],
        "members": [member(mara.id, "admin")],
        **SETTINGS,
    }
    assert board == {
        "id": stored["_id"],
        "title": "Ünïcode Städte & Söhne",
        "slug": stored["slug"],
        "description": None,
        "permission": "PRIVATE",
        "color": "belize",
        "sort": 5,
        "archived": False,
        "createdAt": created.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "members": [
            {
                "userId": mara.id,
                "role": "BOARD_ADMIN",
                "isActive": True,
                "isAdmin": True,
                "user": {"username": "mara"},
            }
        ],
        "swimlanes": [{"title": "Default"}],
        "lists": [],
        "cards": {"totalCount": 0},
    }


async def test_a_board_brings_its_swimlane_its_history_and_nothing_else(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    before = await wekan.everything()
    board = (await made(graphql, mara))["id"]

    (swimlane,) = await wekan.all("swimlanes")
    made_at = swimlane.pop("createdAt")
    assert swimlane.pop("updatedAt") == swimlane.pop("modifiedAt") == made_at
    assert swimlane == {
        "_id": swimlane["_id"],
        "title": "Default",
        "boardId": board,
        "sort": 0,
        "archived": False,
        "type": "swimlane",
        "height": -1,
    }
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "createBoard",
            "type": "board",
            "activityTypeId": board,
            "boardId": board,
        },
        {
            "userId": mara.id,
            "activityType": "createSwimlane",
            "type": "swimlane",
            "boardId": board,
            "swimlaneId": swimlane["_id"],
        },
    ]
    (position,) = await wekan.all("positionHistory")
    assert position.pop("createdAt") == position.pop("updatedAt")
    assert position == {
        "_id": position["_id"],
        "boardId": board,
        "entityType": "swimlane",
        "entityId": swimlane["_id"],
        "originalPosition": {"sort": 0, "title": "Default"},
        "originalTitle": "Default",
    }
    after = await wekan.everything()
    changed = {name for name in after if after[name] != before.get(name, [])}
    assert changed == {"boards", "swimlanes", "activities", "positionHistory"}


async def test_the_very_first_board_has_wekans_default_place(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    assert [(await made(graphql, mara))["sort"] for _ in range(3)] == [-1, 0, 1]


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"permission": "PUBLIC"}, {"permission": "public"}),
        ({"color": "midnight"}, {"color": "midnight"}),
        ({"description": "  What for "}, {"description": "What for"}),
        ({"description": " "}, {"description": ...}),
        ({"title": "C++ / C#"}, {"slug": "c-c"}),
        ({"title": "!!!"}, {"slug": "board"}),
        ({"title": "snake_case"}, {"slug": "snake_case"}),
    ],
    ids=str,
)
async def test_what_is_given_is_stored(
    graphql: GraphQL, wekan: Wekan, fields: dict[str, object], stored: dict[str, object]
) -> None:
    mara = await wekan.person("mara")
    board = await wekan.get("boards", (await made(graphql, mara, **fields))["id"])
    assert {name: board.get(name, ...) for name in stored} == stored


async def test_a_refused_board_leaves_nothing(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    before = await wekan.everything()
    for fields, field in (
        ({"title": ""}, "input.title"),
        ({"title": " \t\n"}, "input.title"),
        ({"title": "x" * 1001}, "input.title"),
        ({"color": "red"}, "input.color"),
        ({"color": ""}, "input.color"),
    ):
        error = await graphql.error(CREATE, mara, input={"title": "Roadmap"} | fields)
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": field}
    assert await graphql.code(CREATE, None, input={"title": "Roadmap"}) == "UNAUTHENTICATED"
    assert await wekan.everything() == before


async def test_where_only_private_boards_are_allowed_a_public_one_is_private(
    graphql: GraphQL, wekan: Wekan
) -> None:
    mara = await wekan.person("mara")
    await wekan.private_boards_only()
    assert (await made(graphql, mara, permission="PUBLIC"))["permission"] == "PRIVATE"


async def test_without_activities_none_is_stored(graphql: GraphQL, wekan: Wekan) -> None:
    mara = await wekan.person("mara")
    await wekan.setting(disableActivities=True)
    await made(graphql, mara)
    assert await wekan.all("activities") == []


BOARD = """
query ($id: ID!) {
  board(id: $id) {
    id title stars labels { id name color }
    members { userId role isActive user { id username } }
    swimlanes { title sort } lists { title sort swimlane { title } board { id } }
    all: lists(archived: null) { title } old: lists(archived: true) { title }
    cards { nodes { title list { title } labels { name } } totalCount }
  }
}
"""


async def test_a_board_is_read_with_all_its_parts(graphql: GraphQL, wekan: Wekan) -> None:
    mara, nils = await wekan.person("mara"), await wekan.person("nils")
    members = [member(mara.id, "admin"), member(nils.id, "worker", active=False)]
    place = await wekan.place(*members, member("gone"), stars=2)
    await wekan.swimlane(place.board, title="First", sort=-1)
    await wekan.swimlane(place.board, title="Archived", archived=True)
    await wekan.in_list(place.board, title="Shelved", sort=9, archived=True)
    await wekan.in_list(place.board, title="Trashed", sort=9, deletedAt=START)
    await wekan.card(place, title="Second", sort=2, labelIds=["redRed", "nolabl"])
    await wekan.card(place, title="First", sort=1)
    await wekan.card(place, title="Archived", archived=True)
    board = (await graphql(BOARD, mara, id=place.board))["board"]
    assert board == {
        "id": place.board,
        "title": "Roadmap",
        "stars": 2,
        "labels": [
            {"id": "redRed", "name": "Bug", "color": "red"},
            {"id": "sky222", "name": None, "color": "sky"},
        ],
        "members": [
            {
                "userId": mara.id,
                "role": "BOARD_ADMIN",
                "isActive": True,
                "user": {"id": mara.id, "username": "mara"},
            },
            {
                "userId": nils.id,
                "role": "WORKER",
                "isActive": False,
                "user": {"id": nils.id, "username": "nils"},
            },
            {"userId": "gone", "role": "NORMAL", "isActive": True, "user": None},
        ],
        "swimlanes": [{"title": "First", "sort": -1}, {"title": "Default", "sort": 0}],
        "lists": [
            {
                "title": title,
                "sort": sort,
                "swimlane": {"title": "Default"},
                "board": {"id": place.board},
            }
            for sort, title in enumerate(["To do", "Done"])
        ],
        "all": [{"title": "To do"}, {"title": "Done"}, {"title": "Shelved"}],
        "old": [{"title": "Shelved"}],
        "cards": {
            "nodes": [
                {"title": "First", "list": {"title": "To do"}, "labels": []},
                {"title": "Second", "list": {"title": "To do"}, "labels": [{"name": "Bug"}]},
            ],
            "totalCount": 2,
        },
    }


BOARDS = """
query ($filter: BoardFilter, $orderBy: BoardOrder) {
  boards(filter: $filter, orderBy: $orderBy) { nodes { title } totalCount }
}
"""


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ({}, "b a c"),
        ({"filter": {"archived": None}}, "old b a c"),
        ({"filter": {"archived": True}}, "old"),
        ({"filter": {"text": "A"}}, "a"),
        ({"filter": {"text": "."}}, ""),
        ({"filter": {"text": ""}}, "b a c"),
        ({"orderBy": {"field": "TITLE", "direction": "DESC"}}, "c b a"),
        ({"orderBy": {"field": "TITLE"}}, "a b c"),
    ],
    ids=str,
)
async def test_boards_are_listed(
    graphql: GraphQL, wekan: Wekan, arguments: dict[str, object], titles: str
) -> None:
    mara = await wekan.person("mara")
    own = member(mara.id)
    for title, sort in (("b", 1), ("a", 2), ("c", 3)):
        await wekan.board(own, title=title, sort=sort)
    await wekan.board(own, title="old", archived=True)
    await wekan.board(own, title="template", type="template-board")
    await wekan.board(own, title="container", type="template-container")
    await wekan.board(title="hidden a b c")
    boards = (await graphql(BOARDS, mara, **arguments))["boards"]
    assert " ".join(each["title"] for each in boards["nodes"]) == titles
    assert boards["totalCount"] == len(titles.split())
