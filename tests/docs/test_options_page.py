"""The pages tell every option, of the tools and of the shell, and what each is if not given."""

import re
from collections.abc import Iterator

import click

from agent_connectors.cli.commands import cli
from agent_connectors.engine.tools import Options, ToolboxOptions
from benchmarks.environments import ROOT


def test_every_option_is_told_with_its_default() -> None:
    page = (ROOT / "docs" / "agents.md").read_text()
    part = page.partition("\n## Options\n")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", part, re.MULTILINE))
    assert list(told) == list(ToolboxOptions.__annotations__)
    defaults = Options()
    for name, words in told.items():
        default = getattr(defaults, name)
        if words in {"all", "none"}:
            assert default is None
        else:
            assert words.strip('`"').replace(",", "") == str(default)


def commands(context: click.Context) -> Iterator[click.Context]:
    """A command, and all below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            below = context.command.get_command(context, name)
            if below is not None and not below.hidden:
                made = below.make_context(name, [], parent=context, resilient_parsing=True)
                yield from commands(made)


def test_what_help_says_of_an_option_is_on_the_page() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    seen = 0
    for context in commands(cli.make_context("agent-connectors", [], resilient_parsing=True)):
        name = context.command_path.partition(" ")[2]
        part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for option in context.command.params if name else ():
            record = option.get_help_record(context)
            if isinstance(option, click.Option) and record is not None:
                (row,) = re.findall(rf"^\| `{option.opts[0]}`.*$", part, re.MULTILINE)
                brackets = re.search(r"  \[(.*)\]$", record[1])
                for said in brackets[1].split("; ") if brackets else ():
                    assert said.rpartition(": ")[2] in row, (name, row)
                    seen += 1
    assert seen > 50
