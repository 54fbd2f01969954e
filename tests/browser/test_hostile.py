"""Texts that would be more than texts, and pages elsewhere that would use this one."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, expect

from agent_connectors.clickup.sandbox import Sandbox
from tests.browser.conftest import Open

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)></title></textarea><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}} \u202egnp.exe \U0001f600 \ufdfd \u0000",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_a_text(
    opened: Open, api: httpx.Client, sandbox: Sandbox, bugs: Any, text: str
) -> None:
    workspace = sandbox.workspace
    workspace.name = bugs.name = bugs.content = bugs.space.name = bugs.folder.name = text
    workspace.owner.username = workspace.owner.initials = workspace.owner.color = text
    for status in bugs.statuses:
        status.name = status.color = text
    for field in workspace.fields_of(bugs):
        field.name = text
    page = opened(f"#/list/{bugs.id}")
    body = {"name": text, "markdown_content": f"{text}\n\n[{text}]({text})\n\n![a]({text})"}
    task = api.post(f"/list/{bugs.id}/task", json=body | {"tags": [text[:20]]}).json()["id"]
    api.post(f"/task/{task}/comment", json={"comment_text": text})
    made = api.post(f"/task/{task}/checklist", json={"name": text}).json()["checklist"]["id"]
    api.post(f"/checklist/{made}/checklist_item", json={"name": text})
    api.get(f"/{quote(text)}")
    shown = text.strip().replace("\0", "")
    lines = page.locator("#feed > li")
    expect(lines).to_have_count(5)
    for line in lines.all():
        line.locator("summary").click()
    if "\0" not in text:
        expect(
            page.get_by_role("region", name="Work")
            .get_by_role("link", name=shown, exact=True)
            .first
        ).to_be_visible()
    for view in (f"#/list/{bugs.id}/table", f"#/task/{task}"):
        page.evaluate("view => { location.hash = view }", view)
        page.locator("#work table" if "table" in view else "#work article").wait_for()
        assert (
            page.locator("#work, #feed, #tree")
            .locator("img, script, iframe, object, embed, [onerror], [onload]")
            .count()
            == 0
        )
        assert page.locator("#work svg:not([aria-hidden])").count() == 0
        addresses = page.locator("a").evaluate_all("all => all.map(one => one.protocol)")
        assert set(addresses) == {"http:"}


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A page of another site."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    # Another site than 127.0.0.1, where the sandbox is.
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


SENT = """async ([url, path, body]) => {
    const ways = [
        {method: "POST", mode: "no-cors", body, headers: {"content-type": "text/plain"}},
        {method: "POST", mode: "no-cors", body: new Blob([body], {type: "application/json"})},
        {method: "POST", mode: "cors", body, headers: {"content-type": "application/json"}},
    ];
    const said = [];
    for (const way of ways) {
        said.push(await fetch(url + path, way).then((answer) => answer.type, () => "failed"));
    }
    navigator.sendBeacon(url + path, body);
    return said;
}"""

FORM = """([url, path, body]) => {
    const form = document.createElement("form");
    Object.assign(form, {method: "POST", enctype: "text/plain", action: url + path});
    const field = document.createElement("input");
    [field.name, field.value] = [body.slice(0, 5), body.slice(6)];
    form.append(field);
    document.body.append(form);
    form.submit();
}"""


def test_a_page_elsewhere_can_do_nothing(
    browser: Browser, url: str, elsewhere: str, sandbox: Sandbox
) -> None:
    workspace = sandbox.workspace
    context = browser.new_context()
    page = context.new_page()
    tries = {
        "faults": '{"kind": 500, "times": 9}',
        "checkpoints/go-back": '{"number": 0}',
        "checkpoints": "{}",
    }
    for path, body in tries.items():
        page.goto(elsewhere)
        said = page.evaluate(SENT, [f"{url}/_sandbox/", path, body])
        assert "basic" not in said
        assert "cors" not in said
        with page.expect_navigation():
            page.evaluate(FORM, [f"{url}/_sandbox/", path, body])
        expect(page.locator("body")).to_contain_text("from itself only")
    assert not sandbox.faults
    assert sandbox.workspace is workspace
    told = httpx.get(f"{url}/_sandbox/workspace").json()
    assert told["checkpoints"] == []
    context.close()


def test_a_page_elsewhere_can_see_nothing(browser: Browser, url: str, elsewhere: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere)
    for path in ("workspace", "requests", ""):
        said = page.evaluate(
            "async (url) => fetch(url).then((a) => a.text(), () => 'failed')",
            f"{url}/_sandbox/{path}",
        )
        assert said == "failed"
    stream = page.evaluate(
        """(url) => new Promise((tell) => {
        const source = new EventSource(url);
        source.onopen = () => tell("open");
        source.onerror = () => tell("failed");
    })""",
        f"{url}/_sandbox/events",
    )
    assert stream == "failed"
    page.evaluate(
        """(url) => {
            const frame = document.createElement("iframe");
            frame.src = url;
            document.body.append(frame);
        }""",
        f"{url}/_sandbox/",
    )
    page.wait_for_timeout(300)
    assert all("Larkfield" not in frame.content() for frame in page.frames)
    # A name that leads to this machine, as DNS rebinding makes one.
    answer = httpx.get(f"{url}/_sandbox/workspace", headers={"host": "rebound.example"})
    assert answer.status_code == 403
    context.close()
