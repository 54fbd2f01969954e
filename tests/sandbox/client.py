"""A client that speaks to a sandbox in process, and a clock that stands still."""

import json
from datetime import UTC, date, datetime
from typing import Any

import httpx

from agent_connectors.clickup.sandbox import Sandbox

# A Wednesday.
TODAY = date(2026, 3, 18)
NOON = datetime(2026, 3, 18, 12, tzinfo=UTC).timestamp()

TOKEN = "pk_test"


class Clock:
    """A clock that only moves when told to."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    @property
    def ms(self) -> int:
        return int(self.now * 1000)


class Api:
    """A client of one sandbox that checks statuses and unpacks JSON."""

    def __init__(self, sandbox: Sandbox, token: str = TOKEN) -> None:
        self.sandbox = sandbox
        self.workspace = sandbox.workspace
        self.team = sandbox.workspace.id
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=sandbox),
            base_url="https://api.clickup.com",
            headers={"Authorization": token},
        )

    async def send(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        """Send a request; a path without `/api` is v2's, and a list in the query is an array."""
        pairs: list[tuple[str, str | int | float | bool | None]] = []
        for name, value in query.items():
            values = value if isinstance(value, list) else [value]
            key = f"{name}[]" if isinstance(value, list) else name
            pairs += [(key, _text(item)) for item in values]
        url = path if path.startswith("/api") else f"/api/v2{path}"
        params = httpx.QueryParams(pairs) if pairs else None
        return await self.http.request(method, url, params=params, json=body)

    async def get(self, path: str, *, status: int = 200, **query: Any) -> Any:
        return _json(await self.send("GET", path, **query), status)

    async def post(self, path: str, body: Any = None, *, status: int = 200, **query: Any) -> Any:
        return _json(await self.send("POST", path, {} if body is None else body, **query), status)

    async def put(self, path: str, body: Any, *, status: int = 200, **query: Any) -> Any:
        return _json(await self.send("PUT", path, body, **query), status)

    async def delete(self, path: str, *, status: int = 200, **query: Any) -> Any:
        return _json(await self.send("DELETE", path, **query), status)

    async def delete_with(self, path: str, body: Any, *, status: int = 200) -> Any:
        """A deletion whose body says what of."""
        return _json(await self.send("DELETE", path, body), status)

    async def pages(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All tasks of a paged list."""
        tasks: list[dict[str, Any]] = []
        page = 0
        while True:
            answer = await self.get(path, page=page, **query)
            tasks += answer["tasks"]
            if answer["last_page"]:
                return tasks
            page += 1


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)


def _json(response: httpx.Response, status: int) -> Any:
    assert response.status_code == status, (response.request.url, response.text)
    return response.json() if response.content else None
