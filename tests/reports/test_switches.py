"""A safety switch that is misspelt, used up, or means two things."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic_ai import Agent, DeferredToolRequests

from agent_connectors import langchain, llama_index, mcp, pydantic_ai
from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
    InvalidCall,
    OperationNotAllowed,
    Timeouts,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.llama_index.yes import is_yes
from tests.adapters.script import execute, steps
from tests.adapters.test_pydantic_ai import model
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.conftest import api, apis, common
from tests.hosted.hosting import Hosting
from tests.loopback import Loopback, Received, Reply

# The server, and a client of it.
__all__ = ["api", "apis", "common"]

# As whoever runs no type checker sees it, which would find most of what follows.
C: Any = ClickupApiConnector
ConnectorToolset: Any = pydantic_ai.ConnectorToolset
ConnectorTool: Any = langchain.ConnectorTool
ConnectorToolkit: Any = langchain.ConnectorToolkit
ConnectorToolSpec: Any = llama_index.ConnectorToolSpec
make_server: Any = mcp.make_server
SPLIT = ConnectorToolkit(C.sandbox(), split_writes=True)

NAN = float("nan")


def posts(sandbox: Sandbox) -> int:
    return sum(request.method != "GET" for request in sandbox.requests)


def test_first_use_1_a_toolkit_keeps_its_restrictions() -> None:
    kit = ConnectorToolkit(connector=C.sandbox(), form="operations", effects=["read"])
    counts = [len(kit.get_tools()) for _ in range(3)]
    assert len(set(counts)) == 1
    assert all(getattr(tool, "effect", "") == "read" for tool in kit.get_tools())
    kit = ConnectorToolkit(connector=C.sandbox(), split_writes=True, entities=["spaces"])
    assert len(kit.get_tools()) == 2
    assert set(kit.interrupt_on()) == {"clickup_write"}
    kit = ConnectorToolkit(connector=C.sandbox(), effects=["read"])
    for _ in range(2):
        answer = kit.get_tools()[0].invoke(
            {"entity": "spaces", "action": "create", "params": {"name": "x"}}
        )
        assert "may not do that" in str(answer)


def test_frameworks_f1_the_second_use_is_as_the_first() -> None:
    kit = ConnectorToolkit(connector=C.sandbox(), form="operations", entities=["tasks"])
    tools = kit.get_tools()
    assert tools
    assert kit.interrupt_on()
    assert kit.get_tools() == tools


@pytest.mark.parametrize(
    ("make", "nearest"),
    [
        (lambda: ConnectorToolset(C.sandbox(), readonly=True), "read_only"),
        (lambda: ConnectorToolset(C.sandbox(), approve={"writes"}), "write"),
        (lambda: ConnectorToolSpec(C.sandbox(), approve={"writes"}), "write"),
        (lambda: ConnectorToolset(C.sandbox(), form="operations", effects={"reads"}), "read"),
        (lambda: ConnectorToolSpec(C.sandbox(), readonly=True), "read_only"),
        (lambda: make_server(C.sandbox(), readonly=True), "read_only"),
        (lambda: ConnectorTool(connector=C.sandbox(), readonly=True), "read_only"),
        (lambda: ConnectorToolkit(connector=C.sandbox(), readonly=True), "read_only"),
        (lambda: SPLIT.interrupt_on(("writes",)), "write"),
        (lambda: C.sandbox(Sandbox(tasks=1), readonly=True), "read_only"),
        (lambda: C("pk_1", readonly=True), "read_only"),
        (lambda: C.sandbox(task=3), "tasks"),
    ],
)
def test_first_use_2_a_misspelt_switch_is_refused(make: Callable[[], Any], nearest: str) -> None:
    with pytest.raises(ConfigurationError, match=f"Did you mean `{nearest}`"):
        make()


async def test_frameworks_f2_a_text_is_one_effect() -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    call = execute("spaces", "create", {"team_id": sandbox.workspace.id, "name": "x"})
    agent: Agent[None, Any] = Agent(
        model(steps([call], "done")),
        toolsets=[ConnectorToolset(C.sandbox(sandbox), approve="write")],
        output_type=[str, DeferredToolRequests],
    )
    assert isinstance((await agent.run("go")).output, DeferredToolRequests)
    assert posts(sandbox) == 0


def test_frameworks_f2_what_langchain_knows_of_a_tool_is_not_swallowed() -> None:
    made = ConnectorTool(connector=C.sandbox(), name="x", description="y", return_direct=True)
    assert (made.name, made.description, made.return_direct) == ("x", "y", True)


async def test_first_use_4_agreement_to_writes_includes_deletions() -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    delete = execute("tasks", "delete", {"task_id": next(iter(sandbox.workspace.tasks))})
    clickup = C.sandbox(sandbox, allow_destructive=True)
    agent: Agent[None, Any] = Agent(
        model(steps([delete], "done")),
        toolsets=[ConnectorToolset(clickup, approve={"write"})],
        output_type=[str, DeferredToolRequests],
    )
    assert isinstance((await agent.run("go")).output, DeferredToolRequests)
    assert posts(sandbox) == 0


def test_frameworks_f3_a_tool_has_the_worst_effect_of_what_it_may_do() -> None:
    kit = ConnectorToolkit(connector=C.sandbox(allow_destructive=True), split_writes=True)
    assert set(kit.interrupt_on(("destructive",))) == {"clickup_write"}
    assert [tool.effect for tool in kit.get_tools()] == ["read", "destructive"]


@pytest.mark.parametrize("options", [{"read_only": True}, {"effects": ["read"]}])
@pytest.mark.parametrize("form", ["execute", "search", "operations"])
async def test_frameworks_f15_a_read_only_toolset_is_known_as_such(options: Any, form: Any) -> None:
    kit = ConnectorToolkit(connector=C.sandbox(), form=form, **options)
    assert kit.interrupt_on() == {}
    assert {tool.metadata["effect"] for tool in kit.get_tools() if tool.metadata} == {"read"}


@pytest.mark.parametrize(
    ("connector", "options", "read", "destructive"),
    [
        ({}, {"read_only": True}, True, False),
        ({"read_only": True}, {}, True, False),
        ({}, {}, False, False),
        ({"allow_destructive": True}, {}, False, True),
    ],
)
async def test_first_use_13_mcp_says_what_a_tool_can_do(
    connector: Any, options: Any, read: bool, destructive: bool
) -> None:
    from mcp import Client

    async with Client(make_server(C.sandbox(**connector), **options)) as client:
        (tool,) = (await client.list_tools()).tools
    assert tool.annotations is not None
    assert tool.annotations.read_only_hint is read
    assert tool.annotations.destructive_hint is destructive


def test_first_use_8_a_token_as_text_is_taken(connect: Any) -> None:
    assert C("pk_abc").auth_config == C(auth_config="pk_abc").auth_config
    assert C("pk_abc").auth_config == ClickupApiAuthConfig(api_key="pk_abc")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: C(api_key="pk_secret"), r'ClickupApiConnector\("pk_..."\)'),
        (lambda: C(access_token="secret"), r"ClickupApiAuthConfig\(access_token=...\)"),
        (lambda: C(customer_name="secret"), r"AirbyteAuthConfig\(customer_name=...\)"),
        (lambda: C("secret"), "begin with `pk_`"),
        (lambda: C(""), "empty"),
        (lambda: C({"api_key": "pk_secret"}), "no credential: dict"),
        (lambda: C(ClickupApiAuthConfig), "no credential: class"),
        (lambda: ConnectorToolset("pk_secret"), r"`ClickupApiConnector\(...\)`"),
        (lambda: ConnectorToolkit("pk_secret"), r"`ClickupApiConnector\(...\)`"),
        (lambda: ConnectorToolkit(connector="pk_secret"), r"`ClickupApiConnector\(...\)`"),
        (lambda: ConnectorTool(connector="pk_secret"), r"`ClickupApiConnector\(...\)`"),
        (lambda: ConnectorToolSpec("pk_secret"), r"`ClickupApiConnector\(...\)`"),
        (lambda: make_server("pk_secret"), r"`ClickupApiConnector\(...\)`"),
        (lambda: C.sandbox("pk_secret"), "must be a `Sandbox`"),
    ],
)
def test_first_use_8_the_first_line_fails_where_it_is_written(
    make: Callable[[], Any], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told) as caught:
        make()
    assert "secret" not in str(caught.value)


def test_first_use_8_the_harmless_end_is_refused_too() -> None:
    with pytest.raises(ConfigurationError, match="at least 1, not -1"):
        ConnectorToolset(C.sandbox(), max_description_tokens=-1)
    with pytest.raises(ConfigurationError, match="no option `prefx`"):
        ConnectorToolset(C.sandbox(), prefx="x")
    with pytest.raises(ConfigurationError, match="no tool `misspelt`"):
        ConnectorToolSpec(C.sandbox()).to_tool_list(["misspelt"])


def test_first_use_s4_a_toolkit_takes_its_connector_first() -> None:
    assert [tool.name for tool in ConnectorToolkit(C.sandbox()).get_tools()] == ["clickup_execute"]
    assert ConnectorTool(C.sandbox()).name == "clickup_execute"


@pytest.mark.parametrize(
    ("answer", "yes"),
    [
        *((yes, True) for yes in ("yes", "Yes please", "YES!", "ok, go ahead", "Sure.", True)),
        *((yes, True) for yes in ("Of course.", "go ahead", "Yes, please do it.", "I agree")),
        *((no, False) for no in ("ok do you", "do you", "thanks", "sure it", "true of course you")),
        *((no, False) for no in ("yes yes", "thank you", "of", "you ok", "ok thank you", "it")),
        *((no, False) for no in ("no", "No thanks", "", "please", "yes but call it B", False)),
        *((no, False) for no in ("yes?", "ok? yes", "Yes, really?", "yes\uff1f", "['yes']")),
        *((no, False) for no in (["yes"], ("yes",), {"yes"}, {"answer": "yes"}, b"yes", 1, 1.0)),
        *((no, False) for no in (None, '"yes"', "'yes'", "{yes}", "(yes)", "y/n", "yes: B")),
        *((no, False) for no in ("not ok", "yes, no", "don't approve", "yesterday", "I said no")),
    ],
)
def test_first_use_s4_yes_please_is_a_yes(answer: object, yes: bool) -> None:
    assert is_yes(answer) is yes


@pytest.mark.parametrize(
    "given",
    [
        *("Bearer pk_1", "bearer  pk_1", '"pk_1"', "'pk_1'", " pk_1\n"),
        *("\u201cpk_1\u201d", "`pk_1`", "'Bearer pk_1'"),
    ],
)
async def test_public_reports_s4_a_token_is_sent_without_what_is_around_it(
    given: str, connect: Any, loopback: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.script[0].body = {"user": {"id": 1}}
    monkeypatch.setenv("CLICKUP_API_KEY", given)
    for config in ((), (given,), (ClickupApiAuthConfig(given),)):
        async with C(*config, base_url=loopback.url) as clickup:
            await clickup.user.get()
        assert loopback.received[-1].headers["authorization"] == "pk_1"


@pytest.mark.parametrize(
    "given",
    [
        *("pk_se cret", "Bearer", "Bearer secret", "api_key=pk_secret"),
        *("https://secret", "{'a': 'secret'}"),
    ],
)
def test_public_reports_s4_what_cannot_be_a_token_is_refused_unseen(given: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClickupApiAuthConfig(given)
    assert "secret" not in str(caught.value)
    with pytest.raises(ConfigurationError):
        ClickupApiAuthConfig(access_token="pk_1")


WRONG_SECONDS: list[Any] = ["abc", "5", 0, -1, NAN, float("inf"), True, [], 10**400]


@pytest.mark.parametrize("wrong", WRONG_SECONDS)
async def test_faults_n16_lengths_of_time_are_checked(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match="`timeout` must be a number of seconds"):
        C("pk_1", timeout=wrong)
    with pytest.raises(ConfigurationError, match="`timeout`"):
        C.sandbox(timeout=wrong)
    for name in ("total", "connect", "read", "write"):
        with pytest.raises(ConfigurationError, match=f"`{name}` must be a number of seconds"):
            Timeouts(**{name: wrong})
    sandbox = Sandbox(tasks=1, rate_limit=None)
    async with C.sandbox(sandbox) as clickup:
        with pytest.raises(InvalidCall, match="`timeout`"):
            await clickup.execute("user", "get", timeout=wrong)
    assert not sandbox.requests


@pytest.mark.parametrize(
    "options",
    [
        *({name: w} for name in ("read_only", "allow_destructive") for w in ("no", 1, None)),
        *({"max_connections": wrong} for wrong in (0, -1, "5", True, None)),
        *({"timezone": wrong} for wrong in (5, "", "Berlin", "/etc")),
        *({"files": wrong} for wrong in ("", " ", 5, True)),
        *({"base_url": wrong} for wrong in ("", 5, "pk_1", "http://[x", "http://x:99999")),
    ],
)
def test_faults_n16_settings_are_checked(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        C("pk_1", **options)
    if "base_url" not in options:
        with pytest.raises(ConfigurationError):
            C.sandbox(**options)


def test_faults_n16_what_is_right_is_taken() -> None:
    for timeout in (None, 1, 0.5, Timeouts(total=5)):
        assert C("pk_1", timeout=timeout, max_connections=1).time_left in {120, 1, 0.5, 5}


def test_options_of_a_new_sandbox_are_not_for_one_that_is_given() -> None:
    with pytest.raises(ConfigurationError, match="for a new sandbox"):
        C.sandbox(Sandbox(tasks=1), tasks=5)


AUTH: dict[str, Any] = {"airbyte_client_id": "id", "airbyte_client_secret": "s"}


@pytest.mark.parametrize("deleted", [True, False])
async def test_first_use_3_a_server_that_keeps_no_switch_is_not_trusted(
    loopback: Loopback, deleted: bool
) -> None:
    def answer(request: Received) -> Reply:
        if request.path.endswith("/token"):
            return Reply({"access_token": "t", "expires_in": 900})
        if request.method == "POST":
            return Reply({"id": "made-1"})
        return Reply({}, status=200 if deleted else 403)

    loopback.handler = answer
    auth = AirbyteAuthConfig(**AUTH)
    with pytest.raises(ConfigurationError, match="did not confirm `read_only`") as caught:
        await C.create(
            airbyte_config=auth, auth_config="pk_1", base_url=loopback.url, read_only=True
        )
    _, made, removed = loopback.received
    assert made.json["read_only"] is True
    assert (removed.method, removed.path.rpartition("/")[2]) == ("DELETE", "made-1")
    assert ("removed again" if deleted else "`made-1`, which it made, is still") in str(
        caught.value
    )
    # Without the switch, such a server gets what it always got.
    async with await C.create(airbyte_config=auth, auth_config="pk_1", base_url=loopback.url):
        assert set(loopback.received[-1].json) == {
            *("customer_name", "connector_type", "definition_id", "name", "credentials")
        }


@pytest.mark.parametrize("effect", ["write", "destructive"])
@pytest.mark.parametrize("switch", ["read_only", "allow_destructive", None])
async def test_first_use_3_create_sets_the_switches_on_the_server(
    common: Hosting, effect: str, switch: str | None
) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    auth = common.member().auth()
    options = {switch: True} if switch else {}
    made = await C.create(
        airbyte_config=auth,
        auth_config=ClickupApiAuthConfig(common.put(sandbox)),
        base_url=common.url,
        **options,
    )
    await made.aclose()
    task = next(iter(sandbox.workspace.tasks))
    # Whoever has a client, in any process.
    async with C(auth, base_url=common.url, allow_destructive=True) as other:
        try:
            if effect == "write":
                await other.comments.create("x", task_id=task)
            else:
                await other.tasks.delete(task)
        except ConnectorError as error:
            assert isinstance(error, OperationNotAllowed)  # noqa: PT017 - one of three is allowed
    allowed = switch != "read_only" and (effect == "write" or switch == "allow_destructive")
    assert bool(posts(sandbox)) is allowed


@pytest.mark.parametrize("method", ["post", "patch"])
@pytest.mark.parametrize(
    ("body", "nearest"),
    [
        ({"readonly": True}, "read_only"),
        ({"readOnly": True}, "read_only"),
        ({"operatoins": ["tasks.*"]}, "operations"),
        ({"allow-destructive": True}, "allow_destructive"),
        ({"operations": ["tasks.lst"]}, "tasks.list"),
        ({"operations": ["tasks.*", "spcaes.*"]}, "spaces.*"),
        ({"operations": ["tasks.api_search"]}, "tasks.search"),
    ],
)
def test_first_use_2_the_server_refuses_a_misspelt_switch(
    api: Api, common: Hosting, method: str, body: dict[str, Any], nearest: str
) -> None:
    connector = api.create(common.put(Sandbox(tasks=1)))
    path = CONNECTORS
    if method == "patch":
        path = f"{CONNECTORS}/{connector}"
    else:
        body = {"connector_type": "clickup-api", "credentials": {"api_key": "pk_1"}, **body}
    answer = getattr(api.client, method)(path, headers=api.headers, json=body)
    assert answer.status_code == 422
    assert f"`{nearest}`" in answer.json()["detail"]
    assert api.get(f"{CONNECTORS}/{connector}").json()["read_only"] is False
    assert len(api.get(CONNECTORS).json()["data"]) == 1


def test_first_use_2_the_server_takes_what_released_clients_send(api: Api, common: Hosting) -> None:
    more = {"replication_config": {}, "source_template_id": "x", "server_side_oauth_secret_id": "y"}
    assert api.create(common.put(Sandbox(tasks=1)), **more)
