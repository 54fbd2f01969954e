"""Runs in a client's own environment: calls what it offers, with made-up arguments.

Prints a line of JSON for each call: its name, and the error if there was one. It needs nothing but
Python itself, for nothing of ours is in that environment.
"""

import asyncio
import inspect
import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

FACTS: dict[str, Any] = json.loads(os.environ.get("FACTS", "{}"))
"""Ids that the sandbox knows, by the names of parameters."""

_LAST = ("delete", "remove", "merge", "clear")
_HOLDERS = ("checklist", "task", "list", "folder", "space")
_KINDS = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}


def told(name: str, error: BaseException | str | None = None) -> None:
    said = None if error is None else f"{type(error).__name__}: {error}"
    said = error if isinstance(error, str) else said
    print(json.dumps({"call": name, "error": said and " ".join(said.split())[:300]}), flush=True)


def in_order(names: Iterable[str]) -> list[str]:
    """Reads first, deletions last, those of small things before those of what holds them."""

    def rank(name: str) -> int:
        if any(word in name.lower() for word in _LAST):
            place = (n for n, holder in enumerate(_HOLDERS, 3) if name.lower().endswith(holder))
            return next(place, 2)
        return 0 if any(word in name.lower() for word in ("get", "list", "fetch")) else 1

    return sorted(names, key=rank)


def made_up(name: str, kind: str = "string") -> Any:
    """A value for a parameter, by its name, or else by its kind."""
    key = name.lower()
    if key in FACTS:
        value = FACTS[key]
        is_number = kind in {"integer", "number"} and str(value).lstrip("-").isdigit()
        return int(value) if is_number else value
    return _KINDS.get(kind, "By a client")


async def call(name: str, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call something, and tell how it went."""
    try:
        result = function(*args, **kwargs)
        if inspect.isawaitable(result):
            result = await result
    except (Exception, SystemExit) as error:
        told(name, error)
        return None
    told(name)
    return result


async def methods(client: Any, *, but: Iterable[str] = ()) -> None:
    """Call every public method."""
    for name in in_order(n for n in dir(client) if not n.startswith("_") and n not in but):
        method = getattr(client, name)
        if inspect.ismethod(method):
            await call(name, method, **arguments(method))


def arguments(function: Callable[..., Any]) -> dict[str, Any]:
    """Made-up arguments for what a function cannot do without."""
    words = {int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}
    return {
        name: made_up(name, words.get(parameter.annotation, "string"))
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }


async def tools(server: Any) -> None:
    """Call every tool of an MCP server of either FastMCP."""
    listed = {tool.name: tool for tool in await server.list_tools()}
    for name in in_order(listed):
        tool = listed[name]
        schema = getattr(tool, "inputSchema", None) or getattr(tool, "parameters", {})
        given = {
            key: fitting(key, schema.get("properties", {}).get(key, {}))
            for key in schema.get("required", [])
        }
        try:
            result = await server.call_tool(name, given)
        except Exception as error:
            told(name, error)
            continue
        failed = getattr(result, "isError", False) or getattr(result, "is_error", False)
        told(name, str(result) if failed else None)


def fitting(name: str, schema: dict[str, Any]) -> Any:
    """A value that a schema allows."""
    allowed = schema.get("enum") or [
        schema[word] for word in ("const", "default") if word in schema
    ]
    return allowed[0] if allowed else made_up(name, kind_of(schema))


def kind_of(schema: dict[str, Any]) -> str:
    for one in (schema, *schema.get("anyOf", ())):
        if "type" in one:
            return str(one["type"])
    return "string"


async def main(code: str) -> None:
    space: dict[str, Any] = {
        "FACTS": FACTS, "call": call, "methods": methods, "tools": tools,
        "arguments": arguments, "in_order": in_order,
    }  # fmt: skip
    lines = "\n".join(f"    {line}" for line in code.splitlines())
    exec(f"async def run():\n{lines}", space)  # the code is ours, of `catalogue`
    await space["run"]()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
