"""The MCP command takes what the adapters take, and what the docs say of it is so."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from agent_connectors.cli.commands import cli
from agent_connectors.cli.terms import in_a_shell
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.tools import ToolboxOptions

pytest.importorskip("mcp.server.lowlevel")

from mcp import Client

import agent_connectors.mcp as serving
from agent_connectors.cli.mcp import mcp

ROOT = Path(__file__).parents[2]

TAKEN = {option.name for option in mcp.params}

OTHERWISE = {
    "auth_config": "CLICKUP_API_KEY, or the caller's token",
    "base_url": "CLICKUP_BASE_URL",
    "http_client": "an object of a program",
    "budget": "an object of a program",
    "max_connections": "one client, or as many callers as there are",
}
"""Options of the connector that the command has no option for, with what there is instead."""


def test_every_option_of_tools_is_one_of_the_command() -> None:
    assert set(ToolboxOptions.__annotations__) <= TAKEN


def test_every_option_of_the_connector_is_one_of_the_command() -> None:
    options = set(inspect.signature(ClickupApiConnector.__init__).parameters)
    assert options - {"self", "unknown"} - OTHERWISE.keys() <= TAKEN


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["mcp", *arguments], env={"CLICKUP_API_KEY": "pk_1_SECRET"})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command makes its server with."""
    given: dict[str, Any] = {}

    def make_server(connector: Any, **options: Any) -> None:
        given.update(options, connector=connector)

    def make_http_app(*connector: Any, **options: Any) -> None:
        given.update(options, connector=connector)

    async def serve_stdio(server: Any) -> None:
        assert server is None

    def serve_http(app: Any, **options: Any) -> None:
        given.update(options)

    monkeypatch.setattr(serving, "make_server", make_server)
    monkeypatch.setattr(serving, "serve_stdio", serve_stdio)
    monkeypatch.setattr(serving, "make_http_app", make_http_app)
    monkeypatch.setattr(serving, "serve_http", serve_http)
    monkeypatch.setattr("agent_connectors.cli.mcp.check_address", lambda *_: None)
    return given


def test_each_option_arrives(made: dict[str, Any]) -> None:
    words = (
        "--form search --entity tasks --entity lists --operation tasks.get --effect read "
        "--split-writes --approve write --prefix acme --max-tools 0 --max-output-tokens 10 "
        "--max-tool-tokens 0 "
        "--max-description-tokens 30 "
        "--read-only --allow-destructive --timezone Europe/Berlin --timeout 7 --sandbox"
    )
    done = run(*words.split())
    assert done.exit_code == 0, done.output
    connector = made.pop("connector")
    assert connector.timeouts.total == 7
    assert made.pop("version")
    assert made.pop("tell") is in_a_shell
    assert made == {
        "form": "search",
        "entities": ("tasks", "lists"),
        "operations": ("tasks.get",),
        "effects": ("read",),
        "prefix": "acme",
        "split_writes": True,
        "approve": "write",
        "max_tools": None,
        "max_output_tokens": 10,
        "max_tool_tokens": None,
        "max_description_tokens": 30,
    }


@pytest.mark.parametrize(
    ("switch", "call", "said"),
    [
        (["--read-only"], ("spaces", "create", {"name": "x"}), "was started with `--read-only`."),
        ([], ("spaces", "delete", {"space_id": "1"}), "started without `--allow-destructive`."),
    ],
)
def test_what_is_switched_off_is_told_in_terms_of_the_command(
    switch: list[str], call: tuple[str, str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    async def serve_stdio(server: Any) -> None:
        async with Client(server) as client:
            entity, action, params = call
            given = {"entity": entity, "action": action, "params": params}
            result: Any = await client.call_tool("clickup_execute", given)
            told.append(result.content[0].text)

    monkeypatch.setattr(serving, "serve_stdio", serve_stdio)
    done = run("--sandbox", *switch)
    assert done.exit_code == 0, done.output
    assert said in told[0]
    assert "=True" not in told[0]
    assert "=False" not in told[0]


def test_over_http_each_caller_has_a_connector(made: dict[str, Any]) -> None:
    done = run("--http", "--read-only", "--port", "9000", "--allow-origin", "https://a.example")
    assert done.exit_code == 0, done.output
    kind, connect = made["connector"]
    assert kind is ClickupApiConnector
    mine, theirs = connect("pk_1_" + "S" * 20), connect("an-oauth-access-token")
    assert mine is not theirs
    assert {made["host"], made["port"]} == {"127.0.0.1", 9000}
    assert made["origins"] == ("https://a.example",)
    assert made["hosts"] == serving.LOOPBACK
    assert "pk_1_SECRET" not in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--http", "--host", "0.0.0.0"], "--allow-host"),
        (["--http", "--host", "192.168.1.4"], "--allow-host"),
        (["--http", "--host", "::"], "--allow-host"),
        (["--http", "--files", "."], "share"),
        (["--http", "--store", "a.db"], "share"),
        (["--port", "9000"], "for --http"),
        (["--allow-host", "a.example"], "for --http"),
        (["--http", "--timezone", "Mars/Base"], "Europe/Berlin"),
    ],
)
def test_what_cannot_be_is_refused(made: dict[str, Any], arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code != 0
    assert said in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--entity", "task"], "`tasks`"),
        (["--operation", "tasks.gett"], "`get`"),
        (["--operation", "task.*"], "`tasks.*`"),
    ],
)
def test_names_that_do_not_exist_are_refused(arguments: list[str], said: str) -> None:
    for way in ([], ["--http"]):
        done = run(*way, *arguments)
        assert done.exit_code == 2
        assert said in done.output


def test_elsewhere_if_it_is_meant(made: dict[str, Any]) -> None:
    done = run("--http", "--host", "0.0.0.0", "--allow-host", "mcp.example.com")
    assert done.exit_code == 0, done.output
    assert made["host"] == "0.0.0.0"
    assert "mcp.example.com" in made["hosts"]


def configurations() -> Iterator[tuple[str, dict[str, Any]]]:
    """The blocks of JSON in the docs that name the command, with the servers in them."""
    for page in ("start/mcp.md", "agents.md"):
        for token in MarkdownIt().parse((ROOT / "docs" / page).read_text()):
            if token.type == "fence" and token.info.split()[:1] == ["json"]:
                told = json.loads(token.content)
                yield page, told


def test_configurations_in_the_docs_are_taken() -> None:
    found = 0
    for _, told in configurations():
        for server in (told.get("mcpServers") or told.get("servers") or {}).values():
            if "command" in server:
                found += 1
                assert server["command"] == "agent-connectors"
                assert set(server.get("env", {})) <= {"CLICKUP_API_KEY"}
                assert server["args"][0] == "mcp"
                mcp.make_context("mcp", list(server["args"][1:]))
            else:
                found += 1
                assert server["url"] == "http://127.0.0.1:8765/mcp"
                assert re.match(r"Bearer |\$", server["headers"]["Authorization"])
    assert found >= 4


def test_commands_in_the_docs_are_taken() -> None:
    lines = [
        line
        for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
        for line in re.findall(
            r"agent-connectors mcp((?: --?[\w./-]+| [\w./:-]+)*)", page.read_text()
        )
    ]
    taken = 0
    for line in lines:
        words = [word for word in line.split() if word]
        options = [word for word in words if word.startswith("--")]
        for option in options:
            known = ["--help", *(name for taken in mcp.params for name in taken.opts)]
            assert option in known
            taken += 1
    assert taken > 3
    assert isinstance(mcp, click.Command)
