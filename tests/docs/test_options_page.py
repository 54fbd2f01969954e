"""The page about agents tells every option of the tools, and what each is if not given."""

import re

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
