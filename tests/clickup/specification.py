"""What ClickUp's OpenAPI files say, read for comparison with our operations."""

import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from agent_connectors.engine.declare.endpoint import Endpoint
from tests.facts.reading import description, nameless

__all__ = ["Documented", "Field", "Specification", "read_specification"]


class Field(NamedTuple):
    """A field of a body."""

    required: bool
    inner: "dict[str, Field]"
    """The fields within it, if it is an object or a list of objects."""


class Documented(NamedTuple):
    """What ClickUp documents of an endpoint."""

    method: str
    path: str
    names: tuple[str, ...]
    query: dict[str, bool]
    """Parameters in the query, and whether they are required."""
    body: dict[str, Field]
    whole: bool
    """Whether the body is a list, of objects with the fields in `body`."""


class Specification:
    """The endpoints of ClickUp's OpenAPI files."""

    def __init__(self) -> None:
        self.endpoints: dict[tuple[str, str], Documented] = {}
        for version, prefix in (("v2", "/api"), ("v3", "")):
            self._document = description(version)
            for path, methods in self._document["paths"].items():
                common = methods.get("parameters", [])
                for method, operation in methods.items():
                    if method in {"get", "post", "put", "patch", "delete"}:
                        found = self._read(method.upper(), prefix + path, operation, common)
                        self.endpoints[found.method, nameless(found.path)] = found

    def of(self, endpoint: Endpoint) -> Documented:
        """What is documented of an endpoint of ours.

        Where ClickUp has a placeholder for one of a few words, ours may have the word.
        """
        exact = self.endpoints.get((endpoint.method, nameless(endpoint.path)))
        if exact is not None:
            return exact
        fits = [
            documented
            for (method, path), documented in self.endpoints.items()
            if method == endpoint.method
            and re.fullmatch(path.replace("{}", r"([\w-]+|{\w+})"), endpoint.path)
        ]
        assert len(fits) == 1, f"{endpoint}: {[f.path for f in fits]}"
        return fits[0]

    def _read(self, method: str, path: str, operation: Any, common: list[Any]) -> Documented:
        parameters = [self._resolve(p) for p in common + operation.get("parameters", [])]
        body = self._resolve(operation.get("requestBody", {}))
        content: Any = next(iter(body.get("content", {}).values()), {})
        schema = self._resolve(content.get("schema", {}))
        return Documented(
            method,
            path,
            tuple(p["name"] for p in parameters if p["in"] == "path"),
            {
                p["name"].removesuffix("[]"): p.get("required", False)
                for p in parameters
                if p["in"] == "query"
            },
            self._fields(schema),
            schema.get("type") == "array",
        )

    def _fields(self, schema: Any, depth: int = 0) -> dict[str, Field]:
        """The fields of an object, or of the objects in a list."""
        schema = self._resolve(schema)
        if schema.get("type") == "array":
            return self._fields(schema.get("items", {}), depth)
        found: dict[str, Field] = {}
        if depth > 5:
            return found
        for part in schema.get("allOf", []):
            found |= self._fields(part, depth)
        for choice in [*schema.get("anyOf", []), *schema.get("oneOf", [])]:
            found |= self._fields(choice, depth)
        required = schema.get("required", [])
        for name, inner in schema.get("properties", {}).items():
            found[name] = Field(name in required, self._fields(inner, depth + 1))
        return found

    def _resolve(self, node: Any) -> Any:
        while "$ref" in node:
            found: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                name = unquote(part).replace("~1", "/").replace("~0", "~")
                found = found[int(name) if isinstance(found, list) else name]
            node = found
        return node


@cache
def read_specification() -> Specification:
    """The specification, read once."""
    return Specification()
