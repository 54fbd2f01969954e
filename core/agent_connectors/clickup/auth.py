"""Credentials for ClickUp."""

import os
from typing import Self

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secret import Secret

__all__ = ["ClickupApiAuthConfig"]


class ClickupApiAuthConfig:
    """A ClickUp credential, used to call ClickUp directly.

    Args:
        api_key: A personal API token (`pk_...`, from ClickUp's settings under "Apps").
        access_token: An OAuth access token instead, of an app that a user has authorized.

    Raises:
        ConfigurationError: Both were given or neither, or one that cannot be a token.
    """

    __slots__ = ("_bearer", "_token")

    def __init__(self, api_key: str | None = None, *, access_token: str | None = None) -> None:
        if (api_key is None) == (access_token is None):
            raise ConfigurationError(
                "Give either `api_key`, a ClickUp personal API token, or `access_token`."
            )
        self._bearer = access_token is not None
        self._token = Secret(_checked(access_token if self._bearer else api_key))

    @classmethod
    def from_environment(cls) -> Self:
        """The personal API token in the environment variable `CLICKUP_API_KEY`.

        Raises:
            ConfigurationError: It is not set.
        """
        token = os.environ.get("CLICKUP_API_KEY")
        if not token:
            raise ConfigurationError(
                "There is no ClickUp token.",
                hint="Pass `ClickupApiAuthConfig(api_key=...)`, or set CLICKUP_API_KEY. "
                "Without an account, try `ClickupApiConnector.sandbox()`.",
            )
        return cls(token)

    def authorization(self) -> str:
        """The value of the `Authorization` header: a personal token stands there as it is."""
        token = self._token.reveal()
        return f"Bearer {token}" if self._bearer else token

    @property
    def secret(self) -> Secret:
        """The token."""
        return self._token

    def __repr__(self) -> str:
        kind = "access_token" if self._bearer else "api_key"
        return f"ClickupApiAuthConfig({kind}='**********')"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, ClickupApiAuthConfig)
            and self._bearer == other._bearer
            and self._token == other._token
        )

    def __hash__(self) -> int:
        return hash((self._bearer, self._token))


def _checked(token: object) -> str:
    """A token that can be sent.

    Raises:
        ConfigurationError: It cannot; the text does not show it.
    """
    if not isinstance(token, str):
        raise ConfigurationError(f"A ClickUp token is text, not {type(token).__name__}.")
    token = token.strip()
    if not token:
        raise ConfigurationError("The ClickUp token is empty.")
    if not token.isascii() or not token.isprintable():
        raise ConfigurationError(
            "The ClickUp token has characters that a token cannot have.",
            hint="Copy it again, without quotes or line breaks.",
        )
    return token
