"""By keyboard, by a screen reader, on a phone, in the dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agent_connectors.clickup.sandbox import Sandbox
from tests.browser.agent import work
from tests.browser.conftest import Open

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW = 390


def views(sandbox: Sandbox, bugs: Any) -> dict[str, str]:
    """A view of each kind; the tasks are those with the most on them."""
    tasks = sandbox.workspace.tasks.values()
    threads, fields = sandbox.workspace.threads, max(tasks, key=lambda task: len(task.values))
    talked = max(tasks, key=lambda task: len(threads.get(("task", task.id), ())))
    listed = max(tasks, key=lambda task: len(task.checklists) + len(task.dependencies))
    return {
        "start": "",
        "board": f"#/list/{bugs.id}",
        "table": f"#/list/{bugs.id}/table/due",
        "fields": f"#/task/{fields.id}",
        "talked": f"#/task/{talked.id}",
        "listed": f"#/task/{listed.id}",
        "gone": "#/task/none",
    }


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (NARROW, "dark")])
def test_all_views_are_accessible(
    opened: Open, sandbox: Sandbox, url: str, bugs: Any, scheme: str, width: int
) -> None:
    work(sandbox, url)
    page = opened(width=width, color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for name, view in views(sandbox, bugs).items():
        page.evaluate("view => { location.hash = view }", view)
        page.wait_for_function("name => document.querySelector('#work h2') !== null", arg=name)
        page.wait_for_timeout(150)
        found[name] = faults_of(page)
    page.evaluate("view => { location.hash = view }", f"#/list/{bugs.id}")
    if width == NARROW:
        for part in ("Places", "Requests"):
            page.get_by_role("navigation", name="Parts of the page").get_by_role(
                "button", name=part
            ).click()
            found[part] = faults_of(page)
    else:
        page.locator("#feed details").evaluate_all("all => all.forEach(one => { one.open = true })")
        found["details"] = faults_of(page)
    for name in ("Faults", "Checkpoints"):
        page.get_by_role("button", name=name).click()
        if name == "Faults":
            page.get_by_role("button", name="503, twice").click()
            expect(page.locator("#fault-count")).to_have_text("1")
        found[name] = faults_of(page)
        page.keyboard.press("Escape")
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [NARROW, 320, 860])
def test_nothing_is_wider_than_the_window(
    opened: Open, sandbox: Sandbox, url: str, bugs: Any, width: int
) -> None:
    work(sandbox, url)
    task = next(iter(bugs.tasks.values()))
    task.name = "Unbreakable" * 30
    sandbox.workspace.spaces[bugs.space.id].name = "W" * 200
    page = opened(width=width)
    for view in views(sandbox, bugs).values():
        page.evaluate("view => { location.hash = view }", view)
        page.wait_for_timeout(200)
        for part in ("places", "work", "requests"):
            page.evaluate("part => { document.body.dataset.pane = part }", part)
            wide = page.evaluate(
                """part => {
                    const all = document.documentElement;
                    const box = document.querySelector("." + part);
                    return [all.scrollWidth - innerWidth, box.scrollWidth - box.clientWidth];
                }""",
                part,
            )
            assert wide == [0, 0], (view, part)


def test_by_keyboard_alone(opened: Open, bugs: Any) -> None:
    page = opened(f"#/list/{bugs.id}")
    work_of = page.get_by_role("region", name="Work")
    expect(work_of.get_by_role("heading", level=2)).to_have_text(
        f"{bugs.name}{len(bugs.tasks)} tasks"
    )
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the work")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Checkpoints")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Faults")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Faults")
    expect(dialog.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Faults")).to_be_focused()
    page.keyboard.press("Tab")  # the first Space
    expect(page.locator(".tree summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".tree details").first).not_to_have_attribute("open", "")
    page.keyboard.press("Enter")
    link = page.get_by_role("navigation", name="Places").get_by_role("link").first
    name = link.locator(".name").inner_text()
    for _ in range(4):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    heading = work_of.get_by_role("heading", level=2)
    expect(heading).to_contain_text(name)
    expect(heading).to_be_focused()
    expect(link).to_have_attribute("aria-current", "page")
    for _ in range(3):  # Board, Table, the first card
        page.keyboard.press("Tab")
    card = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(heading).to_have_text(card)
    expect(heading).to_be_focused()


def test_a_part_that_is_closed_stays_closed(opened: Open, api: Any, bugs: Any) -> None:
    page = opened(f"#/list/{bugs.id}")
    space = page.locator(".tree details").first
    space.locator("summary").first.click()
    api.post(f"/list/{bugs.id}/task", json={"name": "Another"})
    expect(
        page.get_by_role("region", name="Work").get_by_role("link", name="Another")
    ).to_be_visible()
    expect(space).not_to_have_attribute("open", "")
    line = page.locator("#feed > li summary").first
    line.click()
    api.get("/user")
    expect(page.locator("#feed > li")).to_have_count(2)
    expect(page.locator("#feed > li").last.locator("details")).to_have_attribute("open", "")


def test_schemes_and_motion(opened: Open, api: Any, bugs: Any) -> None:
    task = next(iter(bugs.tasks.values()))
    grounds = set()
    for scheme, motion in (("light", "no-preference"), ("dark", "reduce")):
        page = opened(f"#/list/{bugs.id}", color_scheme=scheme, reduced_motion=motion)
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        api.put(f"/task/{task.id}", json={"name": f"In {scheme}"})
        card = page.locator(".card.fresh")
        expect(card).to_have_count(1)
        moves = card.evaluate("one => getComputedStyle(one).animationName")
        assert (moves == "none") is (motion == "reduce")
        expect(card).to_have_count(0)  # after a while
    assert len(grounds) == 2
