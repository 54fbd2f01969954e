"""Draws the picture of the page in the README: `python -m tests.browser.picture`."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.browser.agent import work
from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.serving import running

PICTURE = Path(__file__).parents[2] / "docs" / "sandbox.png"

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)

# Shades of grey at the edges of letters; colours would double the file.
GREY = "--disable-lcd-text"


def draw(path: Path) -> None:
    """Draw it.

    Args:
        path: The file to write.
    """
    sandbox = Sandbox(clock=NOON.timestamp, rate_limit=None)
    home = next(one for one in sandbox.workspace.lists.values() if one.name == "Bug Triage")
    with running(create_server(sandbox, port=0)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS, GREY])
        page = browser.new_page(
            viewport={"width": 1240, "height": 640}, locale="en-GB", reduced_motion="reduce"
        )
        page.goto(f"{url}/_sandbox/#/list/{home.id}")
        page.locator("#connection[data-state=live]").wait_for()
        work(sandbox, url)
        page.locator("#feed > li").nth(len(sandbox.requests) - 1).wait_for()
        page.locator(".card.fresh").first.wait_for()
        page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    draw(PICTURE)
