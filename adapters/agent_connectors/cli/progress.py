"""A line on the terminal while a call takes long: how many requests, how much time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from agent_connectors.cli.showing import has_rich
from agent_connectors.engine.observers import Call, Observer, Retry, Sent, Wait, observe

__all__ = ["progress"]

_QUIET = 1.0
"""Seconds until there is something to see."""

_LOOK = 0.1
"""Seconds between two looks at whether it is time."""


class _Line(Observer):
    """Counts what a call does, and tells it once nothing else has been seen for a while.

    Args:
        name: What is called.
    """

    def __init__(self, name: str) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.spinner import Spinner

        self._name = name
        self._begun = self._seen = monotonic()
        self._requests = 0
        self._said = ""
        self._spinner = Spinner("dots", style="status.spinner")
        # Results on the same terminal are written past it, which is why it is taken aside for them.
        self._live = Live(
            console=Console(stderr=True),
            get_renderable=self._drawn,
            transient=True,
            redirect_stdout=False,
        )
        self._shown = False
        self._lock = Lock()
        self._ended = Event()
        # A thread of its own: nothing is told of while a long upload goes on.
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def before_request(self, sent: Sent) -> None:
        self._requests += 1

    def on_retry(self, call: Call | None, retry: Retry) -> None:
        self._said = f", once more after {retry.reason}"

    def before_wait(self, call: Call | None, seconds: float) -> None:
        self._said = f", waiting {seconds:.0f} s for the rate limit"

    def after_wait(self, call: Call | None, wait: Wait) -> None:
        self._said = f", waited {wait.seconds:.0f} s for the rate limit"

    def _drawn(self) -> Any:
        many = "1 request" if self._requests == 1 else f"{self._requests} requests"
        passed = monotonic() - self._begun
        self._spinner.update(text=f"{self._name}: {many}, {passed:.0f} s{self._said}")
        return self._spinner

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            with self._lock:
                if not self._shown and monotonic() - self._seen >= _QUIET:
                    self._live.start()
                    self._shown = True

    def aside(self) -> None:
        """Takes the line away, until nothing else has been seen for a while."""
        with self._lock:
            self._seen = monotonic()
            if self._shown:
                self._live.stop()
                self._shown = False

    def end(self) -> None:
        """Takes the line away for good."""
        self._ended.set()
        self._thread.join()
        self.aside()


@contextmanager
def progress(name: str) -> Iterator[Callable[[], None]]:
    """Shows on a terminal how far a call is; elsewhere nothing.

    Args:
        name: What is called.

    Yields:
        What takes the line aside, for what else is written there.
    """
    if not (sys.stderr.isatty() and has_rich()):
        yield lambda: None
        return
    line = _Line(name)
    with observe(line):
        try:
            yield line.aside if sys.stdout.isatty() else lambda: None
        finally:
            line.end()
