"""The times and lengths of time among the parameters of all operations."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Parameter
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.times.durations import Duration, DurationOrZero
from agent_connectors.engine.times.timestamps import IsoTime, PastTime, Timestamp

__all__ = ["ISO", "LENGTHS", "NOW", "OPERATIONS", "TIMES", "call", "parts", "reading"]

OPERATIONS = tuple(ClickupApiConnector.operations)


def reading(kind: Any) -> Callable[[Any], Any]:
    return next(mark.read for mark in get_args(kind)[1:] if isinstance(mark, Reading))


TIMES, ISO = {reading(Timestamp), reading(PastTime)}, reading(IsoTime)
LENGTHS = {reading(Duration), reading(DurationOrZero)}


def readings(hint: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """The parts of a type: where they are, what reads them, and what they are."""
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    read = next((mark.read for mark in marks if isinstance(mark, Reading)), None)
    yield path, read, hint
    inner = get_args(hint)[0] if marks else hint
    if is_typeddict(inner):
        for name, part in get_type_hints(inner, include_extras=True).items():
            yield from readings(part, (*path, name))
    elif read is None:
        for part in get_args(inner):
            if part is not Ellipsis and not isinstance(part, str | int):
                yield from readings(part, path)


def parts() -> Iterator[tuple[Operation, Parameter, tuple[str, ...], Any, Any]]:
    for operation in OPERATIONS:
        for parameter in operation.parameters.values():
            for path, read, hint in readings(parameter.annotation):
                yield operation, parameter, path, read, hint


def call(connector: ClickupApiConnector, name: str, params: dict[str, Any]) -> Any:
    entity, action = name.split(".")
    return connector.execute_sync(entity, action, params).data


NOW = re.compile(
    r"It is (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d\d-\d\d \d\d:\d\d \+\d\d:\d\d; "
    r"next Friday is \d{4}-\d\d-\d\d\.$"
)
