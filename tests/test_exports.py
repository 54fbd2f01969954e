"""What is public, and what importing it costs."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from agent_connectors import clickup, engine
from agent_connectors.engine import marks

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "your-own-connector.md").read_text(encoding="utf-8")


def test_everything_public_is_there_and_sorted() -> None:
    assert clickup.__all__ == sorted(clickup.__all__)
    for name in clickup.__all__:
        assert getattr(clickup, name).__doc__


PUBLIC = [
    "connector_pool",
    "errors",
    "journal",
    "ledger",
    "marks",
    "observers",
    "paging",
    "result",
    "tools",
]
"""The modules of the engine that are public besides its own names."""

ALIASES = {"Bodies", "Form", "Limit", "Options", "Record", "Records", "Skip", "Style"}


def test_what_authors_of_connectors_need_is_there_and_sorted() -> None:
    assert engine.__all__ == sorted(engine.__all__) == dir(engine)
    assert len(engine.__all__) <= 32
    for name in engine.__all__:
        found = getattr(engine, name)
        assert name in ALIASES or found.__doc__
    with pytest.raises(AttributeError, match="Konnector"):
        _ = engine.Konnector


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_module_has_an_order_and_says_what_its_names_are(name: str) -> None:
    module = import_module(f"agent_connectors.engine.{name}")
    assert module.__all__ == sorted(module.__all__)
    for each in module.__all__:
        assert each in ALIASES or getattr(module, each).__doc__
    assert f"- `{name}`: " in (engine.__doc__ or "")
    assert f"| `engine.{name}` |" in GUIDE


def test_the_guide_names_every_mark() -> None:
    table = GUIDE.partition("## Marks on parameters")[2].partition("```")[0]
    assert {*marks.__all__} - {*re.findall(r"`(\w+)`", table)} == {"Bodies", "Place", "Style"}


def test_what_the_docs_import_from_the_engine_is_public() -> None:
    used = {
        found
        for page in [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.py")]
        for found in re.findall(
            r"(?:from|import) agent_connectors\.engine\.(\w+)", page.read_text()
        )
    }
    assert used - {*PUBLIC} == set()


HEAVY = "asyncio httpx httpx2 httpcore pydantic pydantic_core anyio ssl logging click uvicorn"
MARKDOWN = "markdown_it"
FRAMEWORKS = "pydantic_ai langchain_core langchain llama_index mcp agents fastapi"


@pytest.mark.parametrize("module", [*HEAVY.split(), MARKDOWN, *FRAMEWORKS.split()])
def test_importing_the_core_does_not_import(module: str) -> None:
    script = f"import sys, agent_connectors.clickup; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_making_a_connector_opens_and_reads_nothing() -> None:
    script = """
import sys
from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
touched = []
def note(event, args):
    if event.startswith(("open", "socket.", "os.")):
        touched.append(event)
sys.addaudithook(note)
ClickupApiConnector(ClickupApiAuthConfig("pk_1"))
sys.exit(str(touched) if touched else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
