"""Attachments over REST: stored as Wekan stores them, read again, copied, moved, deleted."""

import base64
import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.settings import Settings
from tests.api.rest_client import Rest
from tests.clients import Person
from tests.conftest import running
from tests.factories import START, Document, Place, Wekan, member

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
UPLOAD = "/api/attachment/upload"


def in_full(place: Place, card: str, **fields: object) -> Document:
    ids = {"boardId": place.board, "swimlaneId": place.swimlane, "listId": place.todo}
    return {**ids, "cardId": card, **fields}


def as_json(place: Place, card: str, content: bytes = PNG, name: str = "plan.png") -> Document:
    data = base64.b64encode(content).decode()
    return in_full(place, card, fileData=data, fileName=name)


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
def rest(http: httpx.AsyncClient, mara: Person) -> Rest:
    return Rest(http, mara)


@pytest.fixture
async def place(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id, "admin"), allowsAttachments=True)


@pytest.fixture
async def card(wekan: Wekan, place: Place) -> str:
    return await wekan.card(place)


async def uploaded(rest: Rest, place: Place, card: str, *args: Any) -> str:
    return str((await rest.ok("POST", UPLOAD, as_json(place, card, *args)))["attachmentId"])


def described(place: Place, card: str, mara: Person, attachment: str) -> Document:
    path = f"/data/files/attachments/{attachment}.png"
    return {
        "_id": attachment,
        "name": "plan.png",
        "extension": "png",
        "ext": "png",
        "extensionWithDot": ".png",
        "type": "image/png",
        "mime": "image/png",
        "mime-type": "image/png",
        "size": len(PNG),
        "path": path,
        "_storagePath": "/data/files/attachments",
        "_downloadRoute": "/cdn/storage",
        "_collectionName": "attachments",
        "public": False,
        "isVideo": False,
        "isAudio": False,
        "isImage": True,
        "isText": False,
        "isJSON": False,
        "isPDF": False,
        "userId": mara.id,
        "meta": in_full(place, card, source="api"),
        "versions": {
            "original": {
                "path": path,
                "size": len(PNG),
                "type": "image/png",
                "extension": "png",
                "storage": "gridfs",
            }
        },
    }


async def test_an_upload_is_stored_as_wekan_stores_it(
    rest: Rest, wekan: Wekan, place: Place, card: str, mara: Person
) -> None:
    answer = await rest.ok("POST", UPLOAD, as_json(place, card))
    attachment = answer["attachmentId"]
    assert answer == {
        "success": True,
        "attachmentId": attachment,
        "fileName": "plan.png",
        "fileSize": len(PNG),
        "storageBackend": "gridfs",
        "message": "Attachment uploaded successfully",
    }
    stored = await wekan.get("attachments", attachment)
    assert START < stored.pop("uploadedAtOstrio") <= datetime.now(UTC)
    file = stored["versions"]["original"].pop("meta")["gridFsFileId"]
    assert stored == described(place, card, mara, attachment)
    (head,) = await wekan.all("attachments.files")
    assert (str(head["_id"]), head["length"]) == (file, len(PNG))
    (chunk,) = await wekan.all("attachments.chunks")
    assert (chunk["files_id"], chunk["n"], chunk["data"]) == (head["_id"], 0, PNG)
    assert await wekan.activities() == [
        {
            "userId": mara.id,
            "activityType": "addAttachment",
            "type": "card",
            "attachmentId": attachment,
            "attachmentName": "plan.png",
            **in_full(place, card),
        }
    ]


async def test_a_form_takes_a_large_file_in_pieces(
    rest: Rest, wekan: Wekan, place: Place, card: str
) -> None:
    content = PNG + bytes(6_000_000)
    given = in_full(place, card)
    made = await rest.send(
        "POST", UPLOAD, data=given, files={"file": ("wide.png", content, "image/png")}
    )
    assert made.status_code == 200, made.text
    path = f"/cdn/storage/attachments/{made.json()['attachmentId']}"
    assert (await rest.send("GET", path)).content == content
    part = await rest.send("GET", path, headers={"Range": "bytes=5000000-5000009"})
    assert (part.status_code, part.content) == (206, content[5_000_000:5_000_010])
    assert part.headers["content-range"] == f"bytes 5000000-5000009/{len(content)}"
    tail = await rest.send("GET", path, headers={"Range": "bytes=-3"})
    assert (tail.status_code, tail.headers["content-length"]) == (206, "3")
    beyond = await rest.send("GET", path, headers={"Range": f"bytes={len(content)}-"})
    assert beyond.status_code == 416
    head = await rest.send("HEAD", path)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(content)))
    again = await rest.send("GET", path, headers={"If-None-Match": head.headers["etag"]})
    assert again.status_code == 304


async def test_files_come_with_headers_that_keep_them_from_running(
    rest: Rest, place: Place, card: str
) -> None:
    """MimeBleed: nothing that could run is ever sent as what it says it is."""
    page = await uploaded(rest, place, card, b"<p>plain</p>", "page.html")
    sent = await rest.send("GET", f"/cdn/storage/attachments/{page}")
    assert sent.headers["content-type"] == "application/octet-stream"
    assert sent.headers["content-disposition"].startswith('attachment; filename="page.html"')
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert sent.headers["content-security-policy"].startswith("sandbox;")
    picture = await uploaded(rest, place, card)
    path = f"/cdn/storage/attachments/{picture}"
    shown = (await rest.send("GET", path)).headers
    assert (shown["content-type"], shown["content-disposition"][:6]) == ("image/png", "inline")
    saved = (await rest.send("GET", f"{path}?download=true")).headers
    assert saved["content-disposition"].startswith("attachment")


async def test_what_is_stored_is_told_and_read_again(
    rest: Rest, place: Place, card: str, wekan: Wekan
) -> None:
    attachment = await uploaded(rest, place, card)
    told = {
        "attachmentId": attachment,
        "fileName": "plan.png",
        "fileSize": len(PNG),
        "fileType": "image/png",
        "storageBackend": "gridfs",
    }
    downloaded = await rest.ok("GET", f"/api/attachment/download/{attachment}")
    data = base64.b64encode(PNG).decode()
    assert downloaded == {"success": True, **told, "base64Data": data}
    info = await rest.ok("GET", f"/api/attachment/info/{attachment}")
    line = told | in_full(place, card) | {"isImage": True, "createdAt": info["createdAt"]}
    version = {"versionName": "original", "storage": "gridfs", "type": "image/png"}
    assert info == {"success": True, **line, "versions": [version | {"size": len(PNG)}]}

    beside = await wekan.card(place, listId=place.done)
    other = in_full(place, beside, fileData=data, fileName="x.png") | {"listId": place.done}
    await rest.ok("POST", UPLOAD, other)
    listing = f"/api/attachment/list/{place.board}"
    for rest_of_path, count in (
        ("", 2),
        (f"/{place.swimlane}", 2),
        (f"/{place.swimlane}/{place.todo}", 1),
        (f"/null/{place.done}", 1),
        (f"/null/null/{card}", 1),
        ("/elsewhere", 0),
    ):
        found = await rest.ok("GET", listing + rest_of_path)
        assert (found["success"], found["count"]) == (True, count), rest_of_path
        assert len(found["attachments"]) == count
    assert (await rest.ok("GET", f"{listing}/null/null/{card}"))["attachments"] == [line]
    assert await rest.status("GET", f"{listing}/null/null/{'A' * 17}") == 404
    lines = await rest.ok("GET", f"/api/boards/{place.board}/attachments")
    url = f"http://localhost:3000/cdn/storage/attachments/{attachment}"
    assert lines[0] == {
        "attachmentId": attachment,
        "attachmentName": "plan.png",
        "attachmentType": "image/png",
        "url": url,
        "urlDownload": f"{url}?download=true&token=",
        **in_full(place, card),
    }


async def test_copies_and_moves(
    rest: Rest, wekan: Wekan, place: Place, card: str, mara: Person
) -> None:
    attachment = await uploaded(rest, place, card)
    await wekan.set("cards", card, coverId=attachment)
    other = await wekan.place(member(mara.id), allowsAttachments=True)
    target = await wekan.card(other)
    named = {
        f"target{name[0].upper()}{name[1:]}": value
        for name, value in in_full(other, target).items()
    }
    copied = await rest.ok("POST", "/api/attachment/copy", {"attachmentId": attachment, **named})
    copy = await wekan.get("attachments", copied["newAttachmentId"])
    told = {"source": "api-copy", "copyFrom": attachment, "copyStorage": "gridfs"}
    assert copy["meta"] == in_full(other, target) | told
    assert (await rest.send("GET", f"/cdn/storage/attachments/{copy['_id']}")).content == PNG
    assert len(await wekan.all("attachments.files")) == 2

    moved = await rest.ok("POST", "/api/attachment/move", {"attachmentId": attachment, **named})
    assert (moved["sourceBoardId"], moved["targetBoardId"]) == (place.board, other.board)
    meta = (await wekan.get("attachments", attachment))["meta"]
    assert meta.pop("movedAt") > START
    assert meta == in_full(other, target, source="api-move")
    assert (await wekan.get("cards", card)).get("coverId", "") == ""
    assert [each["activityType"] for each in await wekan.activities()] == ["addAttachment"] * 2

    before = await wekan.everything()
    for wrong, problem in (
        ({"targetListId": place.done}, "Target list ID does not match the card's list"),
        ({"targetBoardId": place.board}, "Target card does not belong to the specified board"),
        ({"attachmentId": {"$ne": ""}}, "Missing required parameters"),
    ):
        body = {"attachmentId": attachment, **named, **wrong}
        for verb in ("copy", "move"):
            refused = await rest.send("POST", f"/api/attachment/{verb}", json=body)
            assert refused.json() == {"success": False, "error": problem}
            assert refused.status_code == 400
    assert await wekan.everything() == before


async def test_a_deleted_attachment_leaves_no_bytes(
    rest: Rest, wekan: Wekan, place: Place, card: str
) -> None:
    attachment = await uploaded(rest, place, card)
    await wekan.set("cards", card, coverId=attachment)
    path = f"/api/attachment/delete/{attachment}"
    assert (await rest.ok("DELETE", path))["fileName"] == "plan.png"
    for name in ("attachments", "attachments.files", "attachments.chunks"):
        assert await wekan.all(name) == []
    assert (await wekan.get("cards", card)).get("coverId", "") == ""
    assert (await wekan.activities(activityType="deleteAttachment"))[0]["cardId"] == card
    gone = await rest.send("DELETE", path)
    assert (gone.status_code, gone.json()["error"]) == (404, "Attachment not found")


REFUSED = (
    ({"fileName": "../../etc/passwd"}, b"x", 400),
    ({"fileName": "<script>.png"}, PNG, 400),
    ({"fileName": "drawing.svg"}, b"<svg></svg>", 400),
    ({"fileName": "photo.png", "fileType": "image/png"}, b"<svg onload=x>", 400),
    ({"fileName": "photo.png", "fileType": "image/png"}, b"<script>alert(1)</script>", 400),
    ({"fileName": "page.html"}, b'<p onclick="x()">', 400),
    ({"fileName": "x.js"}, b"alert(1)", 400),
    ({"fileName": "x.txt"}, b"X5O!P%@AP...$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", 400),
    ({"fileName": "big.png"}, PNG + bytes(5000), 413),
)


async def test_harmful_and_large_files_are_refused(
    rest: Rest, wekan: Wekan, place: Place, card: str
) -> None:
    """MimeBleed, FileBleed, MalwareBleed, SpaceBleed: and nothing stays of them."""
    limits = {"apiUploadMaxBytes": 4000, "apiDownloadMaxBytes": 10}
    settings = await wekan.put("attachmentStorageSettings", limitSettings=limits)
    before = await wekan.everything()
    for fields, content, status in REFUSED:
        body = as_json(place, card, content) | fields
        assert await rest.status("POST", UPLOAD, body) == status, fields
    for missing in ("fileData", "cardId", "boardId"):
        body = as_json(place, card) | {missing: ""}
        assert await rest.status("POST", UPLOAD, body) == 400
    for wrong in ({"listId": place.done}, {"swimlaneId": "other"}, {"fileData": {"$gt": ""}}):
        assert await rest.status("POST", UPLOAD, as_json(place, card) | wrong) == 400
    assert await wekan.everything() == before

    spoofed = await uploaded(rest, place, card, b"plain text", "photo.png")
    assert (await wekan.get("attachments", spoofed))["type"] == "application/octet-stream"
    real = await uploaded(rest, place, card, PNG, "a very long name of a picture indeed.jpg")
    assert (await wekan.get("attachments", real))["name"] == "a very long name of a pict.png"
    assert await rest.status("GET", f"/api/attachment/download/{real}") == 413
    assert await rest.status("GET", f"/cdn/storage/attachments/{real}") == 413
    for change, status in (
        ({"limitSettings": {"apiUploadBlocked": True}}, 403),
        ({"defaultStorage": "gcs"}, 400),
        ({"uploadSettings": {"allowedMimeTypes": ["text/*"]}}, 400),
    ):
        await wekan.unset("attachmentStorageSettings", settings, "limitSettings", "defaultStorage")
        await wekan.set("attachmentStorageSettings", settings, **change)
        assert await rest.status("POST", UPLOAD, as_json(place, card)) == status, change
    await wekan.set(
        "attachmentStorageSettings", settings, limitSettings={"apiDownloadBlocked": True}
    )
    assert await rest.status("GET", f"/api/attachment/download/{real}") == 403
    await wekan.set("boards", place.board, allowsAttachments=False)
    await wekan.unset("attachmentStorageSettings", settings, "uploadSettings", "limitSettings")
    refused = await rest.send("POST", UPLOAD, json=as_json(place, card))
    assert refused.status_code == 403
    assert refused.json()["error"] == "Attachments are not allowed on this board"


WRITERS = {"admin", "normal", "normal-assigned-only", "no-comments"}


async def test_roles(http: httpx.AsyncClient, wekan: Wekan) -> None:
    """AssignedBleed: who may write may attach; who sees only their cards sees their files."""
    cast = await wekan.cast()
    members = [member(person.id, role) for role, person in cast.items()]
    place = await wekan.place(*members, allowsAttachments=True)
    own = [person.id for role, person in cast.items() if "assigned" in role]
    card = await wekan.card(place, assignees=own)
    hidden = await wekan.attachment(place, await wekan.card(place))
    stranger = await wekan.person("stan")
    for role, person in {**cast, "stranger": stranger}.items():
        door = Rest(http, person)
        status = await door.status("POST", UPLOAD, as_json(place, card))
        expected = 200 if role in WRITERS else 404 if role == "stranger" else 403
        assert status == expected, role
        sees = 404 if "assigned" in role or role == "stranger" else 200
        for path in (f"/api/attachment/info/{hidden}", f"/cdn/storage/attachments/{hidden}"):
            assert await door.status("GET", path) == sees, (role, path)
        if sees == 404 and role != "stranger":
            listed = await door.ok("GET", f"/api/attachment/list/{place.board}")
            assert hidden not in [each["attachmentId"] for each in listed["attachments"]]
        gone = await door.status("DELETE", f"/api/attachment/delete/{hidden}")
        assert gone != 200 or role in WRITERS
        if gone == 200:
            hidden = await wekan.attachment(place, await wekan.card(place))


async def test_tokens_in_other_places(
    http: httpx.AsyncClient, wekan: Wekan, mara: Person, place: Place, card: str
) -> None:
    attachment = await wekan.attachment(place, card)
    info, file = f"/api/attachment/info/{attachment}", f"/cdn/storage/attachments/{attachment}"
    pair = {"X-User-Id": mara.id, "X-Auth-Token": mara.token}
    assert (await http.get(info, headers=pair)).status_code == 200
    other = await wekan.person("otto")
    assert (await http.get(info, headers=pair | {"X-User-Id": other.id})).status_code == 401
    cookie = {"Cookie": f"meteor_login_token={mara.token}"}
    assert (await http.get(file, headers=cookie)).status_code == 200
    assert (await http.get(info, headers=cookie)).status_code == 401
    assert (await http.get(file)).status_code == 401
    await wekan.set("boards", place.board, permission="public")
    assert (await http.get(file)).status_code == 200


async def test_backgrounds(http: httpx.AsyncClient, rest: Rest, wekan: Wekan, place: Place) -> None:
    normal = await wekan.person("nora")
    added = {"members": member(normal.id)}
    await wekan.database.boards.update_one({"_id": place.board}, {"$push": added})
    path = "/api/attachment/upload-background"
    data = base64.b64encode(PNG).decode()
    body = {"boardId": place.board, "fileData": data, "fileName": "sea.png"}
    refused = await Rest(http, normal).send("POST", path, json=body)
    assert (refused.status_code, refused.json()["error"]) == (403, "Board admin required")
    text = body | {"fileData": base64.b64encode(b"text").decode()}
    assert await rest.status("POST", path, text) == 400
    assert await wekan.all("attachments.files") == []
    made = await rest.ok("POST", path, body)
    url = f"/cdn/storage/attachments/{made['attachmentId']}"
    assert made["backgroundImageURL"] == url
    board = await wekan.get("boards", place.board)
    assert (board["backgroundImageId"], board["backgroundImageURL"]) == (made["attachmentId"], url)
    meta = (await wekan.get("attachments", made["attachmentId"]))["meta"]
    assert meta == {"boardId": place.board, "source": "api-background"}
    shown = await Rest(http, normal).ok("GET", f"/api/attachment/download-background/{place.board}")
    assert (shown["base64Data"], shown["backgroundImageURL"]) == (data, url)
    gone = f"/api/attachment/delete/{made['attachmentId']}"
    assert await Rest(http, normal).status("DELETE", gone) == 403
    await rest.ok("DELETE", gone)
    assert "backgroundImageId" not in await wekan.get("boards", place.board)


@pytest.fixture
async def beside_wekan(settings: Settings, tmp_path: Path) -> AsyncIterator[Any]:
    """A server that shares Wekan's own folder."""
    shared = dataclasses.replace(settings, writable_path=tmp_path / "data")
    async with running(shared) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client, Wekan(app.state.services.store.database), tmp_path / "data/files"


async def test_files_in_wekans_own_folder(beside_wekan: Any, tmp_path: Path) -> None:
    """PathBleed (GHSA-4mxf-m8pq-xc9p): a stored path is read inside that folder alone."""
    http, wekan, files = beside_wekan
    mara = await wekan.person("mara")
    rest = Rest(http, mara)
    place = await wekan.place(member(mara.id), allowsAttachments=True)
    card = await wekan.card(place)
    attachment = await uploaded(rest, place, card)
    stored = await wekan.get("attachments", attachment)
    path = files / "attachments" / f"{attachment}.png"
    assert path.read_bytes() == PNG
    assert stored["versions"]["original"]["path"] == stored["path"] == str(path)
    assert stored["versions"]["original"]["storage"] == "fs"
    assert await wekan.all("attachments.files") == []
    url = f"/cdn/storage/attachments/{attachment}"
    assert (await rest.send("GET", url, headers={"Range": "bytes=1-3"})).content == b"PNG"
    old = await wekan.attachment(place, card, b"in GridFS")
    assert (await rest.send("GET", f"/cdn/storage/attachments/{old}")).content == b"in GridFS"

    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for stolen in (str(secret), str(files / "attachments/../../../secret.txt"), "/etc/passwd", 7):
        await wekan.set("attachments", attachment, **{"versions.original.path": stolen})
        assert await rest.status("GET", url) == 404
    await rest.ok("DELETE", f"/api/attachment/delete/{attachment}")
    assert secret.exists()
