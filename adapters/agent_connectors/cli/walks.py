"""A list through all its pages, within a time, and with what it leaves out."""

import asyncio
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

import click

from agent_connectors.engine.check.unsaid import imply, not_included
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import CallTimeout
from agent_connectors.engine.lists.iteration import END
from agent_connectors.engine.result import Meta

__all__ = ["Walk"]


class Walk(Iterator[Any]):
    """The records of a list, one by one.

    Args:
        connector: What gives them.
        operation: The list; None if there is no such operation, which the first step tells.
        name: The entity and the action, as they were given.
        params: The parameters.
        timeout: Seconds for all of it; those that it takes if not given.

    Raises:
        click.UsageError: The time is none.
    """

    def __init__(
        self,
        connector: Connector,
        operation: Operation | None,
        name: tuple[str, str],
        params: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        if timeout is not None and not 0 < timeout < float("inf"):
            raise click.UsageError("--timeout takes seconds, more than 0.")
        self._connector, self._operation, self._name = connector, operation, name
        self._params, self._timeout = params, timeout
        self._until = None if timeout is None else monotonic() + timeout
        self._most = _limit(operation, params)
        asked = params if self._most is None else {**params, "limit": self._most + 1}
        self._records = connector.iterate(*name, asked)
        self._given = 0
        self._has_more = False

    def __next__(self) -> Any:
        record = self._connector.run(self._step())
        if record is END:
            raise StopIteration
        if self._given == self._most:
            # One more than was asked for: it shows that there is more.
            self._has_more = True
            self._connector.run(self._records.aclose())
            raise StopIteration
        self._given += 1
        return record

    async def _step(self) -> Any:
        if self._until is None:
            return await anext(self._records, END)
        try:
            async with asyncio.timeout(self._until - monotonic()):
                return await anext(self._records, END)
        except TimeoutError:
            raise CallTimeout(
                f"The time for this command, {self._timeout:g} s, was over after "
                f"{self._given} records.",
                hint="Allow more with `--timeout`, or ask for fewer with `--limit`.",
                operation=".".join(self._name),
            ) from None

    @property
    def meta(self) -> Meta:
        """What the records leave out, once they have all come."""
        left_out: tuple[str, ...] = ()
        if self._operation is not None:
            left_out = not_included(self._operation, imply(self._operation, dict(self._params)))
        return Meta(
            count=self._given,
            has_more=self._has_more,
            warnings=self._records.warnings,
            not_included=left_out,
        )


def _limit(operation: Operation | None, params: Mapping[str, Any]) -> int | None:
    """How many records are asked for, if one more can be asked for; None if all are."""
    most = params.get("limit")
    if operation is None or not isinstance(most, int) or isinstance(most, bool) or most < 1:
        return None
    schema = operation.schema["properties"].get("limit", {})
    highest = [one["maximum"] for one in (schema, *schema.get("anyOf", ())) if "maximum" in one]
    return None if any(most >= top for top in highest) else most
