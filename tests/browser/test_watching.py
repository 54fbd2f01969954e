"""What can be seen while an agent works."""

from typing import Any

import httpx
from playwright.sync_api import Page, expect

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.browser.agent import work
from tests.browser.conftest import Open
from tests.serving import running


def column(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def test_a_write_shows_on_the_board_and_in_the_list_of_requests(
    opened: Open, api: httpx.Client, bugs: Any
) -> None:
    page = opened(f"#/list/{bugs.id}")
    states = [status.name for status in bugs.statuses]
    task = next(one for one in bugs.tasks.values() if one.status.name == states[0])
    other = next(one for one in bugs.tasks.values() if one is not task)
    expect(column(page, states[0]).get_by_role("link", name=task.name, exact=True)).to_be_visible()
    page.get_by_role("region", name="Work").get_by_role(
        "link", name=other.name, exact=True
    ).first.focus()

    api.put(f"/task/{task.id}", json={"status": states[1]}).raise_for_status()

    expect(column(page, states[1]).get_by_role("link", name=task.name, exact=True)).to_be_visible()
    assert column(page, states[0]).get_by_role("link", name=task.name, exact=True).count() == 0
    assert page.evaluate("document.activeElement.textContent") == other.name
    line = page.locator("#feed > li").first
    expect(line).to_contain_text("PUT")
    expect(line).to_contain_text("200")
    line.locator("summary").click()
    line = line.locator("dl")
    expect(line.locator("del")).to_have_text(f"before: {states[0]}")
    expect(line.locator("ins")).to_have_text(f" after: {states[1]}")


def test_what_has_the_focus_keeps_it_where_it_goes(
    opened: Open, api: httpx.Client, bugs: Any
) -> None:
    page = opened(f"#/list/{bugs.id}")
    states = [status.name for status in bugs.statuses]
    task = next(one for one in bugs.tasks.values() if one.status.name == states[0])
    page.get_by_role("region", name="Work").get_by_role("link", name=task.name, exact=True).focus()
    api.put(f"/task/{task.id}", json={"status": states[1]})
    moved = column(page, states[1]).get_by_role("link", name=task.name, exact=True)
    expect(moved).to_be_focused()
    api.delete(f"/task/{task.id}")
    expect(moved).to_have_count(0)
    # Not lost at the top of the page.
    expect(page.get_by_role("region", name="Work").locator(":focus")).to_have_count(1)


def test_a_table_is_sorted_by_its_heads(opened: Open, bugs: Any) -> None:
    page = opened(f"#/list/{bugs.id}")
    page.get_by_role("link", name="Table").click()
    names = page.locator("tbody th a:last-of-type")
    expect(names).to_have_count(min(len(bugs.tasks), 50))
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute(
        "aria-sort", "ascending"
    )
    ascending = names.all_text_contents()
    assert ascending == sorted(ascending, key=str.casefold)
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(page.locator("[aria-sort=descending]")).to_have_text("Name")
    assert names.all_text_contents() == ascending[::-1]


def test_a_task_shows_what_hangs_on_it(
    opened: Open, api: httpx.Client, sandbox: Sandbox, bugs: Any
) -> None:
    task = next(iter(bugs.tasks.values()))
    page = opened(f"#/task/{task.id}")
    main = page.get_by_role("region", name="Work")
    expect(main.get_by_role("heading", level=2)).to_have_text(task.name)
    text = "# Plan\n\nSee **this** and [that](https://example.com/).\n\n- one"
    api.put(f"/task/{task.id}", json={"markdown_content": text, "priority": 1})
    described = main.get_by_role("region", name="Description")
    expect(described.get_by_role("heading", name="Plan")).to_be_visible()
    expect(described.get_by_role("link", name="that")).to_have_attribute(
        "rel", "noopener noreferrer"
    )
    made = api.post(f"/task/{task.id}/comment", json={"comment_text": "I looked at it."}).json()
    api.post(f"/comment/{made['id']}/reply", json={"comment_text": "And so did I."})
    comments = main.get_by_role("region", name="Comments")
    expect(comments).to_contain_text("I looked at it.")
    expect(comments).to_contain_text("And so did I.")
    box = api.post(f"/task/{task.id}/checklist", json={"name": "Steps"}).json()["checklist"]
    answer = api.post(f"/checklist/{box['id']}/checklist_item", json={"name": "First"}).json()
    item = answer["checklist"]["items"][0]["id"]
    checklists = main.get_by_role("region", name="Checklists")
    expect(checklists.get_by_role("listitem").filter(has_text="First")).to_have_text("Open: First")
    api.put(f"/checklist/{box['id']}/checklist_item/{item}", json={"resolved": True})
    expect(checklists.get_by_role("listitem").filter(has_text="First")).to_have_text("Done: First")
    field = next(f for f in sandbox.workspace.fields_of(bugs) if f.type == "short_text")
    api.post(f"/task/{task.id}/field/{field.id}", json={"value": "In a field"})
    expect(main.get_by_role("region", name="Custom fields")).to_contain_text("In a field")
    activity = main.get_by_role("region", name="Activity")
    expect(activity).to_contain_text("created comment And so did I.")
    expect(activity).to_contain_text("priority")
    api.delete(f"/task/{task.id}")
    expect(main.get_by_role("heading", level=2)).to_have_text("Not there any more")


def test_all_that_an_agent_does_is_listed(opened: Open, url: str, sandbox: Sandbox) -> None:
    page = opened()
    expect(page.locator("#nothing-yet")).to_be_visible()
    work(sandbox, url)
    lines = page.locator("#feed > li")
    expect(lines).to_have_count(len(sandbox.requests))
    expect(page.locator("#nothing-yet")).to_be_hidden()
    expect(page.locator("#feed .failure")).to_have_count(2)
    page.get_by_label("Which requests").select_option("failures")
    expect(page.locator("#feed > li:visible")).to_have_count(2)
    page.get_by_label("Which requests").select_option("writes")
    writes = [one for one in sandbox.requests if one.method != "GET"]
    expect(page.locator("#feed > li:visible")).to_have_count(len(writes))
    page.reload()
    expect(lines).to_have_count(len(sandbox.requests))


def test_pausing_and_following(opened: Open, api: httpx.Client, bugs: Any) -> None:
    page = opened()
    task = next(iter(bugs.tasks.values()))
    page.get_by_role("button", name="Pause").click()
    api.get("/user")
    expect(page.get_by_role("button", name="Resume (1 new)")).to_be_visible()
    assert page.locator("#feed > li").count() == 0
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#feed > li")).to_have_count(1)
    page.get_by_role("button", name="Follow").click()
    api.put(f"/task/{task.id}", json={"name": "Followed"})
    expect(page.get_by_role("region", name="Work").get_by_role("heading", level=2)).to_have_text(
        "Followed"
    )
    expect(page.get_by_role("button", name="Follow")).to_be_focused()


def test_a_long_column_shows_more_when_asked(opened: Open, api: httpx.Client, bugs: Any) -> None:
    for number in range(60):
        api.post(f"/list/{bugs.id}/task", json={"name": f"Further {number}"})
    page = opened(f"#/list/{bugs.id}")
    first = column(page, bugs.statuses[0].name)
    expect(first.locator(".card")).to_have_count(50)
    first.get_by_role("button", name="Show").click()
    expect(first.get_by_role("link", name="Further 0", exact=True)).to_be_visible()


def test_who_listens_is_told_now_and_then(opened: Open, api: httpx.Client) -> None:
    page = opened()
    page.evaluate(
        """() => {
            window.told = 0;
            const said = document.getElementById("said");
            new MutationObserver(() => window.told++).observe(said, {childList: true});
        }"""
    )
    for _ in range(30):
        api.get("/user")
    expect(page.locator("#feed > li")).to_have_count(30)
    expect(page.get_by_role("status")).to_contain_text("requests")
    assert page.evaluate("window.told") <= 5
    assert page.locator("#feed[aria-live], #feed [aria-live]").count() == 0


def test_it_connects_again_and_misses_nothing(browser: Any, sandbox: Sandbox, bugs: Any) -> None:
    task = next(iter(bugs.tasks.values()))
    key = {"Authorization": "pk_agent"}
    context = browser.new_context()
    page = context.new_page()
    with running(create_server(sandbox, port=0)) as url:
        page.goto(f"{url}/_sandbox/#/task/{task.id}")
        page.locator("#connection[data-state=live]").wait_for()
    expect(page.locator("#connection")).to_have_text("Connecting again")
    port = int(url.rpartition(":")[2])
    with running(create_server(sandbox, port=port)):
        httpx.put(f"{url}/api/v2/task/{task.id}", json={"name": "Meanwhile"}, headers=key)
        expect(page.locator("#connection")).to_have_text("Live", timeout=20_000)
        heading = page.get_by_role("region", name="Work").get_by_role("heading", level=2)
        expect(heading).to_have_text("Meanwhile")
        expect(page.locator("#feed > li")).to_have_count(1)
        context.close()
