"""Calls of all of ClickUp's operations, and what each of them sends."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.executor.encoding import encode
from agent_connectors.engine.marks import ParamsOf

__all__ = ["every_call", "is_taken", "sent"]

_START = 1_769_878_800_000

_FIXED: dict[str, Any] = {
    "clear": ["due_date"],
    "date": _START,
    "email": "new@example.com",
    "endpoint": "https://example.com/hook",
    "estimates": [{"assignee": "unassigned", "time": 60_000}],
    "events": "*",
    "members": [7],
    "source_task_ids": ["8"],
    "start": _START,
    "end": _START + 3_600_000,
    "status_mappings": [{"source_status": "open", "destination_status": "done"}],
    "tags": [{"name": "on site"}],
    "task_ids": ["8", "9"],
    "tasks": [{"name": "One", "assignees": [7], "priority": "high"}, {"name": "Two"}],
    "time": 3_600_000,
    "time_entry_ids": ["4", "5"],
    "updates": [{"task_id": "8", "name": "One", "assignees": {"add": [7]}}],
    "value": 42,
    "to": "somewhere.txt",
}


def every_call() -> dict[str, dict[str, Any]]:
    """Parameters for each operation: what it needs, and all optional ones that go together."""
    return {operation.name: _params(operation) for operation in ClickupApiConnector.operations}


def _params(operation: Operation) -> dict[str, Any]:
    wanted = [name for name, p in operation.parameters.items() if p.required]
    wanted += [name for name in operation.one_of[:1] if name not in wanted]
    if operation.endpoints:
        wanted += [name for name in operation.endpoints[0].names if name not in wanted]
    schema = operation.schema
    given = {name: _value(name, schema["properties"][name], schema) for name in wanted}
    for name, whole in schema["properties"].items():
        more = {**given, name: _value(name, whole, schema)}
        if name not in given and is_taken(operation, more):
            given = more
    return given


def is_taken(operation: Operation, params: Mapping[str, Any]) -> bool:
    """Whether an operation takes these parameters."""
    try:
        validate(operation, params)
    except InvalidParams:
        return False
    return True


def _value(  # noqa: PLR0911 - one for each kind
    name: str, node: Mapping[str, Any], schema: Mapping[str, Any]
) -> Any:
    """A value for a parameter: a number where one is taken, an object with all its keys."""
    if name in _FIXED:
        return _FIXED[name]
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    if "anyOf" in node:
        node = node["anyOf"][0]
    if "enum" in node or "const" in node:
        values = node.get("enum", [node.get("const")])
        return next((value for value in values if isinstance(value, str)), values[0])
    kind = node.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    match kind:
        case "object":
            known = node.get("properties", {"field": {"type": "string"}})
            return {key: _value(key, inner, schema) for key, inner in known.items()}
        case "array":
            return [_value(name.removesuffix("s"), node.get("items", {}), schema)]
        case "boolean":
            return True
        case "integer" | "number":
            dated = any(part in name for part in ("date", "time", "start", "end"))
            return _START if dated else max(1, node.get("minimum", 1))
    return "901" if name.endswith("id") else "2026-03-20" if "date" in name else "x"


def sent(name: str, params: Mapping[str, Any]) -> Any:
    """What a call sends, as far as it is known without asking ClickUp.

    Numbers are compared as texts: names and numbers of people and places are looked up later.
    """
    operation = ClickupApiConnector.operations.get(*name.split("."))
    checked = validate(operation, params)
    for parameter, mark in operation.marked(ParamsOf).items():
        given = dict.fromkeys(mark.without, "901")
        checked[parameter] = [sent(mark.operation, given | item) for item in checked[parameter]]
    endpoint = operation.endpoint_for(checked)
    if endpoint is None:
        return _plain(checked)
    # What the connector works out by itself: in the end, it is the same for both.
    checked = dict.fromkeys(endpoint.names, "901") | checked
    request = encode(operation, checked, lists="brackets")
    body = json.loads(request.body) if request.body and request.body[:1] in b"[{" else request.body
    target = urlsplit(request.target)
    return request.method, target.path, _plain(parse_qsl(target.query)), _plain(body)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        # Nothing to add and nothing to remove is the same as not saying so.
        return {name: _plain(inner) for name, inner in value.items() if inner != []}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        return _plain(json.loads(value))
    return value if isinstance(value, bool) or value is None else str(value)
