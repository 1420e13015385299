"""The playground in a real browser: open, log in, run a query, see the answer."""

import json
from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from commands.sample import DEMO, LISTS, PASSWORD, USERNAME
from playground import page

EXAMPLES = {example["name"]: example for example in page.examples()}
SECONDS = 10

# Where the two pages differ: what runs the query, and the answer as a script reads it.
GRAPHIQL = (
    ".graphiql-execute-button",
    "return document.querySelector('.graphiql-response .CodeMirror').CodeMirror.getValue()",
)
FALLBACK = ("#run", "return document.getElementById('answer').textContent")


Answer = dict[str, dict[str, dict[str, str]]]


class Playground:
    """What a reader does and sees."""

    def __init__(self, browser: Chrome, url: str, parts: tuple[str, str]) -> None:
        self.browser = browser
        self.run_button, self.read_answer = parts
        browser.get(url)
        self.wait_for(lambda: self.find("#example option[value='0']"))
        self.wait_for(lambda: self.find(self.run_button))

    def find(self, selector: str) -> WebElement | None:
        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        return found[0] if found else None

    def wait_for(self, seen: Callable[[], object]) -> None:
        WebDriverWait(self.browser, SECONDS, poll_frequency=0.05).until(lambda _: seen())

    def text(self, selector: str) -> str:
        element = self.find(selector)
        return element.text if element else ""

    def type(self, field: str, keys: str) -> None:
        element = self.browser.find_element(By.NAME, field)
        element.clear()
        element.send_keys(keys)

    def press(self, selector: str) -> None:
        self.browser.find_element(By.CSS_SELECTOR, selector).click()

    def log_in(self, password: str = PASSWORD) -> None:
        self.type("name", USERNAME)
        self.type("password", password + Keys.ENTER)

    def is_logged_in(self) -> bool:
        return self.text("#who") == USERNAME

    def open_example(self, name: str) -> None:
        menu = Select(self.browser.find_element(By.ID, "example"))
        menu.select_by_visible_text(EXAMPLES[name]["title"])

    def answer(self) -> str:
        return str(self.browser.execute_script(self.read_answer))

    def run(self, name: str) -> Answer:
        self.open_example(name)
        self.wait_for(lambda: not self.answer())
        self.press(self.run_button)
        self.wait_for(self.answer)
        answer: Answer = json.loads(self.answer())
        return answer

    def token(self) -> str | None:
        key = "wekan-graphql:token"
        found: str | None = self.browser.execute_script(f"return sessionStorage.getItem('{key}')")
        return found


@pytest.fixture(params=["graphiql", "fallback"])
def playground(request: pytest.FixtureRequest, browser: Chrome) -> Playground:
    url: str = request.getfixturevalue(request.param)
    return Playground(browser, url, GRAPHIQL if request.param == "graphiql" else FALLBACK)


def test_a_reader_logs_in_and_every_example_answers(playground: Playground) -> None:
    playground.log_in()
    playground.wait_for(playground.is_logged_in)
    for name in EXAMPLES:
        answer = playground.run(name)
        assert "errors" not in answer, f"{name}: {answer}"
        assert None not in answer["data"].values(), f"{name}: {answer}"
    assert complaints(playground.browser) == []
    assert strangers(playground.browser) == set()


def test_an_example_that_logs_in_is_a_login(playground: Playground) -> None:
    playground.run("LogIn")
    playground.wait_for(playground.is_logged_in)
    assert "errors" not in playground.run("Viewer")


def test_a_wrong_password_is_said(playground: Playground) -> None:
    playground.log_in("wrong")
    playground.wait_for(lambda: playground.text("#note"))
    assert not playground.is_logged_in()
    assert playground.token() is None


def test_a_reload_keeps_the_login_and_a_logout_ends_it(playground: Playground) -> None:
    playground.log_in()
    playground.wait_for(playground.is_logged_in)
    token = playground.token()
    playground.browser.refresh()
    playground.wait_for(playground.is_logged_in)
    playground.press("#log-out button")
    playground.wait_for(lambda: playground.browser.find_element(By.ID, "log-in").is_displayed())
    assert playground.token() is None
    paste(playground, token or "")
    playground.wait_for(lambda: playground.text("#note"))
    assert not playground.is_logged_in()


def test_a_token_can_be_pasted_and_stays_out_of_sight(playground: Playground) -> None:
    answer = playground.run("LogIn")
    token = answer["data"]["login"]["token"]
    playground.wait_for(playground.is_logged_in)
    playground.browser.execute_script("sessionStorage.clear()")
    playground.browser.refresh()
    playground.wait_for(lambda: playground.find("#example option[value='0']"))
    paste(playground, token)
    playground.wait_for(playground.is_logged_in)
    assert token not in playground.browser.current_url
    assert playground.browser.execute_script("return localStorage.length") == 0
    assert token not in playground.browser.page_source


def test_graphiqls_dialogs_keep_to_the_policy(browser: Chrome, graphiql: str) -> None:
    playground = Playground(browser, graphiql, GRAPHIQL)
    playground.press("[aria-label='Open settings dialog']")
    playground.wait_for(lambda: playground.find(".graphiql-dialog"))
    assert complaints(browser) == []


def test_control_enter_runs_the_operation_under_the_cursor(browser: Chrome, fallback: str) -> None:
    playground = Playground(browser, fallback, FALLBACK)
    assert "make playground" in playground.text(".notice")
    query = browser.find_element(By.ID, "query")
    query.clear()
    query.send_keys("query First { first: __typename }\nquery Second { second: __typename }")
    query.send_keys(Keys.CONTROL, Keys.ENTER)
    playground.wait_for(playground.answer)
    assert json.loads(playground.answer()) == {"data": {"second": "Query"}}


def test_data_never_becomes_markup(browser: Chrome, fallback: str) -> None:
    playground = Playground(browser, fallback, FALLBACK)
    query = browser.find_element(By.ID, "query")
    query.clear()
    query.send_keys("{ <img src=x> }", Keys.CONTROL + Keys.ENTER)
    playground.wait_for(playground.answer)
    assert playground.find("#answer *") is None
    assert "errors" in json.loads(playground.answer())


def test_a_site_admin_sees_what_was_read(playground: Playground) -> None:
    playground.log_in()
    playground.wait_for(playground.is_logged_in)
    playground.press("#show-plan")
    assert "Run an operation" in playground.text("#plan")
    playground.run("Viewer")
    playground.wait_for(lambda: playground.find("#plan td"))
    rows = playground.browser.find_elements(By.CSS_SELECTOR, "#plan tr")
    assert rows[0].text == "Collection Filter Projection Documents Milliseconds"
    cells = [[td.text for td in row.find_elements(By.TAG_NAME, "td")] for row in rows[1:]]
    assert [cell[0] for cell in cells] == ["users", "boards", "lists"]
    assert json.loads(cells[0][1]) == {"_id": DEMO}
    assert "username" in cells[0][2].split(", ")
    assert cells[2][3] == str(len(LISTS))
    assert all(float(cell[4]) >= 0 for cell in cells)
    playground.press("#show-plan")
    playground.run("Board")
    assert "extensions" not in json.loads(playground.answer())
    assert complaints(playground.browser) == []


def test_others_are_told_that_plans_are_for_site_admins(playground: Playground) -> None:
    playground.press("#show-plan")
    playground.run("Board")
    playground.wait_for(lambda: "site admins only" in playground.text("#plan"))
    assert playground.find("#plan table") is None


def paste(playground: Playground, token: str) -> None:
    playground.press("#have-token")
    playground.type("token", token + Keys.ENTER)


def complaints(browser: Chrome) -> list[str]:
    """What the browser refused or a script threw: a broken policy would show here."""
    entries = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]


def strangers(browser: Chrome) -> set[str]:
    """Addresses outside the server that the page asked for."""
    home = browser.current_url.removesuffix("/graphql")
    asked = set()
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        params = message["params"]
        if message["method"] == "Network.requestWillBeSent" and params["documentURL"].startswith(
            home
        ):
            asked.add(params["request"]["url"])
    return {url for url in asked if not url.startswith((home, "data:"))}
