"""Credentials for ClickUp."""

import os
import re
from typing import TYPE_CHECKING, Self

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.hiding import shape_of_secrets
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import even_half_made, unseen

if TYPE_CHECKING:
    from agent_connectors.engine.executor.credentials import Credentials

__all__ = ["ClickupApiAuthConfig"]

_PERSONAL = "pk_"
"""What personal API tokens begin with."""

_WHERE = "ClickUp makes personal API tokens under Settings > Apps."

# What may stand in the header (RFC 7235), or a placeholder of some page, which ClickUp refuses.
_TOKEN = re.compile(r"[\w.~+/-]+=*|<[ -;=?-~]+>", re.ASCII)

_WHOSE = re.compile(r"pk_[0-9]+_")
"""The beginning of personal API tokens, which names their user; the rest is the secret."""

shape_of_secrets(r"pk_[0-9]{2,}_[0-9A-Za-z]{8,}")

_BLANKS = " \t\n\r\v\f"

_QUOTES = "\"'`\u2018\u2019\u201c\u201d"


class ClickupApiAuthConfig:
    """A ClickUp credential, used to call ClickUp directly.

    Args:
        api_key: A personal API token (`pk_...`; ClickUp makes them under Settings > Apps). Quotes,
            blanks and `Bearer` around it are taken away.
        access_token: An OAuth access token instead, of an app that a user has authorized.

    Raises:
        ConfigurationError: Both were given or neither, or one that cannot be a token.
    """

    __slots__ = ("_bearer", "_token")

    @unseen
    def __init__(self, api_key: str | None = None, *, access_token: str | None = None) -> None:
        if (api_key is None) == (access_token is None):
            raise ConfigurationError(
                "Give either `api_key`, a ClickUp personal API token, or `access_token`."
            )
        self._bearer = access_token is not None
        token = access_token if self._bearer else api_key
        checked = _checked(token, bearer=self._bearer)
        whose = _WHOSE.match(checked)
        self._token = Secret(checked, known=whose.end() if whose else 0)

    @classmethod
    @unseen
    def of(cls, given: object) -> Self:
        """The credential that stands where a configuration is wanted: a personal token as text.

        Raises:
            ConfigurationError: It is something else; the text does not show it.
        """
        if isinstance(given, cls):
            return given
        hint = f"{_WHERE} One for OAuth goes into `ClickupApiAuthConfig(access_token=...)`."
        if not isinstance(given, str):
            found = "class" if isinstance(given, type) else type(given).__name__
            raise ConfigurationError(f"`auth_config` is no credential: {found}.", hint=hint)
        if not _checked(given, bearer=False).startswith(_PERSONAL):
            raise ConfigurationError(
                "`auth_config` is text, but no personal API token: those begin with `pk_`.",
                hint=hint,
            )
        return cls(given)

    @classmethod
    @unseen
    def of_either(cls, token: str) -> Self:
        """The credential that a token is: a personal one by its beginning, or OAuth's.

        Raises:
            ConfigurationError: It cannot be a token.
        """
        personal = _checked(token, bearer=False).startswith(_PERSONAL)
        return cls(token) if personal else cls(access_token=token)

    @classmethod
    @unseen
    def from_environment(cls) -> Self:
        """The personal API token in the environment variable `CLICKUP_API_KEY`.

        Raises:
            ConfigurationError: It is not set.
        """
        token = os.environ.get("CLICKUP_API_KEY")
        if not token:
            raise ConfigurationError(
                "There is no ClickUp token.",
                hint='Write `ClickupApiConnector("pk_...")`, or set CLICKUP_API_KEY. '
                f"{_WHERE} Without an account, try `ClickupApiConnector.sandbox()`.",
            )
        return cls(token)

    def credentials(self) -> "Credentials":
        """What lets requests in: a personal token stands in the header as it is."""
        from agent_connectors.engine.executor.credentials import Token

        scheme = "Bearer" if self._bearer else ""
        return Token(self._token.reveal(), scheme=scheme, known=self._token.known)

    @property
    def parts(self) -> dict[str, Secret]:
        """The token by the name of its parameter."""
        return {"access_token" if self._bearer else "api_key": self._token}

    @property
    def secret(self) -> Secret:
        """The token."""
        return self._token

    def own_secrets(self) -> tuple[Secret, ...]:
        """What no text may hold."""
        return (self._token,)

    @even_half_made
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


def _checked(token: object, *, bearer: bool) -> str:
    """A token that can be sent, without what is copied along with one.

    Raises:
        ConfigurationError: It cannot; the text does not show it.
    """
    if not isinstance(token, str):
        raise ConfigurationError(f"A ClickUp token is text, not {type(token).__name__}.")
    bare = _bare(token)
    scheme, *rest = bare.split(maxsplit=1) or [""]
    said_bearer = scheme.lower() == "bearer"
    if said_bearer:
        bare = _bare("".join(rest))
    if not bare:
        raise ConfigurationError("The ClickUp token is empty.", hint=_WHERE)
    if not _TOKEN.fullmatch(bare):
        raise ConfigurationError(
            "The ClickUp token has characters that a token cannot have.",
            hint="Copy it again: the token alone, without quotes, blanks or line breaks.",
        )
    if bare.startswith(_PERSONAL) and bearer:
        raise ConfigurationError(
            "This is a personal API token, not an OAuth access token.",
            hint='Write `ClickupApiAuthConfig("pk_...")`.',
        )
    if said_bearer and not bearer and not bare.startswith(_PERSONAL):
        raise ConfigurationError(
            "A token that is sent as `Bearer` is an OAuth access token.",
            hint="Write `ClickupApiAuthConfig(access_token=...)`.",
        )
    return bare


def _bare(text: str) -> str:
    """A text without blanks and quotes around it."""
    return text.strip(f"{_BLANKS}{_QUOTES}")
