"""The line that a terminal shows while a call takes long."""

import io
import re
import sys
import time

import click
import pytest

from agent_connectors.cli import progress
from agent_connectors.cli.failing import AS_JSON
from agent_connectors.engine import observers
from agent_connectors.engine.observers import Retry, Wait
from agent_connectors.engine.store.reading import Progress

pytest.importorskip("rich")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def until(self, text: str) -> str:
        """What was shown, once this is in it."""
        while text not in self.getvalue():
            time.sleep(0.002)  # another thread draws
        return self.getvalue()


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Called in the test itself, as pytest sets the ends again between its phases."""
    shown = Terminal()
    for end in ("stdout", "stderr"):
        monkeypatch.setattr(sys, end, shown)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_QUIET", 0.0)
    monkeypatch.setattr(progress, "_LOOK", 0.001)
    return shown


def test_what_a_call_does_is_shown_as_it_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    with progress.progress("tasks.search"):
        assert "tasks.search: 0 requests, 0 s" in terminal.until("requests")
        observers.tell(lambda one: one.before_wait(None, 5.0))
        terminal.until("waiting 5 s for the rate limit")
        observers.tell(lambda one: one.after_wait(None, Wait(seconds=5.0, is_over=True)))
        terminal.until("waited 5 s for the rate limit")
        retry = Retry(reason="HTTP 503", seconds=1.0, number=2)
        observers.tell(lambda one: one.on_retry(None, retry))
        terminal.until("once more after HTTP 503")
    assert terminal.getvalue().endswith("\x1b[1A\x1b[2K")  # nothing of it is left


def test_a_line_of_a_result_takes_it_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    with progress.progress("tasks.search") as aside:
        terminal.until("requests")
        monkeypatch.setattr(progress, "_QUIET", 1e9)
        aside()
        assert terminal.getvalue().endswith("\x1b[2K")
        assert sys.stdout is terminal  # and results do not go through it
        monkeypatch.setattr(progress, "_QUIET", 0.0)
        before = len(terminal.getvalue())
        while len(terminal.getvalue()) == before:
            time.sleep(0.002)


def read_long(line: str, kind: type[io.StringIO], monkeypatch: pytest.MonkeyPatch) -> str:
    """What standard error has of two steps of a long read."""
    shown = kind()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(progress, "_NOW_AND_THEN", 1e9)
    context = click.Context(click.Command(line))
    context.meta[AS_JSON] = "--json-errors" in line
    with context, progress.reading() as tell:
        tell(Progress("tasks", 1_000, 12))
        monkeypatch.setattr(progress, "_NOW_AND_THEN", 0.0)
        tell(Progress("comments", 20, 1_300))
    return shown.getvalue()


def test_a_long_read_through_a_pipe_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_long("sync", io.StringIO, monkeypatch)
    assert told == "comments: 20 records, 1,300 requests\n"
    assert read_long("sync --json-errors", io.StringIO, monkeypatch) == ""


def test_a_long_read_at_a_terminal_has_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_long("sync", Terminal, monkeypatch)
    assert re.sub(" +", " ", told) == (
        "\rtasks: 1,000 records, 12 requests \rcomments: 20 records, 1,300 requests \n"
    )


def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with progress.progress("tasks.search") as aside:
        aside()
        assert not observers.are_there()
    assert pipe.getvalue() == ""
