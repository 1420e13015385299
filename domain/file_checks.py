"""What a file really is, and whether it may be stored. Nothing that its sender says is believed.

Source: Wekan's models/fileValidation.js and models/attachments.js (MimeBleed, MalwareBleed).
"""

import re
from dataclasses import dataclass

from domain import file_names
from domain.errors import BadInputError
from domain.file_names import UNKNOWN_TYPE

SCANNED = 1024 * 1024
"""How much of a file is looked at before any of it is stored."""
_SNIFFED = 64 * 1024
_FIELD = "input.file"
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/x-wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
)
_OF_ONE_CONTAINER = {
    "application/zip": ("application/",),
    "video/mp4": ("video/", "audio/", "image/"),
    "video/webm": ("video/", "audio/"),
    "audio/ogg": ("video/", "audio/"),
}
"""What else a file of that signature may be, if its sender or its name says so."""
_SHOWN = ("image/", "video/", "audio/", "application/pdf")
"""Types that browsers show as they are; only a signature makes a file one of them."""
_MARKUP = re.compile(
    rb"<\s*(script|html|svg|iframe|object|embed|foreignobject|meta\b)|^\s*(<\?xml|<!doctype)"
    rb"|<!entity",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    rb"<script\b|\bon[a-z-]{1,20}\s*=\s*['\"]|javascript\s*:|<iframe\b|<object\b|<embed\b"
    rb"|<meta\s+http-equiv\s*=\s*['\"]?refresh|<foreignobject\b|<!doctype|<!entity"
    rb"|<\?xml-stylesheet",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<\s*svg\b", re.IGNORECASE)
_MARKUP_TYPES = re.compile(r"(text/html|application/xhtml|image/svg|(text|application)/.*xml\b)")
_SCRIPT_TYPES = re.compile(r"(text|application)/(x-)?(java|ecma)script")
_TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be stored, under this name and type."""

    name: str
    type: str


def checked(name: str, said: str | None, head: bytes, *, allowed: list[str]) -> Checked:
    """Returns how the file that begins with `head` is stored; `said` is its sender's type.

    `allowed` are the only types that the site takes, if it names any. Raises BadInputError.
    """
    file_names.require_harmless(_FIELD, name)
    if _TEST_VIRUS in head:
        raise BadInputError(_FIELD, "This file is taken for a virus.")
    told = (said or "").partition(";")[0].strip().lower() or file_names.type_of(name)
    media_type = _type_of(told, head)
    _refuse_active(name, {told, media_type, file_names.type_of(name)}, head)
    if allowed and not any(_fits(media_type, each) for each in allowed):
        raise BadInputError(_FIELD, f"Files of type {media_type} are not taken here.")
    return Checked(file_names.cleaned(name, media_type), media_type)


def _type_of(told: str, head: bytes) -> str:
    found = next(
        (kind for at, mark, kind in _SIGNATURES if head[at : at + len(mark)] == mark), None
    )
    if found is None:
        return UNKNOWN_TYPE if told.startswith(_SHOWN) or not _is_type(told) else told
    return told if told.startswith(_OF_ONE_CONTAINER.get(found, ())) and _is_type(told) else found


def _is_type(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}", text) is not None


def _refuse_active(name: str, types: set[str], head: bytes) -> None:
    binary = any(head[at : at + len(mark)] == mark for at, mark, _ in _SIGNATURES)
    start = b"" if binary else head[:_SNIFFED]
    if name.lower().endswith(".svg") or "image/svg+xml" in types or _SVG.search(start):
        raise BadInputError(_FIELD, "SVG files are not allowed as attachments.")
    if any(_SCRIPT_TYPES.fullmatch(each) for each in types) and head.strip():
        raise BadInputError(_FIELD, "Scripts are not allowed as attachments.")
    is_markup = any(_MARKUP_TYPES.match(each) for each in types) or _MARKUP.search(start)
    # What is too long to be looked through whole counts as harmful, as in Wekan.
    if is_markup and not binary and (len(head) >= SCANNED or _ACTIVE.search(head)):
        raise BadInputError(_FIELD, "This file holds scripts, or markup that can run them.")


def _fits(media_type: str, pattern: str) -> bool:
    wanted = pattern.strip().lower()
    return media_type == wanted or (
        wanted.endswith("/*") and media_type.startswith(wanted.removesuffix("*"))
    )
