"""A Trello board, as Trello's own menu exports it.

Source: Wekan's models/trelloCreator.js. Files that Trello keeps are not fetched: what was only
linked to, and what does not come with the export, is listed in the card's description.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from domain.errors import BadInputError
from domain.imports.building import Draft
from domain.imports.restored import moment_of
from domain.imports.sent import Row, Sent, first, row_of, rows_of, text, texts

_COLORS = {
    "lime": "lime",
    "sky": "sky",
    "lightblue": "sky",
    "light-blue": "sky",
    "gray": "gray",
    "grey": "gray",
}
_PLAIN = "green yellow orange red purple blue pink black".split()
_FIELD_TYPES = {"list": "dropdown", "checkbox": "checkbox", "date": "date", "number": "number"}
_HEX_DIGITS = 8


def parsed(document: object) -> Sent:
    """Returns a Trello board in Wekan's shape. Raises BadInputError."""
    board = row_of(document)
    if not text(board.get("name")) or not isinstance(board.get("cards"), list):
        raise BadInputError("board", "This is no export of a Trello board.")
    draft = Draft(text(board["name"]), "Trello", board.get("url"))
    draft.more = {"_id": text(board.get("id")) or None, "archived": board.get("closed") is True}
    prefs = row_of(board.get("prefs"))
    draft.more["permission"] = "public" if prefs.get("permissionLevel") == "public" else "private"
    draft.more["description"] = text(board.get("desc"))
    _Reader(board, draft).read()
    return draft.sent()


def _color(name: object) -> str:
    """Trello has shades of each colour: `green_dark`."""
    plain = text(name).partition("_")[0].lower()
    return plain if plain in _PLAIN else _COLORS.get(plain, "black")


def _made_at(trello_id: object) -> datetime | None:
    """Trello's ids begin with the second in which the thing was made."""
    digits = text(trello_id)[:_HEX_DIGITS]
    try:
        return datetime.fromtimestamp(int(digits, 16), UTC) if len(digits) == _HEX_DIGITS else None
    except (ValueError, OverflowError, OSError):
        return None


class _Reader:
    """One board being read."""

    def __init__(self, board: Row, draft: Draft) -> None:
        self._board = board
        self._draft = draft
        self._actions = rows_of(board.get("actions"))
        self._creators = {
            text(row_of(row_of(a.get("data")).get("card")).get("id")): a
            for a in self._actions
            if text(a.get("type")) in ("createCard", "copyCard", "convertToCardFromCheckItem")
        }
        self._types: dict[str, str] = {}

    def read(self) -> None:
        for label in rows_of(self._board.get("labels")):
            self._draft.label(
                text(label.get("name")), _color(label.get("color")), text(label.get("id"))
            )
        for member in rows_of(self._board.get("members")):
            profile = {
                "fullname": text(member.get("fullName")),
                "initials": text(member.get("initials")),
            }
            self._draft.add(
                "users",
                _id=text(member.get("id")),
                username=text(member.get("username")),
                profile=profile,
            )
        self._fields()
        self._lists()
        for card in rows_of(self._board["cards"]):
            self._card(card)
        self._checklists()
        self._comments()

    def _lists(self) -> None:
        self._draft.add("swimlanes", title="Default", sort=0)
        for row in rows_of(self._board.get("lists")):
            self._draft.add(
                "lists",
                _id=text(row.get("id")),
                title=text(row.get("name")),
                archived=row.get("closed") is True,
                sort=row.get("pos"),
                color=_color(row.get("color")) if row.get("color") else None,
                createdAt=_made_at(row.get("id")),
            )

    def _fields(self) -> None:
        for row in rows_of(self._board.get("customFields")):
            kind = _FIELD_TYPES.get(text(row.get("type")), "text")
            items = [
                {"_id": text(o.get("id")), "name": text(row_of(o.get("value")).get("text"))}
                for o in rows_of(row.get("options"))
            ]
            shown = row_of(row.get("display")).get("cardFront") is True
            made = self._draft.add(
                "customFields",
                _id=text(row.get("id")),
                name=text(row.get("name")),
                type=kind,
                settings={"dropdownItems": items} if kind == "dropdown" else {},
                showOnCard=shown,
                showLabelOnMiniCard=shown,
                automaticallyOnCard=True,
            )
            self._types[made] = kind

    def _card(self, card: Row) -> None:
        card_id = text(card.get("id"))
        creator = self._creators.get(card_id, {})
        cover = row_of(card.get("cover"))
        attached = rows_of(card.get("attachments"))
        made_at = moment_of(creator.get("date")) or _made_at(card_id)
        self._draft.add(
            "cards",
            _id=card_id,
            title=text(card.get("name")),
            description=_with_links(text(card.get("desc")), attached),
            archived=card.get("closed") is True,
            listId=text(card.get("idList")),
            sort=card.get("pos"),
            cardNumber=card.get("idShort"),
            userId=text(creator.get("idMemberCreator")) or None,
            labelIds=texts(card.get("idLabels")) or texts(card.get("labels"), "id"),
            members=texts(card.get("idMembers")),
            startAt=moment_of(card.get("start")),
            dueAt=moment_of(card.get("due")),
            dueComplete=card.get("dueComplete") is True,
            color=_color(cover["color"]) if cover.get("color") else None,
            coverId=text(first(card, "idAttachmentCover") or cover.get("idAttachment")),
            createdAt=made_at,
            dateLastActivity=moment_of(card.get("dateLastActivity")),
            customFields=[self._value(each) for each in rows_of(card.get("customFieldItems"))],
            locations=_locations(card),
            stickers=_stickers(card),
            vote=_vote(card),
        )
        for row in attached:
            if row.get("file"):
                told = {
                    "name": text(first(row, "fileName", "name")),
                    "type": text(row.get("mimeType")),
                }
                file = {"file": row["file"], "cardId": card_id}
                self._draft.add("attachments", _id=text(row.get("id")), **told, **file)

    def _value(self, row: Row) -> Row:
        field_id, value = text(row.get("idCustomField")), row_of(row.get("value"))
        found: Any = first(value, "text", "date", "number")
        if row.get("idValue"):
            found = text(row["idValue"])
        elif "checked" in value:
            found = value["checked"] in (True, "true")
        elif "number" in value and self._types.get(field_id) == "number":
            found = _number(value["number"])
        return {"_id": field_id, "value": found}

    def _checklists(self) -> None:
        for row in rows_of(self._board.get("checklists")):
            card_id = text(row.get("idCard"))
            checklist_id = self._draft.add(
                "checklists",
                _id=text(row.get("id")),
                cardId=card_id,
                title=text(row.get("name")),
                sort=row.get("pos"),
            )
            for item in rows_of(row.get("checkItems")):
                self._draft.add(
                    "checklistItems",
                    _id=text(item.get("id")),
                    cardId=card_id,
                    checklistId=checklist_id,
                    title=text(item.get("name")),
                    isFinished=item.get("state") == "complete",
                    sort=item.get("pos"),
                )

    def _comments(self) -> None:
        """Trello tells of the newest first."""
        for action in reversed(self._actions):
            data = row_of(action.get("data"))
            if text(action.get("type")) not in ("commentCard", "copyCommentCard"):
                continue
            at = moment_of(action.get("date"))
            self._draft.add(
                "comments",
                cardId=text(row_of(data.get("card")).get("id")),
                text=text(data.get("text")),
                userId=text(action.get("idMemberCreator")),
                createdAt=at,
                modifiedAt=at,
            )


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None


def _with_links(description: str, attached: list[Row]) -> str:
    links = [text(row.get("url")) for row in attached if not row.get("file")]
    shown = [f"* {link}" for link in links if link.startswith(("https://", "http://"))]
    if not shown:
        return description
    return "\n".join([*([description, ""] if description else []), "## Links", *shown])


def _locations(card: Row) -> list[Row]:
    coordinates = row_of(card.get("coordinates"))
    if not (card.get("locationName") or card.get("address") or coordinates):
        return []
    named = {"name": text(card.get("locationName")), "address": text(card.get("address"))}
    return [{**named, **{key: coordinates.get(key) for key in ("latitude", "longitude")}}]


def _stickers(card: Row) -> list[Row]:
    return [
        {"icon": "star", "name": text(row.get("image")), "position": place}
        for place, row in enumerate(rows_of(card.get("stickers")))
    ]


def _vote(card: Row) -> Mapping[str, Any] | None:
    voted = texts(card.get("idMembersVoted"))
    question = {"question": text(card.get("name")), "public": True, "positive": voted}
    return question if voted else None
