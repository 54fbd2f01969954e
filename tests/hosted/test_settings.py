"""What an operator sets is checked when the server is set up."""

import socket
import traceback
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from agent_connectors.cli import profiles
from agent_connectors.clickup import ConfigurationError
from agent_connectors.hosted.serve import _serve_metrics, create_server, serve
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


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: str(field.name))
@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_variable_that_is_empty_is_refused(field: Any, nothing: str) -> None:
    variable = PREFIX + field.name.upper()
    with pytest.raises(ConfigurationError, match=f"{variable} is empty"):
        Settings.from_environment({variable: nothing})


@pytest.mark.parametrize("name", ["DATABASE_URL_FILE", "REDIS_URL_FILE"])
def test_a_file_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} is empty"):
        Settings.from_environment({PREFIX + name: ""})


def test_a_port_for_metrics_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="metrics_port"):
        serve(Settings(metrics_port=8802), host="127.0.0.1", port=8802)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'server.db'}", keys=Fernet.generate_key().decode()
    )
    server = create_server(settings, host="127.0.0.1", port=0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port in (taken.getsockname()[1], 65_536):
            with pytest.raises(ConfigurationError, match=f"no metrics on 127.0.0.1:{port}"):
                _serve_metrics(port, "127.0.0.1", server)


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


def test_variables_of_other_commands_are_no_settings() -> None:
    others = dict.fromkeys((profiles.VARIABLE, profiles.FILE_VARIABLE), "x")
    assert Settings.from_environment(others) == Settings.from_environment({})
