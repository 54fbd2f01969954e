"""A browser on the page of a sandbox; each test ends with what none may do."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.missing import missing
from tests.serving import running

REFUSED = "Failed to load resource: the server responded with a status of 40"
"""What a browser says of answers that the page expects: gone, or not possible."""

Open = Callable[..., Page]

# Busy machines take their time.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing("There is no Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=100, rate_limit=None)


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with running(create_server(sandbox, port=0)) as served:
        yield served


@pytest.fixture
def api(url: str) -> Iterator[httpx.Client]:
    """An agent's client."""
    key = {"Authorization": "pk_agent"}
    with httpx.Client(base_url=f"{url}/api/v2", headers=key, timeout=20) as client:
        yield client


@pytest.fixture
def opened(browser: Browser, url: str) -> Iterator[Open]:
    """Opens the page at a view, in a window of a size.

    Afterwards, nothing went wrong in it, and it asked no other host for anything.
    """
    wrong: list[str] = []
    pages: list[Page] = []

    def note(what: str, *, ok: bool) -> None:
        if not ok:
            wrong.append(what)

    def open_at(view: str = "", width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: note(said.text, ok=said.type != "error" or said.text.startswith(REFUSED)),
        )
        page.on(
            "request", lambda asked: note(asked.url, ok=asked.url.startswith(f"{url}/_sandbox/"))
        )
        page.goto(f"{url}/_sandbox/{view}")
        page.locator("#connection[data-state=live]").wait_for()
        pages.append(page)
        return page

    yield open_at
    for page in pages:
        page.context.close()
    assert wrong == []


@pytest.fixture
def bugs(sandbox: Sandbox) -> Any:
    """The List that most happens in."""
    return next(one for one in sandbox.workspace.lists.values() if one.name == "Bug Triage")
