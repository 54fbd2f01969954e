"""What one writes in half an hour instead: FastAPI before, httpx behind, a dictionary of tokens.

python -m tests.hosted.figures.naive PORT URL_OF_CLICKUP

No limits are kept, nothing is checked or written down, nobody can be shut out, tokens lie in the
clear, and what became of a write when something broke is not known.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
import uvicorn
from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel

__all__ = ["ACCESS_TOKEN", "CONNECTOR"]

ACCESS_TOKEN = "naive"
CONNECTOR = "clickup"

_CLIENTS = {ACCESS_TOKEN: "acme"}
_TOKENS = {("acme", CONNECTOR): "pk_naive"}

_ROUTES = {
    ("user", "get"): ("GET", "/api/v2/user"),
    ("tasks", "list"): ("GET", "/api/v2/list/{list_id}/task"),
    ("comments", "create"): ("POST", "/api/v2/task/{task_id}/comment"),
}


class Execution(BaseModel):
    """What is to be done."""

    entity: str
    action: str
    params: dict[str, Any] = {}


def create_app(clickup: str) -> FastAPI:
    """The proxy."""
    # Connections are given up before the product gives them up: httpx would use them meanwhile.
    limits = httpx.Limits(keepalive_expiry=2.0)
    client = httpx.AsyncClient(base_url=clickup, timeout=120, limits=limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/api/v1/integrations/connectors/{connector_id}/execute")
    async def execute(
        connector_id: str, wanted: Execution, authorization: Annotated[str, Header()]
    ) -> dict[str, Any]:
        organization = _CLIENTS.get(authorization.removeprefix("Bearer "))
        token = _TOKENS.get((organization or "", connector_id))
        if token is None:
            raise HTTPException(404)
        method, path = _ROUTES[wanted.entity, wanted.action]
        params = dict(wanted.params)
        url = path.format(**params)
        left = {name: value for name, value in params.items() if f"{{{name}}}" not in path}
        answer = await client.request(
            method,
            url,
            headers={"Authorization": token},
            params=None if method == "POST" else left,
            json=left if method == "POST" else None,
        )
        if answer.is_error:
            raise HTTPException(answer.status_code, answer.text)
        return {"result": answer.json()}

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[2]), port=int(sys.argv[1]), access_log=False, log_level="error")
