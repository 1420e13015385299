"""What the hand-written handlers share: whose token it is, and what that person may do."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from pymongo.asynchronous.database import AsyncDatabase
from starlette.exceptions import HTTPException
from starlette.requests import Request

Document: TypeAlias = dict[str, Any]
Database: TypeAlias = AsyncDatabase[Document]

_LIFETIME: Final = timedelta(days=90)
TOKENS: Final = "services.resume.loginTokens"


def hash_token(token: str) -> str:
    return base64.b64encode(hashlib.sha256(token.encode()).digest()).decode()


async def user_of(db: Database, request: Request, *names: str) -> Document:
    """Returns the person whose token the request carries, with these paths of the document."""
    hashed = hash_token(request.headers.get("authorization", "")[len("Bearer ") :])
    user = await db.users.find_one(
        {f"{TOKENS}.hashedToken": hashed}, ["loginDisabled", TOKENS, *names]
    )
    if user is None or user.get("loginDisabled"):
        raise HTTPException(401)
    now = datetime.now(UTC).replace(tzinfo=None)
    for token in user["services"]["resume"]["loginTokens"]:
        if token["hashedToken"] == hashed and token["when"] + _LIFETIME > now:
            return user
    raise HTTPException(401)


def seen_by(user: Document) -> Document:
    member = {"$elemMatch": {"userId": user["_id"], "isActive": True}}
    return {"$or": [{"permission": "public"}, {"members": member}]}


async def board_of(db: Database, user: Document, board_id: str, *names: str) -> Document:
    board = await db.boards.find_one({"_id": board_id, **seen_by(user)}, [*names, "_id"])
    if board is None:
        raise HTTPException(404)
    return board


def may_write(member: Document, user_id: str) -> bool:
    narrow = "isCommentOnly isNoComments isWorker isReadOnly isReadAssignedOnly".split()
    return (
        member["userId"] == user_id
        and member["isActive"]
        and not any(member.get(flag) for flag in (*narrow, "isCommentAssignedOnly"))
    )
