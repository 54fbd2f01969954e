"""`doctor` tells what is so, and ends with what is wrong."""

import json

import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli.doctor import doctor
from tests.loopback import Loopback, Reply

KEY = "pk_10000001_THISISNOTAREALTOKEN"


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(doctor, args, env=env)


def test_all_is_well_with_a_sandbox() -> None:
    result = run("--sandbox")
    assert result.exit_code == 0, result.output
    assert "Mara Lindqvist; workspaces: 9015482310" in result.output
    assert "execute about" in result.output
    assert "requests left" in result.output


def test_it_tells_programs() -> None:
    told = {one["about"]: one for one in json.loads(run("--sandbox", "--json").stdout)}
    assert told["connection"]["state"] == "ok"
    assert told["agent-connectors"]["said"]


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (Reply({"err": "Token invalid", "ECODE": "OAUTH_025"}, status=401), 4, "Token invalid"),
        (Reply({"err": "down", "ECODE": "APP_001"}, status=500), 5, "down"),
    ],
)
def test_what_is_wrong_decides_the_exit_code(
    loopback: Loopback, reply: Reply, code: int, said: str
) -> None:
    loopback.script = [reply] * 20
    result = run(env={"CLICKUP_API_KEY": KEY, "CLICKUP_BASE_URL": loopback.url})
    assert result.exit_code == code
    assert said in result.output
    assert "a personal token" in result.output
    assert KEY not in result.output
    assert all(one.method == "GET" for one in loopback.received)


def test_without_a_key_the_way_to_one_is_told() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Set CLICKUP_API_KEY" in result.output
