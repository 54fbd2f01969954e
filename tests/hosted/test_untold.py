"""What commands of the operator say where nobody can read what they print."""

import io
import sys
from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path

import click
import pytest
from cryptography.fernet import Fernet

from agent_connectors.hosted.admin import admin, serve

Run = Callable[..., tuple[int, str, str]]


class _Full(io.StringIO):
    """A file for which there is no room."""

    def write(self, _: str) -> int:
        raise OSError(ENOSPC, "No space left on device")


OUTPUTS = {"full": _Full(), "closed": None}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("AGENT_CONNECTORS_DATABASE_URL", f"sqlite:///{tmp_path / 'server.db'}")
    monkeypatch.setenv("AGENT_CONNECTORS_KEYS", Fernet.generate_key().decode())

    def started(*words: str, output: str | None = None) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO("pk_1_OFNOBODY"))
            if output is not None:
                patch.setattr(sys, "stdout", OUTPUTS[output])
            with pytest.raises(SystemExit) as ended:
                serve.main(["admin", *words], prog_name="serve")
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return started


PRINTS = {
    "migrate": ("migrate",),
    "new-key": ("new-key",),
    "rotate-key": ("rotate-key",),
    "audit": ("audit",),
    "prune-audit": ("prune-audit", "--days", "1"),
    "organization create": ("organization", "create", "other"),
    "organization list": ("organization", "list"),
    "client create": ("client", "create", "c", "--organization", "acme"),
    "client list": ("client", "list"),
    "client rotate-secret": ("client", "rotate-secret", "ID"),
    "connector create": ("connector", "create", "--organization", "acme", "--workspace", "new"),
    "connector list": ("connector", "list", "--organization", "acme"),
}
"""Commands that print something, and how they are called."""

SILENT = {
    *(f"client {name}" for name in ("add-organization", "change", "delete", "remove-organization")),
    *("client revoke", "client unrevoke", "connector delete", "organization delete"),
}

READS = {"new-key", "audit", "organization list", "client list", "connector list"}


def _named(group: click.Group, before: str = "") -> list[str]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += _named(command, f"{before}{name} ")
        else:
            found.append(before + name)
    return found


def test_each_command_prints_or_is_silent() -> None:
    assert sorted(_named(admin)) == sorted({*PRINTS, *SILENT})


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_was_done_is_told_where_the_result_is_lost(run: Run, output: str) -> None:
    run("organization", "create", "acme")
    made = run("client", "create", "first", "--organization", "acme")[1]
    client_id = made.splitlines()[0].partition("=")[2]
    assert run("connector", "create", "--organization", "acme")[0] == 0
    for name, words in PRINTS.items():
        given = [client_id if word == "ID" else word for word in words]
        code, _, told = run(*given, output=output)
        assert code == 6, (name, told)
        assert "cannot be written" in told
        assert ("Nothing was changed" in told) is (name in READS), (name, told)
        assert "SECRET=" not in told
        if name.startswith("client ") and name not in READS:
            again = told.partition("rotate-secret ")[2].partition("`")[0]
            assert run("client", "rotate-secret", again)[1].startswith("AIRBYTE_CLIENT_SECRET=")
    assert run("organization", "list")[1].count("other") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("organization", "create", ""), "is not a name"),
        (("organization", "create", " "), "is not a name"),
        (("organization", "create", "a\u202eb"), "is not a name"),
        (("organization", "create", "x" * 201), "is not a name"),
        (("client", "create", "", "--organization", "acme"), "is not a name"),
        (("client", "create", "c", "--organization", "acme", "--expires", "0d"), "over at once"),
        (("client", "create", "c", "--organization", "nobody"), "no organization"),
        (("organization", "delete", "nobody", "--yes"), "no organization"),
        (("client", "revoke", "nobody"), "no client"),
        (("audit", "--limit", "-1"), "--limit"),
    ],
)
def test_a_wrong_call_ends_with_2(run: Run, words: tuple[str, ...], said: str) -> None:
    run("organization", "create", "acme")
    code, _, told = run(*words)
    assert code == 2, told
    assert said in told
    assert run("client", "list")[1] == ""
    assert len(run("organization", "list")[1].splitlines()) == 1


def test_a_credential_cannot_come_through_what_is_closed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("organization", "create", "acme")
    monkeypatch.setattr(io, "StringIO", lambda _: None)
    code, _, told = run("connector", "create", "--organization", "acme")
    assert code == 2
    assert "Standard input is closed" in told
