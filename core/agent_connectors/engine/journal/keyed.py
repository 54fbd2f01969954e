"""Calls that are carried out once for a key, also where another process asks again."""

import json
from asyncio import shield, to_thread
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from hashlib import sha256
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectionFailed, InvalidCall, OutcomeUnknown
from agent_connectors.engine.journal.errors import JournalError
from agent_connectors.engine.journal.file import Journal
from agent_connectors.engine.journal.verifying import Verdict, verify
from agent_connectors.engine.preview.looking import Reads
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.once import Noted, Once, once
from agent_connectors.engine.running.sent import noting
from agent_connectors.engine.secrets.given import and_given
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["call_by_key", "key_under_way", "without_keys"]

_LONGEST = 200
"""Characters of a key."""

_BEFORE = "It was carried out before, under the same key; this is what it gave then."
_SEEN = "It was carried out before, under the same key, and its answer got lost. {why}"
_NOT_NOTED = "It was carried out, but that could not be noted in the journal: {why}"

_key: ContextVar[str] = ContextVar("key", default="")


def key_under_way() -> str:
    """The key of the call that is under way; empty without one."""
    return _key.get()


class _Keys:
    """The calls of a journal as a ledger."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def look(self, key: str) -> Noted | None:
        return await to_thread(self._journal.look, key)

    async def begin(self, key: str, call: str) -> bool:
        return await to_thread(self._journal.begin_call, key, call)

    async def finish(self, key: str, result: str) -> None:
        await to_thread(self._journal.finish_call, key, result)

    async def release(self, key: str) -> None:
        await to_thread(self._journal.release_call, key)


async def call_by_key(
    connector: Reads,
    journal: Journal,
    operation: Operation,
    params: Mapping[str, Any],
    key: Any,
    call: Callable[[], Awaitable[ExecuteResult[Any]]],
) -> ExecuteResult[Any]:
    """Carries out a write once for a key.

    Args:
        connector: Looks into what became of an earlier one.
        journal: Where calls are noted.
        operation: The write.
        params: Its parameters, as given.
        key: Stands for the call.
        call: Carries it out.

    Returns:
        What it gave, the first time.

    Raises:
        InvalidCall: It is no key, or it belongs to another call; nothing was sent.
        OutcomeUnknown: It was begun before, and what became of it cannot be told.
        ConnectorError: As the call.
    """
    if not isinstance(key, str) or not key.strip() or len(key) > _LONGEST:
        raise InvalidCall(
            f"`idempotency_key` is a text of 1 to {_LONGEST} characters.", operation=operation.name
        )
    keys = _Keys(journal)
    said = json.dumps(params, sort_keys=True, default=str)
    digest = f"{operation.name} {sha256(said.encode()).hexdigest()[:32]}"
    try:
        since = await to_thread(journal.call_since, key)
        noted = await keys.look(key)
    except JournalError as error:
        raise ConnectionFailed(
            f"Whether this was done before is not known: {error}",
            hint="Nothing was sent.",
            operation=operation.name,
        ) from None
    if noted is not None:
        again = await _again(connector, journal, operation, noted, key, digest)
        if again is not None:
            return again
        # Only the note that was looked into: somebody else may have begun it anew meanwhile.
        await to_thread(journal.release_call, key, since)
    under_way = Once(keys, key, digest)
    token = _key.set(key)
    try:
        with noting() as sent, once(under_way):
            try:
                result = await call()
            except BaseException:
                if under_way.noted and not (sent.writes or sent.done):
                    with suppress(Exception):  # the next one is told that it is unknown
                        await shield(keys.release(key))
                raise
    finally:
        _key.reset(token)
    if not under_way.noted:
        return result
    try:
        await shield(keys.finish(key, _held(connector, result)))
    except JournalError as error:
        return result.warned((_NOT_NOTED.format(why=error),))
    return result


def _held(connector: Reads, result: ExecuteResult[Any]) -> str:
    """What is noted of a result: all but secrets, which a repeated call is not given."""
    told = read_answer(write(result.to_dict()))
    cleared = without_secrets(told, tuple(and_given(connector.own_secrets)()))
    return write(without_keys(cleared, connector.hooks.secret_keys)).decode()


async def _again(
    connector: Reads, journal: Journal, operation: Operation, noted: Noted, key: str, digest: str
) -> ExecuteResult[Any] | None:
    """What to give to a call that was begun before; None if it was certainly not carried out."""
    if noted.call != digest:
        raise InvalidCall(
            "Under this `idempotency_key` another call is noted, with other parameters.",
            hint="Nothing was sent. Each call needs a key of its own.",
            operation=operation.name,
        )
    if noted.result is not None:
        held = read_answer(noted.result.encode())
        return ExecuteResult.from_dict(held).warned((_BEFORE,))
    entries = await to_thread(journal.of_key, key)
    verdicts = [(entry, await verify(connector, entry)) for entry in entries]
    left = [(entry, verdict) for entry, verdict in verdicts if verdict.outcome != "not done"]
    if not left:
        return None  # nothing of it left, or nothing of it was carried out
    entry, verdict = left[0]
    # One write of a call of many says nothing of the others, which may not have been begun.
    if len(left) == 1 and verdict.outcome == "done" and entry.operation == operation.name:
        return ExecuteResult(verdict.record).warned((_SEEN.format(why=verdict.why),))
    raise OutcomeUnknown(
        "This call was begun before, and was interrupted: what became of it cannot be told. "
        + _told([verdict for _, verdict in verdicts]),
        hint="It was not sent again. Look at the product before you try it under another key.",
        operation=operation.name,
    )


def _told(verdicts: list[Verdict]) -> str:
    counted = dict.fromkeys(("done", "not done", "unknown"), 0)
    for verdict in verdicts:
        counted[verdict.outcome] += 1
    if len(verdicts) == 1:
        return verdicts[0].why
    return ", ".join(f"{number} {outcome}" for outcome, number in counted.items() if number) + "."


def without_keys(value: Any, keys: frozenset[str]) -> Any:
    """A value without what is under keys of secrets."""
    if isinstance(value, dict):
        return {
            name: HIDDEN if name in keys and one else without_keys(one, keys)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [without_keys(one, keys) for one in value]
    return value
