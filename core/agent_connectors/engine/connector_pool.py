"""Connectors of many users: which one a run has, and what is kept of those that are not in use."""

import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from inspect import isawaitable, isroutine, signature
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar, get_type_hints

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.running.entered import Entered
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.values.alike import alike
from agent_connectors.engine.values.settings import Settled, count, seconds, switch
from agent_connectors.engine.values.unseen import even_half_made, unseen

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task, TimerHandle

__all__ = ["ConnectorPool"]

C = TypeVar("C")

_SIZE = 200
_IDLE = 300.0

_OFTEN = 0.05
"""Seconds at least between two looks for connectors that nobody uses."""


_OF_EACH = frozenset({"_made", "_making", "_entered", "_hooks", "__weakref__", "__dict__"})
"""What each connector has of its own, however alike two of them are."""


@dataclass(slots=True, eq=False)
class _Live:
    """A connector that is kept."""

    connector: Connector
    uses: int = 0
    last: float = field(default_factory=time.monotonic)


class ConnectorPool(Settled, Entered, Generic[C]):
    """The connectors of many users, of which each run of an agent has one.

    Those that `choose` makes for the same person are one here: it may make one for each call, and
    yet connections, names that were looked up and the rate budget are shared. Two are the same if
    they have the same credentials, the same address and the same options; all others are kept
    apart. No call waits for another's, and none is refused because there are many; each has the
    connections that its call needs, at most `max_connections` of the connector.

    Args:
        choose: Gives the connector of a run, from what the framework tells of the run:
            Pydantic AI's `RunContext`, LangChain's `ToolRuntime` or `RunnableConfig`, LlamaIndex's
            `Context`, the `ServerRequestContext` of MCP. Called for each call of a tool; sync or
            async.
        kind: The class of the connectors, of which the tools are made beforehand; that which
            `choose` is annotated to return, if not given.
        allow_destructive: Whether the tools offer what cannot be undone. Whether it may be done,
            each connector says.
        size: How many connectors are kept that nobody uses; the longest unused one goes first.
        idle: Seconds after which an unused one is closed and forgotten.

    Raises:
        ConfigurationError: `choose` cannot be called with one argument, or does not say of which
            class the connectors are.
    """

    settled = frozenset({"allow_destructive", "size", "idle"})
    kept = frozenset({"kind", "choose"})

    @unseen
    def __init__(
        self,
        choose: Callable[[C], Connector | Awaitable[Connector]],
        kind: type[Connector] | None = None,
        *,
        allow_destructive: bool = False,
        size: int = _SIZE,
        idle: float = _IDLE,
    ) -> None:
        self.choose = _checked(choose)
        self.kind = _kind_of(choose) if kind is None else _connector_class(kind)
        self._destructive = switch("allow_destructive", allow_destructive)
        self._size = count("size", size, least=0)
        self._idle = seconds("idle", idle)
        self._lock = threading.Lock()
        self._live: OrderedDict[Hashable, _Live] = OrderedDict()
        self._closing: set[Task[None]] = set()
        self._alarms: dict[AbstractEventLoop, TimerHandle] = {}

    @even_half_made
    def __repr__(self) -> str:
        return f"<ConnectorPool of {self.kind.__name__}>"

    def __len__(self) -> int:
        return len(self._live)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        # As a connector is: frameworks copy what they are given, and share it so.
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a pool of connectors is not pickled: make one in each process")

    def permits(self, operation: Operation) -> bool:
        """Whether tools offer an operation, before it is known who will call it."""
        return operation.effect != "destructive" or self._destructive

    @asynccontextmanager
    async def use(self, context: C) -> AsyncIterator[Connector]:
        """The connector of a run, for as long as it is used.

        Args:
            context: What the framework tells of the run.

        Raises:
            ConnectorError: There is none; nothing was sent.
        """
        # What it raises may hold a token that no connector knows yet, as a `KeyError` does.
        chosen = await only_ours(lambda: self._chosen(context), self.kind.tool_prefix, quoted=False)
        with self._held(chosen) as connector:
            yield connector

    async def aclose(self) -> None:
        """Closes the connections of all of them; a later call opens new ones."""
        with self._lock:
            live = [one.connector for one in self._live.values()]
        await _close(live)

    async def _chosen(self, context: C) -> Connector:
        given = self.choose(context)
        connector = await given if isawaitable(given) else given
        if isinstance(connector, self.kind):
            return connector
        found = "nothing" if connector is None else f"a {type(connector).__name__}"
        raise ConfigurationError(
            f"This run has no connector: what chooses it gave {found}, not a "
            f"{self.kind.__name__}. Nothing was sent."
        )

    @contextmanager
    def _held(self, chosen: Connector) -> Iterator[Connector]:
        key = mark_of(chosen)
        with self._lock:
            live = self._live.setdefault(key, _Live(chosen))
            self._live.move_to_end(key)
            live.uses += 1
        try:
            yield live.connector
        finally:
            with self._lock:
                live.uses -= 1
                live.last = time.monotonic()
                spare = len(self._live) - self._size
                unused = (key for key, one in self._live.items() if not one.uses)
                gone = [self._live.pop(key) for key in list(islice(unused, max(spare, 0)))]
            self._part_with(gone)
            self._wake_up_later(self._idle)

    def _wake_up_later(self, wait: float) -> None:
        """Sees to it that what nobody uses is closed, also if no call comes any more."""
        import asyncio

        loop = asyncio.get_running_loop()
        # The loops of other threads do so, too.
        with self._lock:
            if loop in self._alarms:
                return
            for ended in [other for other in self._alarms if other.is_closed()]:
                del self._alarms[ended]
            self._alarms[loop] = loop.call_later(wait, self._wake_up, loop)

    def _wake_up(self, loop: "AbstractEventLoop") -> None:
        before = time.monotonic() - self._idle
        with self._lock:
            del self._alarms[loop]
            unused = [(key, one) for key, one in self._live.items() if not one.uses]
            gone = [self._live.pop(key) for key, one in unused if one.last <= before]
            oldest = min((one.last for one in self._live.values()), default=None)
        self._part_with(gone)
        if oldest is not None:
            self._wake_up_later(max(oldest - before, _OFTEN))

    def _part_with(self, gone: "Iterable[_Live]") -> None:
        """Closes connectors, without letting anybody wait who has been served."""
        import asyncio

        if connectors := [one.connector for one in gone]:
            task = asyncio.get_running_loop().create_task(_close(connectors))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


def mark_of(connector: Connector) -> Hashable:
    """Equal for connectors that do the same in the same name, so that one may stand for both.

    What a subclass adds counts as well; what cannot be compared is like nothing but itself.
    """
    slots = {name for kind in type(connector).__mro__ for name in vars(kind).get("__slots__", ())}
    names = sorted((vars(connector).keys() | slots) - _OF_EACH)
    held = tuple((name, alike(getattr(connector, name, None))) for name in names)
    return (type(connector), connector.hooks.same_as(), held)


async def _close(connectors: Iterable[Connector]) -> None:
    for connector in connectors:
        with suppress(ConnectorError):
            await connector.aclose()


def _checked(choose: Any) -> Any:
    """What chooses connectors.

    Raises:
        ConfigurationError: It cannot be called with one argument.
    """
    try:
        signature(choose).bind(None)
        if not isinstance(choose, type):
            return choose
    except (TypeError, ValueError):
        pass  # it takes another number of arguments, or nothing can be called
    raise ConfigurationError(
        "What chooses connectors must be a function that takes one argument: what the framework "
        "tells of the run."
    )


def _kind_of(choose: Any) -> type[Connector]:
    """The class of the connectors that a function gives, as it is annotated.

    Raises:
        ConfigurationError: It does not say.
    """
    function = choose if isroutine(choose) else type(choose).__call__
    try:
        given = get_type_hints(function).get("return")
    except Exception:  # a name that is only there for type checkers
        given = None
    return _connector_class(given)


def _connector_class(given: Any) -> type[Connector]:
    """A class of connectors.

    Raises:
        ConfigurationError: It is none.
    """
    if isinstance(given, type) and issubclass(given, Connector) and hasattr(given, "tool_prefix"):
        return given
    raise ConfigurationError(
        "Tools are made before it is known who uses them, so the class of the connectors must be.",
        hint="Annotate what the function returns, such as `-> TheConnector`, or give the class: "
        "`ConnectorPool(choose, TheConnector)`.",
    )
