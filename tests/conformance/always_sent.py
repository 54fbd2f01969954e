"""Which keys of ClickUp's records are always there, by what was recorded and is described."""

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.paging import WrongShape
from tests.conformance.record_types import record_type
from tests.conformance.serving import described_as, operations_of, routes
from tests.facts.reading import described, description, recorded_answer, recordings

__all__ = ["always_sent", "may_be_sent"]

Seen = Iterator[tuple[Any, frozenset[str]]]
"""Record types, each with the keys that one record of it has."""


def always_sent() -> dict[Any, frozenset[str]]:
    """The keys that each type of record has wherever it was seen.

    What was recorded counts first. ClickUp's description of version 2 was put together from old
    examples, which lack what all answers have today: it decides where nothing was recorded. That of
    version 3 is made from ClickUp's code, and always counts.
    """
    recorded, old, new = (
        _common(seen) for seen in (_recorded(), _described("v2"), _described("v3"))
    )
    found = old | recorded
    return {
        kind: found.get(kind, keys) & new.get(kind, keys) for kind, keys in (new | found).items()
    }


@cache
def may_be_sent() -> dict[str, frozenset[str]]:
    """The keys that records of each operation have, where something was recorded or is described.

    Those of what its result is, not of what is in that.
    """
    found: dict[str, frozenset[str]] = {}
    for name, exchange in recordings().items():
        for operation, _ in operations_of(name) if exchange["status"] < 400 else ():
            try:
                data, _ = operation.answer.open(recorded_answer(exchange))
            except WrongShape:
                continue
            for record in data if isinstance(data, list) else [data or {}]:
                found[operation.name] = found.get(operation.name, frozenset()) | record.keys()
    for operation, schema, version in _results():
        items = [one.get("items", {}) for one in _each(version, schema)]
        for inner in items if operation.answer.many else [schema]:
            for one in _each(version, inner):
                keys = frozenset(one.get("properties", {}))
                found[operation.name] = found.get(operation.name, frozenset()) | keys
    return found


def _common(seen: Seen) -> dict[Any, frozenset[str]]:
    found: dict[Any, frozenset[str]] = {}
    for kind, keys in seen:
        found[kind] = found.get(kind, keys) & keys
    return found


def _recorded() -> Seen:
    for name, exchange in recordings().items():
        # Some were put together from the description, which is looked at itself.
        if exchange["status"] < 400 and "CONSTRUCTED" not in name:
            for operation, _ in operations_of(name):
                try:
                    data, _ = operation.answer.open(recorded_answer(exchange))
                except WrongShape:
                    continue  # the answer to another request at the same path
                yield from _records(data, record_type(operation))


def _records(value: Any, wanted: Any) -> Seen:
    """The records in a value of a type."""
    if typing.is_typeddict(wanted):
        if isinstance(value, dict) and value:
            hints = typing.get_type_hints(wanted)
            yield wanted, frozenset(hints.keys() & value.keys())
            for key in hints.keys() & value.keys():
                yield from _records(value[key], hints[key])
        return
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {list, dict}:
        inside = isinstance(value, origin) and (value if origin is list else value.values())
        for item in inside or ():
            yield from _records(item, inner[-1])
    else:
        for one in inner:
            yield from _records(value, one)


def _described(version: str) -> Seen:
    for operation, schema, found in _results():
        if found == version:
            yield from _in_schema(version, schema, record_type(operation))


def _results() -> Iterator[tuple[Operation, Any, str]]:
    """Operations, each with what one description of an answer says of its result, and where."""
    for operation, endpoint in routes():
        version, path, method = described()[described_as(endpoint)]
        for status, response in description(version)["paths"][path][method]["responses"].items():
            for content in response.get("content", {}).values() if status[0] == "2" else ():
                for schema in _each(version, content.get("schema", {})):
                    key = operation.answer.key
                    inner = schema.get("properties", {}).get(key, {}) if key else schema
                    yield operation, inner, version


def _in_schema(version: str, schema: Any, wanted: Any, above: tuple[Any, ...] = ()) -> Seen:
    """The records that a schema describes, where it is of a type."""
    for one in _each(version, schema):
        yield from _in_object(version, one, wanted, above)


def _in_object(version: str, schema: Any, wanted: Any, above: tuple[Any, ...]) -> Seen:
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {typing.Union, types.UnionType}:
        for one in inner:
            yield from _in_schema(version, schema, one, above)
    elif origin is list:
        yield from _in_schema(version, schema.get("items", {}), inner[0], above)
    elif origin is dict and typing.get_origin(inner[0]) is typing.Literal:
        for key in schema.get("properties", {}).keys() & set(typing.get_args(inner[0])):
            yield from _in_schema(version, schema["properties"][key], inner[1], above)
    elif typing.is_typeddict(wanted) and wanted not in above:
        hints, properties = typing.get_type_hints(wanted), schema.get("properties", {})
        # Version 2 marks few keys as required, and those by chance.
        keys = properties.keys() if version == "v2" else set(schema.get("required", ()))
        if hints.keys() & properties.keys():
            yield wanted, frozenset(hints.keys() & keys)
        for key in hints.keys() & properties.keys():
            yield from _in_schema(version, properties[key], hints[key], (*above, wanted))


def _each(version: str, schema: Any) -> Iterator[dict[str, Any]]:
    """A schema, or those of which it says that one holds; what holds together is one."""
    schema = _resolved(version, schema)
    for one in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _each(version, one)
    whole = dict(schema)
    for part in schema.get("allOf", ()):
        for one in _each(version, part):
            whole["properties"] = {**whole.get("properties", {}), **one.get("properties", {})}
            whole["required"] = [*whole.get("required", ()), *one.get("required", ())]
    yield whole


def _resolved(version: str, schema: Any) -> Any:
    """A schema, where there may be a reference to one."""
    while isinstance(schema, dict) and "$ref" in schema:
        node: Any = description(version)
        for part in schema["$ref"].removeprefix("#/").split("/"):
            name = (
                part.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
            )
            node = node[int(name)] if isinstance(node, list) else node[name]
        schema = node
    return schema if isinstance(schema, dict) else {}
