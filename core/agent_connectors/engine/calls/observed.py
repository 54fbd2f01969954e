"""Tells of calls: to whoever observes them, and to the log."""

import time
from collections.abc import Awaitable, Callable, Mapping
from logging import DEBUG, getLogger
from typing import Any, TypeVar

from agent_connectors.engine import observers
from agent_connectors.engine.calls.steps import Calls, Params
from agent_connectors.engine.declare.describe import DESCRIBE
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.executor.planned import plan_under_way
from agent_connectors.engine.observers import Call, Ended
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN
from agent_connectors.engine.values.json_text import as_mapping

__all__ = ["Told", "observed"]

T = TypeVar("T")

_log = getLogger("agent_connectors.calls")


async def observed(
    connector: Calls,
    entity: Any,
    action: Any,
    params: Params,
    run: Callable[[], Awaitable[T]],
    *,
    dry_run: bool = False,
) -> T:
    """What a call gives; who looks on is told of it.

    Args:
        connector: The connector.
        entity: What is called, as it was given.
        action: What is called, as it was given.
        params: The parameters, as they were given.
        run: Makes the call.
        dry_run: Whether no write is sent.
    """
    if not Told.is_wanted():
        return await run()
    told = Told(connector, entity, action, params, dry_run=dry_run)
    told.begin()
    error: BaseException | None = None
    result: Any = None
    try:
        with observers.within(told.call):
            result = await run()
    except BaseException as raised:
        error = raised
        raise
    else:
        made: T = result
        return made
    finally:
        told.end(error, result)
        # A frame that holds its own error keeps all of its frames alive.
        del error


class Told:
    """A call of which somebody is told.

    Args:
        connector: The connector.
        entity: What is called, as it was given.
        action: What is called, as it was given.
        params: The parameters, as they were given.
        walk: Whether it is a walk through a list.
        dry_run: Whether no write is sent.
    """

    def __init__(
        self,
        connector: Calls,
        entity: Any,
        action: Any,
        params: Params,
        *,
        walk: bool = False,
        dry_run: bool = False,
    ) -> None:
        name, effect, secret = _known(connector, entity, action)
        self.call = Call(
            connector=connector,
            product=getattr(connector, "name", ""),
            operation=name,
            effect=effect,
            params=_shown(params, secret, connector) if observers.are_there() else {},
            parent=observers.call_under_way(),
            is_walk=walk,
            is_dry_run=dry_run or plan_under_way() is not None,
        )
        self._begun = 0.0

    @staticmethod
    def is_wanted() -> bool:
        """Whether anybody is to be told."""
        return observers.are_there() or _log.isEnabledFor(DEBUG)

    def begin(self) -> None:
        """The call begins."""
        self._begun = time.monotonic()
        observers.tell(lambda one: one.before_call(self.call))

    def end(self, error: BaseException | None, result: Any = None) -> None:
        """The call has ended."""
        ended = Ended(seconds=time.monotonic() - self._begun, error=error, result=result)
        observers.tell(lambda one: one.after_call(self.call, ended), backwards=True)
        outcome = "done" if error is None else type(error).__name__
        name = self.call.operation or "an unknown operation"
        _log.debug("%s: %s in %.3f s", name, outcome, ended.seconds)


def _known(connector: Calls, entity: Any, action: Any) -> tuple[str, str, frozenset[str]]:
    """The name and the effect of what is called, and which parameters are secrets.

    A name that is none is not told: whoever made it up may have put anything into it.
    """
    # Not at the top: of those who call, few have a context store.
    from agent_connectors.engine.store.actions import ACTIONS

    if not (isinstance(entity, str) and isinstance(action, str)):
        return "", "", frozenset()  # the call says so; comparing it may run anybody's code
    try:
        if action == DESCRIBE or action in ACTIONS:
            known = any(entity == operation.entity for operation in connector.operations)
            return f"{entity}.{action}" if known else action, "read", frozenset()
        operation = connector.operations.get(entity, action)
    except ConnectorError:
        return "", "", frozenset()
    secret = frozenset(n for n, p in operation.parameters.items() if p.secret)
    return operation.name, operation.effect, secret


def _shown(params: Params, secret: frozenset[str], connector: Calls) -> Mapping[str, Any]:
    """Parameters with secrets hidden; none where they cannot be read, as the call itself says."""
    try:
        given = as_mapping(params)
        told = {name: HIDDEN if name in secret else value for name, value in given.items()}
        shown: Mapping[str, Any] = without_secrets(told, tuple(connector.own_secrets()))
    except Exception:  # endless, or of a class of its own
        return {}
    return shown
