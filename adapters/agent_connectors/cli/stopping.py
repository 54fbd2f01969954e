"""What is told when a call is stopped: by Ctrl-C, or by the system, which means the same."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

__all__ = ["stopped_alike"]

_NAMES = ("SIGTERM", "SIGHUP")


@contextmanager
def stopped_alike(*, writes: bool, as_json: bool) -> Iterator[None]:
    """Makes other signals stop a call as Ctrl-C does, and says so if nothing was sent.

    Args:
        writes: Whether the call is to change something.
        as_json: Whether what is wrong is told as JSON, which says it by itself.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for one in (getattr(signal, name, None) for name in _NAMES):
            # What is ignored stays so, as `nohup` wants it.
            if one is not None and signal.getsignal(one) is signal.SIG_DFL:
                before[one] = signal.signal(one, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt as stopped:
        # Whatever was sent has left a note.
        if writes and not as_json and not getattr(stopped, "__notes__", ()):
            with suppress(OSError):
                click.echo("Stopped before the write was sent: nothing was changed.", err=True)
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
