"""What is built can be installed into an empty environment, and does there what it says."""

import json
import os
import re
import shlex
import sys
import zipfile
from collections.abc import Callable
from email.parser import BytesParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from agent_connectors.clickup.sandbox import Sandbox
from tests.docs.model_server import model
from tests.packaging.running import run
from tests.serving import served

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_the_packages_and_their_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    packages = {name.rpartition("/")[0] for name in names if name.count("/") == 2}
    packages = {package for package in packages if package.startswith("agent_connectors/")}
    assert {"agent_connectors/engine", "agent_connectors/redis", "agent_connectors/mcp"} <= packages
    for package in packages:
        assert f"{package}/__init__.py" in names
        assert f"{package}/py.typed" in names
    assert "agent_connectors/clickup/sandbox/__init__.py" in names
    page = ROOT / "core/agent_connectors/clickup/sandbox/page/static"
    folder = "agent_connectors/clickup/sandbox/page/static"
    assert {f"{folder}/{file.name}" for file in page.iterdir()} <= set(names)
    assert "airbyte_agent_clickup_api/models.py" in names
    assert "agent_connectors/__init__.py" not in names, "a namespace has none"
    assert not [name for name in names if name.startswith(("tests", "examples", "benchmarks"))]


def test_an_index_can_show_the_readme(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    shown = BytesParser().parsebytes(archive.read(name))
    page = shown.get_payload()
    assert shown["Description-Content-Type"] == "text/markdown"
    assert isinstance(page, str)
    blocks = MarkdownIt().parse(page)
    inline = [child for token in blocks for child in token.children or ()]
    leads = [child.attrGet("href") or child.attrGet("src") for child in inline]
    assert [lead for lead in leads if lead and not str(lead).startswith("https://")] == []
    assert "Start [`docs/start/index.md`]" in page
    for paragraph, after in zip(blocks[1:], blocks[3:], strict=False):
        if paragraph.content.endswith(":"):
            assert after.type not in {"paragraph_open", "heading_open"}, paragraph.content
    for token in blocks:
        text = "".join(each.content for each in token.children or () if each.type == "text")
        assert not re.search(r"\([^()]*\(", text), text
    summary = shown["Summary"].lower().replace(" ", "")
    assert [each for each in FRAMEWORKS if each.replace("-", "") not in summary] == []
    assert "first release" not in page
    titles = [line for line in (ROOT / "README.md").read_text().splitlines() if line[:1] == "#"]
    assert all(title in page for title in titles)


def test_the_core_alone_works(environment: Callable[[str], Path], tmp_path: Path) -> None:
    programs = environment("")
    script = """
from agent_connectors.clickup import ClickupApiConnector
print(ClickupApiConnector.sandbox().execute_sync("user", "get").data["id"])
"""
    done = run(programs / "python", "-W", "error", "-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
    shell = run(programs / "agent-connectors", "--help")
    assert 'pip install "agent-connectors[cli]"' in shell.stderr
    uv = Path(sys.executable).with_name("uv")
    listed = run(uv, "pip", "list", "--python", programs / "python", "--format=freeze").stdout
    names = {line.partition("==")[0] for line in listed.split()}
    assert len(names) <= 15, names


def test_the_extra_for_the_shell(environment: Callable[[str], Path], tmp_path: Path) -> None:
    programs = environment("cli")
    called = run(programs / "agent-connectors", "call", "--sandbox", "user", "get", cwd=tmp_path)
    assert called.returncode == 0, called.stderr
    served = run(programs / "agent-connectors", "sandbox")
    assert 'pip install "agent-connectors[sandbox]"' in served.stderr


def test_the_extra_for_a_server_of_ones_own(
    environment: Callable[[str], Path], tmp_path: Path
) -> None:
    programs = environment("hosted")
    admin = (programs / "agent-connectors", "serve", "admin", "organization")
    made = run(*admin, "create", "acme", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "acme" in run(*admin, "list", cwd=tmp_path).stdout
    assert (tmp_path / "agent-connectors.db").exists()


FRAMEWORKS = {
    "pydantic-ai": "agent_connectors.pydantic_ai",
    "langchain": "agent_connectors.langchain",
    "llama-index": "agent_connectors.llama_index",
    "openai-agents": "agent_connectors.openai_agents",
    "mcp": "agent_connectors.mcp",
}


def examples(extra: str) -> tuple[list[str], list[str]]:
    """What a page says of a framework: what to install beside ours, and its examples."""
    fences = MarkdownIt().parse((ROOT / "docs" / "start" / f"{extra}.md").read_text())
    (line,) = [
        line
        for token in fences
        if token.info == "bash"
        for line in token.content.splitlines()
        if f"[{extra}]" in line
    ]
    return shlex.split(line)[3:], [
        token.content for token in fences if token.info.split()[:2] == ["python", extra]
    ]


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("extra", FRAMEWORKS)
def test_the_line_to_install_brings_all_that_the_examples_need(
    environment: Callable[..., Path], tmp_path: Path, extra: str
) -> None:
    others, codes = examples(extra)
    programs = environment(extra, *others)
    with served(Sandbox(rate_limit=None)) as clickup, model() as openai:
        given = os.environ | {"CLICKUP_API_KEY": "pk_1", "CLICKUP_BASE_URL": clickup}
        given |= {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": openai, "OPENAI_API_BASE": openai}
        for code in codes:
            done = run(programs / "python", "-c", code, cwd=tmp_path, env=given)
            assert done.returncode == 0, done.stderr
            assert done.stdout
    brought = {extra, "mcp"} if extra == "openai-agents" else {extra}  # it needs MCP's SDK itself
    for other, module in FRAMEWORKS.items():
        if other not in brought:
            missing = run(programs / "python", "-c", f"import {module}", cwd=tmp_path)
            assert f'pip install "agent-connectors[{other}]"' in missing.stderr


TYPED = """
import asyncio

from agent_connectors.clickup import ClickupApiConnector


async def main() -> None:
    async with ClickupApiConnector.sandbox() as clickup:
        team_id = (await clickup.teams.list()).data[0]["id"]
        found = await clickup.tasks.search(team_id, statuses=["in progress"], limit=2)
        names: list[str] = [task["name"] for task in found.data]
        task = (await clickup.tasks.get(found.data[0]["id"])).data
        print(names, task["id"].upper(), task["status"]["status"], found.meta.has_more)
        async for other in clickup.each(clickup.tasks.search, team_id):
            print(other["id"])


asyncio.run(main())
"""


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "checker",
    [
        ("mypy", "--strict", "--cache-dir", "cache", "--python-executable"),
        ("pyright", "--project", "strict.json", "--pythonpath"),
    ],
    ids=lambda checker: checker[0],
)
def test_type_checkers_know_records_from_a_wheel(
    environment: Callable[[str], Path], tmp_path: Path, checker: tuple[str, ...]
) -> None:
    pytest.importorskip(checker[0])
    python = environment("") / "python"
    folder = tmp_path / "work"
    folder.mkdir()
    strict = {"typeCheckingMode": "strict", "include": ["typed.py"]}
    (folder / "strict.json").write_text(json.dumps(strict))
    named = ["typed.py"] if checker[0] == "mypy" else []
    checked: list[str | Path] = [sys.executable, "-m", *checker, python, *named]
    (folder / "typed.py").write_text(TYPED)
    done = run(*checked, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "typed.py").write_text(TYPED.replace('task["id"]', 'task["ident"]'))
    done = run(*checked, cwd=folder)
    assert done.returncode == 1
    assert '"ident"' in done.stdout
