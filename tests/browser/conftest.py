"""A real Chromium, and `wekan-graphql demo` as a process, with GraphiQL built and without."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NoReturn

import httpx
import pytest
from selenium import webdriver

from playground import build

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1360,820",
)
START = "from commands.main import cli; cli(['demo'])"
START_UNBUILT = f"from playground import build; build.ASSETS = build.HERE / 'missing'; {START}"


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        unavailable("Chromium and its driver are missing; tests/browser/install-chromium.sh")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    # A given path keeps selenium from downloading a driver of its own.
    service = webdriver.ChromeService(executable_path=driver)
    with webdriver.Chrome(options=options, service=service) as chrome:
        yield chrome


@pytest.fixture
def browser(chromium: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """A new tab: sessionStorage, where the pages keep all they keep, starts empty in each."""
    home = chromium.current_window_handle
    chromium.switch_to.new_window("tab")
    for log in ("browser", "performance"):
        chromium.get_log(log)  # type: ignore[no-untyped-call]
    yield chromium
    chromium.close()
    chromium.switch_to.window(home)


@pytest.fixture(scope="session")
def graphiql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    build.main()
    if not build.is_current():
        unavailable("GraphiQL could not be built: neither npm nor a wheel of it reached a registry")
    with demo(START, tmp_path_factory.mktemp("graphiql")) as url:
        yield url


@pytest.fixture(scope="session")
def fallback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with demo(START_UNBUILT, tmp_path_factory.mktemp("fallback")) as url:
        yield url


@contextmanager
def demo(program: str, folder: Path) -> Iterator[str]:
    """The address of the playground of a server that lives as long as the context."""
    settings = {"PORT": "0", "BIND_IP": "127.0.0.1", "LOG_FORMAT": "text"}
    log = folder / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as server,
    ):
        try:
            home = announced(server, log)
            # Its socket is open before it serves: this waits, or fails where the start did.
            httpx.get(f"{home}/health", timeout=60).raise_for_status()
            yield f"{home}/graphql"
        finally:
            server.terminate()


def announced(server: subprocess.Popen[str], log: Path) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.search(r"http://localhost:\d+", line):
            # A pipe that nobody empties would stop the server when it is full.
            Thread(target=server.stdout.read, daemon=True).start()
            return found[0]
    raise AssertionError(f"the server ended early, with {server.wait()}:\n{log.read_text()}")


def unavailable(reason: str) -> NoReturn:
    """Where tests are a gate, what cannot be tried counts as broken."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
