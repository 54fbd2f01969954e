"""`login` and `logout`: a key goes into the keyring and nowhere else."""

import io
import json
import os
import pty
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from getpass import GetPassWarning
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli import account, asking, keyring, login
from agent_connectors.cli.commands import cli
from agent_connectors.engine.errors import ConfigurationError
from tests.cli.conftest import Memory
from tests.loopback import Loopback, Reply

KEY = "pk_10000001_THISISNOTAREALTOKEN"


def run(*args: str, given: str | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=given, env=env)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Has somebody sit at the terminal, who types this."""

    def sit(text: str) -> list[str]:
        asked: list[str] = []

        def read(prompt: str) -> str:
            asked.append(prompt)
            return text

        monkeypatch.setattr(asking, "getpass", read)
        for module in (login, account):
            monkeypatch.setattr(module, "somebody_is_there", lambda: True)
        return asked

    return sit


def test_a_key_that_works_is_kept_and_used(
    memory: Memory, account: Loopback, types: Callable[[str], list[str]]
) -> None:
    asked = types(f" {KEY} \n")
    done = run("login")
    assert done.exit_code == 0, done.output
    assert asked == ["ClickUp key: "]
    assert memory.keys() == {"clickup": KEY}
    assert "kept in Memory" in done.output
    assert "Ada; workspaces: 9001, 9002" in done.output
    assert KEY not in done.output
    assert run("call", "user", "get").exit_code == 0
    assert account.received[-1].headers["authorization"] == KEY
    gone = run("logout")
    assert "no more in Memory" in gone.output
    assert memory.keys() == {}
    assert "There was no key" in run("logout").output


def test_each_profile_has_a_key_of_its_own(
    memory: Memory, account: Loopback, config: Path, types: Callable[[str], list[str]]
) -> None:
    config.write_text('[profiles.acme]\nworkspace = 9002\n[profiles."bé"]\n')
    asked = types(KEY)
    assert run("login", "--profile", "acme").exit_code == 0
    types(f"{KEY}B")
    # Composed otherwise than in the file, as some keyboards do.
    assert run("login", "--profile", "be\N{COMBINING ACUTE ACCENT}").exit_code == 0
    assert asked == ["ClickUp key of the profile acme: "]
    assert memory.keys() == {"clickup/acme": KEY, "clickup/bé": f"{KEY}B"}
    assert run("call", "spaces", "list", "--profile=acme").exit_code == 0
    assert account.received[-1].path == "/api/v2/team/9002/space"
    assert account.received[-1].headers["authorization"] == KEY


def test_a_key_of_a_profile_that_is_gone_can_be_removed(memory: Memory, config: Path) -> None:
    memory.kept["agent-connectors", "clickup/old"] = KEY
    assert run("logout", "--profile=old").exit_code == 0
    assert memory.keys() == {}
    again = run("logout", "--profile=old")
    assert again.exit_code == 2
    assert "no profile `old`" in again.output


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply({"err": "Token invalid", "ECODE": "OAUTH_025"}, status=401), 4),
        (Reply({"err": "down", "ECODE": "APP_001"}, status=500), 5),
    ],
)
def test_a_key_that_does_not_work_is_not_kept(
    memory: Memory, account: Loopback, reply: Reply, code: int
) -> None:
    account.handler = lambda _: reply
    done = run("login", "--stdin", given=f"{KEY}\n")
    assert done.exit_code == code, done.output
    assert memory.keys() == {}
    assert KEY not in done.output
    unchecked = run("login", "--stdin", "--no-check", given=f"{KEY}\n")
    assert unchecked.exit_code == 0
    assert memory.keys() == {"clickup": KEY}


def test_a_key_of_another_account_than_the_profile_is_not_kept(
    memory: Memory, account: Loopback, config: Path
) -> None:
    config.write_text("[profiles.acme]\nworkspace = '1234'\n")
    done = run("login", "--profile=acme", "--stdin", given=KEY)
    assert done.exit_code == 2
    assert "does not see the workspace 1234" in done.output
    assert memory.keys() == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "No key was given"), ("\n \n", "No key was given"), ("pk_1\nx", "Copy it again")],
)
@pytest.mark.parametrize("check", [[], ["--no-check"]])
def test_what_is_no_key_is_not_kept(
    memory: Memory, account: Loopback, given: str, said: str, check: list[str]
) -> None:
    done = run("login", "--stdin", *check, given=given)
    assert done.exit_code == 2
    assert said in done.output
    assert memory.keys() == {}
    assert account.received == []


def test_a_key_in_the_environment_is_told_to_come_first(memory: Memory, account: Loopback) -> None:
    done = run("login", "--stdin", given=KEY, env={"CLICKUP_API_KEY": "pk_2_OTHER"})
    assert "CLICKUP_API_KEY is set, and comes first" in done.output
    run("call", "user", "get", env={"CLICKUP_API_KEY": "pk_2_OTHER"})
    assert account.received[-1].headers["authorization"] == "pk_2_OTHER"


def test_without_a_keyring_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch, account: Loopback
) -> None:
    pytest.importorskip("keyring")
    for command in ("login", "logout"):
        none = run(command)
        assert none.exit_code == 2
        assert "This machine has no keyring" in none.output
        assert "set the environment variable" in none.output
    monkeypatch.setattr(keyring, "find_spec", lambda _: None)
    missing = run("login")
    assert missing.exit_code == 2
    assert 'pip install "agent-connectors[keyring]"' in missing.output
    assert "run `agent-connectors login`" in run("call", "user", "get").output
    assert account.received == []


@pytest.mark.parametrize("args", [("login", "--stdin", "--no-check"), ("call", "user", "get")])
def test_a_keyring_that_fails_is_told_without_what_it_says(
    memory: Memory, account: Loopback, args: tuple[str, ...]
) -> None:
    memory.failing = RuntimeError(f"no access to {KEY}")
    done = run(*args, given=KEY)
    assert done.exit_code == 2
    assert "RuntimeError" in done.output
    assert "Unlock it" in done.output
    assert KEY not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_nobody_is_asked_in_a_pipe_or_in_ci(
    memory: Memory, account: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: str) -> str:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(asking, "getpass", read)
    assert "no terminal" in run("login").output
    assert run("call", "user", "get").exit_code == 2
    for ci, there in (("true", False), ("1", False), ("", True), ("false", True)):
        monkeypatch.setenv("CI", ci)
        for end in ("stdin", "stderr"):
            monkeypatch.setattr(sys, end, _Terminal())
        assert asking.somebody_is_there() is there
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        assert not asking.somebody_is_there()
    assert account.received == []


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_whoever_sits_at_a_terminal_is_asked_once_and_nothing_is_kept(
    memory: Memory, account: Loopback, types: Callable[[str], list[str]]
) -> None:
    asked = types(KEY)
    done = run("call", "user", "get")
    assert done.exit_code == 0, done.output
    assert asked == ["ClickUp key: "]
    assert account.received[-1].headers["authorization"] == KEY
    assert memory.kept == {}
    assert json.loads(done.stdout)["data"]["username"] == "Ada"


def test_a_terminal_shows_no_letter_of_what_is_typed(account: Loopback) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("agent-connectors"), "call", "user", "get"],
        stdin=theirs, stdout=theirs, stderr=theirs,
        # Without a terminal of its own, so that none but this one is asked at.
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if name != "CI"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while b"ClickUp key:" not in shown:
        shown += os.read(ours, 4096)
    os.write(ours, f"{KEY}\n".encode())
    with suppress(OSError):  # it has ended
        while piece := os.read(ours, 4096):
            shown += piece
    os.close(ours)
    assert process.wait(60) == 0
    assert b"Ada" in shown
    assert b"NOTAREAL" not in shown
    assert account.received[-1].headers["authorization"] == KEY


def test_commands_that_look_or_serve_ask_nobody(
    memory: Memory, account: Loopback, types: Callable[[str], list[str]]
) -> None:
    pytest.importorskip("mcp.server.lowlevel")
    asked = types(KEY)
    assert run("doctor").exit_code == 2
    assert run("mcp").exit_code == 2
    assert asked == []


def test_a_terminal_that_would_show_the_key_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def shows(_: str) -> str:
        warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
        raise AssertionError("it was read")

    monkeypatch.setattr(asking, "getpass", shows)
    with pytest.raises(ConfigurationError, match="would show the key"):
        asking.ask("Key")


def test_no_answer_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(_: str) -> str:
        raise EOFError

    monkeypatch.setattr(asking, "getpass", ends)
    assert asking.ask("Key") is None
    monkeypatch.setattr(asking, "getpass", lambda _: "  ")
    assert asking.ask("Key") is None


@pytest.mark.parametrize(
    "command",
    ["login", "call user get", "call user get --json-errors", "doctor", "store sync a", ""],
)
def test_no_key_is_taken_on_the_command_line(memory: Memory, command: str) -> None:
    for option in ("--api-key", "--token", "--access-token", "--key", "--client-secret"):
        for given in ([f"{option}={KEY}"], [option, KEY]):
            done = run(*command.split(), *given)
            assert done.exit_code == 2
            assert f"no {option}: what is on a command line, others can read" in done.output
            assert "agent-connectors login" in done.output
            assert KEY not in done.output


def test_a_keyring_that_does_nothing_is_not_believed(memory: Memory, account: Loopback) -> None:
    memory.idle = True
    for more in ([], ["--no-check"]):
        done = run("login", "--stdin", *more, given=KEY)
        assert done.exit_code == 2
        assert "does not keep it" in done.output
        assert KEY not in done.output
    memory.kept["agent-connectors", "clickup"] = KEY
    assert "still has the key" in run("logout").output
    memory.idle = False
    assert run("logout").exit_code == 0


@pytest.mark.parametrize("command", [["doctor"], ["call", "user", "get"], ["logout"]])
def test_what_a_keyring_gives_that_is_no_text_is_told(
    memory: Memory, account: Loopback, command: list[str]
) -> None:
    memory.kept["agent-connectors", "clickup"] = 7  # type: ignore[assignment]
    done = run(*command)
    assert done.exit_code == 2, done.output
    assert "gives a int in the place of a key" in done.output
