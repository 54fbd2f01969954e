"""What is public, and what importing it costs."""

import subprocess
import sys

import pytest

from agent_connectors import clickup, engine


def test_everything_public_is_there_and_sorted() -> None:
    assert clickup.__all__ == sorted(clickup.__all__)
    for name in clickup.__all__:
        assert getattr(clickup, name).__doc__


def test_what_authors_of_connectors_need_is_there_and_sorted() -> None:
    assert engine.__all__ == sorted(engine.__all__) == dir(engine)
    for name in engine.__all__:
        found = getattr(engine, name)
        assert name in {"Limit", "Record", "Records", "Skip"} or found.__doc__
    with pytest.raises(AttributeError, match="Konnector"):
        _ = engine.Konnector


HEAVY = "asyncio httpx httpx2 httpcore pydantic pydantic_core anyio ssl logging click uvicorn"
MARKDOWN = "markdown_it"
FRAMEWORKS = "pydantic_ai langchain_core langchain llama_index mcp fastapi"


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
