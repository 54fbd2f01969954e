"""The rate limit: a fixed window of a minute for each token."""

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import TODAY, Api, Clock


@pytest.fixture
def limited(clock: Clock) -> Api:
    return Api(Sandbox(5, today=TODAY, clock=clock, rate_limit=3))


async def test_a_window_counts_down_and_opens_anew(limited: Api, clock: Clock) -> None:
    opened = int(clock.now)
    for remaining in (2, 1, 0):
        response = await limited.send("GET", "/user")
        assert response.status_code == 200
        assert response.headers["x-ratelimit-limit"] == "3"
        assert response.headers["x-ratelimit-remaining"] == str(remaining)
        assert response.headers["x-ratelimit-reset"] == str(opened + 60)
        clock.now += 10
    refused = await limited.send("GET", "/user")
    assert refused.status_code == 429
    assert refused.json() == {"err": "Rate limit reached", "ECODE": "APP_002"}
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert "retry-after" not in refused.headers
    clock.now = opened + 59.9
    assert (await limited.send("GET", "/user")).status_code == 429
    clock.now = opened + 60
    fresh = await limited.send("GET", "/user")
    assert fresh.headers["x-ratelimit-remaining"] == "2"
    assert fresh.headers["x-ratelimit-reset"] == str(opened + 120)


async def test_a_refused_write_does_not_happen(limited: Api) -> None:
    home = next(iter(limited.workspace.lists))
    for _ in range(3):
        await limited.get("/user")
    before = len(limited.workspace.tasks)
    await limited.post(f"/list/{home}/task", {"name": "Too many"}, status=429)
    assert len(limited.workspace.tasks) == before


async def test_each_token_has_its_own_window(limited: Api) -> None:
    for _ in range(3):
        await limited.get("/user")
    other = Api(limited.sandbox, "Bearer another")
    await limited.get("/user", status=429)
    assert (await other.send("GET", "/user")).headers["x-ratelimit-remaining"] == "2"
    same = Api(limited.sandbox, "Bearer pk_test")
    await same.get("/user", status=429)


async def test_which_errors_carry_the_headers(limited: Api) -> None:
    missing = await limited.send("GET", "/task/00000000")
    assert missing.headers["x-ratelimit-limit"] == "3"
    for path in ("/team/99999999/space", "/list/00000000/member", "/nope"):
        assert "x-ratelimit-limit" not in (await limited.send("GET", path)).headers


async def test_without_a_limit_the_headers_never_count_down(api: Api) -> None:
    for _ in range(150):
        response = await api.send("GET", "/user")
        assert response.status_code == 200
    told = {name: response.headers[f"x-ratelimit-{name}"] for name in ("limit", "remaining")}
    assert told == {"limit": "10000", "remaining": "9999"}


async def test_many_tokens_are_forgotten_after_their_minute(clock: Clock) -> None:
    sandbox = Sandbox(0, today=TODAY, clock=clock, rate_limit=1)
    for number in range(1100):
        await Api(sandbox, f"pk_{number}").get("/user")
        clock.now += 1
    assert sandbox._limits is not None
    assert len(sandbox._limits._windows) <= 1000
    await Api(sandbox, "pk_1099").get("/user", status=429)


async def test_the_default_is_a_hundred() -> None:
    response = await Api(Sandbox(0)).send("GET", "/user")
    assert response.headers["x-ratelimit-remaining"] == "99"
