"""What is told while a call or a long read goes on: how many requests, how much time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from agent_connectors.cli.failing import AS_JSON
from agent_connectors.cli.showing import has_rich
from agent_connectors.engine.observers import Call, Observer, Retry, Sent, Wait, observe

if TYPE_CHECKING:
    from agent_connectors.engine.store.reading import Progress

__all__ = ["progress", "reading"]

_QUIET = 1.0
"""Seconds until there is something to see."""

_LOOK = 0.1
"""Seconds between two looks at whether it is time."""

_NOW_AND_THEN = 30.0
"""Seconds between two lines about a long read, where there is no terminal."""


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


@contextmanager
def reading() -> Iterator[Callable[["Progress"], None]]:
    """Tells how far a long read is: in one line of a terminal, elsewhere in a line now and then.

    Yields:
        What is to be told of each step.
    """
    is_terminal = sys.stderr.isatty()
    context = click.get_current_context(silent=True)
    # Who asked for errors as JSON reads all of standard error as that.
    is_quiet = not is_terminal and bool(context and context.meta.get(AS_JSON))
    last = monotonic()

    def tell(progress: "Progress") -> None:
        nonlocal last
        said = f"{progress.feed}: {progress.done:,} records, {progress.requests:,} requests"
        if is_terminal:
            click.echo(f"\r{said:<70}", nl=False, err=True)
        elif not is_quiet and monotonic() - last >= _NOW_AND_THEN:
            last = monotonic()
            click.echo(said, err=True)

    try:
        yield tell
    finally:
        if is_terminal:
            click.echo(err=True)
