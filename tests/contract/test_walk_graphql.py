"""Who may do what over GraphQL: the same as over REST, mutation by mutation."""

from collections.abc import Mapping
from typing import Any

import httpx

from resolvers.graph import graphql_schema
from rest.described import samples
from rest.described.transfers import CALENDAR
from rest.door import Who
from tests.clients import GraphQL
from tests.contract.operations import BEYOND, DOCUMENTED
from tests.contract.sample import Copies, make_cast
from tests.contract.walk import Caller, callers
from tests.factories import Wekan

LOGINS = ("register", "login", "logout")
FILES = ("uploadAttachment", "setBoardBackground", "importBoard", "importIntoBoard")
"""Sent as a form with the file in it; their own tests ask them."""

INPUTS: Mapping[str, Mapping[str, Any]] = {
    "createUser": {"username": "tester", "password": "a long password"},
    "enableUser": {"id": samples.MEMBER},
    "disableUser": {"id": samples.MEMBER},
    "takeOwnership": {"id": samples.MEMBER},
    "deleteUser": {"id": samples.MEMBER},
    "createBoard": {"title": "Garden"},
    "updateBoard": {"id": samples.BOARD, "title": "Garden"},
    "copyBoard": {"id": samples.BOARD},
    "archiveBoard": {"id": samples.BOARD},
    "restoreBoard": {"id": samples.BOARD},
    "deleteBoard": {"id": samples.BOARD},
    "addBoardDomain": {"boardId": samples.BOARD, "domain": "example.com"},
    "removeBoardDomain": {"boardId": samples.BOARD, "domain": samples.DOMAIN},
    "addBoardMember": {"boardId": samples.BOARD, "userId": samples.GUEST},
    "removeBoardMember": {"boardId": samples.BOARD, "userId": samples.MEMBER},
    "setBoardMemberRole": {
        "boardId": samples.BOARD,
        "userId": samples.MEMBER,
        "role": "COMMENT_ONLY",
    },
    "createLabel": {"boardId": samples.BOARD, "name": "Later", "color": "lime"},
    "createSwimlane": {"boardId": samples.BOARD, "title": "Later"},
    "updateSwimlane": {"id": samples.SWIMLANE, "title": "Sooner"},
    "moveSwimlane": {"id": samples.SWIMLANE, "boardId": samples.OTHER_BOARD},
    "copySwimlane": {"id": samples.SWIMLANE, "boardId": samples.OTHER_BOARD},
    "deleteSwimlane": {"id": samples.EMPTY_SWIMLANE},
    "createList": {"boardId": samples.BOARD, "title": "Later"},
    "updateList": {"id": samples.LIST, "title": "Sooner"},
    "moveList": {"id": samples.LIST, "boardId": samples.OTHER_BOARD},
    "copyList": {"id": samples.LIST, "boardId": samples.OTHER_BOARD},
    "archiveList": {"id": samples.LIST},
    "restoreList": {"id": samples.LIST},
    "deleteList": {"id": samples.LIST},
    "createCard": {"boardId": samples.BOARD, "listId": samples.LIST, "title": "Sand"},
    "createLinkedCard": {
        "linkedCardId": samples.CARD,
        "boardId": samples.OTHER_BOARD,
        "listId": samples.THIRD_LIST,
    },
    "updateCard": {"id": samples.CARD, "listId": samples.OTHER_LIST},
    "archiveCard": {"id": samples.CARD},
    "restoreCard": {"id": samples.ARCHIVED_CARD},
    "deleteCard": {"id": samples.CARD},
    "copyCard": {"cardId": samples.CARD},
    "addCardMember": {"cardId": samples.CARD, "userId": samples.MEMBER},
    "removeCardMember": {"cardId": samples.CARD, "userId": samples.MEMBER},
    "addCardAssignee": {"cardId": samples.CARD, "userId": samples.MEMBER},
    "removeCardAssignee": {"cardId": samples.CARD, "userId": samples.MEMBER},
    "setCustomFieldValue": {
        "cardId": samples.CARD,
        "customFieldId": samples.FIELD,
        "value": {"text": "Garden"},
    },
    "createCustomField": {"boardId": samples.BOARD, "name": "Costs", "type": "CURRENCY"},
    "updateCustomField": {"id": samples.FIELD, "name": "Costs"},
    "deleteCustomField": {"id": samples.FIELD},
    "createDropdownItem": {"customFieldId": samples.DROPDOWN, "name": "Attic"},
    "updateDropdownItem": {
        "customFieldId": samples.DROPDOWN,
        "id": samples.DROPDOWN_ITEM,
        "name": "Yard",
    },
    "deleteDropdownItem": {"customFieldId": samples.DROPDOWN, "id": samples.DROPDOWN_ITEM},
    "addDependency": {"cardId": samples.CARD, "dependsOnId": samples.THIRD_CARD},
    "updateDependency": {
        "cardId": samples.CARD,
        "dependsOnId": samples.OTHER_CARD,
        "color": "#00aa88",
    },
    "removeDependency": {"cardId": samples.CARD, "dependsOnId": samples.OTHER_CARD},
    "batch": {"changes": [{"archive": {"id": samples.CARD}}]},
    "createAttachmentDownload": {"id": samples.ATTACHMENT},
    "copyAttachment": {"id": samples.ATTACHMENT, "cardId": samples.OTHER_CARD},
    "moveAttachment": {"id": samples.ATTACHMENT, "cardId": samples.OTHER_CARD},
    "deleteAttachment": {"id": samples.ATTACHMENT},
    "createRule": {
        "boardId": samples.BOARD,
        "title": "Done is gone",
        "trigger": {"kind": "CARD_MOVED"},
        "action": {"kind": "ARCHIVE"},
    },
    "updateRule": {"id": samples.RULE, "title": "Done is kept"},
    "deleteRule": {"id": samples.RULE},
    "createIntegration": {"boardId": samples.BOARD, "url": "https://93.184.215.14/wekan"},
    "updateIntegration": {"id": samples.INTEGRATION, "title": "Chat"},
    "addIntegrationActivities": {"id": samples.INTEGRATION, "activities": ["act-createCard"]},
    "removeIntegrationActivities": {"id": samples.INTEGRATION, "activities": ["all"]},
    "deleteIntegration": {"id": samples.INTEGRATION},
    "createChecklist": {"cardId": samples.CARD, "items": ["Sand it"]},
    "deleteChecklist": {"id": samples.CHECKLIST},
    "createChecklistItem": {"checklistId": samples.CHECKLIST, "title": "Buy paint"},
    "updateChecklistItem": {"id": samples.ITEM, "isFinished": True},
    "deleteChecklistItem": {"id": samples.ITEM},
    "createComment": {"cardId": samples.CARD, "text": "Looks fine"},
    "deleteComment": {"id": samples.COMMENT},
    "updateSettings": {"productName": "Our boards"},
    "updateAttachmentSettings": {"maxFileSize": 1000000},
    "updateOrganization": {"id": samples.ORGANISATION, "sharedTemplates": True},
    "updateTeam": {"id": samples.TEAM, "sharedTemplates": True},
    "createLoginToken": {"userId": samples.MEMBER},
    "deleteLoginTokens": {"userId": samples.MEMBER},
    "exportBoard": {"boardId": samples.BOARD},
    "importEvents": {
        "boardId": samples.BOARD,
        "listId": samples.LIST,
        "swimlaneId": samples.SWIMLANE,
        "ics": CALENDAR,
    },
}
"""What is asked; each mutation that the list of operations names must be here."""

HERE = {
    "createAttachmentDownload": Who.READER,
}
"""Who may, where that is not whom the mutation's first operation lets call."""

CODES = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND"}
BY_TEXT = {who.value: who for who in Who}


def mutations() -> dict[str, Who]:
    """Returns every mutation that the list of operations names, and who may."""
    found: dict[str, Who] = {}
    for operation in (*DOCUMENTED, *BEYOND):
        for name in operation.graphql:
            if "." not in name and name not in (*LOGINS, *FILES):
                found.setdefault(name, BY_TEXT[operation.who])
    return found | HERE


def test_each_is_asked() -> None:
    assert set(INPUTS) == set(mutations())


async def test_everybody_is_answered_as_over_rest(
    graphql: GraphQL, wekan: Wekan, http: httpx.AsyncClient
) -> None:
    people = await make_cast(wekan)
    copies = Copies(wekan, people)
    copy = await copies.fresh()
    wrong = []
    allowed = mutations()
    fields = getattr(graphql_schema().type_map["Mutation"], "fields", {})
    for name, asked in INPUTS.items():
        kind = fields[name].args["input"].type
        mutation = f"mutation ($input: {kind}) {{ {name}(input: $input) {{ __typename }} }}"
        for caller in callers(people):
            given = _own(caller, name, copy.of(asked))
            answer = (await graphql.post(mutation, caller.person, input=given)).json()
            errors = answer.get("errors", ())
            codes = [each["extensions"]["code"] for each in errors]
            expected = caller.expects(allowed[name])
            if codes != ([CODES[expected]] if expected != 200 else []):
                told = errors[0]["message"] if errors else "no error"
                wrong.append(f"{name} for {caller.name}: {codes} {told}, not {expected}")
            if not codes:
                copy = await copies.fresh()
    assert not wrong


def _own(caller: Caller, name: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A worker may assign nobody but themselves."""
    if name.endswith("CardAssignee") and caller.role and caller.person:
        return {**given, "userId": caller.person.id}
    return given
