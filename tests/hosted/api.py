"""The API without a connector in between."""

from typing import Any
from uuid import uuid4

import httpx

from tests.hosted.hosting import Member

__all__ = ["CONNECTORS", "Api"]

CONNECTORS = "/api/v1/integrations/connectors"


class Api:
    """Calls the API as one client."""

    def __init__(self, client: httpx.Client, member: Member) -> None:
        self.client = client
        self.member = member
        answer = client.post("/api/v1/account/applications/token", json=member.credentials())
        self.token: str = answer.json()["access_token"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, headers=self.headers, **options)

    def create(self, token: str, **more: Any) -> str:
        """Makes a connector, of another name each time; gives its id."""
        body = {"connector_type": "Clickup-Api", "credentials": {"api_key": token}}
        body |= {"name": uuid4().hex, **more}
        answer = self.client.post(CONNECTORS, headers=self.headers, json=body)
        assert answer.status_code == 200, answer.text
        made: str = answer.json()["id"]
        return made

    def execute(
        self,
        connector: str,
        entity: str,
        action: str,
        params: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:
        body = {"entity": entity, "action": action, "params": params or {}, **more}
        path = f"{CONNECTORS}/{connector}/execute"
        return self.client.post(path, headers=self.headers | (headers or {}), json=body)
