"""Nothing reaches the product that is not allowed, or that nobody has agreed to.

Every framework, form, switch and effect, with real agents and real calls; what counts is what
the sandbox received.
"""

from itertools import product
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.effects import EFFECTS, Effect
from agent_connectors.engine.tools import ToolboxOptions
from tests.adapters.script import Call, execute

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")
pytest.importorskip("mcp")

from tests.adapters.asking import WAYS, Attempt

# LlamaIndex's own agents use what pydantic, and LlamaIndex itself, have deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
    pytest.mark.timeout(300),
]

OPERATIONS: dict[Effect, tuple[str, str]] = {
    "read": ("tasks", "get"),
    "write": ("comments", "create"),
    "destructive": ("tasks", "delete"),
}

SWITCHES: list[dict[str, Any]] = [
    {},
    {"allow_destructive": True},
    {"allow_destructive": True, "read_only": True},
]

RESTRICTIONS: list[dict[str, Any]] = [
    {},
    {"read_only": True},
    {"effects": "write"},
    {"effects": ["destructive", "read"]},
]

APPROVE: list[Any] = [(), "write", {"destructive"}, ["read"]]
"""As a text, a set and a list."""

FORMS = ToolboxOptions.__annotations__["form"].__args__


def allowed(effect: Effect, switches: dict[str, Any], restrictions: dict[str, Any]) -> bool:
    """What is allowed, said in the simplest words."""
    if effect != "read" and (switches.get("read_only") or restrictions.get("read_only")):
        return False
    if effect == "destructive" and not switches.get("allow_destructive"):
        return False
    wanted = restrictions.get("effects", EFFECTS)
    return effect in ([wanted] if isinstance(wanted, str) else wanted)


def needs_agreement(effect: Effect, approve: Any) -> bool:
    named = [approve] if isinstance(approve, str) else list(approve)
    return any(EFFECTS.index(effect) >= EFFECTS.index(least) for least in named)


def call_of(effect: Effect, form: str, task: str, *, split: bool) -> Call:
    entity, action = OPERATIONS[effect]
    params = {"task_id": task}
    if effect == "write":
        params["comment_text"] = "x"
    if form == "operations":
        return (f"clickup_{entity}_{action}", params)
    _, arguments = execute(entity, action, params)
    name = "execute" if not split else "read" if effect == "read" else "write"
    return (f"clickup_{name}", arguments)


def received(sandbox: Sandbox, effect: Effect) -> int:
    """The requests that can have done it; a write may be preceded by a look."""
    return sum(effect == "read" or r.method != "GET" for r in sandbox.requests)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
async def test_what_is_not_allowed_or_not_agreed_to_is_not_done(way: str, form: str) -> None:
    sandbox = Sandbox(tasks=120, rate_limit=None)
    wrong: list[Any] = []
    tried = 0
    # MCP has nobody to ask: its clients do that themselves, by the hints.
    approvals = [()] if way == "mcp" else APPROVE
    for switches, restrictions, approve, effect, agrees, split in product(
        SWITCHES, RESTRICTIONS, approvals, EFFECTS, (False, True), (False, True)
    ):
        may = allowed(effect, switches, restrictions)
        asks = may and needs_agreement(effect, approve)
        usual = approve in ((), "write")
        if (split and (form == "operations" or not usual)) or (agrees and not asks):
            continue
        if restrictions and not usual:
            continue
        clickup = ClickupApiConnector.sandbox(sandbox, **switches)
        task = next(iter(sandbox.workspace.tasks))
        options = {
            "form": form,
            "split_writes": split,
            "operations": [".".join(name) for name in OPERATIONS.values()],
            **restrictions,
        }
        attempt = Attempt(call_of(effect, form, task, split=split), agrees, options, approve)
        sandbox.requests.clear()
        tried += 1
        try:
            asked = await WAYS[way](clickup, attempt)
        except ConfigurationError as error:
            # LangChain asks by tool: one that reads too cannot be asked about.
            if way != "langchain" or split or "split_writes=True" not in str(error):
                wrong.append((switches, restrictions, approve, effect, str(error)))
            continue
        done = received(sandbox, effect)
        due = may and (agrees or not asked)
        # A tool whose operations all need agreement is asked about before they are looked at, and
        # LangChain's tool for writes is asked about as a whole: both may ask too much.
        known = asked is asks or (asked and (not may or (way == "langchain" and split)))
        if bool(done) is not due or not known:
            wrong.append((switches, restrictions, approve, effect, agrees, split, asked, done))
    assert wrong == []
    assert tried >= len(SWITCHES) * len(RESTRICTIONS) * len(EFFECTS)
