"""Lists: as many records as were asked for, wherever the product cuts its pages."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import Any, NamedTuple

from agent_connectors.engine.answer import Page
from agent_connectors.engine.executor import Executor
from agent_connectors.engine.operation import Operation
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.walk import Step, walk

__all__ = ["Listing"]

_SCANNED_PAGES = 10
"""Pages that one call looks through at most for records that pass a test of ours."""


class _Found(NamedTuple):
    """A record, and where it was: the step, and its place in that step's page."""

    step: Step
    place: int
    record: Any


class Listing:
    """A list that was asked for.

    Args:
        executor: Fetches its pages.
        operation: The list operation.
        given: Its parameters, checked; `limit` and `skip` among them steer the listing.
        patience: Seconds that each page may take.
        whole_pages: Leave out nothing: no test is applied to the records.
    """

    def __init__(
        self,
        executor: Executor,
        operation: Operation,
        given: Mapping[str, Any],
        *,
        patience: float,
        whole_pages: bool = False,
    ) -> None:
        self._executor = executor
        self._operation = operation
        self._patience = patience
        self._given = given
        self._limit: int | None = given.get("limit")
        self._skip: int = given.get("skip", 0)
        self._left_to_skip = self._skip
        self._keep = operation.keep(given) if operation.keep and not whole_pages else None
        self._sent = {name: value for name, value in given.items() if name not in {"limit", "skip"}}
        if self._limit is not None and operation.pages is not None:
            self._sent |= operation.pages.request(self._limit + self._skip)

    async def gather(self, *, deadline: float) -> ExecuteResult[list[Any]]:
        """One page of the list, or as many as `limit` takes.

        Args:
            deadline: When to give up, in the event loop's time.
        """
        if self._limit is None and self._keep is None:
            page = await self._executor.fetch(self._operation, self._sent, deadline=deadline)
            data = page.data[self._skip :] if self._skip else page.data
            rest = self._after(page)
            if rest is not None and self._skip > len(page.data):
                rest["skip"] = self._skip - len(page.data)
            return self._result(
                data,
                rest,
                page,
                resume=lambda count: {**self._given, "skip": self._skip + count},
            )

        kept: list[_Found] = []
        scanned = 0
        step: Step | None = None
        first: Page | None = None
        async with aclosing(self._steps(deadline=deadline)) as steps:
            pages = 0
            async for step in steps:
                first = first or step.page
                pages += 1
                for found in self._found(step):
                    scanned += 1
                    if self._keep and not self._keep(found.record):
                        continue
                    kept.append(found)
                    if len(kept) == self._limit:
                        return self._gathered(kept, self._from(found), first, scanned)
                if self._keep and pages == _SCANNED_PAGES:
                    break
        rest = self._after(step.page) if step else None
        return self._gathered(kept, rest, first or Page([]), scanned)

    async def records(self) -> AsyncGenerator[Any, None]:
        """Every record of the list, or `limit` of them, each once."""
        returned = 0
        seen: set[Any] = set()
        async with aclosing(self._steps(deadline=None)) as steps:
            async for step in steps:
                for found in self._found(step):
                    record = found.record
                    if self._keep and not self._keep(record):
                        continue
                    # A record that is created while pages are walked by number pushes the
                    # last one of a page onto the next.
                    key = record.get("id") if isinstance(record, dict) else None
                    if key is not None:
                        if key in seen:
                            continue
                        seen.add(key)
                    yield record
                    returned += 1
                    if returned == self._limit:
                        return

    def _steps(self, *, deadline: float | None) -> AsyncGenerator[Step, None]:
        wanted = None if self._limit is None or self._keep else self._limit + self._skip
        self._left_to_skip = self._skip
        return walk(
            self._executor,
            self._operation,
            self._sent,
            patience=self._patience,
            wanted=wanted,
            deadline=deadline,
        )

    def _found(self, step: Step) -> list[_Found]:
        """The records of a page that count: those after the ones to be passed over."""
        skip = min(self._left_to_skip, len(step.page.data))
        self._left_to_skip -= skip
        return [
            _Found(step, place, record)
            for place, record in enumerate(step.page.data)
            if place >= skip
        ]

    def _after(self, page: Page) -> dict[str, Any] | None:
        """The parameters of the list after a page, if there is more."""
        if page.next is None:
            return None
        rest = {**self._given, **page.next}
        rest.pop("skip", None)
        return rest

    def _from(self, found: _Found) -> dict[str, Any] | None:
        """The parameters of the list after a record, if there is more."""
        page = found.step.page
        if found.place + 1 == len(page.data):
            return self._after(page)
        return {**self._given, **found.step.position, "skip": found.place + 1}

    def _gathered(
        self, kept: list[_Found], rest: dict[str, Any] | None, first: Page, scanned: int
    ) -> ExecuteResult[list[Any]]:
        data = [found.record for found in kept]
        return self._result(
            data, rest, first, scanned, resume=lambda count: self._from(kept[count - 1])
        )

    def _result(
        self,
        data: list[Any],
        rest: dict[str, Any] | None,
        first: Page,
        scanned: int | None = None,
        *,
        resume: Callable[[int], dict[str, Any] | None],
    ) -> ExecuteResult[list[Any]]:
        meta = Meta(
            count=len(data),
            has_more=rest is not None,
            next=rest,
            scanned=scanned if self._keep else None,
            extra=first.extra,
        )
        return ExecuteResult(data, meta).resumed_by(resume)
