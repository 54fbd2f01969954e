"""Who calls, and which connector on the server is meant."""

import os
from typing import Self

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import UNSET
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["AIRBYTE_CLOUD", "AirbyteAuthConfig", "checked_id"]

AIRBYTE_CLOUD = "https://api.airbyte.ai"
"""Where Airbyte runs the server."""


class AirbyteAuthConfig:
    """Credentials for hosted execution: the product's own token stays on the server.

    Args:
        customer_name: The workspace that the connector is in.
        workspace_name: The same by its newer name; give at most one. Without either, the
            workspace is `default`; None or an empty text alone is refused, as it may stand for
            somebody whose workspace is not known.
        organization_id: The organization, for clients that may act for several.
        airbyte_client_id: The client's id; AIRBYTE_CLIENT_ID if not given.
        airbyte_client_secret: The client's secret; AIRBYTE_CLIENT_SECRET if not given.
        connector_id: The connector, where its id is known; it is looked up otherwise.

    Raises:
        ConfigurationError: The client's id or secret is missing, two workspaces are named, or
            something cannot be sent.
    """

    __slots__ = ("client_id", "connector_id", "organization_id", "secret", "workspace")

    @unseen
    def __init__(
        self,
        customer_name: str | None = UNSET,
        organization_id: str | None = None,
        airbyte_client_id: str | None = None,
        airbyte_client_secret: str | None = None,
        *,
        workspace_name: str | None = UNSET,
        connector_id: str | None = None,
    ) -> None:
        customer_name, workspace_name = _named(customer_name, workspace_name)
        if customer_name and workspace_name and customer_name != workspace_name:
            raise ConfigurationError("Give `customer_name` or `workspace_name`: they are the same.")
        client_id = airbyte_client_id or os.environ.get("AIRBYTE_CLIENT_ID")
        secret = airbyte_client_secret or os.environ.get("AIRBYTE_CLIENT_SECRET")
        if not client_id or not secret:
            raise ConfigurationError(
                "Hosted execution needs a client id and a client secret.",
                hint="Pass `airbyte_client_id` and `airbyte_client_secret`, or set "
                "AIRBYTE_CLIENT_ID and AIRBYTE_CLIENT_SECRET.",
            )
        self.client_id = _checked("airbyte_client_id", client_id)
        self.secret = Secret(_checked("airbyte_client_secret", secret))
        organization = organization_id or os.environ.get("AIRBYTE_ORGANIZATION_ID")
        self.organization_id = _checked("organization_id", organization) if organization else None
        if self.organization_id is not None and not self.organization_id.isascii():
            raise ConfigurationError("`organization_id` has characters that a header cannot have.")
        self.connector_id = (
            None if connector_id is None else checked_id(_checked("connector_id", connector_id))
        )
        for name, value in (("customer_name", customer_name), ("workspace_name", workspace_name)):
            if value:
                _checked(name, value)
        # The parameter's name too: a server of either generation knows at least its own.
        self.workspace = (
            ("workspace_name", workspace_name)
            if workspace_name
            else ("customer_name", customer_name or "default")
        )

    @classmethod
    def from_environment(cls) -> Self | None:
        """The credentials in the environment, if there are any."""
        return cls() if os.environ.get("AIRBYTE_CLIENT_ID") else None

    def _parts(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AirbyteAuthConfig) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def own_secrets(self) -> tuple[Secret, ...]:
        """What no text may hold."""
        return (self.secret,)

    @even_half_made
    def __repr__(self) -> str:
        name, value = self.workspace
        return (
            f"AirbyteAuthConfig({name}={value!r}, organization_id={self.organization_id!r}, "
            f"airbyte_client_id={self.client_id!r}, airbyte_client_secret='**********')"
        )


def _named(customer: str | None, workspace: str | None) -> tuple[str | None, str | None]:
    """The names of a workspace that are given, None for what is not.

    Raises:
        ConfigurationError: One is given, and it names none.
    """
    given = [name for name in (customer, workspace) if name is not UNSET]
    if given and not any(given):
        raise ConfigurationError(
            "`customer_name` names no workspace, so it is not known whose account this is.",
            hint="Leave it out to use the workspace `default`.",
        )
    return None if customer is UNSET else customer, None if workspace is UNSET else workspace


def checked_id(connector_id: object) -> str:
    """The id of a connector, if it can stand in a path.

    Raises:
        ConfigurationError: It cannot.
    """
    text = _checked("connector_id", str(connector_id))
    if text.strip(". ") == "":
        raise ConfigurationError(f"`connector_id` cannot be {text!r}.", hint="Nothing was sent.")
    return text


def _checked(name: str, value: object) -> str:
    """A text that can be sent.

    Raises:
        ConfigurationError: It cannot; the text does not show it.
    """
    if not isinstance(value, str):
        raise ConfigurationError(f"`{name}` is text, not {type(value).__name__}.")
    if not value.isprintable():
        raise ConfigurationError(
            f"`{name}` has characters that it cannot have.",
            hint="Copy it again, without line breaks.",
        )
    return value
