"""What happens in a walk through a list, between its parameters and its records."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, nullcontext
from typing import Any

from agent_connectors.engine.calls.steps import Calls, Params, called
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import BadRequest, InvalidCall, InvalidParams, NotFound
from agent_connectors.engine.lists.iteration import END
from agent_connectors.engine.observers import within
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.secrets.given import hide_given
from agent_connectors.engine.values.json_text import as_mapping

__all__ = ["Walks"]


class Walks(Calls):
    """Calls, and walks through lists."""

    async def _step_by_step(
        self, entity: str, action: str, params: Params, warnings: list[str]
    ) -> AsyncGenerator[Any, None]:
        from agent_connectors.engine.calls.observed import Told

        records = self._iterate(entity, action, params, warnings)
        told = Told(self, entity, action, params, walk=True) if Told.is_wanted() else None
        error: BaseException | None = None
        if told is not None:
            told.begin()
        try:
            while True:
                # Step by step: what is noted of a call must not be seen by who iterates.
                with nullcontext() if told is None else within(told.call):
                    record = await only_ours(
                        lambda: anext(records, END),
                        called(entity, action),
                        secrets=self.own_secrets,
                    )
                yield record
                if record is END:
                    return
        except GeneratorExit:
            raise  # whoever iterates has had enough
        except BaseException as raised:
            error = raised
            raise
        finally:
            await records.aclose()
            if told is not None:
                told.end(error)
            del error

    async def _iterate(
        self, entity: str, action: str, params: Params, warnings: list[str]
    ) -> AsyncGenerator[Any, None]:
        operation = self.operations.get(entity, action)
        self.permit(operation)
        if not operation.answer.many:
            raise InvalidCall(
                "This operation gives one object, not a list.",
                hint="Use `execute`.",
                operation=operation.name,
            )
        from agent_connectors.engine.check.validation import validate

        given = as_mapping(params)
        hide_given(operation.secrets_of(given))
        if operation.overridden:
            async for record in self._pages(operation, given):
                yield record
            return
        try:
            checked = validate(operation, given)
            warnings += await self.hooks.read_as(checked)
            checked = await self.hooks.prepare_walk(operation, checked, given)
        except InvalidParams as refused:
            await self.hooks.tell_now(refused)
            raise
        started = False
        while True:
            try:
                async with aclosing(self._listing(operation, checked).records(warnings)) as records:
                    async for record in records:
                        started = True
                        yield record
            except (BadRequest, NotFound) as error:
                repaired = None if started else await self.hooks.repair(operation, checked, error)
                if repaired is None:
                    raise
                checked, started = repaired, True
            else:
                return

    async def _pages(
        self, operation: Operation, given: Mapping[str, Any]
    ) -> AsyncGenerator[Any, None]:
        """The records of a list whose method was overridden, page after page by that method."""
        rest: Mapping[str, Any] | None = given
        while rest is not None:
            result = await self._perform(operation, rest)
            for record in result.data:
                yield record
            rest = None if "limit" in given else result.meta.next
