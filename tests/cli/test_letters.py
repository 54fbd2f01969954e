"""Letters that the encoding of a system has not, as on Windows."""

import io
import json
import sys

import pytest

from agent_connectors.cli import main

NAME = "Ship 🚀 żółw"
CREATE = ["agent-connectors", "call", "--sandbox", "spaces", "create"]


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> bytes:
    """What goes to a pipe of a system whose code page is that of western Europe."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    monkeypatch.setattr(sys, "argv", [*CREATE, *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    sys.stdout.flush()
    return written.getvalue()


def test_a_pipe_takes_all_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(run(monkeypatch, f"name={NAME}"))["data"]["name"] == NAME


def test_what_is_piped_in_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.BytesIO(json.dumps({"name": NAME}, ensure_ascii=False).encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="cp1252"))
    assert json.loads(run(monkeypatch, "--json", "@-"))["data"]["name"] == NAME


def test_an_encoding_that_was_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    written = run(monkeypatch, f"name={NAME}", "--output=table")
    assert "Ship \\U0001f680 \\u017c\xf3\\u0142w".encode("cp1252") in written
