"""Tries the providers of one framework, in its own environment, and prints what became of it."""

import json
import sys
from dataclasses import asdict
from importlib.metadata import distributions
from typing import Any

from tests.providers.trying import try_all

_TOLD = (
    *("anthropic", "boto3", "google-genai", "groq", "langchain", "llama-index", "mistralai"),
    *("openai", "pydantic-ai"),
)


def _versions() -> dict[str, str]:
    """The versions of the packages that make and send requests."""
    found: list[Any] = list(distributions())
    return {
        d.metadata["Name"]: d.version
        for d in sorted(found, key=lambda d: str(d.metadata["Name"]))
        if str(d.metadata["Name"]).startswith(_TOLD)
    }


if __name__ == "__main__":
    outcomes = [asdict(outcome) for outcome in try_all(sys.argv[1])]
    print(json.dumps({"outcomes": outcomes, "versions": _versions()}))
