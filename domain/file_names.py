"""Names of stored files: cleaned, and made to end as their content does.

Source: Wekan's models/lib/uploadFileName.js.
"""

import mimetypes
import re
import unicodedata
from urllib.parse import unquote

from domain.errors import BadInputError

UNKNOWN_TYPE = "application/octet-stream"
_LONGEST = 30
"""Characters, the extension among them; what fits on any file system."""
_EXPLOITS = re.compile(
    r"<\s*(script|svg|iframe|object|embed|img|html|meta|link|style|foreignobject|base)\b"
    r"|<\?xml|<!doctype|<!entity|javascript:|vbscript:|data:\s*text/html|(^|\s)on\w+\s*="
    r"|\{\{.*\}\}|\$\{.*\}|<%.*%>|<\?php|<\?=|\0|(^|[\\/])\.\.([\\/]|$)",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
_SAYING_NOTHING = {"", "*/*", "application/unknown", "application/x-binary", UNKNOWN_TYPE}
_GROUPS = (("image/", "image"), ("video/", "video"), ("audio/", "audio"), ("text/", "document"))
_EXTENSION = re.compile(r"\.[A-Za-z0-9_-]{1,16}")
# The machine's own table of types is left out: names must not depend on where we run.
_TYPES = mimetypes.MimeTypes()
for _type, _extensions in {
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg .jpeg .jpe .jfif",
    "text/markdown": ".md",
    "text/plain": ".txt .log",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/calendar": ".ics",
}.items():
    for _extension in _extensions.split():
        _TYPES.add_type(_type, _extension)
_USUAL = {"image/jpeg": ".jpg", "text/plain": ".txt", "text/html": ".html", "video/mp4": ".mp4"}


def require_harmless(field: str, name: str) -> None:
    """Raises BadInputError for a name that is made to do harm where it is shown or used."""
    if _EXPLOITS.search(unquote(name)):
        raise BadInputError(field, "This name is not allowed for a file.")


def cleaned(name: str, media_type: str) -> str:
    """Returns the name as it is stored: without folders and what nobody sees, at most 30
    characters, ending as `media_type` says."""
    plain = unicodedata.normalize("NFKC", unquote(name)).replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in plain if unicodedata.category(each) not in _UNSEEN)
    text = " ".join(re.sub(r"<[^>]*>", "", seen).split()).strip(". ")
    ending = _extension_of(media_type)
    if not text:
        text = next((base for part, base in _GROUPS if media_type.startswith(part)), "file")
    return _shortened(_ending_as(text, media_type, ending))


def type_of(name: str) -> str:
    """Returns the type that a name tells of."""
    return _TYPES.guess_type(f"x{extension(name).lower()}", strict=True)[0] or UNKNOWN_TYPE


def extension(name: str) -> str:
    """Returns how a name ends, with the dot; nothing where it has no plain extension."""
    dot = name.rfind(".")
    ending = name[dot:] if dot > 0 else ""
    return ending if _EXTENSION.fullmatch(ending) else ""


def _extension_of(media_type: str) -> str:
    if media_type in _SAYING_NOTHING:
        return ""
    return _USUAL.get(media_type) or _TYPES.guess_extension(media_type) or ""


def _ending_as(name: str, media_type: str, ending: str) -> str:
    told = type_of(name)
    if not ending or told == media_type:
        return name
    return (name if told == UNKNOWN_TYPE else name.removesuffix(extension(name))) + ending


def _shortened(name: str) -> str:
    ending = extension(name)
    return name if len(name) <= _LONGEST else name[: _LONGEST - len(ending)].rstrip() + ending
