"""The digest of ClickUp's specification and of recorded exchanges."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from tests.facts.shapes import sample

__all__ = [
    "SOURCE",
    "described",
    "description",
    "endpoint_of",
    "measurements",
    "nameless",
    "recorded_answer",
    "recordings",
    "webhooks",
]

_HERE = Path(__file__).parent

SOURCE = _HERE.parents[2] / "shared" / "clickup"
"""Where a maintainer keeps what the digest is made of; a clone does without."""


@cache
def _read(name: str) -> Any:
    return json.loads((_HERE / name).read_text())


def description(version: str) -> Any:
    """ClickUp's OpenAPI description of `v2` or `v3`, without its prose."""
    return _read("specification.json")[version]


@cache
def described() -> dict[str, tuple[str, str, str]]:
    """Version, path and method in the description, by the endpoint without names of parameters."""
    found = {}
    for version in ("v2", "v3"):
        for path, item in description(version)["paths"].items():
            full = nameless(path if path.startswith("/api") else f"/api{path}")
            for method in item.keys() - {"parameters"}:
                found[f"{method.upper()} {full}"] = (version, path, method)
    return found


def nameless(path: str) -> str:
    """A path with its placeholders' names left out: the description spells them variously."""
    return re.sub(r"\{[^}]+\}", "{}", path)


def recordings() -> dict[str, dict[str, Any]]:
    """The recorded exchanges, by their names."""
    found: dict[str, dict[str, Any]] = _read("recordings.json")
    return found


def measurements() -> dict[str, dict[str, Any]]:
    """What others measured: `refusals` by their codes, `field_values` by type, `parts` by name."""
    found: dict[str, dict[str, Any]] = _read("measurements.json")
    return found


def webhooks() -> dict[str, dict[str, Any]]:
    """What webhooks are told: `events` by name, `items` by the field that they are about."""
    found: dict[str, dict[str, Any]] = _read("webhooks.json")
    return found


def endpoint_of(exchange: dict[str, Any]) -> str:
    """Such as `GET /api/v2/task/{}`."""
    return f"{exchange['method']} {exchange['path']}"


def recorded_answer(exchange: dict[str, Any]) -> Any:
    """A body of the shape that was recorded."""
    return sample(exchange["answer"])
