"""The calls of Wekan's Python command line `api.py`: its routes, headers and bodies, our data.

docs/API/New-card-with-Python3-and-REST-API.md of github.com/wekan/wekan tells how it is used. It
sends forms where no list is in the body, and JSON else. WEKAN_URL, WEKAN_USERNAME and
WEKAN_PASSWORD say where and who.
"""

import base64
import os
from dataclasses import dataclass
from typing import Any

import requests

RULE = {
    "trigger": {"activityType": "moveCard", "listName": "Doing"},
    "action": {"actionType": "addMember", "username": "someuser"},
}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//example.org//tests//EN\r
BEGIN:VEVENT\r
UID:1@example.org\r
DTSTAMP:20260601T080000Z\r
DTSTART:20260607T120000Z\r
DTEND:20260607T130000Z\r
SUMMARY:Regatta\r
END:VEVENT\r
END:VCALENDAR\r
"""


class Api:
    """What api.py does at each start: it logs in with JSON, and then sends the token."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url = url + "/"
        data = {"username": username, "password": password}
        answer = requests.post(self.url + "users/login", json=data, timeout=60).json()
        self.user_id: str = answer["id"]
        self._headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {answer['token']}",
        }

    def __call__(self, method: str, path: str, status: int = 200, **body: Any) -> Any:
        """Returns what is answered; `data` sends a form, `json` JSON, `params` a query."""
        answer = requests.request(
            method, self.url + path, headers=self._headers, timeout=60, **body
        )
        assert answer.status_code == status, (method, path, answer.status_code, answer.text)
        if answer.headers.get("Content-Type") != "application/json":
            return answer.content
        return answer.json()


@dataclass(frozen=True)
class Place:
    """The board of this script."""

    board: str
    swimlane: str
    list: str

    @property
    def path(self) -> str:
        return f"api/boards/{self.board}"

    @property
    def cards(self) -> str:
        return f"{self.path}/lists/{self.list}/cards"


def main() -> None:
    url, name = os.environ["WEKAN_URL"], os.environ["WEKAN_USERNAME"]
    api = Api(url, name, os.environ["WEKAN_PASSWORD"])
    other_id = users(api)
    place = board(api)
    lists(api, place)
    members(api, place, other_id)
    card_id = cards(api, place, other_id)
    labels(api, place, card_id)
    custom_fields(api, place, card_id)
    card_fields(api, place, card_id)
    checklists(api, place, card_id)
    dependencies(api, place, card_id)
    many_cards(api, place)
    rules(api, place)
    attachments(api, place, card_id)
    copies_and_moves(api, place, card_id)
    exports_and_imports(api, place)
    site(api)


def users(api: Api) -> str:
    """user, users, newuser"""
    new = {"username": "someuser", "email": "someuser@example.org", "password": "Secret123!"}
    user_id: str = api("POST", "api/users", data=new)["_id"]
    assert api("GET", "api/user")["_id"] == api.user_id
    assert {"_id": user_id, "username": "someuser"} in api("GET", "api/users")
    return user_id


def board(api: Api) -> Place:
    """boards, board, swimlanes, createlist, editboardtitle"""
    given = {"title": "Board title here", "owner": api.user_id, "color": "nephritis"}
    board_id = api("POST", "api/boards", json=given)["_id"]
    (swimlane,) = api("GET", f"api/boards/{board_id}/swimlanes")
    assert swimlane["title"] == "Default"
    list_id = api("POST", f"api/boards/{board_id}/lists", data={"title": "Test"})["_id"]
    api("PUT", f"api/boards/{board_id}/title", json={"title": "Command line"})
    assert api("GET", f"api/boards/{board_id}")["title"] == "Command line"
    own = api("GET", f"api/users/{api.user_id}/boards")
    assert {"_id": board_id, "title": "Command line"} in own
    assert board_id not in [each["_id"] for each in api("GET", "api/boards/")]
    return Place(board_id, swimlane["_id"], list_id)


def lists(api: Api, place: Place) -> None:
    """lists, list, editlist, editlistcolor"""
    path = f"{place.path}/lists/{place.list}"
    api("PUT", path, data={"title": "To do"})
    api("PUT", path, data={"color": "saddlebrown"})
    seen = api("GET", path)
    assert (seen["title"], seen["color"]) == ("To do", "saddlebrown")
    assert [each["title"] for each in api("GET", f"{place.path}/lists")] == ["To do"]


def members(api: Api, place: Place, user_id: str) -> None:
    """addboardmember, setboardmemberrole, removeboardmember, and the domains"""
    path = f"{place.path}/members/{user_id}"
    flags = {"isAdmin": "false", "isNoComments": "false", "isCommentOnly": "false"}
    api("POST", f"{path}/add", data={"action": "add", **flags, "isWorker": "true"})
    api("POST", path, data={**flags, "isWorker": "false", "isReadOnly": "true"})
    api("POST", f"{path}/remove", data={"action": "remove"})
    api("POST", f"{path}/add", data={"action": "add", **flags, "isWorker": "false"})
    api("POST", f"{place.path}/domains", data={"domain": "Example.com"})
    api("POST", f"{place.path}/domains", data={"domain": "example.net"})
    api("DELETE", f"{place.path}/domains/example.net")
    domains = api("GET", f"{place.path}/domains")
    assert [each["domain"] for each in domains] == ["example.com"]


def cards(api: Api, place: Place, user_id: str) -> str:
    """addcard, editcard, getcard, cardsbyswimlane, the counts, card members, mycards"""
    new = {"authorId": api.user_id, "title": "Test card", "description": "Test description"}
    made = api("POST", place.cards, data=new | {"swimlaneId": place.swimlane})
    card_id: str = made["_id"]
    path = f"{place.cards}/{card_id}"
    api("PUT", path, data={"title": "New title", "description": "New description"})
    seen = api("GET", path)
    assert (seen["title"], seen["description"]) == ("New title", "New description")
    (line,) = api("GET", f"{place.path}/swimlanes/{place.swimlane}/cards")
    assert (line["_id"], line["listId"]) == (card_id, place.list)
    count = api("GET", f"{place.path}/lists/{place.list}/cards_count")
    assert count == {"list_cards_count": 1}
    assert api("GET", f"{place.path}/cards_count") == {"board_cards_count": 1}
    for field in ("members", "assignees"):
        api("PUT", path, json={field: [user_id]})
        api("PUT", path, json={field: []})
        api("POST", f"{path}/{field}/{user_id}")
        api("POST", f"{path}/{field}/{api.user_id}")
        api("DELETE", f"{path}/{field}/{user_id}")
        assert api("GET", path)[field] == [api.user_id]
    own = api("GET", "api/user/cards", params={"due": "true", "from": "2026-06-01"})
    assert own == []
    assert [each["_id"] for each in api("GET", "api/user/cards")] == [card_id]
    return card_id


def labels(api: Api, place: Place, card_id: str) -> None:
    """createlabel, addlabel, addcardwithlabel, setcardlabels, bulkcardlabels"""
    path = f"{place.cards}/{card_id}"
    bug, idea = (
        api("PUT", f"{place.path}/labels", json={"label": {"color": color, "name": name}})
        for color, name in (("red", "Bug"), ("sky", "Idea"))
    )
    api("PUT", path, data={"labelIds": bug})
    assert api("GET", path)["labelIds"] == [bug]
    new = {"authorId": api.user_id, "title": "Labelled", "description": "", "labelIds": idea}
    made = api("POST", place.cards, data=new | {"swimlaneId": place.swimlane})
    api("PUT", f"{place.cards}/{made['_id']}", data={"labelIds": idea})
    assert api("GET", f"{place.cards}/{made['_id']}")["labelIds"] == [idea]
    api("PUT", path, json={"labelIds": []})
    assert not api("GET", path).get("labelIds")
    merge = {"cardIds": [card_id, made["_id"]], "addLabelIds": [bug], "removeLabelIds": [idea]}
    told = api("POST", f"{place.path}/cards/labels", json=merge)
    assert [each["labelIds"] for each in told["updated"]] == [[bug], [bug]]


def custom_fields(api: Api, place: Place, card_id: str) -> None:
    """addcustomfieldtoboard, customfields, customfield, editcustomfield"""
    new = {"authorId": api.user_id, "name": "SomeField", "type": "text", "settings": "{}"}
    flags = ("showoncard", "automaticallyoncard", "showlabelonminicard", "showsumattopoflist")
    path = f"{place.path}/custom-fields"
    field_id = api("POST", path, data=new | dict.fromkeys(flags, "true"))["_id"]
    assert api("GET", path) == [{"_id": field_id, "name": "SomeField", "type": "text"}]
    assert api("GET", f"{path}/{field_id}")["boardIds"] == [place.board]
    card = f"{place.cards}/{card_id}"
    api("PUT", card, json={"customFields": [{"_id": field_id, "value": "Other"}]})
    value = {"_id": field_id, "value": "Some value"}
    api("POST", f"{card}/customFields/{field_id}", data=value)
    assert api("GET", card)["customFields"] == [value]


def card_fields(api: Api, place: Place, card_id: str) -> None:
    """editcardcolor, setcarddate, setcardcomplete, setcardstickers, setcardlocations"""
    path, noon = f"{place.cards}/{card_id}", "2026-06-07T12:00:00.000Z"
    api("PUT", path, data={"color": "peachpuff"})
    for field in ("receivedAt", "startAt", "dueAt", "endAt"):
        api("PUT", path, data={field: noon})
    api("PUT", path, data={"endAt": ""})
    api("PUT", path, json={"dueComplete": "true"})
    api("PUT", path, json={"stickers": [{"icon": "taco-cool"}]})
    place_of = {"name": "HQ", "address": "Helsinki", "latitude": 60.17, "longitude": 24.94}
    api("PUT", path, json={"locations": [place_of]})
    seen = api("GET", path)
    assert (seen["color"], seen["dueComplete"], seen.get("endAt")) == ("peachpuff", True, None)
    assert seen["receivedAt"] == seen["startAt"] == seen["dueAt"] == noon
    assert [each["icon"] for each in seen["stickers"]] == ["taco-cool"]
    assert [each["address"] for each in seen["locations"]] == ["Helsinki"]
    settings = f"{place.path}/cardSettings"
    api("PUT", settings, json={"cardAging": "true"})
    api("PUT", settings, json={"cardAgingDays1": "5"})
    told = api("GET", settings)
    assert (told["cardAging"], told["cardAgingDays1"]) == (True, 5)


def checklists(api: Api, place: Place, card_id: str) -> None:
    """addchecklist, checklistid, checklistinfo"""
    path = f"{place.path}/cards/{card_id}/checklists"
    checklist_id = api("POST", path, data={"title": "My checklist"})["_id"]
    for title in ("Item one", "Item two"):
        assert api("POST", f"{path}/{checklist_id}/items", data={"title": title})["_id"]
    assert api("GET", path) == [{"_id": checklist_id, "title": "My checklist"}]
    items = api("GET", f"{path}/{checklist_id}")["items"]
    assert [(each["title"], each["isFinished"]) for each in items] == [
        ("Item one", False),
        ("Item two", False),
    ]


def dependencies(api: Api, place: Place, card_id: str) -> None:
    """adddependency, editdependency, listdependencies, listcarddependencies, removedependency"""
    (other,) = [e["_id"] for e in api("GET", place.cards) if e["_id"] != card_id]
    path = f"{place.path}/cards/{card_id}/dependencies"
    line = {"cardId": other, "type": "blocks", "color": "#2196f3", "icon": "lock"}
    api("POST", path, json=line)
    api("PUT", f"{path}/{other}", json={"type": "related-to"})
    (seen,) = api("GET", path)
    assert (seen["cardId"], seen["type"], seen["color"]) == (other, "related-to", "#2196f3")
    assert len(api("GET", f"{place.path}/dependencies")) == 1
    api("DELETE", f"{path}/{other}")
    assert api("GET", path) == []
    api("POST", path, json=line)


def many_cards(api: Api, place: Place) -> None:
    """bulkaddcards, bulkdeletecards"""
    new = [{"title": "Card A"}, {"title": "Card B", "description": "With more"}]
    body = {"authorId": api.user_id, "swimlaneId": place.swimlane, "cards": new}
    made = [each["_id"] for each in api("POST", f"{place.cards}/bulk", json=body)]
    told = api("DELETE", f"{place.path}/cards/bulk", json={"cardIds": [made[0], "nowhere"]})
    assert told == {"deleted": [made[0]], "notFound": ["nowhere"]}


def rules(api: Api, place: Place) -> None:
    """addrule, getrule, editrule, listrules, removerule"""
    path = f"{place.path}/rules"
    ids = [
        api("POST", path, json={"title": title, **RULE})["_id"] for title in ("On move", "Brief")
    ]
    seen = api("GET", f"{path}/{ids[0]}")
    assert seen["trigger"].items() >= {**RULE["trigger"], "oldListName": "*", "userId": "*"}.items()
    change = {"action": {"actionType": "removeMember", "username": "*"}}
    api("PUT", f"{path}/{ids[0]}", json=change)
    api("DELETE", f"{path}/{ids[1]}")
    (seen,) = api("GET", path)
    assert (seen["title"], seen["action"]["actionType"]) == ("On move", "removeMember")


def attachments(api: Api, place: Place, card_id: str) -> None:
    """uploadattachment and what else there is of files"""
    whole = {"boardId": place.board, "swimlaneId": place.swimlane, "listId": place.list}
    (other,) = [e["_id"] for e in api("GET", place.cards) if e["title"] == "Card B"]
    data = base64.b64encode(b"Hello").decode()
    file = {"fileData": data, "fileName": "hello.txt", "fileType": "text/plain"}
    made = api("POST", "api/attachment/upload", json=whole | {"cardId": card_id} | file)
    assert (made["fileName"], made["fileSize"]) == ("hello.txt", 5)
    got = api("GET", f"api/attachment/download/{made['attachmentId']}")
    assert base64.b64decode(got["base64Data"]) == b"Hello"
    info = api("GET", f"api/attachment/info/{made['attachmentId']}")
    assert (info["fileType"], info["cardId"], info["isImage"]) == ("text/plain", card_id, False)
    target = {f"target{key[0].upper()}{key[1:]}": value for key, value in whole.items()}
    order = {"attachmentId": made["attachmentId"], **target, "targetCardId": other}
    copy = api("POST", "api/attachment/copy", json=order)["newAttachmentId"]
    assert api("POST", "api/attachment/move", json=order)["success"]
    listed = "/".join((place.board, place.swimlane, place.list, other))
    ids = [e["attachmentId"] for e in api("GET", f"api/attachment/list/{listed}")["attachments"]]
    assert sorted(ids) == sorted([made["attachmentId"], copy])
    assert api("DELETE", f"api/attachment/delete/{copy}")["fileName"] == "hello.txt"
    assert len(api("GET", f"{place.path}/attachments")) == 1
    image = {"fileData": base64.b64encode(PIXEL).decode(), "fileName": "dot.png"}
    background = {"boardId": place.board, "fileType": "image/png", **image}
    api("POST", "api/attachment/upload-background", json=background)
    got = api("GET", f"api/attachment/download-background/{place.board}")
    assert base64.b64decode(got["base64Data"]) == PIXEL


def copies_and_moves(api: Api, place: Place, card_id: str) -> None:
    """linkcard, copycard, movecard, and lists, swimlanes and boards as a whole"""
    other = api("POST", "api/boards", json={"title": "Other", "owner": api.user_id})
    there, lane = other["_id"], other["defaultSwimlaneId"]
    list_id = api("POST", f"api/boards/{there}/lists", data={"title": "Arrived"})["_id"]
    arrived = f"api/boards/{there}/lists/{list_id}/cards"
    link = {"authorId": api.user_id, "swimlaneId": lane, "linkedId": card_id}
    linked = api("POST", arrived, data=link)["_id"]
    assert api("GET", f"{arrived}/{linked}")["linkedId"] == card_id
    whither = {"toBoardId": there, "toSwimlaneId": lane, "toListId": list_id, "position": 0}
    copied = api("POST", f"{place.cards}/{card_id}/copy", json=whither)["_id"]
    (moved,) = [e["_id"] for e in api("GET", place.cards) if e["title"] == "Labelled"]
    move = {"newBoardId": there, "newSwimlaneId": lane, "newListId": list_id}
    api("PUT", f"{place.cards}/{moved}", data=move)
    assert {each["_id"] for each in api("GET", arrived)} == {linked, copied, moved}
    for kind, own in (("lists", list_id), ("swimlanes", lane)):
        path = f"api/boards/{there}/{kind}/{own}"
        to = {"toBoardId": there} | ({"toSwimlaneId": lane} if kind == "lists" else {})
        api("POST", f"{path}/copy", json=to)
        api("POST", f"{path}/move", json=to | {"position": 1})
    copy = api("POST", f"{place.path}/copy", json={"title": "Copy of it"})
    assert {"_id": copy, "title": "Copy of it"} in api("GET", f"api/users/{api.user_id}/boards")
    swimlane = f"api/boards/{there}/swimlanes/{lane}/cards"
    for card in api("GET", swimlane):  # deleteallcards
        path = f"api/boards/{there}/lists/{card['listId']}/cards/{card['_id']}"
        assert api("DELETE", path) == {"_id": card["_id"]}
    assert api("GET", swimlane) == []


def exports_and_imports(api: Api, place: Place) -> None:
    """importboard, migratefromwekan, exportboardpdf, exportboardformat, importboardfrom and
    importics"""
    export = api("GET", f"{place.path}/export")
    assert export["_format"] == "wekan-board-1.0.0"
    imported = api("POST", "api/boards/import", json={"board": export | {"title": "Imported"}})
    assert imported
    assert api("GET", f"{place.path}/exportPDF").startswith(b"%PDF-")
    for shape in ("trello", "kanboard", "jira"):
        shaped = api("GET", f"{place.path}/export/{shape}")
        api("POST", f"api/boards/import/{shape}", json={"board": shaped})
    calendar = f"{place.path}/swimlanes/{place.swimlane}/lists/{place.list}/ics"
    told = api("POST", calendar, json={"ics": CALENDAR})
    assert (told["created"], len(told["cardIds"])) == (1, 1)
    assert api("GET", f"{place.cards}/{told['cardIds'][0]}")["title"] == "Regatta"


def site(api: Api) -> None:
    """getsettings, editsettings, and the rest of what is for site admins"""
    api("PUT", "api/settings", json={"productName": "My WeKan"})
    api("PUT", "api/settings", json={"disableRegistration": True})
    seen = api("GET", "api/settings")
    assert (seen["productName"], seen["disableRegistration"]) == ("My WeKan", True)
    api("PUT", "api/settings", json={"disableRegistration": False})
    assert any(each["domain"] == "example.org" for each in api("GET", "api/admin/domains"))
    blocked = {"limitSettings": {"avatarsUploadBlocked": True}}
    api("PUT", "api/admin/attachment-settings", json=blocked)
    seen = api("GET", "api/admin/attachment-settings")
    assert seen["limitSettings"]["avatarsUploadBlocked"] is True
    for noun in ("orgs", "teams"):
        field = {"field": f"{noun[:-1]}SharedTemplates", "value": True}
        assert api("GET", f"api/admin/{noun}") == []
        api("PUT", f"api/admin/{noun}/features", json=field)


if __name__ == "__main__":
    main()
