"""Spans and metrics of the server."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("opentelemetry.sdk")

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.telemetry import Telemetry
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting
from tests.telemetry.collected import Collected

MARK = "zq7vk"


@pytest.fixture
def collected() -> Collected:
    return Collected()


@pytest.fixture(params=[False, True], ids=["without ids", "with ids"])
def running(
    request: pytest.FixtureRequest, tmp_path: Path, collected: Collected
) -> Iterator[Hosting]:
    made = Telemetry(collected.tracer_provider, collected.meter_provider, ids=request.param)
    with hosting(tmp_path, telemetry=made, log_requests=True) as server:
        yield server


async def test_one_trace_from_the_call_to_the_product(
    running: Hosting, collected: Collected, sandbox: Sandbox
) -> None:
    member = running.member()
    made = await ClickupApiConnector.create(
        airbyte_config=member.auth(), auth_config=running.put(sandbox), base_url=running.url
    )
    await made.user.get()
    await made.aclose()
    execute = f"{CONNECTORS}/{{connector_id}}/execute"
    server = (f"POST {execute}", "SERVER")
    while server not in {(s.name, s.kind.name) for s in collected.spans}:  # noqa: ASYNC110
        await asyncio.sleep(0.01)  # it ends a moment after it has answered
    # The caller's call, its request, the server's span, the call there, its request.
    (last,) = (s for s in collected.spans if s.name == "GET /api/v2/user")
    line, by_id = [last], {s.context.span_id: s for s in collected.spans}
    while line[-1].parent is not None:
        line.append(by_id[line[-1].parent.span_id])
    assert [(s.name, s.kind.name) for s in line] == [
        ("GET /api/v2/user", "CLIENT"),
        ("execute_tool user.get", "INTERNAL"),
        server,
        (f"POST {execute}", "CLIENT"),
        ("execute_tool user.get", "INTERNAL"),
    ]
    assert len({s.context.trace_id for s in line}) == 1
    told = dict(line[2].attributes or {})
    ids = {name: told.pop(name) for name in [*told] if name.endswith("_id")}
    assert told == {
        "http.request.method": "POST",
        "url.scheme": "http",
        "http.route": execute,
        "http.response.status_code": 200,
    }
    assert not ids or ids["agent_connectors.client_id"] == member.client_id
    counted = collected.figures()["http.server.request.duration"]
    assert any(attributes["http.route"] == execute for attributes, _ in counted)
    assert all(not name.endswith("_id") for attributes, _ in counted for name in attributes)


HEADERS: list[dict[str, str]] = [
    {"traceparent": MARK},
    {"traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01", "baggage": f"k={MARK}"},
    {"X-Request-Id": f"{MARK}!"},
    {"User-Agent": MARK, "X-Forwarded-For": MARK, "Authorization": f"Bearer {MARK}"},
    {"Cookie": MARK, "Referer": MARK},
]


def test_nothing_that_a_caller_writes(
    running: Hosting, collected: Collected, sandbox: Sandbox
) -> None:
    with httpx.Client(base_url=running.url) as client:
        api = Api(client, running.member())
        connector = api.create(running.put(sandbox))
        for more in HEADERS:
            for path in (f"/{MARK}", f"{CONNECTORS}/{MARK}", f"{CONNECTORS}?customer_name={MARK}"):
                client.get(path, headers=api.headers | more)
            client.request(MARK, "/health", headers=more)
            answer = api.execute(connector, MARK, MARK, {MARK: MARK}, headers=more)
            assert answer.status_code in {401, 422}
            api.execute(connector, "tasks", "create", {"list_id": "1", "name": MARK}, headers=more)
            wrong = {"client_id": MARK, "client_secret": MARK}
            client.post("/api/v1/account/applications/token", json=wrong, headers=more)
        # A failure of the server's own, whose text quotes what came.
        patch = pytest.MonkeyPatch()
        patch.setattr(type(running.app.server.tenancy), "caller", _failing)
        assert api.get(CONNECTORS).status_code == 500
        patch.undo()
    said = collected.everything()
    assert len(collected.spans) > 30
    assert MARK not in said
    assert api.token not in said
    assert api.member.secret.reveal() not in said
    assert "pk_" not in said


async def _failing(*_: Any) -> None:
    raise RuntimeError(MARK)


async def test_a_trace_that_the_caller_began(running: Hosting, collected: Collected) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    given = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    async with httpx.AsyncClient() as client:
        await client.get(f"{running.url}/health", headers=given)
    span = collected.span("GET /health")
    assert format(span.context.trace_id, "032x") == trace


class _Collector(BaseHTTPRequestHandler):
    """A collector of OpenTelemetry."""

    paths: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.paths.append((self.path, self.rfile.read(length)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def test_it_is_sent_where_the_variables_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    _Collector.paths = []
    collector = ThreadingHTTPServer(("127.0.0.1", 0), _Collector)
    thread = threading.Thread(target=collector.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{collector.server_port}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        telemetry = Telemetry.exporting(ids=False)
        with (
            hosting(tmp_path, telemetry=telemetry) as running,
            httpx.Client(base_url=running.url) as client,
        ):
            api = Api(client, running.member())
            api.execute(api.create(running.put(sandbox)), "user", "get")
    finally:
        collector.shutdown()
        thread.join()
        collector.server_close()
    sent = dict(_Collector.paths)
    assert {*sent} == {"/v1/traces", "/v1/metrics"}
    everything = b"".join(body for _, body in _Collector.paths)
    assert b"execute_tool user.get" in everything
    assert b"agent-connectors" in everything
    assert b"pk_" not in everything


def test_log_lines_name_the_trace() -> None:
    import logging

    from agent_connectors.hosted.logs import JsonLines, trace_id

    token = trace_id.set("0af7")
    try:
        line = JsonLines().format(logging.makeLogRecord({"msg": "request"}))
    finally:
        trace_id.reset(token)
    assert json.loads(line)["trace_id"] == "0af7"
