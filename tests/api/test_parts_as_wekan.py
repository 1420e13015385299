"""REST_ERRORS=wekan: failures of checklists and comments as Wekan v11 answers them."""

import dataclasses

import httpx
import pytest

from domain.settings import Settings
from tests.api.rest_client import Rest
from tests.factories import Wekan, member

NO_CARD = {"error": "Card not found or does not belong to the specified board"}
NO_CHECKLIST = {"error": "Checklist not found or does not belong to the specified card"}
NO_TEXT = {"error": "Missing required parameter: comment"}
FORBIDDEN = {"error": "Forbidden"}
NOT_OWN = {
    "error": "You are not allowed to edit or delete another user's comment on this board.",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return dataclasses.replace(settings, rest_errors="wekan")


async def test_failures(http: httpx.AsyncClient, wekan: Wekan) -> None:
    mara, noor, stan = [await wekan.person(name) for name in ("mara", "noor", "stan")]
    place = await wekan.place(member(mara.id), member(noor.id, "read-only"))
    card = await wekan.card(place)
    checklist = await wekan.checklist(place, card, "Sand")
    comment = await wekan.comment(place, card, noor)
    cards = f"/api/boards/{place.board}/cards"
    lists, comments = f"{cards}/{card}/checklists", f"{cards}/{card}/comments"
    before = await wekan.everything()
    for who, method, path, body, status, told in (
        (mara, "GET", f"{cards}/nowhere/checklists", None, 404, NO_CARD),
        (mara, "POST", f"{cards}/nowhere/checklists", {}, 404, NO_CARD),
        (mara, "GET", f"{cards}/nowhere/checklists/{checklist}", None, 404, NO_CARD),
        (mara, "GET", f"{lists}/nowhere", None, 500, None),
        (mara, "DELETE", f"{lists}/nowhere", None, 404, NO_CHECKLIST),
        (mara, "GET", f"{lists}/{checklist}/items/nowhere", None, 404, None),
        (mara, "PUT", f"{lists}/{checklist}/items/nowhere", {"title": "a"}, 404, None),
        (mara, "POST", f"{lists}/nowhere/items", {"title": "a"}, 404, None),
        (mara, "POST", f"{lists}/{checklist}/items", {}, 500, "page"),
        (noor, "POST", lists, {}, 403, "page"),
        (stan, "GET", lists, None, 403, "page"),
        (mara, "GET", f"{cards}/nowhere/comments", None, 404, {"error": "Card not found"}),
        (mara, "GET", f"{comments}/nowhere", None, 200, None),
        (mara, "POST", comments, {"comment": ""}, 400, NO_TEXT),
        (mara, "DELETE", f"{comments}/nowhere", None, 404, {"error": "Comment not found"}),
        (mara, "DELETE", f"{comments}/{comment}", None, 403, NOT_OWN),
        (noor, "POST", comments, {"comment": "a"}, 403, FORBIDDEN),
        (stan, "GET", comments, None, 403, FORBIDDEN),
        (None, "GET", comments, None, 401, {"error": "Unauthorized"}),
    ):
        response = await Rest(http, who).send(method, path, json=body)
        assert response.status_code == status, (method, path, response.text)
        if told is None:
            assert response.content == b""
        elif told == "page":
            assert response.text.startswith("<!DOCTYPE html>")
        else:
            assert response.json() == told
    assert await wekan.everything() == before
