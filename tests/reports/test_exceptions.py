"""Nothing but a `ConnectorError` leaves a connector, and nothing ends an agent's run."""

import asyncio
import contextlib
import gzip
import json
import re
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
    InvalidCall,
    InvalidParams,
    InvalidResponse,
    OutcomeUnknown,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.presentation.presentation import Presentation, whole
from agent_connectors.engine.presentation.shrink import shrink
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.secrets.secret import HIDDEN
from agent_connectors.engine.tools import Toolbox
from tests.conftest import TOKEN
from tests.loopback import Loopback, Received, Reply
from tests.reports.answering import answering
from tests.reports.odd_values import example, example_at, objects_of

INTERNALS = re.compile(r"[Vv]alue error|is-instance|function-|Sequence|pydantic|Moment|dictionary")
"""Words of the library that checks, which say nothing to who reads them."""

Connect = Callable[..., ClickupApiConnector]
SECRET = "client-secret-0451"


def said_of(value: Any) -> str:
    try:
        return repr(value)
    except AttributeError:  # of something that was only half made
        return ""


def everything_said(error: BaseException) -> str:
    """An error and all it leads to, with every variable of every frame."""
    told, seen, waiting = [], set(), [error]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        told += [repr(one), str(one), repr(vars(one)), repr(one.args)]
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if "/tests/" in frame.f_code.co_filename:
                continue  # the test itself knows the token
            told += [said_of(value) for value in frame.f_locals.values()]
        waiting += [more for more in (one.__cause__, one.__context__) if more is not None]
    return "\n".join(told)


def strict(text: str) -> Any:
    """JSON as strict parsers take it."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    return json.loads(text, parse_constant=refuse)


async def tool_text(clickup: ClickupApiConnector, entity: str, action: str, **params: Any) -> Any:
    (tool,) = Toolbox(clickup).tools
    return strict(await tool.call({"entity": entity, "action": action, "params": params}))


# -- the network library refuses (faults N5, N9) --


def test_faults_n5_a_url_that_is_too_long(connect: Connect, loopback: Loopback) -> None:
    lists = [f"9016000{n:05}" for n in range(6000)]
    with pytest.raises(InvalidCall, match="Nothing was sent") as caught:
        connect().execute_sync("tasks", "search", {"team_id": "1", "list_ids": lists})
    assert TOKEN not in everything_said(caught.value)
    assert len(str(caught.value)) <= 1500
    assert not loopback.received


@pytest.mark.parametrize(
    "url", ["http://h:80:80", "http://h:abc", "http://[::1", "http://h:99999", "https://[x]:1"]
)
def test_faults_n5_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClickupApiConnector(ClickupApiAuthConfig(TOKEN), base_url=url)
    assert TOKEN not in everything_said(caught.value)


@pytest.mark.parametrize(
    "options",
    [
        {"organization_id": "Café"},
        {"organization_id": "a\nb"},
        {"airbyte_client_id": "me\ud800"},
        {"airbyte_client_secret": f"{SECRET}\ud800"},
        {"customer_name": "x\udfff"},
        {"connector_id": ".."},
        {"connector_id": "."},
        {"connector_id": ""},
        {"connector_id": " .. "},
    ],
)
def test_faults_n25_what_cannot_be_sent_is_refused_at_once(options: dict[str, Any]) -> None:
    given = {"airbyte_client_id": "me", "airbyte_client_secret": SECRET, **options}
    with pytest.raises(ConfigurationError) as caught:
        AirbyteAuthConfig(**given)
    assert SECRET not in str(caught.value)


def test_faults_n9_a_proxy_as_curl_takes_it(
    connect: Connect, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", loopback.url.removeprefix("http://"))
    monkeypatch.setenv("http_proxy", loopback.url.removeprefix("http://"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    loopback.handler = lambda _: Reply({"user": {"id": 1}})
    connect(base_url="http://clickup.invalid").execute_sync("user", "get")
    assert loopback.received[0].target.startswith("http://clickup.invalid/")


@pytest.mark.parametrize("proxy", ["gopher://x:1", "http://[::", "socks9://h", "http://h:port"])
@pytest.mark.parametrize(
    "call", [("user", "get", {}), ("tasks", "create", {"list_id": "1", "name": "n"})]
)
def test_faults_n9_a_proxy_that_cannot_be_used(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, proxy: str, call: Any
) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, proxy)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    clickup = connect(base_url="http://clickup.invalid")
    with pytest.raises(ConfigurationError, match="Nothing was sent") as caught:
        clickup.execute_sync(*call)
    assert TOKEN not in everything_said(caught.value)
    assert asyncio.run(clickup.check()).status == "unhealthy"


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 500, 302])
@pytest.mark.parametrize("shape", ["text", "ClickUp", "nested"])
def test_faults_n5_an_answer_that_repeats_the_token(
    connect: Connect, loopback: Loopback, status: int, shape: str
) -> None:
    said = f"Invalid header Authorization: {TOKEN}"
    bodies: dict[str, Any] = {
        "text": said.encode(),
        "ClickUp": {"err": said, "ECODE": TOKEN},
        "nested": {"error": {"message": said}},
    }
    loopback.handler = lambda _: Reply(
        bodies[shape], status, {"x-datadog-trace-id": TOKEN, "Location": f"/{TOKEN}"}
    )
    for call in (("tasks", "get", {"task_id": "1"}), ("tags", "list", {"space_id": "1"})):
        with pytest.raises(ConnectorError) as caught:
            connect().execute_sync(*call)
        assert TOKEN not in everything_said(caught.value)
        assert shape != "ClickUp" or status in {200, 302} or HIDDEN in str(caught.value)


def hosted(loopback: Loopback, token: Any, answer: Any = None, **more: Any) -> ClickupApiConnector:
    def handler(request: Received) -> Any:
        if request.path.endswith("/token"):
            return Reply(token)
        if request.method == "GET":
            return Reply({"data": [{"id": "c1"}]})
        return answer or Reply({"result": {"id": 1}, "connector_metadata": {}})

    loopback.handler = handler
    auth = AirbyteAuthConfig(airbyte_client_id="me", airbyte_client_secret=SECRET, **more)
    return ClickupApiConnector(auth, base_url=loopback.url, timeout=5)


@pytest.mark.parametrize("expires", [0, -1, -900, "0", "600", 1e300, 10**400, None, "soon", []])
def test_faults_n25_a_token_that_is_over_at_once_is_used(loopback: Loopback, expires: Any) -> None:
    clickup = hosted(loopback, {"access_token": "token-1234567", "expires_in": expires})
    assert clickup.execute_sync("user", "get").data == {"id": 1}
    sent = [r for r in loopback.received if r.path.endswith("/execute")]
    assert [r.headers["authorization"] for r in sent] == ["Bearer token-1234567"]
    clickup.close()


@pytest.mark.parametrize(
    "token", [{}, [], None, "x", 7, {"access_token": None}, {"access_token": ["t"]},
              {"access_token": ""}, {"access_token": "tök€n"}, {"access_token": "a\nb"}],
)  # fmt: skip
def test_faults_n25_an_odd_token_answer(loopback: Loopback, token: Any) -> None:
    clickup = hosted(loopback, token)
    with pytest.raises(InvalidResponse, match="access_token"):
        clickup.execute_sync("user", "get")
    clickup.close()


def test_faults_n5_a_server_that_repeats_the_client_secret(loopback: Loopback) -> None:
    loopback.handler = lambda r: Reply({"detail": f"bad: {r.body.decode()}"}, 422)
    auth = AirbyteAuthConfig(airbyte_client_id="me", airbyte_client_secret=SECRET)
    clickup = ClickupApiConnector(auth, base_url=loopback.url, timeout=5)
    with pytest.raises(ConnectorError) as caught:
        clickup.execute_sync("user", "get")
    assert SECRET not in everything_said(caught.value)
    assert HIDDEN in str(caught.value)
    clickup.close()


async def test_faults_n5_a_server_that_repeats_the_token_left_with_it(loopback: Loopback) -> None:
    def handler(request: Received) -> Any:
        if request.path.endswith("/token"):
            return Reply({"access_token": "bearer-123456", "expires_in": 900})
        said = f"no: {request.body.decode()} {request.headers['authorization']}"
        return Reply({"detail": said}, 422)

    loopback.handler = handler
    with pytest.raises(ConnectorError) as caught:
        await ClickupApiConnector.create(
            airbyte_config=AirbyteAuthConfig(airbyte_client_id="me", airbyte_client_secret=SECRET),
            auth_config=ClickupApiAuthConfig(TOKEN),
            base_url=loopback.url,
        )
    told = str(caught.value)
    assert TOKEN not in told
    assert "bearer-123456" not in told
    assert told.count(HIDDEN) == 2


# -- answers (faults N9, N11, N15, N21; public reports S4) --


def test_faults_n11_an_answer_of_300_mb(connect: Connect, loopback: Loopback) -> None:
    body = gzip.compress(b'{"id":"1","name":"' + b"x" * 300_000_000 + b'"}', 1)
    assert len(body) < 5_000_000
    loopback.handler = lambda _: Reply(body, headers={"Content-Encoding": "gzip"})
    with pytest.raises(InvalidResponse, match=r"64 MB.*Nothing was changed"):
        connect().execute_sync("tasks", "get", {"task_id": "1"})
    with pytest.raises(OutcomeUnknown, match="64 MB"):
        connect().execute_sync("tasks", "create", {"list_id": "901", "name": "n"})
    assert len(loopback.received) == 2


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"id":"a","name":"n","points":NaN,"time_estimate":Infinity}', "n"),
        (b'{"id":"a","name":"n","points":-Infinity}', "n"),
        (b'{"id":"a","name":"n","points":1e999}', "n"),
        (b'{"id":"a","name":"n","points":' + b"9" * 400 + b"}", "n"),
        (b'\xef\xbb\xbf{"id":"a","name":"n"}', "n"),
        (b'{"id":"a","name":"half \\ud83d"}', "half ?"),
        (b'{"id":"a","name":"n","due_date":"' + b"9" * 400 + b'"}', "n"),
        (b'{"id":"a","name":"n\xff"}', "n\ufffd"),
    ],
)
async def test_public_reports_s4_what_parsers_dislike(body: bytes, name: str) -> None:
    clickup = answering(lambda *_: (200, body))
    shown = await tool_text(clickup, "tasks", "get", task_id="a")
    assert shown["data"]["name"] == name
    made = await tool_text(clickup, "tasks", "create", list_id="901", name="n")
    assert made["data"]["id"] == "a"


@pytest.mark.parametrize("body", [b"[" * 100_000, b"9" * 5000, b'{"id":' + b"[" * 3000])
async def test_faults_n9_what_no_parser_takes(body: bytes) -> None:
    clickup = answering(lambda *_: (200, body))
    with pytest.raises(InvalidResponse):
        await clickup.execute("tasks", "get", {"task_id": "a"})
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "create", {"list_id": "901", "name": "n"})


@pytest.mark.parametrize(
    ("entity", "key", "rows"),
    [
        ("comments", "comments", [{"id": "1", "comment_text": "no date"}]),
        ("comments", "comments", [None, {"id": "1"}]),
        ("comments", "comments", [{"id": ["1"], "comment_text": "x"}, 7, "x", []]),
    ],
)
async def test_faults_n9_records_of_other_shapes(entity: str, key: str, rows: Any) -> None:
    clickup = answering(lambda *_: (200, {key: rows}))
    shown = await tool_text(clickup, entity, "list", task_id="abc")
    assert shown["meta"]["count"] == len(rows)
    with contextlib.suppress(ConnectorError):
        await tool_text(clickup, entity, "list", task_id="abc", limit=50)


@pytest.mark.parametrize("fields", [[1], None, "x", [None], {"a": 1}, [[]]])
async def test_faults_n21_a_create_that_succeeded_is_a_success(fields: Any) -> None:
    answer = {"id": "made", "name": "n", "custom_fields": fields, "assignees": 7, "tags": [3]}
    clickup = answering(lambda *_: (200, answer))
    params = {
        "list_id": "901", "name": "n", "tags": ["a"], "assignees": [7],
        "custom_fields": [{"id": "0123abcd-0000-4000-8000-0123456789ab", "value": 1}],
    }  # fmt: skip
    result = await clickup.execute("tasks", "create", {k: params[k] for k in ("list_id", "name")})
    assert result.data["id"] == "made"
    shown = await tool_text(clickup, "tasks", "create", list_id="901", name="n")
    assert shown["data"]["id"] == "made"


@pytest.mark.parametrize("made", [None, [], {}, [1]])
async def test_faults_n21_an_id_that_is_none_is_no_success(made: Any) -> None:
    clickup = answering(lambda *_: (200, {"id": made, "name": "n"}))
    with pytest.raises(OutcomeUnknown):
        await clickup.execute("tasks", "create", {"list_id": "901", "name": "n"})


async def test_public_reports_1_a_number_of_400_digits_after_a_write() -> None:
    sandbox = Sandbox(rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox)
    list_id = next(iter(sandbox.workspace.lists))
    for name in ("time_estimate", "custom_item_id", "points"):
        before = len(sandbox.workspace.tasks)
        params = {"list_id": list_id, "name": "n", name: 10**399}
        try:
            await clickup.execute("tasks", "create", params)
        except ConnectorError as error:
            done = isinstance(error, OutcomeUnknown)
            assert done or len(sandbox.workspace.tasks) == before


# -- structure A11 --


def test_structure_a11_what_is_shrunk_fits_whatever_it_is() -> None:
    deep: Any = "x" * 400
    for level in range(30):
        deep = {f"name {level} " + "n" * level * 9: deep, "b": ["y" * 200], "c": 10**300}
        if level % 6:
            continue
        for value in (deep, [deep] * 9, {f"{n}" * 99: deep for n in range(9)}):
            for room in (0, 5, 12, 40, 90, 200, 1000):
                size = len(json.dumps(shrink(value, room), separators=(",", ":")))
                assert size <= max(room, 4)


def test_structure_a11_an_object_stays_within_700_tokens() -> None:
    many = {f"{n:08}": {f"{m:08}": "x" * 4000 for m in range(8)} for n in range(60)}
    for tokens in range(700, 760, 7):
        meta = Meta(next={"items": many, "page": 1}, extra={"a": many, "b": many})
        plain = Presentation(whole, tokens)
        text = plain.show("things", ExecuteResult(many, meta))
        assert len(text) <= tokens * 3
        strict(text)


# -- input (public reports 4, 12, 17; frameworks F10; agents-view S3; structure A14) --

UPDATE = ("tasks", "update")
GIVEN_IN_OTHER_FORMS: list[tuple[tuple[str, str], dict[str, Any], dict[str, Any]]] = [
    (UPDATE, {"assignees": '{"add": ["me"]}'}, {"assignees": {"add": ["me"]}}),
    (UPDATE, {"assignees": '{"add":[10482917]}'}, {"assignees": {"add": [10482917]}}),
    (UPDATE, {"watchers": {"add": "me"}}, {"watchers": {"add": ["me"]}}),
    (UPDATE, {"watchers": {"add": '["me", 7]'}}, {"watchers": {"add": ["me", 7]}}),
    (UPDATE, {"assignees": '"{\\"add\\": \\"[1]\\"}"'}, {"assignees": {"add": [1]}}),
    (UPDATE, {"assignees": {"add": ["me"], "rem": None}}, {"assignees": {"add": ["me"]}}),
    (UPDATE, {"group_assignees": '{"add": "g"}'}, {"group_assignees": {"add": ["g"]}}),
    (UPDATE, {"name": '{"add": 1}'}, {"name": '{"add": 1}'}),
    (UPDATE, {"description": '["a"]'}, {"description": '["a"]'}),
    (UPDATE, {"assignees": '```json\n{"rem": ["me"]}\n```'}, {"assignees": {"rem": ["me"]}}),
    (
        ("tasks", "create"),
        {"list_id": "1", "name": "n", "custom_fields": ['{"id": "a", "value": "{}"}']},
        {"list_id": "1", "name": "n", "custom_fields": [{"id": "a", "value": "{}"}]},
    ),
    (
        ("tasks", "create"),
        {"list_id": "1", "name": "n", "custom_fields": '{"id": "a", "value": 1}'},
        {"list_id": "1", "name": "n", "custom_fields": [{"id": "a", "value": 1}]},
    ),
    (
        ("tasks", "create_many"),
        {"list_id": "1", "tasks": ['{"name": "x"}']},
        {"list_id": "1", "tasks": [{"name": "x"}]},
    ),
    (
        ("views", "create"),
        {"space_id": "1", "name": "v", "type": "list", "filters": '{"op": "AND"}'},
        {"space_id": "1", "name": "v", "type": "list", "filters": {"op": "AND"}},
    ),
    (
        ("custom_fields", "set"),
        {"task_id": "1", "field_id": "f", "value": "x", "value_options": '{"time": true}'},
        {"task_id": "1", "field_id": "f", "value": "x", "value_options": {"time": True}},
    ),
]


@pytest.mark.parametrize(("name", "given", "meant"), GIVEN_IN_OTHER_FORMS)
def test_public_reports_4_json_text_at_every_depth(
    name: tuple[str, str], given: dict[str, Any], meant: dict[str, Any]
) -> None:
    operation = ClickupApiConnector.operations.get(*name)
    named = {"task_id": "1"} if name == UPDATE else {}
    checked = validate(operation, {**named, **given})
    assert {name: checked[name] for name in meant} == meant


def as_text(value: Any, path: tuple[Any, ...], encode: Callable[[Any], str]) -> Any:
    """A value in which the part at a path is JSON text."""
    if not path:
        return encode(value)
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = as_text(value[path[0]], path[1:], encode)
    return copy


def test_frameworks_f10_every_object_and_list_of_every_operation_as_text() -> None:
    """Whatever takes an object or a list takes it as JSON text too, twice encoded, or fenced."""
    encodings: list[Callable[[Any], str]] = [
        json.dumps,
        lambda value: json.dumps(json.dumps(value)),
        lambda value: f"```json\n{json.dumps(value)}\n```",
    ]
    tried = 0
    for operation in ClickupApiConnector.operations:
        given = example(operation.schema, operation.schema)
        for path in objects_of(operation.schema, operation.schema):
            name = path[0]
            plain = {**given, name: example_at(operation.schema, name)}
            try:
                expected = validate(operation, plain)
            except InvalidParams:
                continue  # an example that other rules refuse
            for encode in encodings:
                assert validate(operation, as_text(plain, path, encode)) == expected, path
                tried += 1
    assert tried > 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"assignees": ["Priya"]}, ["`add`", "`rem`", "object"]),
        ({"assignees": "Priya"}, ["`add`", "`rem`", "object"]),
        ({"assignees": {"remove": [1]}}, ["Did you mean `rem`?"]),
        ({"assignees": {"added": [1]}}, ["Did you mean `add`?"]),
        ({"custom_fields": [{"name": "Budget", "value": 1}]}, ["Did you mean `id`?"]),
        ({"due_date": 1.5}, ["`due_date`", "1.5"]),
        ({"due_date": {}}, ["`due_date`"]),
        ({"status": ["a"]}, ["`status`", "string"]),
        ({"x" * 5000: 1}, ["There is no parameter"]),
    ],
)
def test_public_reports_17_a_refusal_says_what_to_do(given: dict[str, Any], words: Any) -> None:
    name = ("tasks", "create") if "custom_fields" in given else UPDATE
    whole = {"task_id": "1"} if name == UPDATE else {"list_id": "1", "name": "n"}
    with pytest.raises(InvalidParams) as caught:
        validate(ClickupApiConnector.operations.get(*name), {**whole, **given})
    text = str(caught.value)
    assert all(word in text for word in words), text
    assert not INTERNALS.search(text), text
    assert len(text) <= 1500


@pytest.mark.parametrize(
    "params",
    [
        '{"list_id": "1"}',
        json.dumps('{"list_id": "1"}'),
        json.dumps(json.dumps('{"list_id": "1"}')),
        '```json\n{"list_id": "1"}\n```',
        '```\n{"list_id": "1"}```',
        '\ufeff{"list_id": "1"}',
        ' \n{"list_id": "1"} ',
    ],
)
async def test_public_reports_12_params_encoded_twice_or_fenced(params: str) -> None:
    clickup = answering(lambda *_: (200, {"id": "1", "name": "n"}))
    assert (await clickup.execute("lists", "get", params)).data["id"] == "1"
    (tool,) = Toolbox(clickup).tools
    shown = await tool.call({"entity": "lists", "action": "get", "params": params})
    assert json.loads(shown)["data"]["id"] == "1"
