"""What stands where on the site: its groups of pages, in the order of reading."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

__all__ = ["GROUPS", "REPOSITORY", "grouped", "public_modules", "public_page"]

REPOSITORY = Path(__file__).parents[2]

GROUPS: dict[str, Sequence[str | tuple[str, Sequence[str]]]] = {
    "Start": [
        "index.md",
        "start/index.md",
        "start/python.md",
        "start/pydantic-ai.md",
        "start/langchain.md",
        "start/llama-index.md",
        "start/openai-agents.md",
        "start/mcp.md",
        "start/*.md",
        "moving-over.md",
    ],
    "How to": [
        "calling.md",
        "words.md",
        "bulk.md",
        "files.md",
        "agents.md",
        "read-only.md",
        "agreement.md",
        "journal.md",
        "store.md",
        "webhooks.md",
        "sandbox.md",
        "testing.md",
        "evals.md",
        "many-users.md",
        "durable-runs.md",
        "observability.md",
        "shell.md",
        "hosting.md",
        "deploying.md",
        "deploy.md",
        "your-own-connector.md",
        ("Examples", ["examples/*.md"]),
    ],
    "Reference": [
        ("Operations", ["reference/index.md", "reference/*.md"]),
        ("Python", ["python/*.md"]),
        "commands.md",
        "models.md",
        "changelog.md",
    ],
    "Explanation": [
        "architecture.md",
        "prompt-injection.md",
        "evidence.md",
        "security.md",
        "contributing.md",
    ],
    "Figures": ["benchmarks.md", "benchmarks/*.md", "reliability.md", "capacity.md"],
}
"""The pages of each group, by where they are on the site; a name with pages is a group in it."""

_CLICKUP = "agent_connectors.clickup"
_ENGINE = "agent_connectors.engine"


def public_modules() -> Iterator[str]:
    """The modules whose names others may rely on; records are described with the operations.

    A name that several of them have is described by the one that comes first.
    """
    for name in ("errors", "result"):
        yield f"{_ENGINE}.{name}"
    yield _CLICKUP
    for name in ("sandbox", "webhooks", "evals", "store", "copying"):
        yield f"{_CLICKUP}.{name}"
    yield _ENGINE
    for name in ("marks", "paging", "connector_pool", "journal", "ledger", "observers", "tools"):
        yield f"{_ENGINE}.{name}"
    for package in sorted((REPOSITORY / "adapters" / "agent_connectors").iterdir()):
        if (package / "__init__.py").exists():
            yield f"agent_connectors.{package.name}"
    yield "airbyte_agent_clickup_api"


def public_page(module: str) -> str:
    """The page of a public module."""
    return f"python/{module.removeprefix('agent_connectors.')}.md"


def grouped(paths: Iterable[str]) -> Iterator[tuple[str, str | None, list[str]]]:
    """The pages in the order of reading: group, group in it if any, and pages.

    Raises:
        ValueError: A page is in no group, or a group names one that is not there.
    """
    left = dict.fromkeys(paths)

    def taken(pattern: str) -> list[str]:
        found = [path for path in left if PurePosixPath(path).match(pattern)]
        found = [path for path in found if path.count("/") == pattern.count("/")]
        if not found and "*" not in pattern:
            raise ValueError(f"docs/site/navigation.py names {pattern}, which is not there")
        for path in found:
            del left[path]
        return found

    for group, parts in GROUPS.items():
        for part in parts:
            if isinstance(part, str):
                yield group, None, taken(part)
            else:
                yield group, part[0], [path for pattern in part[1] for path in taken(pattern)]
    if left:
        raise ValueError(f"In no group of docs/site/navigation.py: {', '.join(left)}")
