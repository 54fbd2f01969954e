"""The sandbox itself: an ASGI application over one workspace.

A request is carried out synchronously, in one go, so nothing else happens to the workspace
meanwhile. Only waiting (for the body, for the latency, in a hang) is asynchronous.
"""

import re
from collections import deque
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from os import PathLike
from time import time
from typing import Any, Literal, Never, Self

from anyio import sleep

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.asgi import (
    Receive,
    Scope,
    Send,
    authorization,
    body_of,
    lifespan,
    lose,
)
from agent_connectors.clickup.sandbox.comparing.changes import Changes, compare
from agent_connectors.clickup.sandbox.comparing.facts import facts_of
from agent_connectors.clickup.sandbox.delivery.outbox import Delivery, Webhooks
from agent_connectors.clickup.sandbox.errors import ApiError
from agent_connectors.clickup.sandbox.faults import Fault, FaultKind, Faults
from agent_connectors.clickup.sandbox.handlers import ROUTER
from agent_connectors.clickup.sandbox.http import Headers, Request, Response, wrong_method
from agent_connectors.clickup.sandbox.limits import Allowance, RateLimit, fingerprint, unlimited
from agent_connectors.clickup.sandbox.options import check_options
from agent_connectors.clickup.sandbox.plans import ANY, PLANS, PlanName
from agent_connectors.clickup.sandbox.records import RequestRecord
from agent_connectors.clickup.sandbox.routing import PUBLIC, TERMS, UNLIMITED, Terms
from agent_connectors.clickup.sandbox.saving import Saved, write_workspace
from agent_connectors.clickup.sandbox.seed import build
from agent_connectors.clickup.sandbox.state.files import MOST_BYTES
from agent_connectors.clickup.sandbox.state.snapshot import Snapshot, checked
from agent_connectors.clickup.sandbox.state.workspace import Workspace

# More than any test counts; a sandbox that is left running must not grow.
_REQUESTS_KEPT = 10_000
# What `token_for` gives; other tokens are the owner's.
_OWN_TOKEN = re.compile(rb"pk_([0-9]{1,18})_SANDBOX")
# The largest upload there is room for, and its headers.
_LARGEST_BODY = MOST_BYTES + 64 * 1024


Listener = Callable[[RequestRecord, Workspace], None]
"""Told of each request once it is carried out, before its answer leaves."""


class Sandbox:
    """An offline ClickUp.

    Any `Authorization` header is accepted and acts as the workspace's owner, but for the tokens of
    `token_for`, which act as somebody else.

    Args:
        tasks: How many tasks the workspace starts with; from 100 on, 52 more in a Space that is
            like grown ones are: deep tasks, fields of every type, rich comments.
        seed: Another seed, another workspace; the same seed and day, the same workspace.
        today: The day the workspace's dates are laid out around; the clock's UTC day by default.
        one_list: Whether all tasks are open, top-level, and in one List of one Space.
        lists: How many Lists the workspace starts with, if more than the usual ones.
        rate_limit: Requests a minute for each token; `None` for any number. If not given, what the
            plan allows.
        rate_window: How many seconds that "minute" lasts; a test may not have a whole one.
        latency: Seconds to wait before each answer.
        clock: Tells the time in Unix seconds; it stamps what is created and drives the rate limit.
        revoked: Tokens to refuse, as ClickUp refuses revoked ones.
        plan: `free`, `unlimited`, `business` or `enterprise`, which decides what is refused. If not
            given nothing is, and 100 requests a minute are allowed.

    Raises:
        TypeError: There is no such option.
        ValueError: An option cannot have that value.

    Attributes:
        workspace: The state behind the API, to look at without HTTP.
        requests: What came in, oldest first; the last 10,000 are kept.
        faults: The failures set up with `fail`.
        latency: As above; may be changed at any time.
        webhooks: What is told to webhooks: by `deliver`, or by itself while it is served.
        listeners: Called one after the other with each request and the workspace after it, before
            the answer leaves, in the thread that carried it out; they must not wait. What one
            raises ends the request. They stay over `reset` and `restore`.
    """

    def __init__(
        self,
        tasks: int = 250,
        seed: int = 1,
        today: date | None = None,
        *,
        one_list: bool = False,
        lists: int | None = None,
        rate_limit: int | Literal["plan"] | None = "plan",
        rate_window: int = 60,
        latency: float = 0.0,
        clock: Callable[[], float] = time,
        revoked: Collection[str] = (),
        plan: PlanName | None = None,
        **unknown: Never,
    ) -> None:
        options = {
            "tasks": tasks,
            "seed": seed,
            "today": today,
            "one_list": one_list,
            "lists": lists,
            "rate_limit": rate_limit,
            "rate_window": rate_window,
            "latency": latency,
            "clock": clock,
            "revoked": revoked,
            "plan": plan,
        }
        check_options(options, unknown)
        self.latency = latency
        self._plan = ANY if plan is None else PLANS[plan]
        self.faults = Faults(seed)
        self.requests: deque[RequestRecord] = deque(maxlen=_REQUESTS_KEPT)
        self.listeners: list[Listener] = []
        self._tasks = tasks
        self._saved: Saved | None = None
        self._seed = seed
        self._today = today or datetime.fromtimestamp(clock(), UTC).date()
        self._one_list = one_list
        self._lists = lists
        self._rate_limit = self._plan.rate_limit if rate_limit == "plan" else rate_limit
        self._rate_window = rate_window
        self._clock = clock
        self._revoked = {fingerprint(token.encode()) for token in revoked}
        self.webhooks = Webhooks()
        self.reset()

    def __repr__(self) -> str:
        if not hasattr(self, "workspace"):
            return "<Sandbox, not made>"
        begun = f"seed={self._seed}, today={self._today}" if self._saved is None else self._saved
        return f"Sandbox(tasks={len(self.workspace.tasks)}, {begun})"

    @classmethod
    def load(cls, path: str | PathLike[str], **options: Any) -> Self:
        """A sandbox that starts with the workspace in a file: saved, or copied from a real one.

        Args:
            path: What `save` or `agent-connectors sandbox --from-workspace` wrote.
            options: As for `Sandbox`, but for those that say what is made up.

        Raises:
            SandboxFileError: The file cannot be read, is damaged, or is of another version.
            TypeError: There is no such option.
            ValueError: An option cannot have that value.
        """
        saved = Saved(path, options)
        sandbox = cls(**saved.options)
        sandbox._saved = saved
        sandbox.reset()
        return sandbox

    def save(self, path: str | PathLike[str]) -> None:
        """Write the workspace as it is now into a file, without secrets, for `load`.

        Args:
            path: Where to; what was there is replaced once all is written.

        Raises:
            SandboxFileError: It cannot be written.
        """
        write_workspace(self.workspace, path)

    def reset(self) -> None:
        """Go back to the start: its first workspace, no requests, no faults, fresh rate limits."""
        self._begin(self._seeded())

    def checkpoint(self) -> Snapshot:
        """The workspace as it is now, to go back to and to compare with."""
        return Snapshot(self.workspace)

    def restore(self, checkpoint: Snapshot) -> None:
        """Go back to a checkpoint: no requests, no faults, fresh rate limits.

        `workspace` is another object afterwards. A checkpoint can be restored any number of times.

        Args:
            checkpoint: What `checkpoint` gave.

        Raises:
            TypeError: It is something else.
        """
        self._begin(checked(checkpoint).workspace())

    def changes(self, since: Snapshot | None = None) -> Changes:
        """What was made, changed and deleted, with the fields before and after.

        What ClickUp itself keeps along the way, such as when a task was last changed, is left out.

        Args:
            since: What `checkpoint` gave; the start, if not given.

        Raises:
            TypeError: It is something else.
        """
        before = self._seeded() if since is None else checked(since).workspace()
        return compare(facts_of(before), facts_of(self.workspace))

    def _seeded(self) -> Workspace:
        saved = self._saved
        workspace = self._made_up() if saved is None else saved.workspace(self._clock)
        workspace.plan = self._plan
        return workspace

    def _made_up(self) -> Workspace:
        return build(
            tasks=self._tasks,
            seed=self._seed,
            today=self._today,
            one_list=self._one_list,
            lists=self._lists,
            clock=self._clock,
        )

    def _begin(self, workspace: Workspace) -> None:
        self.workspace: Workspace = workspace
        self.webhooks.begin(workspace)
        self.faults.clear()
        self.requests.clear()
        self._limits = (
            None if self._rate_limit is None else RateLimit(self._rate_limit, self._rate_window)
        )

    def token_for(self, user: int | str) -> str:
        """A token of somebody in the Workspace, who sees and may do only what they should.

        Args:
            user: Their id, name or address.

        Raises:
            ValueError: There is nobody of that kind, or they have not joined yet.
        """
        people = [u for u in self.workspace.users.values() if u.joined is not None]
        wanted = str(user).strip().casefold()
        for one in people:
            if wanted in {str(one.id), one.email.casefold(), str(one.username).casefold()}:
                return f"pk_{one.id}_SANDBOX"
        names = ", ".join(str(one.username) for one in people)
        raise ValueError(f"There is no user {user!r} who has joined; there are {names}")

    def _enter(self, token: bytes, terms: Terms) -> None:
        """Let the owner of a token in, or refuse them what their role or the plan does not have."""
        workspace, match = self.workspace, _OWN_TOKEN.fullmatch(token.removeprefix(b"Bearer "))
        caller = workspace.owner if match is None else workspace.users.get(int(match[1]))
        if caller is None:
            raise errors.token_invalid()
        workspace.caller, workspace.needed = caller, terms.level
        if workspace.plan.rank < terms.plan.rank:
            raise errors.plan_too_small(terms.plan.name)
        if caller.role > terms.role:
            raise errors.role_too_low()

    def fail(
        self,
        kind: FaultKind,
        *,
        method: str | None = None,
        path: str | None = None,
        times: int = 1,
        after: bool = False,
        probability: float | None = None,
    ) -> None:
        """Make the next matching requests fail.

        Only requests that get past routing, authorization and the rate limit meet a fault.

        Args:
            kind: An HTTP status to answer with ClickUp's error body, or `"html"` (a proxy's error
                page), `"empty"` (200 without a body), `"garbage"` (200 with JSON cut off), `"hang"`
                (never answered), `"drop"` (the connection is closed without an answer).
            method: Only requests with this method.
            path: Only requests whose URL path matches this glob, such as `/api/v2/list/*/task`.
            times: How many requests fail.
            after: Carry the request out first, then lose or spoil its answer.
            probability: Fail this share of the requests, from 0 to 1, until the faults are cleared.
        """
        method = method.upper() if method else None
        self.faults.add(Fault(kind, method, path, times, after, probability))

    async def deliver(self, *, shuffle: int | None = None, twice: bool = False) -> list[Delivery]:
        """Call the webhooks that heard of something, in order, each event up to five times.

        Only this machine is called, and the applications given to `webhooks.to`.

        Args:
            shuffle: Send what waits in another order, which this number decides.
            twice: Send each a second time, as happens where an answer gets lost.

        Returns:
            What was delivered, and what was not.
        """
        return await self.webhooks.deliver(shuffle=shuffle, twice=twice)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI connection."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send, self.webhooks.delivering)
            return
        if scope["type"] != "http":
            raise RuntimeError(f"The sandbox speaks HTTP only, not {scope['type']}")
        # Still percent-encoded: the name of a tag in it may hold an encoded slash.
        raw_path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        query = scope.get("query_string", b"")
        request = Request(
            scope["method"],
            scope["path"],
            query,
            await body_of(receive, _LARGEST_BODY),
            scope["headers"],
            scope.get("scheme", "http"),
        )
        if self.latency > 0:
            await sleep(self.latency)
        response, headers, fault = self._answer(request, raw_path, authorization(scope))
        lost = fault is not None and fault.kind in {"hang", "drop"}
        status = None if lost else response.status
        kind = None if fault is None else fault.kind
        record = RequestRecord(request.method, raw_path, query.decode("latin-1"), status, kind)
        self.requests.append(record)
        self.webhooks.look(request.method)
        for listener in tuple(self.listeners):
            listener(record, self.workspace)
        if fault is not None and lost:
            await lose(fault, receive, send)
            return
        body = b"" if request.method == "HEAD" else response.body
        headers = response.headers() + headers
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(
        self, request: Request, raw_path: str, token: bytes | None
    ) -> tuple[Response, Headers, Fault | None]:
        limits: Headers = []
        try:
            # ClickUp routes and authorizes before it counts, so those errors carry no limits.
            match = ROUTER.find(request.method, raw_path)
            if match is None:
                raise errors.route_unknown()
            if match.handler is None:
                return wrong_method(request), [], None
            if len(request.body) > _LARGEST_BODY:
                raise errors.body_too_large()
            if not token and match.handler not in PUBLIC:
                raise errors.authorization_missing()
            digest = fingerprint(token or b"")
            if match.handler not in UNLIMITED:
                now = self._clock()
                counted = self._limits
                allowance = unlimited(now) if counted is None else counted.count(digest, now)
                limits = allowance.headers()
                if allowance.exceeded:
                    raise errors.rate_limited()
            if digest in self._revoked:
                raise errors.token_invalid()
            self._enter(token or b"", TERMS[match.handler])
            # Last of all, so that a refused request does not use a fault up.
            fault = self.faults.take(request.method, request.path) if self.faults else None
            if fault is not None and fault.kind == 429:
                # A client that waits for the window to end should not have to wait for a minute.
                limits = self._used_up()
            if fault is not None and not fault.after:
                return self._fail(fault, request, None), limits, fault
            result = match.handler(self.workspace, request, **match.parameters)
            response = result if isinstance(result, Response) else Response.json(result)
            if fault is not None:
                response = self._fail(fault, request, response)
        except ApiError as error:
            return self._error(error, request), limits if error.routed else [], None
        else:
            return response, limits, fault

    def _used_up(self) -> Headers:
        now = self._clock()
        if self._limits is None:
            return unlimited(now)._replace(remaining=0, reset=int(now)).headers()
        return Allowance(self._limits.limit, 0, int(now) + 1).headers()

    def _fail(self, fault: Fault, request: Request, response: Response | None) -> Response:
        error = fault.error()
        return fault.spoil(response) if error is None else self._error(error, request)

    def _error(self, error: ApiError, request: Request) -> Response:
        return Response.json(error.body(request.path, int(self._clock() * 1000)), error.status)
