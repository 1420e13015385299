"""What goes in and out of the site as a whole: its rules, its traces, and imports under way."""

from datetime import datetime
from typing import Annotated

from store.records import Record, at, record
from store.values import as_date, as_flag, as_id, as_int, as_text


@record("settings")
class TransferRules(Record):
    """What the admins allow of exports and imports."""

    id: Annotated[str, at("_id")]
    no_export: Annotated[bool, at("disableAllExport", read=as_flag)] = False
    no_import: Annotated[bool, at("disableAllImport", read=as_flag)] = False
    no_avatars: Annotated[bool, at("disableExportAvatars", read=as_flag)] = False
    anonymous_exports: Annotated[bool, at("anonymizeExportUsers", read=as_flag)] = False
    anonymous_imports: Annotated[bool, at("anonymizeImportUsers", read=as_flag)] = False


@record("impersonatedUsers")
class Impersonation(Record):
    """A line about somebody who took, or has taken, another's name."""

    id: Annotated[str, at("_id")]
    admin_id: Annotated[str | None, at("adminId", read=as_id)] = None
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    reason: Annotated[str, at("reason", read=as_text)] = ""


@record("wekanGraphqlImports")
class ImportJob(Record):
    """How far an import is. One of our own documents; it is gone a day after."""

    id: Annotated[str, at("_id")]
    user_id: Annotated[str, at("userId", read=as_text)] = ""
    state: Annotated[str, at("state", read=as_text)] = "running"
    done: Annotated[int, at("done", read=as_int)] = 0
    total: Annotated[int, at("total", read=as_int)] = 0
    board_id: Annotated[str | None, at("boardId", read=as_id)] = None
    problem: Annotated[str | None, at("problem", read=as_text)] = None
    created_at: Annotated[datetime | None, at("createdAt", read=as_date)] = None
    modified_at: Annotated[datetime | None, at("modifiedAt", read=as_date)] = None
