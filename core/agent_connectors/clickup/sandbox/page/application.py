"""The page beside the API: an ASGI application around a sandbox's.

What is not under `/_sandbox/` goes to the sandbox as it came, so clients notice nothing. What the
page reads is no request to the sandbox: it is not counted, limited, delayed or failed.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

from pydantic_core import from_json

from agent_connectors.clickup.sandbox.app import Sandbox
from agent_connectors.clickup.sandbox.asgi import Receive, Scope, Send, body_of
from agent_connectors.clickup.sandbox.http import Request, Response
from agent_connectors.clickup.sandbox.page.control import Control
from agent_connectors.clickup.sandbox.page.events import Stream, position
from agent_connectors.clickup.sandbox.page.guard import HEADERS, Guard
from agent_connectors.clickup.sandbox.page.log import Log
from agent_connectors.clickup.sandbox.page.views import SORTS, list_view, places, task_view
from agent_connectors.clickup.sandbox.routing import ROUTES

__all__ = ["ADDRESS", "Page", "with_page"]

T = TypeVar("T")

ADDRESS: Final = "/_sandbox/"
"""Where the page is."""

_TO_PAGE: Final = ((b"location", ADDRESS.encode()),)
_PARAMETER: Final = re.compile(r"\{[^}]*\}")
_TRIES: Final = 5
_LARGEST_BODY: Final = 16 * 1024
_MOST_READERS: Final = 32
_MOST_TASKS: Final = 5000

_TYPES: Final = {
    "css": b"text/css; charset=utf-8",
    "html": b"text/html; charset=utf-8",
    "js": b"text/javascript; charset=utf-8",
    "svg": b"image/svg+xml",
}


def with_page(sandbox: Sandbox, hosts: Collection[str] = ()) -> "Page":
    """A sandbox with a page to watch it on, at `/_sandbox/`.

    Args:
        sandbox: What is watched.
        hosts: Names and addresses that the page answers to besides this machine's own; `0.0.0.0`
            for every address.
    """
    return Page(sandbox, hosts)


class Page:
    """An ASGI application: the sandbox's, and the page.

    Args:
        sandbox: What is watched.
        hosts: As for `with_page`.

    Attributes:
        ended: Whether the server is about to stop, so that streams of events end; a server that
            waits for its connections to be closed would wait for ever otherwise.
    """

    def __init__(self, sandbox: Sandbox, hosts: Collection[str] = ()) -> None:
        self.ended: Callable[[], bool] = lambda: False
        self._sandbox = sandbox
        self._guard = Guard(hosts)
        self._log = _log_of(sandbox)
        self._control = Control(sandbox, self._log)
        self._readers = 0
        self._views: Mapping[str, Callable[[Request, str], Any]] = {
            "workspace": self._workspace,
            "requests": self._requests,
            "list": self._list,
            "task": self._task,
            "paths": self._paths,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection."""
        path = scope.get("path", "")
        below = path.removeprefix(ADDRESS) if path.startswith(ADDRESS) else None
        leads = path in {"/", ADDRESS[:-1]}
        if scope["type"] != "http" or (below is None and not leads):
            await self._sandbox(scope, receive, send)
            return
        request = Request(
            scope["method"],
            path,
            scope.get("query_string", b""),
            await body_of(receive, _LARGEST_BODY)
            if scope["method"] == "POST" and not leads
            else b"",
            scope["headers"],
            scope.get("scheme", "http"),
        )
        refusal = self._guard.refusal(request)
        if below is None:
            # Who opens the sandbox in a browser is led to the page; clients do not ask for HTML.
            if refusal is None and request.method == "GET" and "html" in request.header("accept"):
                await _send(request, Response(303, b"", b"text/plain", _TO_PAGE), send)
            else:
                await self._sandbox(scope, receive, send)
        elif refusal is not None:
            await _send(request, _refused(403, refusal), send)
        elif below == "events" and request.method == "GET":
            await self._stream(request, receive, send)
        else:
            await _send(request, self._answer(request, below), send)

    async def _stream(self, request: Request, receive: Receive, send: Send) -> None:
        if self._readers >= _MOST_READERS:
            await _send(request, _refused(503, "The page is already open too often."), send)
            return
        self._readers += 1
        since = request.header("last-event-id") or request.query.text("since") or ""
        try:
            stream = Stream(self._log, lambda: self._control.state, self.ended)
            await stream.send(since, receive, send)
        finally:
            self._readers -= 1

    def _answer(self, request: Request, below: str) -> Response:
        if request.method == "POST":
            return self._do(below, request.body)
        if request.method not in {"GET", "HEAD"}:
            return _refused(405, "There is GET, HEAD and POST.")
        return _files().get(below or "index.html") or self._view(request, below)

    def _view(self, request: Request, below: str) -> Response:
        kind, _, identifier = below.partition("/")
        view = self._views.get(kind)
        if view is None:
            return _refused(404, "The page has no such address.")
        try:
            told = _steady(lambda: view(request, identifier))
        except Exception as error:
            return _refused(500, f"What is there cannot be shown ({type(error).__name__}).")
        if told is None:
            return _refused(404, f"There is no such {kind}: it may have been deleted.")
        return told if isinstance(told, Response) else Response.json(told)

    def _do(self, what: str, body: bytes) -> Response:
        if what not in self._control.actions:
            return _refused(404, "The page has no such address.")
        if len(body) > _LARGEST_BODY:
            return _refused(413, "That is too long.")
        try:
            self._control.do(what, body)
        except ValueError as error:
            return _refused(400, str(error))
        return Response.json(self._control.told())

    def _workspace(self, _request: Request, _identifier: str) -> dict[str, Any]:
        workspace = self._sandbox.workspace
        return {
            "name": workspace.name,
            "id": workspace.id,
            "now": workspace.now(),
            "tasks": len(workspace.tasks),
            "spaces": places(workspace),
            **self._control.told(),
        }

    def _requests(self, _request: Request, _identifier: str) -> Response:
        entries = self._log.after(0)
        at = position(self._log, entries[-1].number if entries else self._log.last)
        rows = b",".join([entry.json for entry in entries])
        return Response(200, b'{"at":"%b","requests":[%b]}' % (at.encode(), rows))

    def _list(self, request: Request, identifier: str) -> dict[str, Any] | None:
        workspace = self._sandbox.workspace
        home = workspace.lists.get(identifier)
        if home is None:
            return None
        sort = request.query.text("sort") or "created"
        most = request.query.integer("most") or 50
        return list_view(
            workspace,
            home,
            sort if sort in SORTS else "created",
            backwards=request.query.flag("backwards") or False,
            most=max(1, min(most, _MOST_TASKS)),
        )

    def _task(self, _request: Request, identifier: str) -> dict[str, Any] | None:
        task = self._sandbox.workspace.tasks.get(identifier)
        if task is None:
            return None
        activity = [from_json(entry.json) for entry in self._log.about(identifier)]
        return {**task_view(self._sandbox.workspace, task), "activity": activity}

    def _paths(self, _request: Request, _identifier: str) -> list[str]:
        return sorted({_PARAMETER.sub("*", route.path) for route in ROUTES})


@cache
def _files() -> Mapping[str, Response]:
    """The files of the page, by name."""
    found = files(__package__).joinpath("static").iterdir()
    return {
        file.name: Response(200, file.read_bytes(), _TYPES[file.name.rpartition(".")[2]])
        for file in found
        if file.name.rpartition(".")[2] in _TYPES
    }


def _log_of(sandbox: Sandbox) -> Log:
    """The log of a sandbox: one, however often it is served."""
    for listener in sandbox.listeners:
        log = getattr(listener, "__self__", None)
        if isinstance(log, Log):
            return log
    log = Log(sandbox.workspace)
    sandbox.listeners.append(log.note)
    return log


def _steady(read: Callable[[], T]) -> T:
    """Read what another thread may be changing."""
    for _ in range(_TRIES):
        try:
            return read()
        except RuntimeError:  # a dict has changed while it was walked over
            continue
    return read()


def _refused(status: int, why: str) -> Response:
    return Response.json({"error": why}, status)


async def _send(request: Request, response: Response, send: Send) -> None:
    headers = [*response.headers(), *HEADERS]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = b"" if request.method == "HEAD" else response.body
    await send({"type": "http.response.body", "body": body})
