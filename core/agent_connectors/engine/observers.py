"""Hooks of your own around every call: before and after it, its requests, retries and waits.

    class Slow(Observer):
        def after_call(self, call: Call, ended: Ended) -> None:
            if ended.seconds > 5:
                print(call.operation, ended.seconds)

    observe(Slow())

An observer looks on: nothing that it does or raises changes a call.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from agent_connectors.engine.scoped import scoped

__all__ = ["Answered", "Call", "Ended", "Observer", "Observing", "Retry", "Sent", "Wait", "observe"]


@dataclass(slots=True, eq=False, kw_only=True)
class Call:
    """A call of a connector: by `execute`, by a method, or a walk through a list.

    Attributes:
        connector: The connector.
        product: The product's name.
        operation: Such as `tasks.create`; empty where there is no such operation, whatever name
            was given.
        effect: `read`, `write` or `destructive`; empty where there is no such operation.
        params: The parameters as they were given, with secrets hidden. They hold contents.
        parent: The call that made this one, to look up a name for instance.
        is_walk: Whether it is a walk through a list, which runs as long as it is iterated.
        is_dry_run: Whether no write is sent.
    """

    connector: Any = field(repr=False)
    product: str
    operation: str
    effect: str
    params: Mapping[str, Any] = field(repr=False)
    parent: "Call | None" = field(default=None, repr=False)
    is_walk: bool = False
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a call ended.

    Attributes:
        seconds: How long it took, waiting for the rate limit included.
        error: What it raised, a `ConnectorError` or a cancellation; None if all went well.
        result: What it gave; None for a walk.
    """

    seconds: float
    error: BaseException | None = None
    result: Any = field(default=None, repr=False)


@dataclass(slots=True, eq=False, kw_only=True)
class Sent:
    """One request, as it leaves.

    Attributes:
        call: The call that it belongs to; None where it belongs to none.
        method: Such as `GET`.
        template: Its path with the names of parameters in place of their values, such as
            `/api/v2/task/{task_id}`; empty where that is not known.
        path: Its path as it is sent, without the query. It holds ids.
        base_url: Where it goes.
        number: How often it has been sent, 1 for the first time.
        through_server: Whether it goes to a server that carries calls out, and not to the product.
        headers: Further headers, such as `traceparent`, which an observer may add where it goes
            through a server; they are not sent to a product.
    """

    call: Call | None = None
    method: str
    template: str
    path: str = field(repr=False)
    base_url: str
    number: int
    through_server: bool
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a request.

    Attributes:
        seconds: How long it took.
        status: The HTTP status; None if no answer came.
        failure: What went wrong where no usable answer came, in a word such as `timeout`; empty
            otherwise.
    """

    seconds: float
    status: int | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A request is about to be sent again.

    Attributes:
        reason: Why: `HTTP 503` or a word such as `timeout`.
        seconds: After how long.
        number: How often it will then have been sent.
    """

    reason: str
    seconds: float
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A request has waited for the product's rate limit.

    Attributes:
        seconds: How long.
        is_over: Whether it may be sent now; it is given up otherwise.
    """

    seconds: float
    is_over: bool


class Observer:
    """What happens in calls: each method is told of one thing, and does nothing by itself.

    The methods run inside the call, in whatever thread and event loop that is, so they must be
    quick. `before_call` and `after_call` run in the same context (`contextvars`), but for walks.
    """

    def before_call(self, call: Call) -> None:
        """A call begins."""

    def after_call(self, call: Call, ended: Ended) -> None:
        """A call has ended."""

    def before_request(self, sent: Sent) -> None:
        """A request is about to leave."""

    def after_request(self, sent: Sent, answered: Answered) -> None:
        """A request was answered, or will not be."""

    def on_retry(self, call: Call | None, retry: Retry) -> None:
        """A request will be sent again."""

    def before_wait(self, call: Call | None, seconds: float) -> None:
        """A request has to wait for the product's rate limit, this long as far as is known."""

    def after_wait(self, call: Call | None, wait: Wait) -> None:
        """A request has waited for the product's rate limit."""


_observers: tuple[Observer, ...] = ()

_current: ContextVar[Call | None] = ContextVar("call", default=None)


class Observing:
    """That somebody looks on: until `stop`, or to the end of a `with`.

    Args:
        those: Who.
    """

    def __init__(self, *those: Observer) -> None:
        self._those = those

    def stop(self) -> None:
        """Ends it; calls that are under way tell no more."""
        global _observers  # noqa: PLW0603 - all connectors of the process
        _observers = tuple(
            one for one in _observers if not any(one is each for each in self._those)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def observe(observer: Observer, *others: Observer) -> Observing:
    """Has somebody look on at all calls of all connectors of this process, from now on.

    Args:
        observer: Who; told once of each thing, however often it is given.
        others: Who else, until the same end.

    Raises:
        TypeError: It is no `Observer`.
    """
    global _observers  # noqa: PLW0603
    given = (observer, *others)
    for one in given:
        if not isinstance(one, Observer):
            raise TypeError(f"`observe` takes an `Observer`, not {type(one).__name__}.")
    new = tuple(one for one in dict.fromkeys(given) if one not in _observers)
    _observers = (*_observers, *new)
    return Observing(*given)


def are_there() -> bool:
    """Whether anybody looks on."""
    return bool(_observers)


def call_under_way() -> Call | None:
    """The call that is under way, if anybody looks on."""
    return _current.get()


def within(call: Call) -> scoped[Call]:
    """Makes a call the one that is under way."""
    return scoped(_current, call)


def tell(what: Callable[[Observer], None], *, backwards: bool = False) -> None:
    """Tells all who look on; what they raise is told in the log, and goes no further.

    Args:
        what: Tells one.
        backwards: Whether who came last is told first, as for what ends.
    """
    for observer in reversed(_observers) if backwards else _observers:
        failed = ""
        try:
            what(observer)
        except Exception as error:
            # Without its text, which may hold what a call was given.
            failed = type(error).__name__
        if failed:
            from logging import getLogger

            told, name = "An observer, %s, failed: %s", type(observer).__qualname__
            getLogger("agent_connectors.observers").error(told, name, failed)
