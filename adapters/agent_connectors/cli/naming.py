"""What is wrong with the name of an operation, before its options are looked at."""

from collections.abc import Sequence

import click

from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.provider import provider_named

__all__ = ["refuse_unknown"]


def refuse_unknown(connector: str, named: Sequence[str]) -> None:
    """Refuses what names no operation, with what it may have been.

    Args:
        connector: Which connector.
        named: The first words of the command line.

    Raises:
        click.UsageError: There is no such operation.
    """
    if not named:
        return
    try:
        operations = provider_named(connector).connector.operations
    except ConnectorError:
        return  # the call itself says what is wrong
    known = {(one.entity, one.action) for one in operations}
    entity, dot, action = named[0].partition(".")
    if dot and (entity, action) in known:
        raise click.UsageError(f"{named[0]!r} is two words here: write `call {entity} {action}`.")
    if len(named) == 2 and (named[1], named[0]) in known:
        raise click.UsageError(f"The entity comes first: write `call {named[1]} {named[0]}`.")
    if len(named) == 2:
        try:
            operations.get(*named)
        except ConnectorError as error:
            raise click.UsageError(str(error)) from None
