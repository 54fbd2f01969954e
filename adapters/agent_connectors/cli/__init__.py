"""The command `agent-connectors`: a ClickUp sandbox, and every operation, from a shell."""

import io
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Runs the command line."""
    try:
        import click  # noqa: F401 - whether it is installed is the question
    except ModuleNotFoundError:
        sys.stderr.write('The command line needs click: pip install "agent-connectors[cli]"\n')
        sys.exit(2)
    from agent_connectors.cli.commands import cli

    _take_all_letters()
    cli()


def _take_all_letters() -> None:
    """Makes pipes and files UTF-8, as JSON is, where the system has another encoding for them.

    Windows has one that knows few letters: a result with others could not be told, after the call.
    """
    chosen = os.environ.get("PYTHONIOENCODING")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower() == "utf-8":
            continue
        if chosen or stream.isatty():
            if stream is not sys.stdin:
                stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8")
