"""Every constructor that people write: each option misspelt and with odd values, each way in which
a credential goes in beside each refusal, and what is half made."""

import asyncio
import importlib
import pkgutil
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from inspect import Parameter, isabstract, isclass, signature
from typing import Any

import pytest

import agent_connectors
from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
    Timeouts,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.pacing.pacer import Pacer
from agent_connectors.engine.tools import Toolbox
from agent_connectors.hosted.app import create_app
from agent_connectors.hosted.settings import Settings
from agent_connectors.langchain import ConnectorTool, ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools
from agent_connectors.redis import RedisBudget

NAN, INF = float("nan"), float("inf")
CLICKUP: Any = ClickupApiConnector.sandbox(tasks=0)

MAKERS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "connector": (ClickupApiConnector, {"auth_config": "pk_1"}),
    "sandbox()": (ClickupApiConnector.sandbox, {}),
    "Sandbox": (Sandbox, {"tasks": 0}),
    "token": (ClickupApiAuthConfig, {"api_key": "pk_1"}),
    "client": (AirbyteAuthConfig, {"airbyte_client_id": "i", "airbyte_client_secret": "s"}),
    "Timeouts": (Timeouts, {}),
    "RedisBudget": (RedisBudget, {"url": "redis://localhost:6379"}),
    "Settings": (Settings, {}),
    "toolset": (ConnectorToolset, {"connector": CLICKUP}),
    "tools": (connector_tools, {"connector": CLICKUP}),
    "toolkit": (ConnectorToolkit, {"connector": CLICKUP}),
    "tool": (ConnectorTool, {"connector": CLICKUP}),
    "spec": (ConnectorToolSpec, {"connector": CLICKUP}),
    "server": (make_server, {"connector": CLICKUP}),
}
"""What people make, and what is needed to make it."""

_NAMES: list[Any] = [5, True, b"x", [], {}, object()]
_SWITCHES: list[Any] = ["no", "True", 0, 1, None, []]
_COUNTS: list[Any] = [-1, 0.5, "5", True, NAN, INF, []]
_SECONDS: list[Any] = [-1, "5", True, NAN, INF, -INF, [], 10**400]

ODD: dict[str, list[Any]] = {
    "auth_config": [5, b"pk_1", "abc", "", {"api_key": "pk_1"}, ClickupApiAuthConfig, object()],
    "base_url": ["", 5, b"http://x", "x", "ftp://x", []],
    "read_only": _SWITCHES,
    "allow_destructive": _SWITCHES,
    "timeout": [0, *_SECONDS],
    "timezone": ["", "Berlin", 5, b"UTC", []],
    "workspace": ["", " ", 5, True, b"x", []],
    "files": ["", " ", 5, True, b"x", []],
    "ledger": ["calls.sqlite", 5, True, object(), []],
    "store": ["", " ", 5, True, b"x", []],
    "store_also": [5, True, ["nope"], [5], "status_history"],
    "store_without": [5, True, ["nope"], [5], "comments"],
    "journal": ["", " ", 5, True, b"x", []],
    "max_connections": [0, None, *_COUNTS],
    "http_client": [1, "client", object(), []],
    "budget": [0, 1, -5, NAN, "redis://localhost", True, [], object(), RedisBudget, Pacer],
    "sandbox": [5, "pk_1", Sandbox, [], "x", lambda: None],
    "as_user": ["nobody", -1, [], True],
    "tasks": [None, *_COUNTS],
    "seed": [None, 0.5, "5", True, NAN],
    "today": ["2026-01-01", 5, True],
    "one_list": _SWITCHES,
    "lists": _COUNTS,
    "rate_limit": [0, "100", *_COUNTS],
    "rate_window": [0, None, *_COUNTS],
    "latency": [None, *_SECONDS],
    "clock": [None, 5, "now", date],
    "revoked": ["pk_1", b"pk_1", None, 5, [5]],
    "plan": ["gold", "Free ", 5, True, []],
    "api_key": ["", " ", 5, b"pk_1", "pk_1\n2", [], "a b"],
    "access_token": ["", 5, b"x", "pk_1", []],
    "customer_name": [5, b"x", "a\n"],
    "workspace_name": [5, b"x", "a\n"],
    "organization_id": [5, b"x", "a\n"],
    "airbyte_client_id": [5, b"x", "a\n"],
    "airbyte_client_secret": [5, b"x", "a\n"],
    "connector_id": ["", ".", "a\n", [], True],
    "total": [0, None, *_SECONDS],
    "connect": [0, None, *_SECONDS],
    "read": [0, None, *_SECONDS],
    "write": [0, None, *_SECONDS],
    "url": ["", "localhost", "http://x", 5, None, b"redis://x", "redis://x:port", []],
    "window": [0, *_SECONDS],
    "max_retries": [None, *_COUNTS],
    "strict": _SWITCHES,
    "keep_result": [0, -1, "yes", None, 1.5, []],
    "id": [5, True, b"x", []],
    "version": [5, True, b"x", [], None],
    "approve": ["writes", {"writes"}, None, True, 5, b"w"],
    "tell": [None, "x", 5, True, []],
    "connector": [None, 5, "pk_1", ClickupApiConnector],
    "tool": [5, "x", []],
}
"""Values that an option cannot have."""

_KINDS: dict[Any, list[Any]] = {
    int: [0, None, *_COUNTS],
    float: [None, *_SECONDS],
    float | None: _SECONDS,
    bool: _SWITCHES,
}


def taken(maker: Callable[..., Any]) -> list[str]:
    by_name = {Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY}
    # pydantic shows the fields of a model where its constructor takes other things.
    made = vars(maker)["__init__"] if isinstance(maker, type) else maker
    names = [n for n, p in signature(made).parameters.items() if p.kind in by_name]
    return [name for name in names if name != "self"]


def odd_values(maker: Callable[..., Any], name: str) -> list[Any]:
    if maker is Settings:
        kind = signature(Settings).parameters[name].annotation
        text: list[Any] = [5, True, b"x", []]
        zero = name in {"calls_at_once", "calls_a_minute", "metrics_port"}  # no limit, none
        return [odd for odd in _KINDS.get(kind, text) if not (zero and odd == 0)]
    return ODD[name]


PAIRS = [
    pytest.param(kind, name, id=f"{kind}-{name}")
    for kind, (maker, _) in MAKERS.items()
    for name in taken(maker)
]


def attempt(kind: str, **options: Any) -> BaseException | None:
    maker, needed = MAKERS[kind]
    if "access_token" in options:
        needed = {}
    try:
        maker(**{**needed, **options})
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_an_odd_value_is_refused_where_it_is_given(kind: str, name: str) -> None:
    for value in odd_values(MAKERS[kind][0], name):
        error = attempt(kind, **{name: value})
        # The sandbox stands on its own and has no errors of the connector's.
        assert isinstance(error, ValueError if kind == "Sandbox" else ConnectorError), (
            value,
            error,
        )


@pytest.mark.parametrize("kind", MAKERS)
def test_an_unknown_name_is_refused_with_the_nearest(kind: str) -> None:
    for name in taken(MAKERS[kind][0]):
        wrong = f"{name}s" if f"{name}s" not in taken(MAKERS[kind][0]) else f"{name}x"
        error = attempt(kind, **{wrong: 1})
        assert isinstance(error, TypeError), error
        assert f"There is no option `{wrong}`" in str(error)
        assert f"`{name}`" in str(error)


SECRET = "pk_82411_QSECRETQ"


def refused(kind: str) -> Iterator[dict[str, Any]]:
    """Options that are refused beside a credential."""
    for name in taken(MAKERS[kind][0]):
        if name not in {"auth_config", "api_key", "access_token", "url", "connector", "sandbox"}:
            yield {name: odd_values(MAKERS[kind][0], name)[0]}
    yield {"misspelt": 1}


def cut(secret: str) -> list[Any]:
    """What cannot be a credential, though one is in it."""
    return [
        f"{secret}\n{secret}", f"{secret} {secret}", f" x {secret}", f"{secret}\x00", f"{secret}é",
        secret.encode(), bytearray(secret.encode()), [secret], {"api_key": secret}, (secret,) * 2,
        f"https://{secret}", f"key={secret}", {secret}, type("Odd", (str,), {})(f"{secret}\r"),
    ]  # fmt: skip


def ways() -> Iterator[Any]:
    """Each way in which a credential goes in, beside each refusal."""
    made = {
        "connector": ["auth_config", "api_key", "access_token", "token", "base_url", "budget"],
        "token": ["api_key", "access_token", "token"],
        "client": ["airbyte_client_secret", "airbyte_client_id", "secret"],
        "RedisBudget": ["url"],
        "Settings": ["keys", "redis_url", "database_url", "key"],
        "sandbox()": ["sandbox", "api_key", "auth_config", "revoked", "budget"],
        **{
            kind: ["connector", "api_key", "auth_config"]
            for kind in ("toolset", "tools", "toolkit", "tool", "spec", "server")
        },
    }
    for kind, names in made.items():
        for name in names:
            yield pytest.param(kind, name, id=f"{kind}-{name}")


def said(error: BaseException) -> str:
    """An error as the most talkative reporter shows it, with the variables of our frames."""
    seen: list[BaseException] = []
    shown = [repr(error), str(error), repr(vars(error))]
    following: list[BaseException | None] = [error]
    while following:
        one = following.pop()
        if one is None or any(one is other for other in seen):
            continue
        seen.append(one)
        following += [one.__cause__, one.__context__]
        told = traceback.TracebackException.from_exception(one, capture_locals=True)
        shown += [repr(f.locals) for f in told.stack if "/tests/" not in f.filename]
    return "\n".join(shown)


@pytest.mark.parametrize(("kind", "name"), list(ways()))
def test_no_refusal_shows_a_credential(kind: str, name: str) -> None:
    whole = f"redis://:{SECRET}@h:1" if "url" in name else SECRET
    tried = [{**options, name: whole} for options in refused(kind)]
    tried += [{name: value} for value in cut(SECRET)]
    errors = [attempt(kind, **options) for options in tried]
    assert sum(error is not None for error in errors) > len(tried) / 2
    for options, error in zip(tried, errors, strict=True):
        assert error is None or "QSECRETQ" not in said(error), options


@pytest.mark.parametrize("value", [v for v in cut(SECRET) if type(v) is str and "\0" not in v])
@pytest.mark.parametrize("name", ["CLICKUP_API_KEY", "AIRBYTE_CLIENT_SECRET", "CLICKUP_BASE_URL"])
def test_no_refusal_of_the_environment_shows_a_credential(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRBYTE_CLIENT_ID", "id")
    monkeypatch.setenv("CLICKUP_API_KEY" if name == "CLICKUP_BASE_URL" else "OTHER", "pk_1")
    monkeypatch.setenv(name, value)
    try:
        ClickupApiConnector(timeout=-1)
    except ConfigurationError as error:
        assert "QSECRETQ" not in said(error)  # noqa: PT017
    else:
        raise AssertionError("it was not refused")


@pytest.mark.parametrize("secret", [SECRET, *cut(SECRET)])
@pytest.mark.parametrize("options", [{}, {"timeout": -1}, {"misspelt": 1}, {"budget": 5}])
async def test_no_refusal_of_create_shows_a_credential(
    secret: Any, options: dict[str, Any]
) -> None:
    create: Any = ClickupApiConnector.create
    client = AirbyteAuthConfig(airbyte_client_id="i", airbyte_client_secret="s")
    options = {"timeout": 0.2, "base_url": "http://127.0.0.1:9", **options}
    for given in ({"airbyte_config": client}, {"airbyte_config": secret}):
        with pytest.raises(ConnectorError) as caught:
            await create(auth_config=secret, **given, **options)
        assert "QSECRETQ" not in said(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"keys": SECRET},
        {"redis_url": f"http://:{SECRET}@h"},
        {"database_url": f"mysql://u:{SECRET}@h/d"},
        {"database_url": f"{SECRET}"},
        {"database_url": f"mysql://h/{SECRET}_82411_{SECRET}"},
        {"redis_url": f"redis://h:{SECRET}"},
    ],
)
def test_no_refusal_of_a_server_shows_a_credential(settings: dict[str, Any], tmp_path: Any) -> None:
    given = Settings(**{"key_file": tmp_path / "key", **settings})
    assert "QSECRETQ" not in repr(given)
    with pytest.raises(ConfigurationError) as caught:
        create_app(given)
    assert "QSECRETQ" not in said(caught.value)


WHOLE = "pk_82411234_QSECRETQ7XK2M9B4V0ZT6R1WJ8D5HYNC"
"""A token as ClickUp makes them, given for something else."""

CLIENT = AirbyteAuthConfig(airbyte_client_id="i", airbyte_client_secret="a-QSECRETQ-given-rightly")


def misplaced(secret: str) -> list[Any]:
    """Values in which a credential stands, for an option that is none."""
    return [
        secret, f" {secret}", [secret], {secret: 1}, {secret: None}, {"x": secret}, (secret,),
        f"https://host/{secret}", f"ftp://{secret}.host", f"redis://host/{secret}?{secret}",
        f"sqlite://{secret}", f"{secret}/{secret}", secret.lower(), secret.encode(),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_a_token_given_for_another_option_is_not_repeated(kind: str, name: str) -> None:
    # The sandbox stands on its own, and holds no credentials: what counts is what it says.
    shown = str if kind == "Sandbox" else said
    for value in misplaced(WHOLE):
        error = attempt(kind, **{name: value})
        assert error is None or "secretq" not in shown(error).lower(), (value, str(error))
    error = attempt(kind, **{WHOLE: 1})
    assert error is not None
    assert kind == "Sandbox" or "QSECRETQ" not in said(error)


@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_a_credential_given_twice_is_not_repeated(kind: str, name: str) -> None:
    """Once in its place, and once for another option."""
    connector = ClickupApiConnector(CLIENT, base_url="http://127.0.0.1:9")
    place: dict[str, Any] = {
        "connector": {"auth_config": CLIENT},
        "client": {"airbyte_client_secret": "a-QSECRETQ-given-rightly"},
        **{k: {"connector": connector} for k in MAKERS if "connector" in MAKERS[k][1]},
    }
    given = place.get(kind)
    if given is None or name in given:
        return
    for value in misplaced("a-QSECRETQ-given-rightly"):
        error = attempt(kind, **{**given, name: value})
        assert error is None or "secretq" not in said(error).lower(), (value, str(error))


@pytest.mark.parametrize("secret", [WHOLE, "a-QSECRETQ-given-rightly"])
async def test_no_call_repeats_a_credential(secret: str) -> None:
    clickup: Any = ClickupApiConnector.sandbox(tasks=1)
    if secret != WHOLE:
        clickup = ClickupApiConnector(CLIENT, base_url="http://127.0.0.1:9", timeout=1)
    calls: list[tuple[Any, Any, Any]] = [
        (secret, "list", {}),
        ("tasks", secret, {}),
        ("tasks", "get", {secret: 1}),
        ("tasks", "get", {"task_id": [secret]}),
        ("tasks", "list", {"list": secret}),
        ("tasks", "list", {"list_id": "1", "statuses": {secret: secret}}),
        ("tasks", "list", {"list_id": "1", "due_date_gt": secret}),
        ("tasks", "list", f'{{"{secret}": 1, "{secret}": 2}}'),
        ("tasks", "create", {"list_id": "1", "name": "x", "assignees": [secret]}),
        ("tasks", "create", {"list_id": "1", "name": "x", "due_date": secret}),
        ("tasks", "create", {"list_id": "1", "name": "x", "time_estimate": secret}),
        ("time_tracking", "start", {"team": secret}),
    ]
    tools = [*Toolbox(clickup).tools, *Toolbox(clickup, form="search").tools]
    for entity, action, params in calls:
        arguments = {"entity": entity, "action": action, "params": params}
        refused = 0
        for way in (None, *tools):
            call = clickup.execute(*arguments.values()) if way is None else way.call(arguments)
            try:
                await call
            except ConnectorError as error:
                refused += 1
                told = f"{error}{error!r}{vars(error)}{error.__cause__!r}"
                assert "QSECRETQ" not in told, (entity, action, params)
        assert refused, (entity, action, params)
    await clickup.aclose()


PUBLIC = [
    f"agent_connectors.{name}"
    for name in ("clickup", "langchain", "llama_index", "mcp", "pydantic_ai", "redis", "hosted")
]


def public_classes() -> list[type]:
    """The classes that some module of ours offers."""
    found: dict[type, None] = {}
    for module in pkgutil.walk_packages(agent_connectors.__path__, "agent_connectors."):
        if ".migrations." in module.name or module.name.endswith("migrations"):
            continue
        loaded = importlib.import_module(module.name)
        for name in getattr(loaded, "__all__", ()):
            thing = getattr(loaded, name)
            if not isclass(thing) or isabstract(thing):
                continue
            # What people import, and all that shows itself in a way of its own.
            code = getattr(thing.__repr__, "__code__", None)
            mine = code is not None and "agent_connectors" in code.co_filename
            if mine or module.name in PUBLIC:
                found[thing] = None
    return list(found)


@pytest.mark.parametrize(
    "cls", public_classes(), ids=lambda cls: f"{cls.__module__}.{cls.__name__}"
)
def test_what_is_half_made_has_a_repr(cls: Any) -> None:
    try:
        made = cls.__new__(cls)
    except TypeError:
        return  # Python itself makes none without arguments
    assert isinstance(repr(made), str)
    if isinstance(made, Exception):
        assert isinstance(str(made), str)


def test_what_is_made_is_shown_as_it_was() -> None:
    assert repr(Timeouts()).startswith("Timeouts(total=120.0")
    assert "window=60" in repr(RedisBudget("redis://localhost", 60))
    asyncio.run(CLICKUP.aclose())
