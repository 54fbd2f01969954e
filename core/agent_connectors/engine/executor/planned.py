"""Writes that are planned and not sent: the requests that a call would make."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NoReturn

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.network.messages import Request
from agent_connectors.engine.scoped import scoped
from agent_connectors.engine.values.json_text import read_answer

__all__ = ["OnlyPlanned", "Plan", "PlannedRequest", "PlannedWrite", "plan_under_way", "planning"]


class OnlyPlanned(ConnectorError):
    """A write was put together and noted in place of being sent."""


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request as it would be sent.

    Attributes:
        method: Such as `PUT`.
        path: Its path, escaped.
        query: What follows the `?`, escaped; empty if nothing does.
        headers: All but those that hold credentials and those that the connection adds.
        body: The body as text; None if there is none, or a file.
        file: The name, the size in bytes and the type of a file that is sent instead.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    file: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, request: Request, headers: Mapping[str, str]) -> "PlannedRequest":
        """The request as somebody may see it.

        Args:
            request: What would be sent, with secrets hidden.
            headers: What is sent with each request, without credentials.
        """
        path, _, query = request.target.partition("?")
        told = {**request.headers, **headers}
        body = file = None
        if request.form is not None:
            kind, _, _ = request.form.content_type.partition(";")
            told["Content-Type"] = kind  # the boundary is another each time
            file = request.form.told()
        elif request.body is not None:
            told["Content-Type"] = request.content_type
            body = request.body.decode("utf-8", "replace")
        return cls(request.method, path, query, told, body, file)

    @property
    def json(self) -> Any:
        """The body as JSON; None if there is none or it is something else."""
        try:
            return None if self.body is None else read_answer(self.body.encode())
        except ValueError:
            return None

    def __str__(self) -> str:
        target = f"{self.path}?{self.query}" if self.query else self.path
        return f"{self.method} {target}"


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """One write of a call.

    Attributes:
        operation: What it carries out.
        params: Its parameters as they are sent, with ids in the place of names.
        request: The request.
    """

    operation: Operation
    params: Mapping[str, Any]
    request: PlannedRequest


class Plan:
    """The writes that a call would send, in the order in which it came to them."""

    def __init__(self) -> None:
        self.writes: list[PlannedWrite] = []

    def note(self, write: PlannedWrite) -> NoReturn:
        """Takes note of a write, in place of sending it.

        Raises:
            OnlyPlanned: Always.
        """
        self.writes.append(write)
        refuse(write.operation)


def refuse(operation: Operation) -> NoReturn:
    """Stops a write that is only planned.

    Raises:
        OnlyPlanned: Always.
    """
    raise OnlyPlanned("This is a dry run: nothing was sent.", operation=operation.name)


_plan: ContextVar[Plan | None] = ContextVar("plan", default=None)


def plan_under_way() -> Plan | None:
    """The plan that writes go to; None where they are sent."""
    return _plan.get()


def planning() -> scoped[Plan]:
    """Plans all writes within, also those of calls and tasks begun there."""
    return scoped(_plan, Plan())
