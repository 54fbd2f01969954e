"""Failures on demand, in process."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import TODAY, Api, Clock


@pytest.fixture
def home(api: Api) -> str:
    return next(iter(api.workspace.lists))


def count(api: Api) -> int:
    return len(api.workspace.tasks)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 502, 503, 504])
async def test_a_status_has_clickups_body(status: int, api: Api) -> None:
    api.sandbox.fail(status)
    answer = await api.get("/user", status=status)
    assert set(answer) == {"err", "ECODE"}
    await api.get("/user")


async def test_a_429_on_demand_is_over_in_a_second(clock: Clock) -> None:
    api = Api(Sandbox(0, today=TODAY, clock=clock))
    api.sandbox.fail(429)
    response = await api.send("GET", "/user")
    assert response.status_code == 429
    assert response.headers["x-ratelimit-remaining"] == "0"
    assert response.headers["x-ratelimit-reset"] == str(int(clock.now) + 1)
    assert (await api.send("GET", "/user")).headers["x-ratelimit-remaining"] == "98"


async def test_a_status_has_v3s_body_on_v3(api: Api) -> None:
    api.sandbox.fail(500)
    answer = await api.get(f"/api/v3/workspaces/{api.team}/docs", status=500)
    assert answer["status"] == 500


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("kind", [500, "html", "empty", "garbage", "hang", "drop"])
async def test_before_nothing_happens_and_after_it_has_happened(
    kind: Any, after: bool, api: Api, home: str
) -> None:
    api.sandbox.fail(kind, method="post", after=after)
    before = count(api)
    request = api.send("POST", f"/list/{home}/task", {"name": "Once"})
    if kind == "hang":
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(request, 0.05)
    elif kind == "drop":
        with pytest.raises(httpx.ReadError):
            await request
    else:
        response = await request
        if kind == 500:
            assert (response.status_code, response.json()["ECODE"]) == (500, "APP_001")
        elif kind == "html":
            assert response.status_code == 502
            assert response.headers["content-type"].startswith("text/html")
        elif kind == "empty":
            assert (response.status_code, response.content) == (200, b"")
        else:
            assert response.status_code == 200
            assert response.content
            with pytest.raises(ValueError, match=r".*"):
                response.json()
    assert count(api) == before + after
    assert len(api.sandbox.faults) == 0
    made = await api.post(f"/list/{home}/task", {"name": "Then"})
    assert made["name"] == "Then"


async def test_only_matching_requests_fail(api: Api, home: str) -> None:
    api.sandbox.fail(503, method="GET", path="/api/v2/list/*/task", times=2)
    await api.get("/user")
    await api.post(f"/list/{home}/task", {"name": "Fine"})
    await api.get(f"/list/{home}/task", status=503)
    await api.get(f"/list/{home}")
    await api.get(f"/list/{home}/task", status=503)
    await api.get(f"/list/{home}/task")


async def test_faults_queue_up_and_clear(api: Api) -> None:
    api.sandbox.fail(500)
    api.sandbox.fail(502)
    await api.get("/user", status=500)
    await api.get("/user", status=502)
    api.sandbox.fail(500, times=99)
    api.sandbox.faults.clear()
    await api.get("/user")


async def test_probability_stays_and_is_the_same_every_time(api: Api) -> None:
    async def outcomes(sandbox: Sandbox) -> list[int]:
        sandbox.fail(500, probability=0.3)
        client = Api(sandbox)
        return [(await client.send("GET", "/user")).status_code for _ in range(200)]

    one = await outcomes(Sandbox(0, today=TODAY, rate_limit=None))
    other = await outcomes(Sandbox(0, today=TODAY, rate_limit=None))
    assert one == other
    assert 30 < one.count(500) < 90
    assert one != await outcomes(Sandbox(0, seed=2, today=TODAY, rate_limit=None))


async def test_a_kind_that_does_not_exist(api: Api) -> None:
    with pytest.raises(ValueError, match="explode"):
        api.sandbox.fail("explode")  # type: ignore[arg-type]


async def test_refused_requests_do_not_use_up_faults(clock: Clock) -> None:
    api = Api(Sandbox(0, today=TODAY, clock=clock, rate_limit=1))
    await api.get("/user")
    api.sandbox.fail(500)
    await api.get("/user", status=429)
    await api.get("/nope", status=404)
    assert len(api.sandbox.faults) == 1
    clock.now += 60
    await api.get("/user", status=500)


async def test_other_asgi_clients_get_a_plain_connection_error(api: Api) -> None:
    api.sandbox.fail("drop")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        raise AssertionError(message)

    headers = [(b"authorization", b"pk")]
    scope = {"type": "http", "method": "GET", "path": "/api/v2/user", "headers": headers}
    with pytest.raises(ConnectionResetError):
        await api.sandbox(scope, receive, send)


async def test_requests_are_recorded_without_bodies_and_headers(api: Api, home: str) -> None:
    await api.get("/user")
    await api.get(f"/list/{home}/task", page=0, statuses=["to do"])
    await api.get("/nope", status=404)
    api.sandbox.fail("drop")
    with pytest.raises(httpx.ReadError):
        await api.post(f"/list/{home}/task", {"name": "Secret"})
    records = list(api.sandbox.requests)
    assert [(r.method, r.path, r.status) for r in records] == [
        ("GET", "/api/v2/user", 200),
        ("GET", f"/api/v2/list/{home}/task", 200),
        ("GET", "/api/v2/nope", 404),
        ("POST", f"/api/v2/list/{home}/task", None),
    ]
    assert parse_qsl(records[1].query) == [("page", "0"), ("statuses[]", "to do")]
    assert "Secret" not in repr(records)
    assert "pk_test" not in repr(records)
    with pytest.raises(AttributeError):
        records[0].status = 500  # type: ignore[misc]


async def test_a_hang_is_recorded_when_it_begins(api: Api) -> None:
    api.sandbox.fail("hang")
    task = asyncio.ensure_future(api.get("/user"))
    await asyncio.sleep(0.01)
    assert [record.status for record in api.sandbox.requests] == [None]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_reset_goes_back_to_the_seed(clock: Clock) -> None:
    api = Api(Sandbox(20, today=TODAY, clock=clock, rate_limit=2))
    home = next(iter(api.workspace.lists))
    first = await api.post(f"/list/{home}/task", {"name": "New"})
    await api.get("/user")
    await api.get("/user", status=429)
    api.sandbox.fail(500)
    api.sandbox.reset()
    assert len(api.sandbox.workspace.tasks) == 20
    assert list(api.sandbox.requests) == []
    await api.get("/user")
    assert await api.post(f"/list/{home}/task", {"name": "New"}) == first


async def test_latency_is_waited_for_by_all_at_once() -> None:
    api = Api(Sandbox(0, today=TODAY, rate_limit=None, latency=0.1))
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await asyncio.gather(*(api.get("/user") for _ in range(20)))
    assert 0.09 < loop.time() - begin < 1.5
