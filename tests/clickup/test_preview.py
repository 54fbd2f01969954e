"""What a dry run shows of every write is what the write then sends and does."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.executor.planned import PlannedRequest
from agent_connectors.engine.marks import Body
from agent_connectors.engine.preview.looking import object_before
from agent_connectors.engine.preview.preview import Preview
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.reports.every_field import Ground
from tests.reports.writes import further

WRITES = [operation for operation in ClickupApiConnector.operations if operation.effect != "read"]

ROUTES = [
    pytest.param(operation, endpoint, full, id=f"{operation.name}-{number}{'-full' * full}")
    for operation in WRITES
    for number, endpoint in enumerate(operation.endpoints)
    for full in (False, True)
    if not full or any(isinstance(p.place, Body) for p in operation.parameters.values())
]

OF_THE_CONNECTION = {"authorization", "host", "content-length", "connection"}

NOWHERE: Any = object()


@dataclass(frozen=True)
class Arrived:
    """A request, byte for byte."""

    method: str
    target: bytes
    body: bytes
    headers: Mapping[str, str] = field(compare=False)


class Recording:
    """Notes all that comes over the wire, and passes it on to a sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.arrived: list[Arrived] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        parts: list[Any] = []

        async def noted() -> Any:
            message = await receive()
            parts.append(message)
            return message

        await self.sandbox(scope, noted, send)
        if scope["type"] == "http":
            query = scope["query_string"]
            target = scope["raw_path"].partition(b"?")[0] + (b"?" + query if query else b"")
            body = b"".join(part.get("body", b"") for part in parts)
            headers = {k.decode().lower(): v.decode() for k, v in scope["headers"]}
            self.arrived.append(Arrived(scope["method"], target, body, headers))

    def writes(self) -> list[Arrived]:
        return [one for one in self.arrived if one.method != "GET"]


def recorded() -> tuple[Recording, ClickupApiConnector]:
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    recording = Recording(sandbox)
    connector = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    connector._app = recording
    return recording, connector


def is_the_same(planned: PlannedRequest, arrived: Arrived) -> bool:
    target = f"{planned.path}?{planned.query}" if planned.query else planned.path
    if (planned.method, target.encode()) != (arrived.method, arrived.target):
        return False
    told = {name.lower(): value for name, value in planned.headers.items()}
    came = {n: v for n, v in arrived.headers.items() if n not in OF_THE_CONNECTION}
    if planned.file is not None:
        came["content-type"] = came["content-type"].partition(";")[0]
        name = f'filename="{planned.file["name"]}"'.encode()
        return told == came and name in arrived.body
    return told == came and (planned.body or "").encode() == arrived.body


def at(told: Any, path: str) -> Any:
    for key in path.split(".", 1):
        told = told.get(key, NOWHERE) if isinstance(told, Mapping) else NOWHERE
    return told


async def shown(connector: ClickupApiConnector, operation: Operation, sent: Any) -> list[Any]:
    """What ClickUp shows of the object of a write: as results show it, and as it came."""
    found = await object_before(connector, operation, sent)
    if found is None:
        return []
    from agent_connectors.engine.result import ExecuteResult

    await connector.hooks.before_showing(ExecuteResult(found.record), found.read.entity)
    told = connector.hooks.compact(found.read.entity, found.record, in_list=False)
    return [told, found.record]


def holds(forms: list[Any], field: str, value: Any) -> bool:
    found = [at(form, field) for form in forms]
    known = [one for one in found if one is not NOWHERE]
    return value in known or (value is None and NOWHERE in found)


def renamed(operation: Operation, sent: Any) -> Any:
    """By what an object is found afterwards that is known by its name."""
    new = {"tags.update": ("tag_name", "name"), "time_entry_tags.update": ("name", "new_name")}
    to, of = new.get(operation.name, ("", ""))
    return {**sent, to: sent[of]} if of else sent


SEEN: Counter[str] = Counter()


@pytest.mark.parametrize(("operation", "endpoint", "full"), ROUTES)
async def test_a_dry_run_shows_what_the_write_sends_and_does(
    operation: Operation, endpoint: Endpoint, full: bool
) -> None:
    recording, connector = recorded()
    params = await Maker(connector, recording.sandbox).params(operation, endpoint)
    if full:
        people = [user.id for user in recording.sandbox.workspace.users.values()]
        params |= further(operation, params, *people[:2])
    recording.arrived.clear()
    preview = await connector.execute(operation.entity, operation.action, params, dry_run=True)
    shown_to_people: Preview = preview.data
    assert recording.writes() == []
    assert shown_to_people.reads == len(recording.arrived)
    (step,) = shown_to_people.steps
    assert shown_to_people.operation == operation.name
    assert shown_to_people.effect == operation.effect
    sent = await as_sent(connector, operation, params)
    before = await forms(connector, operation, sent)
    recording.arrived.clear()
    await connector.execute(operation.entity, operation.action, params)
    (arrived,) = recording.writes()
    if not any(p.secret for p in operation.parameters.values()):
        assert is_the_same(step.request, arrived), (step.request, arrived)
    if before:
        assert step.before == before[0]
        after = await forms(connector, operation, renamed(operation, sent))
        for change in step.changes:
            SEEN["known" if change.known else "unknown"] += 1
            if change.known:
                assert holds(before, change.field, change.before), (change, before)
                assert holds(after, change.field, change.after), (change, after)
    elif operation.effect == "destructive" or operation.endpoints[0].method != "POST":
        assert step.unread


async def as_sent(connector: ClickupApiConnector, operation: Operation, params: Any) -> Any:
    from agent_connectors.engine.check.validation import validate

    return await connector.hooks.prepare(operation, validate(operation, params), params)


async def forms(connector: ClickupApiConnector, operation: Operation, sent: Any) -> list[Any]:
    try:
        return await shown(connector, operation, sent)
    except ConnectorError:
        return []


FIELD_VALUES: dict[str, Any] = {
    "checkbox": True,
    "currency": 12.345,
    "date": 1796126400000,
    "drop_down": "API",
    "email": "Jane.Doe@example.com",
    "emoji": 3,
    "labels": ["iOS", "Edge"],
    "location": {
        "location": {"lat": 51.9225, "lng": 4.47917},
        "formatted_address": "Rotterdam, Netherlands",
        "place_id": "ChIJ",
    },
    "manual_progress": {"current": 50},
    "number": -28.5,
    "phone": "+1 201 555 0123",
    "short_text": "A short text",
    "text": "A longer text",
    "url": "https://a.example.com/page",
    "users": ["me"],
}


@pytest.mark.parametrize(("kind", "value"), FIELD_VALUES.items(), ids=FIELD_VALUES)
def test_a_custom_field_becomes_what_was_shown(kind: str, value: Any) -> None:
    ground = Ground()
    params = {"task_id": ground.task, "field_id": kind, "value": value}
    preview = ground.connector.run(ground.connector.preview("custom_fields", "set", params))
    (change,) = preview.changes
    ground.set(kind, value)
    if not change.known:
        assert kind in {"currency", "manual_progress", "phone", "users"}
        return
    without_value = {name: params[name] for name in ("task_id", "field_id")}
    told = ground.connector.run(ground.connector.preview("custom_fields", "remove", without_value))
    assert at(told.steps[0].before, change.field) == change.after
