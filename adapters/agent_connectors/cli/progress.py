"""A line on the terminal while a call takes long: how many requests, how much time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from agent_connectors.cli.showing import has_rich
from agent_connectors.engine.observers import Call, Observer, Retry, Sent, Wait, observe

__all__ = ["progress"]

_QUIET = 1.0
"""Seconds until there is something to see."""


class _Counting(Observer):
    """Counts what a call does.

    Args:
        name: What is called.
        status: The line.
    """

    def __init__(self, name: str, status: Any) -> None:
        self._name = name
        self._status = status
        self._begun = time.monotonic()
        self._requests = 0
        self._shown = False
        self._said = ""

    def before_request(self, sent: Sent) -> None:
        self._requests += 1
        self._show()

    def on_retry(self, call: Call | None, retry: Retry) -> None:
        self._said = f", once more after {retry.reason}"
        self._show()

    def after_wait(self, call: Call | None, wait: Wait) -> None:
        self._said = f", waited {wait.seconds:.0f} s for the rate limit"
        self._show()

    def _show(self) -> None:
        passed = time.monotonic() - self._begun
        if passed < _QUIET:
            return
        self._status.update(f"{self._name}: {self._requests} requests, {passed:.0f} s{self._said}")
        if not self._shown:
            self._shown = True
            self._status.start()

    def stop(self) -> None:
        """Takes the line away."""
        if self._shown:
            self._status.stop()


@contextmanager
def progress(name: str) -> Iterator[None]:
    """Shows on a terminal how far a call is; elsewhere nothing.

    Args:
        name: What is called.
    """
    if not (sys.stderr.isatty() and has_rich()):
        yield
        return
    from rich.console import Console

    counting = _Counting(name, Console(stderr=True).status(""))
    with observe(counting):
        try:
            yield
        finally:
            counting.stop()
