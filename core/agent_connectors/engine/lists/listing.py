"""Lists: as many records as were asked for, wherever the product cuts its pages."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, NamedTuple

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.executor.executor import Executor
from agent_connectors.engine.lists.walk import Step, Walk, walk
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.running.progress import has_read

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
        page_timeout: Seconds that each page may take.
        whole_pages: Leave out nothing: no test is applied to the records.
    """

    def __init__(
        self,
        executor: Executor,
        operation: Operation,
        given: Mapping[str, Any],
        *,
        page_timeout: float,
        whole_pages: bool = False,
    ) -> None:
        self._executor = executor
        self._operation = operation
        self._page_timeout = page_timeout
        self._given = given
        self._limit: int | None = given.get("limit")
        self._skip: int = given.get("skip", 0)
        self._left_to_skip = self._skip
        self._keep = (
            operation.local_filter(given) if operation.local_filter and not whole_pages else None
        )
        self._sent = {name: value for name, value in given.items() if name not in {"limit", "skip"}}
        if self._limit is not None and operation.pages is not None:
            # A size that is given already, by `meta.next`, is what the number of a page counts in.
            self._sent = operation.pages.request(self._limit + self._skip) | self._sent

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
        sizes: list[int] = []
        step: Step | None = None
        first: Page | None = None
        walk = self._walk(deadline=deadline, most=_SCANNED_PAGES if self._keep else None)
        async with aclosing(walk.steps()) as steps:
            async for step in steps:
                first = first or step.page
                sizes.append(len(step.page.data))
                await self._tell(step)
                kept += self._found(step)
                if self._full(kept):
                    break
                if not self._keep:
                    walk.more()
        rest = self._after(step.page) if step else None
        kept = await self._with_missed(walk, kept)
        scanned = sum(sizes) - self._skip
        if self._full(kept):
            kept = kept[: self._limit]
            scanned = sum(sizes[: kept[-1].step.number]) + kept[-1].place + 1 - self._skip
            rest = self._from(kept[-1])
        result = self._gathered(kept, rest, first or Page([]), max(scanned, len(kept)))
        return result.warned(walk.warnings)

    async def records(self, warnings: list[str]) -> AsyncGenerator[Any, None]:
        """Every record of the list, or `limit` of them, each once.

        Args:
            warnings: Takes what cannot be relied on, at the end.
        """
        given = 0
        kept: list[_Found] = []
        walk = self._walk(deadline=None)
        async with aclosing(walk.steps()) as steps:
            async for step in steps:
                await self._tell(step)
                kept = self._found(step)
                if self._limit is not None and given + len(kept) >= self._limit:
                    break  # what may be missing among the first has to be known before the last
                for found in kept:
                    yield found.record
                given += len(kept)
                kept = []
                if not self._keep:
                    walk.more()
        kept = await self._with_missed(walk, kept)
        warnings += walk.warnings
        for found in kept if self._limit is None else kept[: self._limit - given]:
            yield found.record

    async def _with_missed(self, walk: Walk, kept: list[_Found]) -> list[_Found]:
        """What was found, and between it what slipped past at first."""
        missed: list[_Found] = []
        async with aclosing(walk.missed()) as steps:
            async for step in steps:
                missed += self._passing(step, step.fresh)
        if not missed:
            return kept
        return sorted([*kept, *missed], key=lambda found: (found.step.number, found.place))

    async def _tell(self, step: Step) -> None:
        """Says that a page was read; how many records are wanted, where none is left out."""
        await has_read(len(step.page.data), None if self._keep else self._limit)

    def _walk(self, *, deadline: float | None, most: int | None = None) -> Walk:
        wanted = None if self._limit is None or self._keep else self._limit + self._skip
        self._left_to_skip = self._skip
        return walk(
            self._executor,
            self._operation,
            self._sent,
            page_timeout=self._page_timeout,
            wanted=wanted,
            most=most,
            deadline=deadline,
        )

    def _full(self, kept: list[_Found]) -> bool:
        return self._limit is not None and len(kept) >= self._limit

    def _found(self, step: Step) -> list[_Found]:
        """The records of a page that count: those after the ones to be passed over."""
        skip = min(self._left_to_skip, len(step.page.data))
        self._left_to_skip -= skip
        return self._passing(step, [place for place in step.fresh if place >= skip])

    def _passing(self, step: Step, places: Sequence[int]) -> list[_Found]:
        """The records at these places of a page that pass the test, if there is one."""
        found = [_Found(step, place, step.page.data[place]) for place in places]
        return [one for one in found if self._keep is None or self._keep(one.record)]

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
            warnings=first.warnings,
        )
        return ExecuteResult(data, meta).resumed_by(resume)
