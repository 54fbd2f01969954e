"""What an operator sets is checked when the server is set up."""

import traceback
from dataclasses import fields
from typing import Any

import pytest

from agent_connectors.clickup import ConfigurationError
from agent_connectors.hosted.settings import PREFIX, Settings

NUMBERS = [field for field in fields(Settings) if field.type in (int, float)]


@pytest.mark.parametrize("name", [field.name for field in NUMBERS])
@pytest.mark.parametrize("wrong", ["-1", "nan", "inf", "abc", "1e400"])
def test_a_number_that_cannot_be_is_refused(name: str, wrong: str) -> None:
    with pytest.raises(ConfigurationError, match=f"(?i){name}"):
        Settings.from_environment({PREFIX + name.upper(): wrong})


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: str(field.name))
def test_what_is_set_is_what_is_used(field: Any) -> None:
    settings = Settings.from_environment({PREFIX + field.name.upper(): "7"})
    assert getattr(settings, field.name) == 7
    assert Settings.from_environment({}) == Settings()
    wrong: Any = {field.name: "7"}
    with pytest.raises(ConfigurationError):
        Settings(**wrong)


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: str(field.name))
def test_a_misspelt_variable_is_refused_with_the_nearest(field: Any) -> None:
    name = field.name.upper()
    right = PREFIX + name
    for wrong in (name[:2] + name[3:], f"{name}_", f"{name[0]}{name}", f"{name[:-1]}X"):
        with pytest.raises(ConfigurationError, match=rf"{PREFIX}{wrong}\b.*\b{right}\b") as caught:
            Settings.from_environment({PREFIX + wrong: "secret-7"})
        assert "secret-7" not in _shown(caught.value)


def test_what_others_set_is_left_alone() -> None:
    address = "tcp://10.0.0.7:8000"
    others = ("SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP", "PORT", "PORT_8000_TCP_ADDR")
    variables = {PREFIX + name: address for name in others} | {"AGENT_CONNECTOR": "1"}
    assert Settings.from_environment(variables) == Settings()


@pytest.mark.parametrize("name", ["BASE_URLS", "TIMEOUT", "LOG_REQUESTS", "DATABASE_URLS"])
def test_no_refusal_shows_what_a_variable_holds(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as caught:
        Settings.from_environment({PREFIX + name: "{secret-7", PREFIX + "KEYS": "secret-7"})
    assert "secret-7" not in _shown(caught.value)


def _shown(error: BaseException) -> str:
    """What a crash report may show of an error, but for the frame of the test."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    report.stack.pop(0)
    return "".join(report.format()) + repr(error.__cause__) + repr(error.__context__)


def test_a_switch_is_on_or_off() -> None:
    wrong: Any = "no"
    with pytest.raises(ConfigurationError, match="`audit_params`"):
        Settings(audit_params=wrong)


NO_ADDRESSES = [
    "ftp://pk_x",
    "pk_x",
    "//pk_x",
    "http://",
    "http://[pk_x",
    "http://h:pk_x",
    "file:///pk_x",
]


@pytest.mark.parametrize("wrong", NO_ADDRESSES)
def test_what_is_no_address_is_refused_without_being_shown(wrong: str) -> None:
    keys = {"issuer": "i", "issuer_audience": "a", "issuer_keys_url": wrong}
    given: list[dict[str, Any]] = [{"base_url": wrong}, {"base_urls": {"Clickup-Api": wrong}}, keys]
    for options in given:
        with pytest.raises(ConfigurationError, match="must be an address") as refused:
            Settings(**options)
        assert "pk_x" not in str(refused.value)
