"""What an operator sets is checked when the server is set up."""

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


def test_a_switch_is_on_or_off() -> None:
    wrong: Any = "no"
    with pytest.raises(ConfigurationError, match="`audit_params`"):
        Settings(audit_params=wrong)
