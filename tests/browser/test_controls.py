"""Faults and checkpoints, by hand."""

from typing import Any

import httpx
from playwright.sync_api import Page, expect

from agent_connectors.clickup.sandbox import Sandbox
from tests.browser.conftest import Open


def faults(page: Page) -> Any:
    page.get_by_role("button", name="Faults").click()
    return page.get_by_role("dialog", name="Faults")


def test_a_fault_is_met_until_it_is_switched_off(opened: Open, api: httpx.Client) -> None:
    page = opened()
    dialog = faults(page)
    dialog.get_by_label("What goes wrong").select_option("502")
    dialog.get_by_label("Method").select_option("GET")
    dialog.get_by_label("Path").fill("*/user")
    dialog.get_by_label("A share of").check()
    dialog.get_by_label("Percent of the requests").fill("100")
    dialog.get_by_role("button", name="Switch on").click()
    expect(dialog.get_by_role("list", name="Switched on")).to_contain_text("100% of requests")
    assert [api.get("/user").status_code, api.get("/team").status_code] == [502, 200]
    expect(page.locator("#fault-count")).to_have_text("1")
    line = page.locator("#feed > li").filter(has_text="get user")
    expect(line).to_contain_text("fault")
    dialog.get_by_role("button", name="Switch off").click()
    expect(dialog.get_by_role("list", name="Switched on")).to_have_text("None.")
    assert api.get("/user").status_code == 200


def test_every_kind_can_be_switched_on(opened: Open, sandbox: Sandbox) -> None:
    page = opened()
    dialog = faults(page)
    kinds = dialog.get_by_label("What goes wrong")
    values = kinds.locator("option").evaluate_all("all => all.map(one => one.value)")
    for number, value in enumerate(values):
        kinds.select_option(value)
        dialog.get_by_label("Carry the request out first").set_checked(number % 2 == 1)
        dialog.get_by_role("button", name="Switch on").click()
        expect(page.locator("#fault-count")).to_have_text(str(number + 1))
    assert [str(fault.kind) for fault in sandbox.faults] == values
    assert {"html", "empty", "garbage", "hang", "drop", "429"} <= set(values)
    dialog.get_by_role("button", name="Switch all off").click()
    expect(page.locator("#fault-count")).to_be_hidden()


def test_the_common_ones_are_one_click_away(opened: Open, sandbox: Sandbox) -> None:
    page = opened()
    dialog = faults(page)
    common = dialog.get_by_role("group", name="Common ones").get_by_role("button")
    for number in range(common.count()):
        common.nth(number).click()
        expect(page.locator("#fault-count")).to_have_text(str(number + 1))
    kinds = [(fault.kind, fault.after, fault.probability) for fault in sandbox.faults]
    assert kinds == [
        ("drop", True, None),
        (429, False, None),
        (503, False, None),
        ("hang", False, 0.05),
    ]


def test_a_mistake_is_said(opened: Open, sandbox: Sandbox) -> None:
    page = opened()
    dialog = faults(page)
    dialog.get_by_label("Number of requests").evaluate(
        "one => { one.removeAttribute('min'); one.value = -1 }"
    )
    dialog.get_by_role("button", name="Switch on").click()
    expect(dialog.get_by_role("alert")).to_contain_text("times")
    assert not sandbox.faults


def test_a_checkpoint_and_the_way_back(opened: Open, api: httpx.Client, bugs: Any) -> None:
    task = next(iter(bugs.tasks.values()))
    name = task.name
    page = opened(f"#/task/{task.id}")
    heading = page.get_by_role("region", name="Work").get_by_role("heading", level=2)
    page.get_by_role("button", name="Checkpoints").click()
    dialog = page.get_by_role("dialog", name="Checkpoints")
    dialog.get_by_label("Name").fill("Before it")
    dialog.get_by_role("button", name="Keep as it is now").click()
    back = dialog.get_by_role("button", name="Go back to Before it")
    expect(back).to_be_visible()
    api.put(f"/task/{task.id}", json={"name": "Changed"})
    expect(heading).to_have_text("Changed")
    back.click()
    expect(dialog).to_contain_text("will be lost")
    dialog.get_by_role("button", name="Stay").click()
    expect(back).to_be_focused()
    back.click()
    sure = dialog.get_by_role("button", name="Go back", exact=True).last
    expect(sure).to_be_focused()
    sure.click()
    expect(dialog).to_be_hidden()
    expect(heading).to_have_text(name)
    expect(page.locator("#feed .note").first).to_contain_text("Went back to Before it")
    assert api.get(f"/task/{task.id}").json()["name"] == name
    page.get_by_role("button", name="Checkpoints").click()
    dialog.get_by_role("button", name="Remove Before it").click()
    expect(back).to_have_count(0)
