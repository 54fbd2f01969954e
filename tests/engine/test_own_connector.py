"""A connector that somebody else wrote: checked, found by name, with names for ids."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from tracker.api import Tracker as Api
from tracker.connector import Tracker

from agent_connectors.cli.commands import cli
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine import (
    ByNumber,
    Connector,
    Limit,
    Product,
    Record,
    Records,
    Resource,
    check_connector,
    destructive,
    read,
    write,
)
from agent_connectors.engine.errors import ConfigurationError, InvalidParams, InvalidResponse
from agent_connectors.engine.marks import Header
from agent_connectors.engine.provider import installed_providers, provider_named
from tests.tracker import with_tracker

ROOT = Path(__file__).parents[2]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tracker's package, as if it were installed."""
    monkeypatch.syspath_prepend(str(with_tracker(tmp_path)))
    return tmp_path


def test_the_guide_shows_the_example_as_it_is() -> None:
    page = (ROOT / "docs" / "your-own-connector.md").read_text()
    blocks = [token.content for token in MarkdownIt().parse(page) if token.type == "fence"]
    for name in ("connector.py", "provider.py"):
        assert (ROOT / "examples" / "tracker" / name).read_text() in blocks
    assert len((ROOT / "examples" / "tracker" / "connector.py").read_text().splitlines()) < 80


def test_our_own_connectors_pass() -> None:
    check_connector(Tracker)
    check_connector(ClickupApiConnector)


def resource(
    decorator: Any,
    name: str,
    doc: str | None,
    parameters: str = "self",
    *,
    how: str = "async def",
    gives: str = "Record[Any]",
) -> Any:
    """A class of a resource with one operation."""
    scope: dict[str, Any] = {
        "Annotated": Annotated,
        "Any": Any,
        "Header": Header,
        "Record": Record,
    }
    exec(f"{how} {name}({parameters}) -> {gives}: ...", scope)
    scope[name].__doc__ = doc
    return type("Things", (Resource,), {"__doc__": "Things.", name: decorator(scope[name])})


WRONG: dict[str, tuple[str, Callable[[], Any]]] = {
    "no summary": ("no docstring", lambda: resource(read("/things"), "find", None)),
    "not described": (
        "`since` is not described",
        lambda: resource(read("/things"), "find", "Finds.", "self, since: str"),
    ),
    "path": ("`{thing_id}` in the path", lambda: resource(read("/t/{thing_id}"), "get", "Gets.")),
    "slash": ("does not begin with /", lambda: resource(read("things"), "find", "Finds.")),
    "a read deletes": ("sends DELETE", lambda: resource(read("DELETE /t"), "find", "Finds.")),
    "a write gets": ("sends GET", lambda: resource(write("GET /t"), "make", "Makes.")),
    "a deletion gets": ("sends GET", lambda: resource(destructive("GET /t"), "drop", "Drops.")),
    "pages": (
        "`page` turns its pages",
        lambda: resource(read("/t", records="", pages=ByNumber(9)), "find", "Finds."),
    ),
    "no limit": (
        "nobody can ask for more",
        lambda: resource(read("/t", records="", pages=ByNumber(9)), "find", "Finds."),
    ),
    "schema": (
        "no schema",
        lambda: resource(read("/t"), "find", "Finds.\n\nArgs:\n    x: X.", "self, x: object()"),
    ),
    "no coroutine": (
        "`async def`",
        lambda: resource(read("/t"), "find", "Finds.", how="def"),
    ),
    "gives anything": (
        "`Record` or `Records`",
        lambda: resource(read("/t"), "find", "Finds.", gives="dict"),
    ),
    "may be left out of the path": (
        "may be left out",
        lambda: resource(
            read("/t/{x}"), "find", "Finds.\n\nArgs:\n    x: X.", "self, x: str | None = None"
        ),
    ),
    "braces": ("a brace too many", lambda: resource(read("/t/{x"), "find", "Finds.")),
    "header": (
        "cannot be sent as a header",
        lambda: resource(
            read("/t"),
            "find",
            "Finds.\n\nArgs:\n    x: X.",
            "self, *, x: Annotated[str, Header('X\\r\\nY')]",
        ),
    ),
    "own header": (
        "cannot be sent as a header",
        lambda: resource(
            read("/t"),
            "find",
            "Finds.\n\nArgs:\n    x: X.",
            "self, *, x: Annotated[str, Header('Authorization')]",
        ),
    ),
    "no annotation": (
        "it cannot be read",
        lambda: resource(read("/t"), "find", "Finds.", "self, x"),
    ),
    "empty pages": (
        "hold no records",
        lambda: resource(read("/t", records="", pages=ByNumber(0)), "find", "Finds."),
    ),
    "too long": (
        "cannot be the name of a tool",
        lambda: resource(read("/t"), "f" * 60, "Finds."),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_amiss_is_listed(what: str) -> None:
    told, make = WRONG[what]
    members = {"product": Product("Shop", "http://x"), "things": make()(), "probe": ("things", "x")}
    shop = type("Shop", (Connector,), {"__doc__": "A shop.", **members})
    with pytest.raises(AssertionError) as caught:
        check_connector(shop)
    assert told in str(caught.value)
    assert "no operation" in str(caught.value), "all of it is told at once"


def test_a_probe_needs_nothing() -> None:
    class Things(Resource):
        """Things."""

        @read("/things/{name}")
        async def get(self, name: str) -> Record[Any]:
            """Gets.

            Args:
                name: The name.
            """
            raise NotImplementedError

    class Shop(Connector):
        """A shop."""

        product = Product("Shop", "http://x")
        things = Things()
        probe = ("things", "get")

    with pytest.raises(AssertionError, match="no read that needs no parameters"):
        check_connector(Shop)


def test_installed_connectors_are_found_by_name(installed: Path) -> None:
    assert {"clickup", "tracker"} <= installed_providers().keys()
    assert provider_named("tracker").connector is Tracker
    with pytest.raises(ConfigurationError, match="tracker"):
        provider_named("traker")


@pytest.mark.parametrize(
    ("value", "told"),
    [("tracker.nowhere:PROVIDER", "cannot be loaded"), ("tracker.api:PEOPLE", "no `Provider`")],
)
def test_a_package_that_is_broken_is_told_and_hurts_no_other(
    installed: Path, value: str, told: str
) -> None:
    entries = installed / "tracker-1.0.dist-info" / "entry_points.txt"
    entries.write_text(f"[agent_connectors.connectors]\ntracker = {value}\n")
    assert provider_named("clickup").connector is ClickupApiConnector
    for ask in (lambda: provider_named("tracker"), installed_providers):
        with pytest.raises(ConfigurationError, match=told):
            ask()


def test_two_packages_of_one_name_are_told(installed: Path) -> None:
    other = installed / "other-1.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (other / "entry_points.txt").write_text(
        "[agent_connectors.connectors]\ntracker = other:PROVIDER\n"
    )
    with pytest.raises(ConfigurationError, match="Two packages"):
        provider_named("tracker")


def run(*args: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(cli, args, env=env)
    return result.exit_code, result.output


def test_the_command_line_takes_it(installed: Path) -> None:
    code, text = run("operations", "--connector", "tracker")
    assert code == 0
    assert "issues.create" in text
    assert "tasks" not in text
    code, text = run(
        *("call", "--connector", "tracker", "--sandbox"),
        *("issues", "list", "assignee=ada", "limit=2"),
    )
    assert code == 0, text
    assert [issue["assignee"] for issue in json.loads(text)["data"]] == [1, 1]
    code, text = run(
        "call", "--connector", "tracker", "--sandbox", "issues", "delete", "issue_id=1"
    )
    assert code == 2
    assert "--allow-destructive" in text
    code, text = run("call", "--connector", "tracker", "issues", "list")
    assert code == 2, "there is no token in the environment"
    assert "token" in text
    code, text = run("call", "--connector", "traker", "issues", "list")
    assert code == 2
    assert "`tracker`" in text


@pytest.mark.usefixtures("installed")
def test_the_server_for_mcp_takes_it() -> None:
    pytest.importorskip("mcp.server.lowlevel")
    code, text = run("mcp", "--connector", "tracker", "--sandbox", "--timezone", "Europe/Berlin")
    assert code == 2
    assert "no option `timezone`" in text


async def test_a_name_is_certain_or_refused() -> None:
    api = Api()
    async with Tracker("tracker-token", app=api) as tracker:
        for given in ("Ada", "ada", "ADA ", "1", 1):
            made = await tracker.execute("issues", "create", {"title": "x", "assignee": given})
            assert made.data["assignee"] in (1, "1")
        with pytest.raises(InvalidParams, match="Grace"):
            await tracker.execute("issues", "create", {"title": "x", "assignee": "Grce"})
        from tracker import api as module

        module.PEOPLE.append({"id": 4, "name": "Ada"})
        try:
            with pytest.raises(InvalidParams, match="several"):
                await tracker.execute("issues", "create", {"title": "x", "assignee": "Ada"})
        finally:
            module.PEOPLE.pop()
        assert len(api.issues) == 50


async def test_a_write_lists_the_names_anew_and_a_read_does_not() -> None:
    class Counting(Api):
        """Counts the lists of people."""

        listed = 0

        def answer(self, method: str, path: list[str], *rest: Any) -> tuple[int, Any]:
            self.listed += path == ["people"]
            return super().answer(method, path, *rest)

    api = Counting()
    async with Tracker("tracker-token", app=api) as tracker:
        for _ in range(5):
            await tracker.execute("issues", "list", {"assignee": "Ada"})
        assert api.listed == 1
        for _ in range(2):
            await tracker.execute("issues", "create", {"title": "x", "assignee": "Ada"})
        assert api.listed == 3


class _Lists(Resource):
    """Kept for its annotations: a list that can be gathered."""

    @read("/lists", records="", pages=ByNumber(5))
    async def list(self, *, page: int | None = None, limit: Limit = None) -> Records[Any]:
        """Lists."""
        raise NotImplementedError


def test_what_turns_pages_needs_no_description() -> None:
    shop = type(
        "Shop",
        (Connector,),
        {
            "__doc__": "A shop.",
            "product": Product("Shop", "http://x"),
            "lists": _Lists(),
            "probe": ("lists", "list"),
        },
    )
    check_connector(shop)


@pytest.mark.parametrize("endpoint", ["delete /x/{i}", "PURGE /x", "Get /x", " /x"])
def test_an_endpoint_begins_with_a_method(endpoint: str) -> None:
    with pytest.raises(TypeError, match="begins with one of"):
        resource(read(endpoint), "find", "Finds.")


@pytest.mark.parametrize("known", [None, True, "", 1.5, {"a": 1}, [1]])
async def test_what_is_listed_without_an_id_is_told(
    known: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker import api as module

    monkeypatch.setattr(module, "PEOPLE", [{"id": known, "name": "Ada"}])
    api = Api()
    async with Tracker("tracker-token", app=api) as tracker:
        with pytest.raises(InvalidResponse, match="has no `id`"):
            await tracker.execute("issues", "create", {"title": "x", "assignee": "Ada"})
        assert len(api.issues) == 45
        monkeypatch.setattr(module, "PEOPLE", [{"id": 7, "name": "Ada"}])
        made = await tracker.execute("issues", "create", {"title": "x", "assignee": "Ada"})
        assert made.data["assignee"] == 7


async def test_a_read_looks_again_for_a_name_that_it_does_not_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tracker import api as module

    async with Tracker("tracker-token", app=Api()) as tracker:
        await tracker.execute("issues", "list", {"assignee": "Ada"})
        monkeypatch.setattr(module, "PEOPLE", [*module.PEOPLE, {"id": 3, "name": "Zoe"}])
        found = await tracker.execute("issues", "list", {"assignee": "Zoe", "limit": 1})
        assert found.data[0]["assignee"] == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"readonly": True}, "`read_only`"),
        ({"read_only": "yes"}, "read_only"),
        ({"max_connections": 0}, "max_connections"),
        ({"timeouts": "long"}, "timeout"),
        ({"app": 3}, "app"),
    ],
)
def test_options_are_checked_where_they_are_given(options: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        Tracker("tracker-token", **options)


def test_the_command_line_has_the_switches(installed: Path) -> None:
    delete = ("issues", "delete", "issue_id=1")
    call = ("call", "--connector", "tracker", "--sandbox")
    code, text = run(*call, "--read-only", "issues", "create", "title=x")
    assert code == 2, text
    assert "read-only" in text
    code, text = run(*call, "--allow-destructive", *delete)
    assert code == 0, text
