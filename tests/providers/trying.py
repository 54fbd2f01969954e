"""Sends the tools of a connector to every provider that a framework has, and calls them.

Nothing leaves the machine: the frameworks' own classes for models send to a recorder. What is known
in the end is what a provider was told, and what a model can make of it: each operation is called
with nothing but what the provider's own copy of the schema allows.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.presentation.arguments import read_params
from agent_connectors.engine.tools import Tool, Toolbox
from agent_connectors.engine.tools.execute import ExecuteTool
from agent_connectors.engine.tools.search import SearchTool
from tests.providers.announced import Announced, announced
from tests.providers.calls import every_call, is_taken, sent
from tests.providers.expressing import Inexpressible, as_strict, express
from tests.providers.recorder import recording
from tests.providers.rules import refusals

__all__ = ["BESIDE", "FORMS", "Outcome", "try_all"]

FORMS: Mapping[str, dict[str, Any]] = {
    "execute": {},
    "search": {"form": "search"},
    "split_writes": {"split_writes": True},
    "operations": {"form": "operations"},
    "operations, in full": {"form": "operations", "max_tool_tokens": None},
}
"""The forms of tools, as options."""

BESIDE: Mapping[str, dict[str, Any]] = {"Azure OpenAI": {"max_description_tokens": 250}}
"""Options that a provider needs, as `docs/models.md` says."""

_AT_A_TIME = 100
"""Tools in a request, where there are many: providers take 128."""

CALLS = every_call()


@dataclass(frozen=True)
class Outcome:
    """What became of the tools of a form with a provider.

    Attributes:
        framework: The framework's package.
        provider: The provider, and what is particular about the way to it.
        form: The form of the tools.
        tools: How many tools were sent.
        calls: How many calls were made from what the provider was told.
        problem: What went wrong first; empty if nothing did.
        upstream: What goes wrong with a tool written by hand; empty if nothing does.
    """

    framework: str
    provider: str
    form: str
    tools: int
    calls: int
    problem: str
    upstream: str


def try_all(framework: str, providers: list[str] | None = None) -> Iterator[Outcome]:
    """Tries each provider with each form.

    Args:
        framework: The framework's package.
        providers: Only these; all if not given.
    """
    package = import_module(f"tests.providers.with_{framework}")
    connector = ClickupApiConnector.sandbox(allow_destructive=True)
    known: dict[str, str] = {}
    with recording() as recorder:
        for provider in providers or package.PROVIDERS:

            def told(tools: Any, provider: str = provider) -> list[Announced]:
                recorder.bodies.clear()
                package.PROVIDERS[provider](recorder.url)(tools)
                found = announced(recorder.bodies[-1])
                if why := next(refusals(provider, found), ""):
                    raise Inexpressible(f"refused: {why}")
                return found

            plain = {name: _problem(_by_hand, told, make) for name, make in package.PLAIN.items()}
            for form, chosen in FORMS.items():
                options = {**chosen, **BESIDE.get(provider, {})}
                tools = [t for part in _parts(connector, options) for t in _tools(connector, part)]
                problem = _problem(_sent_and_called, told, package, connector, options, known)
                upstream = plain["typed" if options.get("form") == "operations" else "general"]
                calls = sum(len(_calls_of(tool)) for tool in tools)
                yield Outcome(framework, provider, form, len(tools), calls, problem, upstream)


def _problem(do: Callable[..., None], *given: Any) -> str:
    try:
        do(*given)
    except Exception as error:
        said = str(error).splitlines()
        return f"{type(error).__name__}: {said[0] if said else ''}"[:200]
    return ""


def _by_hand(told: Callable[[Any], list[Announced]], make: Callable[[], Any]) -> None:
    """A plain tool is sent and called."""
    for tool in told(make()):
        meant = {"entity": "tasks", "action": "get"}
        if "params" in tool.schema["properties"]:
            express({**meant, "params": {"task_id": "901"}}, _as_held(tool))
        express(meant, _as_held(tool))


def _sent_and_called(
    told: Callable[[Any], list[Announced]],
    package: Any,
    connector: ClickupApiConnector,
    options: Mapping[str, Any],
    known: dict[str, str],
) -> None:
    """The tools of a form are sent, and each operation is called."""
    for part in _parts(connector, options):
        ours = {tool.name: tool for tool in _tools(connector, part)}
        sent_tools = told(package.tools(connector, **part))
        if [tool.name for tool in sent_tools] != list(ours):
            raise Inexpressible(f"other tools: {[tool.name for tool in sent_tools]}")
        for tool in sent_tools:
            schema = _as_held(tool)
            same = json.dumps([tool.name, schema, sorted(options)])
            if same not in known:
                known[same] = _problem(_called, ours[tool.name], schema)
            if known[same]:
                raise Inexpressible(f"{tool.name}: {known[same]}")


def _as_held(tool: Announced) -> dict[str, Any]:
    """The schema that a provider holds a model to; OpenAI's Responses make it strict unasked."""
    return as_strict(tool.schema) if tool.strict or tool.normalised else tool.schema


def _called(tool: Tool, schema: Mapping[str, Any]) -> None:
    """Each call that a tool is for can be said, and sends what was meant."""
    for name, meant in _calls_of(tool):
        for full in (False, True):
            arguments = express(meant, schema, full=full)
            if name:
                params, _ = read_params(arguments.get("params") if "action" in meant else arguments)
                wanted = meant.get("params", meant)
                if sent(name, params) != sent(name, wanted):
                    raise Inexpressible(f"{name}: {params} instead of {wanted}")


def _calls_of(tool: Tool) -> list[tuple[str, dict[str, Any]]]:
    """What a tool may be called with, each with the operation that is meant."""
    if isinstance(tool, SearchTool):
        return [("", {"query": "create a task"})]
    if isinstance(tool, ExecuteTool):
        return [
            (o.name, {"entity": o.entity, "action": o.action, "params": CALLS[o.name]})
            for o in tool.catalogue
        ]
    operation = tool.operation({})
    assert operation is not None
    told = tool.schema["properties"]
    meant = {name: value for name, value in CALLS[operation.name].items() if name in told}
    # What is left out of a short schema may be what another parameter needs.
    return [(operation.name, meant)] if is_taken(operation, meant) else []


def _parts(connector: ClickupApiConnector, options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options, once for each request."""
    if options.get("form") != "operations":
        return [dict(options)]
    names = [operation.name for operation in connector.operations]
    parts = (names[start : start + _AT_A_TIME] for start in range(0, len(names), _AT_A_TIME))
    return [{**options, "operations": part} for part in parts]


def _tools(connector: ClickupApiConnector, options: Mapping[str, Any]) -> tuple[Tool, ...]:
    return Toolbox(connector, **options).tools
