"""mongod's log file: kept small, and asked why a start failed."""

import json
from pathlib import Path
from typing import Final

_TAIL_BYTES: Final = 65_536
_KEPT_BYTES: Final = 16 * 1024 * 1024


def rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _KEPT_BYTES:
        log.replace(log.with_suffix(".log.1"))


def last_complaint(log: Path, start: int) -> str | None:
    """The last error since byte `start`, by mongod or the loader before it, in its words."""
    with log.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(start, size - _TAIL_BYTES))
        lines = file.read().decode(errors="replace").splitlines()
    return next((words for line in reversed(lines) if (words := _complaint(line))), None)


def _complaint(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return line.strip() or None
    if not isinstance(entry, dict) or entry.get("s") not in ("E", "F"):
        return None
    attributes = entry.get("attr") or {}
    detail = next((attributes[key] for key in ("error", "reason") if key in attributes), None)
    return f"{entry.get('msg')}: {detail}" if detail else str(entry.get("msg"))
