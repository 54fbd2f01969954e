"""Attachments: uploaded with v2 or v3, listed, downloaded, moved and gone with their task."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.handlers import attachments
from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.multipart import parts_of
from agent_connectors.clickup.sandbox.payloads.files import address
from tests.sandbox.client import TODAY, Api, Clock

CONTENT = bytes(range(256)) * 40


async def upload(api: Api, task: str, name: str = "data.bin", content: bytes = CONTENT) -> Any:
    files = {"attachment": (name, content)}
    response = await api.http.post(f"/api/v2/task/{task}/attachment", files=files)
    assert response.status_code == 200, response.text
    return response.json()


def v3_path(api: Api, task: str) -> str:
    return f"/api/v3/workspaces/{api.team}/attachments/{task}/attachments"


@pytest.fixture
def task(api: Api) -> str:
    return next(reversed(api.workspace.tasks))


@pytest.mark.parametrize("name", ["a.txt", "naïve.PNG", 'with "quotes" & more.pdf', "日本.tar.gz"])
async def test_what_is_uploaded_can_be_downloaded(name: str, api: Api, task: str) -> None:
    before = (await api.get(f"/task/{task}"))["date_updated"]
    made = await upload(api, task, name)
    assert made["title"] == name
    assert made["extension"] == name.rpartition(".")[2].lower()
    assert made["url"].startswith("https://api.clickup.com/attachments/")
    found = (await api.get(f"/task/{task}"))["attachments"]
    assert [(f["id"], f["url"], f["size"]) for f in found] == [
        (made["id"], made["url"], len(CONTENT))
    ]
    assert (await api.get(f"/task/{task}"))["date_updated"] >= before
    # As at ClickUp, whose addresses of files cannot be guessed, without a token.
    transport = httpx.ASGITransport(app=api.sandbox)
    async with httpx.AsyncClient(transport=transport) as anybody:
        answer = await anybody.get(made["url"])
        assert (answer.status_code, answer.content) == (200, CONTENT)
        assert answer.headers["content-length"] == str(len(CONTENT))
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        described = await anybody.head(made["url"])
        assert (described.status_code, described.content) == (200, b"")
        assert described.headers["content-length"] == str(len(CONTENT))
        assert (await anybody.get(made["url"] + "x")).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=10000-", 206, 10000, len(CONTENT) - 1),
        ("bytes=-5", 206, len(CONTENT) - 5, len(CONTENT) - 1),
        ("bytes=-999999", 206, 0, len(CONTENT) - 1),
        ("bytes=5-999999", 206, 5, len(CONTENT) - 1),
        ("bytes=5-5", 206, 5, 5),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=9-5", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        (f"bytes={'9' * 5000}-", 416, 0, 0),
        ("bytes=-", 200, 0, 0),
        ("bytes=0-1,3-4", 200, 0, 0),
        ("lines=1-2", 200, 0, 0),
    ],
)
async def test_ranges(wanted: str, status: int, first: int, last: int, api: Api, task: str) -> None:
    url = (await upload(api, task))["url"]
    answer = await api.http.get(url, headers={"range": wanted})
    assert answer.status_code == status
    assert answer.headers["accept-ranges"] == "bytes"
    if status == 206:
        assert answer.content == CONTENT[first : last + 1]
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"
        assert answer.headers["content-length"] == str(last - first + 1)
    elif status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"
    else:
        assert answer.content == CONTENT


async def test_v3_lists_newest_first_and_by_page(api: Api, task: str) -> None:
    for number in range(5):
        await upload(api, task, f"{number}.txt")
    path = v3_path(api, task)
    first = await api.get(path, limit=2)
    second = await api.get(path, limit=3, cursor=first["next_cursor"])
    assert [f["title"] for f in first["data"]] == ["4.txt", "3.txt"]
    assert [f["title"] for f in second["data"]] == ["2.txt", "1.txt", "0.txt"]
    assert second["next_cursor"] == ""
    await api.get(path, limit=0, status=400)
    await api.get(path, limit=101, status=400)
    await api.get(path, cursor="!", status=400)


async def test_v3_uploads_under_another_name(api: Api, task: str) -> None:
    files = {"file": ("old.txt", b"Hello")}
    made = await api.http.post(v3_path(api, task), files=files, data={"filename": "new.md"})
    assert made.status_code == 200
    facts = made.json()
    assert (facts["title"], facts["extension"], facts["size"]) == ("new.md", "md", 5)
    assert (facts["parent_entity_type"], facts["parent_id"]) == ("tasks", task)
    assert (await api.http.get(facts["url"])).content == b"Hello"


async def test_a_file_becomes_the_value_of_a_custom_field(api: Api) -> None:
    field = next(f for f in api.workspace.fields.values() if f.type == "attachment")
    home = api.workspace.lists[field.place]
    task = next(iter(home.tasks))
    path = f"/api/v3/workspaces/{api.team}/custom_fields/{field.id}/attachments"
    made = (await api.http.post(path, files={"file": ("bill.pdf", b"%PDF")})).json()
    assert made["parent_entity_type"] == "custom_fields"
    await api.post(f"/task/{task}/field/{field.id}", {"value": {"add": [made["id"]]}})
    values = (await api.get(f"/task/{task}"))["custom_fields"]
    shown = next(row for row in values if row["id"] == field.id)["value"]
    assert [file["title"] for file in shown] == ["bill.pdf"]
    await api.post(f"/task/{task}/field/{field.id}", {"value": {"rem": [made["id"]]}})
    values = (await api.get(f"/task/{task}"))["custom_fields"]
    assert next(row for row in values if row["id"] == field.id)["value"] == []
    other = next(f.id for f in api.workspace.fields.values() if f.type == "url")
    wrong = f"/api/v3/workspaces/{api.team}/custom_fields/{other}/attachments"
    assert (await api.http.post(wrong, files={"file": ("a", b"b")})).status_code == 400


async def test_attachments_go_with_their_task(api: Api, task: str) -> None:
    before = api.workspace.files.size
    url = (await upload(api, task))["url"]
    assert api.workspace.files.size == before + len(CONTENT)
    await api.delete(f"/task/{task}", status=204)
    assert api.workspace.files.size == before
    assert (await api.http.get(url)).status_code == 404


async def test_what_is_no_upload_is_refused(api: Api, task: str) -> None:
    path = f"/api/v2/task/{task}/attachment"
    await api.post(path, {"attachment": "text"}, status=400)
    for files in ({"other": ("a.txt", b"x")}, {"attachment": (None, b"x")}):
        response = await api.http.post(path, files=files)
        assert (response.status_code, response.json()["ECODE"]) == (400, "APP_001")
    missing = await api.http.post(
        "/api/v2/task/00000000/attachment", files={"attachment": ("a", b"x")}
    )
    assert missing.json()["ECODE"] == "OAUTH_018"
    assert (await api.http.get(v3_path(api, "nope"))).status_code == 404
    wrong = f"/api/v3/workspaces/{api.team}/docs_/{task}/attachments"
    assert (await api.http.get(wrong)).status_code == 400


async def test_the_memory_for_files_is_bounded(
    api: Api, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_BYTES", api.workspace.files.size + 10)
    await upload(api, task, content=b"0123456789")
    files = {"attachment": ("more.txt", b"x")}
    response = await api.http.post(f"/api/v2/task/{task}/attachment", files=files)
    assert (response.status_code, response.json()["err"]) == (400, "Storage limit reached")


async def test_a_body_that_is_too_large(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_connectors.clickup.sandbox.app._LARGEST_BODY", 1000)

    async def much() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 100

    task = next(iter(api.workspace.tasks))
    for content in (b"x" * 1001, much()):
        response = await api.http.post(f"/api/v2/task/{task}/attachment", content=content)
        assert (response.status_code, response.json()["ECODE"]) == (413, "APP_001")


async def test_the_address_is_where_the_client_found_the_sandbox(sandbox: Sandbox) -> None:
    transport = httpx.ASGITransport(app=sandbox)
    base = "http://127.0.0.1:8787"
    headers = {"authorization": "pk_test"}
    task = next(iter(sandbox.workspace.tasks))
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
        files = {"attachment": ("a.txt", b"Hello")}
        made = await client.post(f"/api/v2/task/{task}/attachment", files=files)
        assert made.json()["url"].startswith(base)
        assert (await client.get(made.json()["url"])).content == b"Hello"


async def test_downloads_do_not_count(clock: Clock) -> None:
    api = Api(Sandbox(5, today=TODAY, clock=clock, rate_limit=2))
    file = next(iter(api.workspace.files.by_id.values()))
    url = address(file, api.workspace, "https://api.clickup.com")
    for _ in range(5):
        answer = await api.http.get(url)
        assert (answer.status_code, answer.content) == (200, file.content)
        assert "x-ratelimit-limit" not in answer.headers
    assert (await api.send("GET", "/user")).headers["x-ratelimit-remaining"] == "1"


async def test_two_seeded_files_can_be_read(api: Api) -> None:
    first = next(iter(api.workspace.files.by_id.values()))
    found = (await api.get(f"/task/{first.parent}"))["attachments"]
    assert [file["title"] for file in found] == ["gateway-log.txt", "readings.csv"]
    assert b"queue full" in (await api.http.get(found[0]["url"])).content


def request(body: bytes, boundary: str = "b") -> Request:
    kind = f"multipart/form-data; boundary={boundary}".encode()
    return Request("POST", "/", b"", body, [(b"content-type", kind)])


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (b"", []),
        (b"--b--", []),
        (b"--b\r\n\r\n\r\n--b--", []),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--', [("a", None, b"x")]),
        (
            (
                b'--b\r\nContent-Disposition: form-data; name="a"; '
                b'filename="C:\\\\x\\\\y.txt"\r\n\r\n'
                b"x --b not yet\r\n--B\r\n\r\n--b--\r\nepilogue"
            ),
            [("a", "y.txt", b"x --b not yet\r\n--B\r\n")],
        ),
        (
            (
                b"--b  \r\ncontent-disposition: form-data; name=a; "
                b"filename*=UTF-8''%e2%82%ac.md\r\n\r\n\r\n--b\r\n"
                b"Content-Disposition: form-data; name=c\r\n\r\n\r\n\r\n--b--"
            ),
            [("a", "€.md", b""), ("c", None, b"\r\n")],
        ),
    ],
)
def test_the_parts_of_an_upload(body: bytes, parts: list[tuple[str, str | None, bytes]]) -> None:
    found = parts_of(request(body))
    assert [(part.name, part.filename, part.content) for part in found] == parts


def test_a_boundary_may_be_quoted() -> None:
    body = b'--a b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n--a b--'
    assert [part.content for part in parts_of(request(body, '"a b"'))] == [b"y"]


def test_addresses_hold_only_what_an_address_may(sandbox: Sandbox) -> None:
    file = next(iter(sandbox.workspace.files.by_id.values()))
    file.title = 'ä/"?#.txt'
    assert re.fullmatch(r"https://x/[\w/.%-]+", address(file, sandbox.workspace, "https://x"))
