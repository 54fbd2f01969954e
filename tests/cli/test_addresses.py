"""Where servers of the shell cannot listen."""

import socket
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from agent_connectors.cli.addresses import check_address, shown_address
from agent_connectors.cli.commands import cli

SERVERS = [("sandbox",), ("mcp", "--http", "--sandbox", "--allow-host=x")]


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("command", SERVERS, ids=" ".join)
def test_a_server_that_cannot_listen_says_so_and_nothing_else(
    command: tuple[str, ...], taken: int
) -> None:
    if command[0] == "mcp":
        pytest.importorskip("mcp.server.lowlevel")
    for options, said in (
        (("--port", str(taken)), "Something else listens"),
        (("--host", "no-such-host.invalid", "--port", "0"), "no address of the name"),
        (("--host", "192.0.2.1", "--port", "0"), "Nothing can listen"),
        (("--host", "", "--port", str(taken)), ""),
    ):
        done = CliRunner().invoke(cli, [*command, *options])
        assert done.exit_code == 2, done.output
        assert said in done.output
        assert "://" not in done.output


def test_any_free_port_is_free(taken: int) -> None:
    check_address("127.0.0.1", 0)
    assert taken
    assert shown_address("::1", 7) == "http://[::1]:7"
