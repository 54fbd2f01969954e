"""Tests that need what not everybody has."""

import os
from typing import NoReturn

import pytest

__all__ = ["missing"]


def missing(what: str) -> NoReturn:
    """Skips the test, or fails it where nothing may be missing: with `CI=true`."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{what}; CI must have it")
    pytest.skip(what)
