"""Tests that need what not everybody has."""

import os
from collections.abc import Generator
from typing import NoReturn

import pytest

__all__ = ["missing", "pytest_make_collect_report", "pytest_runtest_makereport"]


def missing(what: str) -> NoReturn:
    """Skips the test, or fails it where nothing may be missing: with `CI=true`."""
    if _is_ci():
        pytest.fail(f"{what}; CI must have it")
    pytest.skip(what)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A file that cannot import what it is about fails in CI."""
    report = yield
    if report.skipped and _is_ci() and "could not import" in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """So does a test."""
    report = yield
    if report.skipped and _is_ci() and "could not import" in str(report.longrepr):
        report.outcome = "failed"
    return report


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}
