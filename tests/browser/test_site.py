"""The documentation as a site, in a browser: all its pages, in every light and width."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.missing import missing

SITE = Path(__file__).parents[2] / "build" / "site" / "html"

PARTS = 4
"""All pages are looked at in so many tests, which run beside each other."""

WIDE, NARROW = 1280, 390
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(11, 12, 15)"}

WHOLE = ("", "commands/", "reference/", "reference/tasks/", "reference/records/")
"""Pages whose tables fit where it is wide."""

OF_EACH_KIND = (
    "",
    "journal/",
    "reference/time_tracking/",
    "python/engine.errors/",
    "examples/durable_writes/",
    "architecture/",
    "reliability/",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """Where the site is served."""
    if not SITE.exists():
        missing("There is no site (`make site`)")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A page that may ask this site alone for anything, and in which nothing may go wrong."""
    wrong: list[str] = []
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((url, "data:")) else wrong.append(asked.url),
    )
    yield page
    context.close()
    assert wrong == []


def pages() -> list[str]:
    """All pages, as paths of the site."""
    found = sorted(file.parent.relative_to(SITE) for file in SITE.rglob("index.html"))
    return ["" if str(path) == "." else f"{path}/" for path in found]


def scrolls_sideways(page: Page) -> bool:
    wide: bool = page.evaluate("document.body.scrollWidth > document.documentElement.clientWidth")
    return wide


def cut(page: Page) -> list[str]:
    """Tables of which not all is on the screen, each with how that is shown."""
    found: list[str] = page.locator(".md-typeset__scrollwrap").evaluate_all(
        """all => all.filter(one => one.scrollWidth > one.clientWidth)
            .map(one => getComputedStyle(one).backgroundImage)"""
    )
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_fits_wide_and_narrow(page: Page, url: str, part: int) -> None:
    found = pages()
    assert len(found) > 100
    scheme: Any = ("light", "dark")[part % 2]  # a page of each kind is looked at in both below
    page.emulate_media(color_scheme=scheme)
    wrong: list[tuple[str, int]] = []
    for path in found[part::PARTS]:
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(url + path)
        expect(page.locator("body")).to_have_css("background-color", PAPER[scheme])
        if scrolls_sideways(page):
            wrong.append((path, WIDE))
        tables = cut(page) if path in WHOLE else []
        page.set_viewport_size({"width": NARROW, "height": 900})
        if scrolls_sideways(page):
            wrong.append((path, NARROW))
        # Those of the reference are on a phone as a whole; others show at which edge there is more.
        tables += [
            how for how in cut(page) if path.startswith("reference/") or "gradient" not in how
        ]
        if tables:
            wrong.append((path, len(tables)))
    assert wrong == []


def test_every_page_is_in_the_navigation(page: Page, url: str) -> None:
    page.goto(url)
    links = page.locator(".md-sidebar--primary a.md-nav__link")
    there = set(links.evaluate_all("all => all.map(one => one.href.split('#')[0])"))
    assert there == {url + path for path in pages()}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", NARROW)])
def test_what_is_written_can_be_read(page: Page, url: str, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in OF_EACH_KIND:
        page.goto(url + path)
        faults = Axe().run(page, options={"runOnly": ["color-contrast", "image-alt", "link-name"]})
        found += [
            (path, node["target"], node["failureSummary"])
            for one in faults.response["violations"]
            for node in one["nodes"]
        ]
    assert found == []


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("OutcomeUnknown", "python/engine.errors/"),
        ("undo", "journal/"),
        ("tasks.create_many", "reference/tasks/"),
    ],
)
def test_search_finds(page: Page, url: str, words: str, path: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Search").first.click()
    page.locator("input:visible").first.fill(words)
    result = page.locator(f"a[href^='{url}{path}']").first
    expect(result).to_be_visible()
    result.click()
    page.wait_for_url(lambda at: at.startswith(url + path))
    expect(page.locator("article")).to_contain_text(words)


def test_a_reader_chooses_the_dark(page: Page, url: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(url)
    paper = page.locator("body")
    expect(paper).to_have_css("background-color", PAPER["light"])
    page.get_by_title("Switch to light mode").click()
    page.get_by_title("Switch to dark mode").click()
    expect(paper).to_have_css("background-color", PAPER["dark"])
    page.goto(f"{url}architecture/")
    expect(paper).to_have_css("background-color", PAPER["dark"])
