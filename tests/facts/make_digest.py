"""Makes the digest of ClickUp's specification and of recorded exchanges: facts, and no text.

Run it with the folder that holds `spec-v2.json`, `spec-v3.json`, `recordings/` and `recordings2/`:

    python -m tests.facts.make_digest FOLDER
"""

import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.facts.shapes import shape_of

__all__ = [
    "digest_of_measurements",
    "digest_of_recordings",
    "digest_of_specification",
    "written",
]

_SCHEMA_WORDS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "items",
    "maxItems", "maxLength", "maximum", "minimum", "nullable", "oneOf", "prefixItems",
    "properties", "required", "type", "uniqueItems",
}  # fmt: skip
"""What is kept of a schema; descriptions, titles, examples and defaults are not."""

_METHODS = ("get", "post", "put", "patch", "delete")


def digest_of_specification(folder: Path) -> dict[str, Any]:
    """Methods, paths, parameters, statuses and schemas, with what they refer to in its place."""
    found = {}
    for version in ("v2", "v3"):
        document = json.loads((folder / f"spec-{version}.json").read_text())
        schemas = document.get("components", {}).get("schemas", {})
        found[version] = {
            "paths": {path: _path(item) for path, item in sorted(document["paths"].items())},
            "components": {"schemas": {name: _schema(s) for name, s in sorted(schemas.items())}},
        }
    return found


def _path(item: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: _operation(item[key]) for key in _METHODS if key in item}
    if "parameters" in item:
        kept["parameters"] = [_parameter(p) for p in item["parameters"]]
    return kept


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if "parameters" in operation:
        kept["parameters"] = [_parameter(p) for p in operation["parameters"]]
    if "requestBody" in operation:
        kept["requestBody"] = _contents(operation["requestBody"])
    kept["responses"] = {
        status: _contents(response) for status, response in operation["responses"].items()
    }
    return kept


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    kept = {key: parameter[key] for key in ("$ref", "name", "in", "required") if key in parameter}
    return kept | ({"schema": _schema(parameter["schema"])} if "schema" in parameter else {})


def _contents(node: dict[str, Any]) -> dict[str, Any]:
    """A request's body or a response: its schemas, by media type."""
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    content = {
        media: {"schema": _schema(inner["schema"])} if "schema" in inner else {}
        for media, inner in node.get("content", {}).items()
    }
    return {"content": content} if content else {}


def _schema(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    kept: dict[str, Any] = {}
    for word, value in schema.items():
        if word not in _SCHEMA_WORDS:
            continue
        if word == "properties":
            kept[word] = {name: _schema(inner) for name, inner in value.items()}
        elif word in {"items", "additionalProperties"}:
            kept[word] = _schema(value)
        elif word in {"allOf", "anyOf", "oneOf", "prefixItems"}:
            kept[word] = [_schema(inner) for inner in value]
        else:
            kept[word] = value
    return kept


def digest_of_recordings(folder: Path) -> dict[str, Any]:
    """Every recorded exchange: what was asked, and the shape of the answer."""
    templates: dict[str, set[str]] = {}
    for version in ("v2", "v3"):
        paths = json.loads((folder / f"spec-{version}.json").read_text())["paths"]
        for path, item in paths.items():
            full = path if path.startswith("/api") else f"/api{path}"
            templates.setdefault(re.sub(r"{[^}]+}", "{}", full), set()).update(item)
    found = {}
    for file in sorted((*folder.glob("recordings/*.json"), *folder.glob("recordings2/*.json"))):
        exchange = json.loads(file.read_text())
        if "request" in exchange:
            found[file.stem] = _exchange(file.stem, exchange, templates)
    return found


def digest_of_measurements(folder: Path) -> dict[str, Any]:
    """What others measured without keeping the exchange: refusals, and parts of tasks."""
    refusals = json.loads((folder / "recordings2" / "errors.json").read_text())
    parts = json.loads((folder / "recordings2" / "shape_task_parts.json").read_text())
    # Some are named with an explanation.
    values = {name.split()[0]: shape_of(value) for name, value in parts.pop("values").items()}
    return {
        "refusals": {
            refusal["ECODE"]: {"status": refusal["status"], "err": shape_of(refusal["err"], "err")}
            for refusal in refusals
        },
        "field_values": values,
        "parts": {
            name.replace(" ", "_"): shape_of(parts[name])
            for name in sorted(parts.keys() - {"what"})
        },
    }


def _exchange(
    name: str, exchange: dict[str, Any], templates: dict[str, set[str]]
) -> dict[str, Any]:
    request, response = exchange["request"], exchange["response"]
    url = urlsplit(request["url"])
    headers = response["headers"]
    kept = {
        "evidence": evidence(name),
        "method": request["method"],
        "path": fitting(request["method"], url.path, templates),
        "query": sorted({name for name, _ in parse_qsl(url.query)}),
        "body": shape_of(request["body"]) if isinstance(request["body"], dict) else None,
        "status": response["status"],
        "answer": shape_of(response["body"]),
    }
    # Nango answered with limits of its own; elsewhere the headers were not kept.
    if "date" in headers and not name.startswith("nango_"):
        kept["limits"] = "x-ratelimit-limit" in headers
    return kept


def evidence(name: str) -> str:
    """How strong a recording is, by its name."""
    if name.endswith("CONSTRUCTED"):
        return "constructed"
    return "shown" if name.startswith("shape_") or name.endswith("REPORTED") else "recorded"


def fitting(method: str, path: str, templates: dict[str, set[str]]) -> str:
    """The path in the description that a recorded one is of."""
    fits = [
        template
        for template, methods in templates.items()
        if method.lower() in methods and re.fullmatch(template.replace("{}", "[^/]+"), path)
    ]
    return min(fits, key=lambda template: template.count("{}"))


def written(digest: Any, depth: int) -> str:
    """JSON with a line for each entry `depth` levels down, so that changes can be read."""
    if not depth or not isinstance(digest, dict) or not digest:
        return json.dumps(digest, separators=(",", ":"), ensure_ascii=False)
    rows = (f"{json.dumps(key)}:{written(value, depth - 1)}" for key, value in digest.items())
    return "{\n" + ",\n".join(rows) + "\n}"


def main(folder: Path) -> None:
    here = Path(__file__).parent
    specification = written(digest_of_specification(folder), 4) + "\n"
    (here / "specification.json").write_text(specification)
    (here / "recordings.json").write_text(written(digest_of_recordings(folder), 1) + "\n")
    (here / "measurements.json").write_text(written(digest_of_measurements(folder), 2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
