"""The page that shows the REST calls, in a real browser: built, and without what is built."""

from collections.abc import Callable

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from rest.routes import ROUTES

SECONDS = 20


def until(browser: Chrome, seen: Callable[[], object]) -> None:
    WebDriverWait(browser, SECONDS, poll_frequency=0.05).until(lambda _: seen())


def complaints(browser: Chrome) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def reference(url: str) -> str:
    return url.replace("/graphql", "/api/docs")


def test_each_call_is_found_and_nothing_breaks_the_policy(browser: Chrome, graphiql: str) -> None:
    """Swagger UI makes of a long document only what is in sight."""
    browser.get(reference(graphiql))
    until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, ".opblock"))
    for last in ("#/Logins/postUsersLogin", "#/Integrations/getBoardsBoardIdIntegrations"):
        browser.get("about:blank")
        browser.get(reference(graphiql) + last)
        until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, ".opblock-body"))
    assert complaints(browser) == []


def test_without_built_files_every_call_is_shown_too(browser: Chrome, fallback: str) -> None:
    browser.get(reference(fallback))
    assert len(browser.find_elements(By.CSS_SELECTOR, "summary b")) == len(ROUTES)
    assert complaints(browser) == []
