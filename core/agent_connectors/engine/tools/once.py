"""Calls a tool so that a call which is begun again changes nothing twice."""

import json
from asyncio import shield
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

from pydantic_core import from_json

from agent_connectors.engine.calls.unknown import explain
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectionFailed, InvalidCall, OutcomeUnknown
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.once import Ledger, Noted, Once, once
from agent_connectors.engine.running.sent import noting
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.values.json_text import write

__all__ = ["call_once"]

_NOT_NOTED = (
    "It was carried out, but that could not be noted in the ledger: if this run is begun again, it "
    "will be said to be unknown."
)


async def call_once(
    tool: Tool, arguments: Mapping[str, Any], context: Any, ledger: Ledger, key: str
) -> ToolResult:
    """Calls a tool; whatever it writes is written once for a key, also by several processes.

    Reads are made each time. If it was called before with that key, and what it gave is noted, that
    is given again.

    Args:
        tool: The tool.
        arguments: As the model sent them.
        context: What the framework tells of the run.
        ledger: Where the call is noted, before its first write leaves.
        key: Stands for the call; the same when it is begun again, and another for every other.

    Raises:
        OutcomeUnknown: It was begun before, and what became of it is not known.
        InvalidCall: The key belongs to another call.
        ConnectorError: As the tool.
    """
    operation = tool.operation(arguments)
    if operation is None or operation.effect == "read":
        return await tool.call(arguments, context)
    # Sorted: whoever kept the arguments may have put them in another order.
    said = json.dumps(arguments, sort_keys=True, default=str)
    digest = sha256(f"{tool.name} {said}".encode()).hexdigest()
    call = f"{operation.name} {digest[:32]}"
    try:
        noted = await ledger.look(key)
    except Exception as error:
        raise ConnectionFailed(
            f"The ledger could not be read ({type(error).__name__}), so it is not known whether "
            "this was done before.",
            hint="Nothing was sent. Try again when it can be reached.",
        ) from None
    if noted is not None:
        if not isinstance(noted, Noted):
            raise ConnectionFailed(
                f"The ledger gave a {type(noted).__name__} for what it holds of this call, not a "
                "`Noted`, so it is not known whether this was done before.",
                hint="Nothing was sent.",
            )
        return _again(tool, operation, arguments, noted, call)
    under_way = Once(ledger, key, call)
    with noting() as sent, once(under_way):
        try:
            result = await tool.call(arguments, context)
        except BaseException:
            # What was refused, or never left, may be tried again; of all else nobody knows.
            if under_way.noted and not (sent.writes or sent.done):
                # Where that fails, the next one is told that it is unknown, which is no lie.
                with suppress(Exception):
                    await shield(ledger.release(key))
            raise
    return await _finished(ledger, key, result) if under_way.noted else result


async def _finished(ledger: Ledger, key: str, result: ToolResult) -> ToolResult:
    """A result that has been written down, or says that it could not be."""
    try:
        told = write({"text": str(result), **result.result.to_dict()}).decode()
        await shield(ledger.finish(key, told))
    except Exception:  # of any database; the write itself is done
        warned = result.result.warned((_NOT_NOTED,))
        return ToolResult(str(result), warned)
    return result


def _again(
    tool: Tool, operation: Operation, arguments: Mapping[str, Any], noted: Noted, call: str
) -> ToolResult:
    """What to say of a call that was begun before.

    Raises:
        OutcomeUnknown: Nobody knows what became of it.
        InvalidCall: The key belongs to another call.
    """
    if noted.call != call:
        raise InvalidCall(
            "Under the key of this call another one is noted, with other parameters.",
            hint="Nothing was sent. Each call needs a key of its own.",
            operation=operation.name,
        )
    if noted.result is None:
        error = OutcomeUnknown(
            "This call was begun before, by a run that was interrupted: its write may or may not "
            "have been carried out.",
            hint="It was not sent again. Look at the product before you try it anew.",
            operation=operation.name,
        )
        params = arguments.get("params", arguments)
        if isinstance(params, Mapping):
            explain(error, operation, params, tool.toolbox.kind.operations)
        raise error
    try:
        held = from_json(noted.result)
        text, result = str(held["text"]), ExecuteResult.from_dict(held)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise OutcomeUnknown(
            "This call was carried out before, and the ledger holds no result of it that could be "
            "read.",
            hint="It was not sent again. Look at the product for what it gave.",
            operation=operation.name,
        ) from None
    return ToolResult(text, result)
