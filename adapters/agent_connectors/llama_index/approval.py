"""Asks a person, one question at a time.

LlamaIndex gives an event to everything that waits for one of its kind, and runs a tool again from
its beginning when its event comes. So only one question of a run is open at any time, a call is
known by its work item, which stays the same when it is run again, and is carried out once.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from llama_index.core.workflow import Context, Event, HumanResponseEvent, InputRequiredEvent
from workflows.runtime.types.results import StepWorkerStateContextVar

from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.llama_index.yes import is_yes

__all__ = ["answered", "is_done", "work_item"]

_NEVER = {"call": ""}


class _Turn(Event):
    """Tells a call that it may ask now."""


@dataclass(frozen=True, slots=True)
class _AnswerTo:
    """Equals the `id` of an answer that this question takes: its own, or none to be refused."""

    question: str

    def __eq__(self, given: object) -> bool:
        return given is None or given == self.question

    def __hash__(self) -> int:
        return hash(self.question)


@dataclass(slots=True)
class _Desk:
    """The calls of one run that want an answer: the first asks, the others wait."""

    name: str = field(default_factory=lambda: uuid4().hex[:8])
    queue: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)


# Every connector's tools share it: an answer without an id must not reach two of them.
_DESKS: WeakKeyDictionary[Any, _Desk] = WeakKeyDictionary()


async def answered(ctx: Context, about: str, question: str, preview: Any) -> Any:
    """What a person answers who says yes; None if they say anything else.

    Args:
        ctx: The run's context.
        about: The call, in words that stay the same when it is run again.
        question: The question; it is sent as the `prefix` of an `InputRequiredEvent`, with an
            `id` that the `HumanResponseEvent` has to repeat.
        preview: What the call would do, as data; the `preview` of the same event.

    Raises:
        TimeoutError: Nobody answered.
        OperationNotAllowed: The answer does not say which question it is for.
    """
    call = _call(about)
    desk = _DESKS.setdefault(ctx.store, _Desk())
    if work_item() and call in desk.done:
        # A second answer to the same question runs the call again: that must do nothing.
        await _pause(ctx, call)
    await _wait_for_turn(ctx, desk, call)
    asked = blake2s(call.encode(), digest_size=6).hexdigest()
    fields: Any = {"prefix": question, "id": asked, "preview": preview}  # events take any fields
    try:
        answer = await ctx.wait_for_event(
            HumanResponseEvent,
            waiter_id=f"ask {asked}",
            waiter_event=InputRequiredEvent(**fields),
            requirements={"id": _AnswerTo(asked)},
        )
    except TimeoutError:
        _leave(ctx, desk, call)
        raise
    _leave(ctx, desk, call)
    if answer.get("id") is None:
        # It may be a second answer to an earlier question, of which somebody saw another preview.
        raise OperationNotAllowed(
            "The answer has no `id`, so it is not known which question it is for.",
            hint="Nothing was sent. Answer with `HumanResponseEvent(response=..., id=event.id)`.",
        )
    return answer if is_yes(answer.get("response")) else None


def work_item() -> Any:
    """What the step that a call is made in is known by; the same when it is run again."""
    return getattr(StepWorkerStateContextVar.get().state, "work_item_id", None)


def is_done(ctx: Context, about: str) -> bool:
    """Whether a call was answered before, so that this is a second run of it.

    Args:
        ctx: The run's context.
        about: The call.
    """
    desk = _DESKS.get(ctx.store)
    return bool(work_item()) and desk is not None and _call(about) in desk.done


def _call(about: str) -> str:
    return f"{work_item()} {about}"


async def _wait_for_turn(ctx: Context, desk: _Desk, call: str) -> None:
    if desk.queue and desk.queue[0] != call:
        # This times out at once, and only then is it sure that a turn will be received.
        with suppress(TimeoutError):
            await ctx.wait_for_event(
                _Turn,
                waiter_id=f"turn {desk.name} {call}",
                requirements={"call": call},
                timeout=0,
            )
    if call not in desk.queue:
        desk.queue.append(call)
    if desk.queue[0] != call:
        await _pause(ctx, call)


async def _pause(ctx: Context, call: str) -> None:
    """Ends this run of the call; another event may run it again."""
    await ctx.wait_for_event(_Turn, waiter_id=f"wait {call}", requirements=_NEVER, timeout=None)


def _leave(ctx: Context, desk: _Desk, call: str) -> None:
    """Lets the next one ask."""
    desk.queue.remove(call)
    desk.done.add(call)
    if desk.queue:
        fields: Any = {"call": desk.queue[0]}
        ctx.send_event(_Turn(**fields))
