"""The command `agent-connectors`: a ClickUp sandbox, and every operation, from a shell."""

import sys

__all__ = ["main"]


def main() -> None:
    """Runs the command line."""
    try:
        import click  # noqa: F401 - whether it is installed is the question
    except ModuleNotFoundError:
        sys.exit('The command line needs click: pip install "agent-connectors[cli]"')
    from agent_connectors.cli.commands import cli

    cli()
