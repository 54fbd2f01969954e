"""Options that are given twice, of which click takes the last in silence."""

import click

__all__ = ["HELP", "refuse_twice"]

HELP = ["-h", "--help"]
"""What asks for help. A command keeps those that it was first asked with."""


def refuse_twice(
    command: click.Command, args: list[str], context: click.Context | None = None
) -> None:
    """Refuses an option that is given twice.

    Args:
        command: What is called.
        args: With what.
        context: Its context, where its options depend on that.

    Raises:
        click.UsageError: One is, and may not be.
    """
    context = click.Context(command, help_option_names=HELP) if context is None else context
    try:
        _, rest, given = command.make_parser(context).parse_args(list(args))
    except click.UsageError:
        return  # it is told, and better, when the command is called
    for option in given:
        once = isinstance(option, click.Option) and not (option.multiple or option.count)
        if once and given.count(option) > 1:
            raise click.UsageError(f"{option.opts[0]} is given twice: leave one out.")
    group = command if isinstance(command, click.Group) else None
    inner = group.get_command(context, rest[0]) if group and rest else None
    if inner is not None:
        refuse_twice(inner, rest[1:])
