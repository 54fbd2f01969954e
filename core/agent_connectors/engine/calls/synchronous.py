"""Calls from synchronous code: in a script, a thread or a notebook."""

from collections.abc import Callable, Coroutine
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from agent_connectors.engine.calls.steps import Params, called
from agent_connectors.engine.calls.walking import Walks
from agent_connectors.engine.errors import InvalidCall
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.last_resort import only_ours_at_once
from agent_connectors.engine.values.unseen import spelled, within

__all__ = ["Synchronous"]

T = TypeVar("T")


class Synchronous(Walks):
    """What waits for what a connector does asynchronously."""

    async def execute(self, entity: str, action: str, params: Params = None) -> ExecuteResult[Any]:
        """Carries out an operation; a connector says it here."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Closes the connections; a connector says it here."""
        raise NotImplementedError

    @spelled
    def execute_sync(self, entity: str, action: str, params: Params = None) -> ExecuteResult[Any]:
        """Does what `execute` does, for synchronous code: in a script, a thread or a notebook.

        Raises:
            ConnectorError: As `execute`.
        """
        call = partial(self.execute, entity, action, params)
        return only_ours_at_once(
            lambda: self._run_sync(call), called(entity, action), secrets=self.own_secrets
        )

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        """Waits for a call, for synchronous code: in a script, a thread or a notebook.

            tasks = clickup.run(clickup.tasks.list("901"))

        Args:
            call: What a method has given, or a coroutine of your own that makes several calls.

        Raises:
            ConnectorError: As the call itself.
        """
        if not isinstance(call, Coroutine):
            raise InvalidCall(
                f"`run` takes a call, and not {type(call).__name__}.",
                hint="Call the method: `run(connector.tasks.list(...))`.",
            )
        told: Exception
        try:
            return self._run_sync(lambda: call)
        except Exception as error:
            call.close()  # it was not begun, where synchronous code runs on the shared loop itself
            # The frames of a coroutine of one's own say where; those that waited for it do not.
            told = error.with_traceback(within(error.__traceback__, call))
        raise told

    def close(self) -> None:
        """Closes the connections, for synchronous code."""
        if self._made is not None:
            only_ours_at_once(lambda: self._run_sync(self.aclose), "close")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run_sync(self, function: Callable[[], Coroutine[Any, Any, T]]) -> T:
        from agent_connectors.engine.running.sync import run_sync

        return run_sync(function)
