"""Log lines: one a request, with its id, in both styles."""

import io
import json
import logging
from datetime import datetime

import httpx
import pytest
from pymongo.errors import AutoReconnect, OperationFailure
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.logs import logging_as
from web.observing import RequestLog, request_id

log = logging.getLogger("tests.logging")


async def answer(request: Request) -> Response:
    """Logs a line of its own, and answers with the request's id."""
    log.info("inside")
    if request.url.path == "/broken":
        try:
            raise ValueError("nothing works")
        except ValueError:
            log.exception("it broke")
        raise KeyError("boom")
    return PlainTextResponse(request_id())


async def get(path: str, **headers: str) -> httpx.Response:
    app = Starlette(routes=[Route("/{any:path}", answer)], middleware=[Middleware(RequestLog)])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        return await http.get(path, headers=headers)


@pytest.mark.parametrize("style", ["text", "json"])
async def test_a_request_is_one_line_with_its_id(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    with logging_as("warning", style):
        await get("/quiet")
    with logging_as("info", style):
        answered = await get("/boards", **{"X-Request-ID": "abc-1"})
        log.info("outside")
    assert answered.text == answered.headers["x-request-id"] == "abc-1"
    inside, request, outside = capsys.readouterr().err.splitlines()
    assert "inside" in inside and "abc-1" in inside
    assert "GET /boards 200 " in request and " ms" in request and "abc-1" in request
    assert "outside" in outside and "abc-1" not in outside


async def test_a_line_for_machines_is_one_json_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with logging_as("info", "json"):
        await get("/broken", **{"X-Request-ID": "abc"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["message"] for line in lines[:2]] == ["inside", "it broke"]
    assert lines[2]["message"].startswith("GET /broken 500 ")
    for line in lines:
        assert datetime.fromisoformat(line["time"]).year >= 2026
        assert line["request"] == "abc"
    assert [line["level"] for line in lines] == ["info", "error", "info"]
    assert lines[0]["logger"] == "tests.logging"
    assert "error" not in lines[0]
    assert lines[1]["error"].endswith("ValueError: nothing works")


@pytest.mark.parametrize("path", ["/health", "/ready"])
async def test_what_watches_over_us_is_not_logged(
    capsys: pytest.CaptureFixture[str], path: str
) -> None:
    with logging_as("info", "text"):
        await get(path)
    assert "GET" not in capsys.readouterr().err


async def test_whoever_else_reads_the_log_is_told_of_requests_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Other(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())

    told: list[str] = []
    with logging_as("info", "text"):
        logging.getLogger().addHandler(Other())
        await get("/boards", **{"X-Request-ID": "abc"})
    request = capsys.readouterr().err.splitlines()[-1]
    assert told[-1].startswith("GET /boards 200 ")
    assert request.endswith(f"INFO    [abc] {told[-1]}")


async def test_a_log_that_nobody_can_write_fails_no_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(logging, "raiseExceptions", False)
    with logging_as("info", "text"):
        (lines,) = logging.getLogger().handlers
        assert isinstance(lines, logging.StreamHandler)
        lines.setStream(Gone())
        assert (await get("/boards")).status_code == 200


async def test_a_path_cannot_begin_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as("info", "text"):
        await get("/a%0A2026-03-01%20ERROR%1B[31m?access_token=s3cret")
    (request,) = capsys.readouterr().err.splitlines()
    assert " GET /a%0A2026-03-01%20ERROR%1B%5B31m 404 " in request


def test_the_driver_never_logs_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as("debug", "text"):
        logging.getLogger("pymongo.command").debug("insert s3cret")
        log.debug("ours")
    (line,) = capsys.readouterr().err.splitlines()
    assert "ours" in line


def test_what_the_database_says_of_a_failure_is_not_logged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = str(2**40)
    refused = OperationFailure(f"element {{bcrypt: {secret}}}", 28, {"errmsg": secret})
    both = ExceptionGroup("both", [KeyError("ours"), AutoReconnect(secret)])
    with logging_as("info", "text"):
        try:
            raise both from refused
        except ExceptionGroup:
            log.exception("it broke")
    logged = capsys.readouterr().err
    assert secret not in logged
    for word in ("it broke", "OperationFailure: code 28", "KeyError: 'ours'", "AutoReconnect"):
        assert word in logged
    assert "in test_what_the_database_says" in logged
    assert "was the direct cause of" in logged


async def test_causes_that_go_round_in_a_circle_are_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = ValueError("first"), KeyError("second")
    first.__context__, second.__context__ = second, first
    with logging_as("info", "json"):
        log.error("it broke", exc_info=second)
    told = json.loads(capsys.readouterr().err)["error"]
    assert told.count("first") == told.count("second") == 1
    assert told.index("first") < told.index("second")
