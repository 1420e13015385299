"""Wekan's security fixes around files: attachments, and what goes in and out as a whole."""

import base64
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bson import ObjectId

from domain.settings import Settings
from store.mongo import Store
from tests.advisories.attacks import SECRET, board_at
from tests.advisories.doors import HIDDEN, Answer, Call, Door, ask, delete, do, get, post
from tests.clients import Person
from tests.factories import Place, Wekan, member

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 24


@pytest.fixture
def settings(shared_url: str, tmp_path: Path) -> Settings:
    """With a folder for files, as Wekan has one."""
    folder = tmp_path / "wekan"
    folder.mkdir()
    return Settings.from_env({"MONGO_URL": shared_url, "WRITABLE_PATH": str(folder)})


@pytest.fixture
async def mara(wekan: Wekan) -> Person:
    return await wekan.person("mara")


@pytest.fixture
async def here(wekan: Wekan, mara: Person) -> Place:
    return await wekan.place(member(mara.id), allowsAttachments=True)


def at(place: Place, card: str, prefix: str = "") -> dict[str, str]:
    """How Wekan's routes for files want a card named."""
    names = {"boardId": place.board, "swimlaneId": place.swimlane, "listId": place.todo}
    names["cardId"] = card
    return {
        f"{prefix}{name[0].upper()}{name[1:]}" if prefix else name: each
        for name, each in names.items()
    }


async def upload(
    door: Door,
    who: Person | None,
    place: Place,
    card: str,
    content: bytes = b"plain",
    name: str = "plan.txt",
    kind: str = "text/plain",
) -> Answer:
    """Sends a file: over REST in base64, over GraphQL to the link that is given for it."""
    if door.name == "rest":
        data = base64.b64encode(content).decode()
        sent = {"fileData": data, "fileName": name, "fileType": kind}
        return await door.send(who, post("/api/attachment/upload", **at(place, card), **sent))
    link = do("createAttachmentUpload", "url attachmentId", cardId=card, name=name, type=kind)
    made = await door.send(who, link)
    if made.code != "OK":
        return made
    url = urlsplit(made.data["data"]["createAttachmentUpload"]["url"])
    response = await door.http.put(f"{url.path}?{url.query}", content=content)
    return Answer.of(response)


async def bytes_of(door: Door, who: Person | None, attachment: str) -> str:
    """Returns all that is answered to whoever asks for a file's content, by every way."""
    told = []
    if door.name == "rest":
        answer = await door.send(who, get(f"/api/attachment/download/{attachment}"))
        if answer.code == "OK":
            told.append(base64.b64decode(answer.data["base64Data"]).decode("latin-1"))
        told += [answer.text, (await door.send(who, get(stored_at(attachment)))).text]
        return "\n".join(told)
    answer = await door.send(who, do("createAttachmentDownload", "url", id=attachment))
    if answer.code == "OK":
        url = urlsplit(answer.data["data"]["createAttachmentDownload"]["url"])
        told.append((await door.http.get(f"{url.path}?{url.query}")).text)
    return "\n".join([*told, answer.text])


def stored_at(attachment: str) -> str:
    return f"/cdn/storage/attachments/{attachment}"


def writes(door: Door, place: Place, card: str, attachment: str) -> list[Call]:
    """What is done to an attachment by whoever may write where it hangs."""
    ids = {"attachmentId": attachment, **at(place, card, "target")}
    return door.pick(
        rest=[
            delete(f"/api/attachment/delete/{attachment}"),
            post("/api/attachment/move", **ids),
        ],
        graphql=[
            do("deleteAttachment", id=attachment),
            do("moveAttachment", id=attachment, cardId=card),
            do("renameAttachment", id=attachment, name="x.txt"),
            do("setCover", cardId=card, attachmentId=attachment),
        ],
    )


async def test_ghsa_4mxf_m8pq_xc9p_pathbleed(
    door: Door, wekan: Wekan, store: Store, mara: Person, here: Place, tmp_path: Path
) -> None:
    """A stored path is read inside Wekan's own folder alone, and no client writes one."""
    assert store.folder is not None
    inside = store.folder / "attachments"
    inside.mkdir(parents=True)
    outside = tmp_path / "secret.txt"
    outside.write_text(SECRET)
    beside = inside.parent / "attachments-of-others"
    beside.mkdir()
    (beside / "x").write_text(SECRET)
    (inside / "link").symlink_to(outside)
    (inside / "fine").write_text("fine")
    card = await wekan.card(here)
    made: dict[str, Any] = {"name": "x", "size": 7, "type": "text/plain", "meta": at(here, card)}

    async def pointing_to(path: str) -> str:
        version = {"original": {"path": path, "storage": "fs", "size": 7, "type": "text/plain"}}
        return await wekan.put("attachments", _id=str(ObjectId()), versions=version, **made)

    paths = [str(outside), f"{inside}/../../../secret.txt", str(inside / "link"), str(beside / "x")]
    for path in [*paths, "../../secret.txt", "/etc/passwd", f"file://{outside}"]:
        bad = await pointing_to(path)
        told = await bytes_of(door, mara, bad)
        assert SECRET not in told and "root:" not in told, path
        copying = post("/api/attachment/copy", attachmentId=bad, **at(here, card, "target"))
        copied = await door.send(
            mara, door.pick(rest=copying, graphql=do("copyAttachment", id=bad, cardId=card))
        )
        assert copied.code == HIDDEN, copied.text
    assert "fine" in await bytes_of(door, mara, await pointing_to(str(inside / "fine")))
    forged = {"versions": {"original": {"path": str(outside), "storage": "fs"}}}
    own = await wekan.attachment(here, card)
    if door.name == "graphql":
        ids = {"id": own, "name": "x"}
        more = (forged, {"path": str(outside)}, {"storage": "fs"})
        await door.refuses(
            "BAD_USER_INPUT", mara, *(do("renameAttachment", **ids, **each) for each in more)
        )
    else:
        data = base64.b64encode(b"x").decode()
        sent = {"fileData": data, "fileName": "x", "path": str(outside), "storage": "s3", **forged}
        await door.allows(mara, post("/api/attachment/upload", **at(here, card), **sent))
    await door.allows(mara, *writes(door, here, card, own)[:1])
    for stored in await wekan.all("attachments", source="api"):
        assert Path(stored["versions"]["original"]["path"]).parent == inside
    assert outside.read_text() == SECRET


async def test_ghsa_jhph_whx8_wq6p_mimebleed(
    door: Door, wekan: Wekan, mara: Person, here: Place
) -> None:
    """What a file is, its content says; what browsers would run is not taken."""
    card = await wekan.card(here)
    script = b"<html><script>alert(1)</script></html>"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    before = await wekan.all("attachments")
    for content, name, kind in (
        (script, "page.html", "text/html"),
        (script, "photo.png", "image/png"),
        (script, "notes.txt", "text/plain"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "x">]><x/>', "a.xml", "text/xml"),
        (svg, "logo.svg", "image/svg+xml"),
        (svg, "logo.png", "image/png"),
        (b"<svg/>", "logo", "application/octet-stream"),
        (b"alert(1)", "x.js", "text/javascript"),
    ):
        answer = await upload(door, mara, here, card, content, name, kind)
        assert answer.code == "BAD_USER_INPUT", f"{name} {kind}: {answer.text}"
    assert await wekan.all("attachments") == before
    for content, kind, stored_as in (
        (PNG, "text/html", "image/png"),
        (b"no picture", "image/png", "application/octet-stream"),
    ):
        await _allowed(upload(door, mara, here, card, content, "x", kind))
        stored = (await wekan.all("attachments"))[-1]
        assert (stored["type"], stored["isImage"]) == (stored_as, content is PNG)
    response = await door.http.get(stored_at(stored["_id"]), headers=mara.headers)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"].startswith("attachment")


async def _allowed(coming: Any) -> Answer:
    answer: Answer = await coming
    assert answer.code == "OK", answer.text
    return answer


async def test_filebleed_scannerbleed(
    door: Door, wekan: Wekan, store: Store, mara: Person, here: Place
) -> None:
    """Names made to do harm are refused, others cleaned; none becomes part of a path, and no
    program is started with one."""
    card = await wekan.card(here)
    for name in (
        "<script>alert(1)</script>.txt",
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "%2e%2e%2fetc%2fpasswd",
        "a\x00.txt",
        "{{constructor.constructor('x')()}}.txt",
        "<?php system('id') ?>.txt",
        "javascript:alert(1)",
    ):
        answer = await upload(door, mara, here, card, name=name)
        assert answer.code == "BAD_USER_INPUT", f"{name}: {answer.text}"
    assert not await wekan.all("attachments")
    for name, cleaned in (
        ("invoice\u202etxt.exe", "invoicetxt.txt"),
        ("pl\u200ban.txt", "plan.txt"),
        ("$(touch x); `id`.txt", "$(touch x); `id`.txt"),
        ("folder/plan.txt", "plan.txt"),
    ):
        await _allowed(upload(door, mara, here, card, name=name))
        stored = (await wekan.all("attachments"))[-1]
        assert stored["name"].partition(".")[0] == cleaned.partition(".")[0]
        assert store.folder is not None
        path = Path(stored["versions"]["original"]["path"])
        assert path.parent == store.folder / "attachments"
        assert path.stem == stored["_id"]


async def test_malwarebleed(door: Door, wekan: Wekan, mara: Person, here: Place) -> None:
    """The test virus is refused, wherever in a file it begins."""
    card = await wekan.card(here)
    virus = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    for content in (virus, " " * 5000 + virus):
        answer = await upload(door, mara, here, card, content.encode())
        assert answer.code == "BAD_USER_INPUT", answer.text
    assert not await wekan.all("attachments")


async def test_spacebleed(
    door: Door, wekan: Wekan, store: Store, mara: Person, here: Place
) -> None:
    """A file beyond the site's limit is not stored, nor any part of it."""
    card = await wekan.card(here)
    await wekan.put("attachmentStorageSettings", uploadSettings={"maxFileSize": 1000})
    before = await wekan.everything()
    answer = await upload(door, mara, here, card, b"x" * 1001)
    assert answer.code == "BAD_USER_INPUT", answer.text
    after = await wekan.everything()
    assert {**after, "wekanGraphql": 0} == {**before, "wekanGraphql": 0}
    assert store.folder is not None and not list(store.folder.rglob("*.*"))
    await _allowed(upload(door, mara, here, card, b"x" * 1000))


async def test_identity_check(rest_door: Door, wekan: Wekan, mara: Person, here: Place) -> None:
    """X-User-Id names nobody but the person whose token comes with it."""
    nils = await wekan.person("nils")
    own = await wekan.attachment(here, await wekan.card(here))
    path = f"/api/attachment/info/{own}"

    def known(token: str, **more: str) -> Call:
        return get(path, **{"X-Auth-Token": token, **more})

    await rest_door.allows(None, known(mara.token), known(mara.token, **{"X-User-Id": mara.id}))
    claimed = {"X-User-Id": mara.id}
    await rest_door.refuses(
        "UNAUTHENTICATED", None, known(nils.token, **claimed), get(path, **claimed)
    )
    hashed = (await wekan.get("users", mara.id))["services"]["resume"]["loginTokens"][0]
    await rest_door.refuses("UNAUTHENTICATED", None, known(hashed["hashedToken"], **claimed))
    await rest_door.refuses(HIDDEN, nils, get(path, **claimed))


async def test_membership_vs_write(door: Door, wekan: Wekan, mara: Person, here: Place) -> None:
    """Files are read by whoever sees their card, and changed by whoever may write there."""
    reader, stranger = await wekan.person("reader"), await wekan.person("stranger")
    people = [member(mara.id), member(reader.id, "comment-only")]
    await wekan.set("boards", here.board, members=people)
    card = await wekan.card(here)
    own = await wekan.attachment(here, card, SECRET.encode())
    others = [member(reader.id), member(mara.id, "read-only")]
    far = await wekan.place(*others, allowsAttachments=True)
    theirs = await wekan.card(far)
    assert SECRET in await bytes_of(door, reader, own)
    await door.refuses("FORBIDDEN", reader, *writes(door, here, card, own))
    assert (await upload(door, reader, here, card)).code == "FORBIDDEN"
    for who, code in ((stranger, HIDDEN), (None, "UNAUTHENTICATED")):
        assert SECRET not in await bytes_of(door, who, own)
        await door.refuses(code, who, *writes(door, here, card, own))
        assert (await upload(door, who, here, card)).code == code
    # Neither do files go to where one may not write, nor under a place that is not theirs.
    ids = {"attachmentId": own, **at(far, theirs, "target")}
    for who in (mara, reader):
        await door.refuses(
            "FORBIDDEN",
            who,
            *door.pick(
                rest=[post("/api/attachment/move", **ids)],
                graphql=[do("moveAttachment", id=own, cardId=theirs)],
            ),
        )
    copying = door.pick(
        rest=post("/api/attachment/copy", **ids),
        graphql=do("copyAttachment", id=own, cardId=theirs),
    )
    await door.refuses("FORBIDDEN", mara, copying)
    mixed = [
        {**at(here, card), "boardId": far.board},
        {**at(here, card), "listId": here.done},
        {**at(here, card), "swimlaneId": far.swimlane},
    ]
    sent = {"fileData": "eA==", "fileName": "x.txt"}
    uploads = [post("/api/attachment/upload", **each, **sent) for each in mixed]
    await door.refuses("BAD_USER_INPUT", mara, *door.pick(rest=uploads, graphql=[]))
    only = await wekan.person("only")
    narrow = [*people, member(only.id, "read-assigned-only")]
    await wekan.set("boards", here.board, members=narrow)
    assert SECRET not in await bytes_of(door, only, own)
    lists = door.pick(
        rest=[get(f"/api/attachment/list/{here.board}"), get(f"{board_at(here)}/attachments")],
        graphql=[ask("query ($id: ID!) { attachment(id: $id) { id name } }", id=own)],
    )
    await door.shows(own, mara, *lists)
    await door.conceals(own, only, *door.pick(rest=lists, graphql=[]))
    await door.ignores(only, *writes(door, here, card, own))
