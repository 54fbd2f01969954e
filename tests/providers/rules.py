"""What providers refuse in the schemas of tools, as far as it is known."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.providers.announced import Announced

__all__ = ["refusals"]

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")

MOST_TOOLS = {"OpenAI": 128, "Azure": 128, "Groq": 128}
"""How many tools a request may have; OpenAI says so, and the others follow it."""

LONGEST_DESCRIPTION = {"Azure": 1024}
"""Characters; OpenAI took the limit away, and Azure was last seen to have it in April 2025."""


def refusals(provider: str, tools: list[Announced]) -> Iterator[str]:
    """Why a provider would refuse a request; nothing if it would not.

    Args:
        provider: A name of the test's, which begins with the provider's.
        tools: The tools of the request.
    """
    company = provider.replace(",", " ").split(maxsplit=1)[0]
    if len(tools) > MOST_TOOLS.get(company, len(tools)):
        yield f"{len(tools)} tools"
    for tool in tools:
        if not _NAME.fullmatch(tool.name):
            yield f"{tool.name}: the name"
        if len(tool.description) > LONGEST_DESCRIPTION.get(company, 10**6):
            yield f"{tool.name}: a description of {len(tool.description)} characters"
        if tool.schema.get("type") != "object":
            yield f"{tool.name}: the arguments are no object"
        for place, node in _nodes(tool.schema, tool.name):
            if why := _wrong(company, node, strict=bool(tool.strict)):
                yield f"{place}: {why}"


def _nodes(schema: Mapping[str, Any], place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield place, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _nodes(inner, f"{place}.{name}")
    if isinstance(schema.get("items"), Mapping):
        yield from _nodes(schema["items"], f"{place}[]")
    for kind in schema.get("anyOf", ()):
        yield from _nodes(kind, place)


def _wrong(company: str, node: Mapping[str, Any], *, strict: bool) -> str:  # noqa: PLR0911 - a rule each
    kind = node.get("type")
    if kind is None and "anyOf" not in node:
        return "no type"
    if "$ref" in node:
        return "a reference"
    if "array" in (kind or ()) and not node.get("items"):
        return "a list of what it does not say"
    if company == "Gemini":
        if isinstance(kind, list):
            return "several types"
        if any(not isinstance(value, str) for value in node.get("enum", ())):
            return "an enum of what is no text"
        if kind == "object" and not node.get("properties") and "additionalProperties" not in node:
            return "an object without keys"
    if company in {"OpenAI", "Azure"} and strict and "object" in (kind or ()):
        if node.get("additionalProperties") is not False:
            return "an open object, although strict"
        if set(node.get("required", ())) != set(node.get("properties", ())):
            return "optional properties, although strict"
    return ""
