"""What ClickUp will make of an object by a write: the object as it will be, in ClickUp's form.

Only what is certain is said. What depends on settings, on other objects or on how ClickUp reads a
text is left out, and is then shown to people as it was asked for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.written.forms import way_of
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear, File

__all__ = ["foreseen"]

Record = Mapping[str, Any]


def foreseen(
    operation: Operation, sent: Mapping[str, Any], record: Record
) -> Iterator[tuple[str, Record]]:
    """An object as it will be after a write, parameter by parameter.

    Args:
        operation: The write.
        sent: Its parameters, as they are sent.
        record: The object as it is; empty where it is still to be made.
    """
    made = not record
    marked = operation.marked(ShownAs)
    days = [p.whole_day for p in operation.parameters.values() if p.whole_day is not None]
    flags = {day.flag for day in days}
    for name, value in sent.items():
        parameter = operation.parameters[name]
        if isinstance(parameter.place, Clear):
            for cleared in value:
                # One at a time: a field that results show must not hide one that they do not.
                way = way_of(operation, cleared)
                record = way.form.emptied(cleared, way.at, record)
                yield name, record
            continue
        if name in flags:
            yield name, record  # it only says how a date is meant
            continue
        if name not in marked and not isinstance(parameter.place, Body):
            continue
        if isinstance(value, File):
            continue
        way = way_of(operation, name)
        always = made or name in marked or parameter.whole_day is not None
        after = way.form.foreseen(value, way.at, record, sent, always=always)
        if after is not None:
            record = after
            yield name, record
