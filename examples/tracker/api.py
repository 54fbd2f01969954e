"""An issue tracker with an API over HTTP, in memory; as an ASGI application.

uvicorn tracker.api:app --app-dir examples --port 8899
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import Any
from urllib.parse import parse_qs

PEOPLE = [{"id": n, "name": name} for n, name in enumerate(("Ada", "Grace", "Alan"), 1)]

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Tracker:
    """Issues, their comments, and the people who work on them."""

    def __init__(self) -> None:
        self.ids = count(1)
        self.issues: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        for number in range(1, 46):
            issue = self.add({"title": f"Issue {number}", "assignee": number % 3 + 1})
            self.comments[issue["id"]] = [{"id": n, "text": f"Comment {n}"} for n in range(1, 8)]

    def add(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Adds an issue."""
        issue: dict[str, Any] = {"id": next(self.ids), "assignee": None, "state": "open", **fields}
        self.issues[issue["id"]] = issue
        return issue

    async def __call__(
        self, scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send
    ) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        if headers.get("authorization") != "Bearer tracker-token":
            status: int = 401
            answer: Any = {"message": "Who are you?"}
        else:
            query = {k: v[0] for k, v in parse_qs(scope["query_string"].decode()).items()}
            path = [part for part in scope["path"].split("/") if part]
            status, answer = self.answer(scope["method"], path, query, body)
        content = json.dumps(answer).encode() if answer is not None else b""
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": content})

    def answer(
        self, method: str, path: list[str], query: dict[str, str], body: bytes
    ) -> tuple[int, Any]:
        """Status and body of the answer to a request."""
        match [method, *path]:
            case ["GET", "people"]:
                answer: Any = PEOPLE
            case ["GET", "issues"]:
                answer = {"issues": self.page(query)}
            case ["POST", "issues"]:
                answer = self.add(json.loads(body))
            case ["GET", "issues", number, "comments"]:
                answer = self.said(int(number), query)
            case ["DELETE", "issues", number] if int(number) in self.issues:
                del self.issues[int(number)]
                return 204, None
            case _:
                return 404, {"message": "There is nothing here."}
        return 200, answer

    def page(self, query: dict[str, str]) -> list[dict[str, Any]]:
        """A page of issues."""
        first = (int(query.get("page", 1)) - 1) * 20
        wanted = query.get("assignee")
        found = [i for i in self.issues.values() if wanted in (None, str(i["assignee"]))]
        return found[first : first + 20]

    def said(self, number: int, query: dict[str, str]) -> dict[str, Any]:
        """Some comments on an issue, and where to go on."""
        comments = self.comments.get(number, [])
        start = int(query.get("cursor", 0))
        end = start + int(query.get("limit", 3))
        return {
            "comments": comments[start:end],
            "next_cursor": str(end) if end < len(comments) else None,
        }


app = Tracker()
