"""What click takes in silence: options given twice, and an option as the value of another."""

import re
from itertools import islice

import click

__all__ = ["HELP", "refuse_twice"]

HELP = ["-h", "--help"]
"""What asks for help. A command keeps those that it was first asked with."""


def refuse_twice(
    command: click.Command, args: list[str], context: click.Context | None = None
) -> None:
    """Refuses an option that is given twice, and one where the value of another belongs.

    Args:
        command: What is called.
        args: With what.
        context: Its context, where its options depend on that.

    Raises:
        click.UsageError: There is one.
    """
    context = click.Context(command, help_option_names=HELP) if context is None else context
    _refuse_as_value(command, args, context)
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


def _refuse_as_value(command: click.Command, args: list[str], context: click.Context) -> None:
    """Refuses what looks like an option where an option needs a value: that was forgotten."""
    options = {
        name: option
        for option in command.get_params(context)
        if isinstance(option, click.Option)
        for name in (*option.opts, *option.secondary_opts)
    }
    rest = iter(args)
    for argument in rest:
        if argument == "--" or (isinstance(command, click.Group) and argument[:1] != "-"):
            return  # what comes then are no options of this command
        option = options.get(argument)
        if option is None or option.is_flag or option.count:
            continue
        for value in islice(rest, option.nargs):
            name = value.partition("=")[0]
            if name in options or _LIKE_AN_OPTION.fullmatch(name):
                raise click.UsageError(
                    f"{argument} has no value: {name} looks like the next option. "
                    f"If it is the value, write {argument}={name}."
                )


_LIKE_AN_OPTION = re.compile(r"--[A-Za-z][\w-]*")
