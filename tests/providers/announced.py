"""The tools of a request, as each provider is told about them."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Announced", "announced"]


@dataclass(frozen=True)
class Announced:
    """A tool as a provider is told about it.

    Attributes:
        name: Its name.
        description: What the model reads.
        schema: The JSON schema of its arguments.
        strict: Whether calls must fit the schema; None where the request does not say.
        normalised: Whether the provider makes the schema strict unless it is told not to, as
            OpenAI's Responses do.
    """

    name: str
    description: str
    schema: dict[str, Any]
    strict: bool | None = None
    normalised: bool = False


def announced(body: dict[str, Any]) -> list[Announced]:
    """The tools of a request.

    Args:
        body: Of OpenAI's two interfaces (Azure, Groq and Mistral have the same), Anthropic's,
            Google's or Bedrock's.
    """
    if "tools" in body.get("toolConfig", {}):
        specs = [tool["toolSpec"] for tool in body["toolConfig"]["tools"]]
        return [Announced(s["name"], s["description"], s["inputSchema"]["json"]) for s in specs]
    found = []
    for tool in body["tools"]:
        if "functionDeclarations" in tool:
            found += [
                Announced(
                    d["name"],
                    d["description"],
                    d.get("parametersJsonSchema")
                    or d.get("parameters_json_schema")
                    or _lower(d["parameters"]),
                )
                for d in tool["functionDeclarations"]
            ]
        elif "input_schema" in tool:
            strict = tool.get("strict")
            found.append(Announced(tool["name"], tool["description"], tool["input_schema"], strict))
        else:
            said = tool.get("function", tool)
            strict = said.get("strict")
            found.append(
                Announced(
                    said["name"],
                    said["description"],
                    said["parameters"],
                    strict,
                    normalised="input" in body and strict is None,
                )
            )
    return found


def _lower(schema: dict[str, Any]) -> dict[str, Any]:
    """Google's own schema as a JSON schema: types in small letters, null as a type of its own."""
    plain: dict[str, Any] = {
        key: value for key, value in schema.items() if key not in {"nullable", "type"}
    }
    if "type" in schema:
        plain["type"] = str(schema["type"]).lower()
    if "properties" in plain:
        plain["properties"] = {name: _lower(inner) for name, inner in plain["properties"].items()}
    if "items" in plain:
        plain["items"] = _lower(plain["items"])
    if "anyOf" in plain:
        plain["anyOf"] = [_lower(inner) for inner in plain["anyOf"]]
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain
