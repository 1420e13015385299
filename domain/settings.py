"""What an operator may set, as one table of environment variables.

`server.py` and the commands read it once, at the start; everyone else receives values. An empty
variable counts as unset, as it does for Wekan.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path


class SettingsError(Exception):
    """A variable holds a value that is not allowed: one sentence, which never shows a secret."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. Made by `from_env`; tests derive others by `dataclasses.replace`."""

    mongo_url: str | None = field(repr=False)
    data_dir: Path
    port: int
    bind_ip: str
    root_url: str
    with_api: bool
    rest_errors: Literal["http", "wekan"]
    cors: str | None
    cors_allow_headers: str | None
    cors_expose_headers: str | None
    permissions_policy: str | None
    login_expiration_days: float
    login_max_failures: int
    login_failure_window_seconds: int
    login_lockout_seconds: int
    forwarded_count: int
    default_authentication_method: str | None
    ldap_enable: bool
    ldap_login_fallback: bool
    ldap_migration_allow_password_login: bool
    jwt_secret: str | None = field(repr=False)
    access_token_seconds: int
    max_body_bytes: int
    max_file_bytes: int
    writable_path: Path | None
    attachment_max_upload: int
    attachment_max_download: int
    file_link_seconds: int
    webhook_allow_private: bool
    webhook_timeout_seconds: int
    webhook_retry_ms: int
    webhooks_attributes: str | None
    big_events: re.Pattern[str] | None
    notify_on_assign: bool
    notification_tray_max: int
    graphql_max_depth: int
    graphql_max_aliases: int
    graphql_max_tokens: int
    graphql_max_cost: int
    graphql_introspection: bool
    mongo_max_pool_size: int
    mongo_timeout_ms: int
    mongo_read_preference: str
    mongo_batch_size: int
    mongo_max_time_ms: int
    log_level: Literal["debug", "info", "warning", "error"]
    log_format: Literal["json", "text"]
    workers: int
    shutdown_seconds: int

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Raises `SettingsError` for the first variable that holds a value it may not hold."""
        values: dict[str, Any] = {row.field: row.read(env) for row in VARIABLES}
        values["data_dir"] = values["data_dir"] or user_data_path("wekan-graphql")
        values["root_url"] = values["root_url"] or f"http://localhost:{values['port']}"
        return cls(**values)

    @property
    def files_folder(self) -> Path | None:
        """Where Wekan keeps files; its snap's WRITABLE_PATH names that folder itself."""
        base = self.writable_path
        return base if base is None or base.name == "files" else base / "files"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of value: in words for people, and as a parser that raises `ValueError`."""

    allowed: str
    parse: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Variable:
    """One row. `default` is written as an operator would write it; None leaves it unset."""

    name: str
    field: str
    kind: Kind
    default: str | None
    help: str
    secret: bool = False

    def read(self, env: Mapping[str, str]) -> object:
        text = env.get(self.name) or self.default
        if text is None:
            return None
        try:
            return self.kind.parse(text)
        except ValueError:
            shown = "." if self.secret else f", not {text!r}."
            raise SettingsError(f"{self.name} must be {self.kind.allowed}{shown}") from None


def _whole(low: int, high: int) -> Kind:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,15}", text) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return Kind(f"a whole number from {low} to {high}", parse)


def _one_of(*words: str) -> Kind:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return Kind(" or ".join(words), parse)


def _parse_flag(text: str) -> bool:
    # Wekan compares with the exact word: "1" and "TRUE" are off there, which nobody means by them.
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


def _parse_days(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,9})?", text) or float(text) <= 0:
        raise ValueError
    return float(text)


def _parse_mongo_url(text: str) -> str:
    if not re.match(r"mongodb(\+srv)?://[^/]", text):
        raise ValueError
    return text


def _parse_root_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return text.rstrip("/")


def _parse_address(text: str) -> str:
    return text if text == "localhost" else str(ipaddress.ip_address(text))


def _parse_line(text: str) -> str:
    # Mostly headers, sent word for word: a line break would end one and begin another.
    if not (text.isascii() and text.isprintable()):
        raise ValueError
    return text


def _parse_pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error:
        raise ValueError from None


def _parse_key(text: str) -> str:
    if len(text.encode()) < 32:
        raise ValueError
    return text


_FLAG = Kind("true or false", _parse_flag)
_COUNT = _whole(1, 1_000_000_000)
_SECONDS = _whole(1, 31_536_000)
_LINE = Kind("one line of printable ASCII", _parse_line)
_FOLDER = Kind("the path of a folder", lambda text: Path(text).expanduser().absolute())
_MONGO_URL = Kind("an address that starts with mongodb:// or mongodb+srv://", _parse_mongo_url)
_ROOT_URL = Kind("an http:// or https:// address without ? or #", _parse_root_url)
_ADDRESS = Kind("an IP address or localhost", _parse_address)
_DAYS = Kind("a number of days above 0", _parse_days)
_PATTERN = Kind("a regular expression", _parse_pattern)
_KEY = Kind("at least 32 bytes long", _parse_key)

# fmt: off
VARIABLES: tuple[Variable, ...] = (
    Variable("MONGO_URL", "mongo_url", _MONGO_URL, None,
             "The MongoDB to serve, with its database; unset, a private one in DATA_DIR",
             secret=True),
    Variable("DATA_DIR", "data_dir", _FOLDER, None,
             "Where the private MongoDB keeps its data; unset, the user's own data folder"),
    Variable("PORT", "port", _whole(0, 65535), "3000", "The port to listen on; 0 takes a free one"),
    Variable("BIND_IP", "bind_ip", _ADDRESS, "0.0.0.0", "The address to listen on"),
    Variable("ROOT_URL", "root_url", _ROOT_URL, None,
             "The address people reach this server by; unset, http://localhost:PORT"),
    Variable("WITH_API", "with_api", _FLAG, "true", "Whether the routes under /api answer"),
    Variable("REST_ERRORS", "rest_errors", _one_of("http", "wekan"), "http",
             "REST failures with their true HTTP status, or exactly as Wekan answers them"),
    Variable("CORS", "cors", _LINE, None, "Sent as Access-Control-Allow-Origin on every answer"),
    Variable("CORS_ALLOW_HEADERS", "cors_allow_headers", _LINE, None,
             "Sent as Access-Control-Allow-Headers"),
    Variable("CORS_EXPOSE_HEADERS", "cors_expose_headers", _LINE, None,
             "Sent as Access-Control-Expose-Headers"),
    Variable("PERMISSIONS_POLICY", "permissions_policy", _LINE, None,
             "Sent as Permissions-Policy"),
    Variable("ACCOUNTS_COMMON_LOGIN_EXPIRATION_IN_DAYS", "login_expiration_days", _DAYS, "90",
             "How long a login token is good for"),
    Variable("REST_LOGIN_MAX_FAILURES", "login_max_failures", _COUNT, "10",
             "Failed logins of one client address before it is locked out"),
    Variable("REST_LOGIN_FAILURE_WINDOW_SECONDS", "login_failure_window_seconds", _SECONDS, "60",
             "The time in which those failures are counted"),
    Variable("REST_LOGIN_LOCKOUT_SECONDS", "login_lockout_seconds", _SECONDS, "60",
             "How long a lockout lasts"),
    Variable("HTTP_FORWARDED_COUNT", "forwarded_count", _whole(0, 100), "0",
             "Proxies in front whose X-Forwarded-For is believed"),
    Variable("DEFAULT_AUTHENTICATION_METHOD", "default_authentication_method", _LINE, None,
             "Written into the site's settings document at every start, as by Wekan"),
    Variable("LDAP_ENABLE", "ldap_enable", _FLAG, "false",
             "As in Wekan: users of method ldap exist"),
    Variable("LDAP_LOGIN_FALLBACK", "ldap_login_fallback", _FLAG, "false",
             "As in Wekan: those users may log in by password too"),
    Variable("LDAP_MIGRATION_ALLOW_PASSWORD_LOGIN", "ldap_migration_allow_password_login", _FLAG,
             "false",
             "As in Wekan: the same while users are moved to LDAP"),
    Variable("JWT_SECRET", "jwt_secret", _KEY, None,
             "Signs access tokens; unset, a key kept in the database does", secret=True),
    Variable("ACCESS_TOKEN_SECONDS", "access_token_seconds", _whole(60, 86_400), "900",
             "How long an access token is good for"),
    Variable("MAX_BODY_BYTES", "max_body_bytes", _whole(1024, 1_073_741_824), "4194304",
             "The largest request taken"),
    Variable("MAX_FILE_BYTES", "max_file_bytes", _whole(1024, 1_099_511_627_776), "1073741824",
             "The largest file taken as a stream: an attachment, or a board to be imported"),
    Variable("WRITABLE_PATH", "writable_path", _FOLDER, None,
             "Wekan's own WRITABLE_PATH, where its files are on this machine; unset, new files go "
             "to GridFS and those in Wekan's folder are out of reach"),
    Variable("ATTACHMENT_API_MAX_UPLOAD_BYTES", "attachment_max_upload", _whole(0, 10**12), "0",
             "As in Wekan: the largest attachment, unless its admin panel says otherwise; 0 sets "
             "no limit"),
    Variable("ATTACHMENT_API_MAX_DOWNLOAD_BYTES", "attachment_max_download", _whole(0, 10**12), "0",
             "As in Wekan: the same for downloads"),
    Variable("FILE_LINK_SECONDS", "file_link_seconds", _whole(10, 86_400), "900",
             "How long a signed link to upload or download a file is good for"),
    Variable("WEBHOOK_ALLOW_PRIVATE", "webhook_allow_private", _FLAG, "false",
             "Whether webhooks may go to this machine and to private networks"),
    Variable("WEBHOOK_TIMEOUT_SECONDS", "webhook_timeout_seconds", _whole(1, 300), "10",
             "How long a webhook's receiver may take for each step of its answer"),
    Variable("WEBHOOK_RETRY_MS", "webhook_retry_ms", _whole(1, 3_600_000), "1000",
             "The pause after a webhook failed; each further one is four times as long"),
    Variable("WEBHOOKS_ATTRIBUTES", "webhooks_attributes", _LINE, None,
             "As in Wekan: what one-way webhooks carry, parted by commas"),
    Variable("BIGEVENTS_PATTERN", "big_events", _PATTERN, None,
             "As in Wekan: of activities whose type matches, all members of the board are told"),
    Variable("NOTIFY_ON_ASSIGN", "notify_on_assign", _FLAG, "true",
             "As in Wekan: whoever is put on a card is told"),
    Variable("NOTIFICATION_TRAY_MAX_PER_USER", "notification_tray_max", _COUNT, "1000",
             "As in Wekan: how many notifications a person's tray keeps"),
    Variable("GRAPHQL_MAX_DEPTH", "graphql_max_depth", _COUNT, "15",
             "How deep a GraphQL operation may nest"),
    Variable("GRAPHQL_MAX_ALIASES", "graphql_max_aliases", _COUNT, "100",
             "How many aliases it may use"),
    Variable("GRAPHQL_MAX_TOKENS", "graphql_max_tokens", _COUNT, "4000",
             "How many tokens its text may have"),
    Variable("GRAPHQL_MAX_COST", "graphql_max_cost", _COUNT, "200000",
             "How many documents it may bring, at most"),
    Variable("GRAPHQL_INTROSPECTION", "graphql_introspection", _FLAG, "true",
             "Whether the schema may be asked for"),
    Variable("MONGO_MAX_POOL_SIZE", "mongo_max_pool_size", _whole(1, 10_000), "100",
             "Connections to MongoDB, for each worker"),
    Variable("MONGO_TIMEOUT_MS", "mongo_timeout_ms", _whole(100, 3_600_000), "20000",
             "How long a request waits for MongoDB before it answers 503"),
    Variable("MONGO_READ_PREFERENCE", "mongo_read_preference",
             _one_of("primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"),
             "primary",
             "The members of a replica set that requests which write nothing read from"),
    Variable("MONGO_BATCH_SIZE", "mongo_batch_size", _whole(1, 1_000_000), "100000",
             "Documents that MongoDB sends at once; fewer take less memory and more round trips"),
    Variable("MONGO_MAX_TIME_MS", "mongo_max_time_ms", _whole(1, 3_600_000), "20000",
             "How long MongoDB may work on one read before it stops and the request gets 503"),
    Variable("LOG_LEVEL", "log_level", _one_of("debug", "info", "warning", "error"), "info",
             "The least that is logged"),
    Variable("LOG_FORMAT", "log_format", _one_of("text", "json"), "text",
             "Log lines for people or for machines"),
    Variable("WORKERS", "workers", _whole(1, 1000), "1", "How many processes serve"),
    Variable("SHUTDOWN_SECONDS", "shutdown_seconds", _whole(0, 3600), "20",
             "How long requests in flight may take to finish when the server stops"),
)
# fmt: on
