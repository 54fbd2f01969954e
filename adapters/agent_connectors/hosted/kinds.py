"""The kinds of connectors that the server can hold: how each is named, checked and made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.access.execution import CONNECTOR_TYPE, DEFINITION_ID
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.pacing.pacer import Budget
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import unseen

__all__ = ["CLICKUP_KIND", "Kind", "Kinds", "check_fields"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of connector.

    Args:
        connector_type: What callers name it by, in any case.
        definition_id: The id that released clients name it by.
        connector: Its class.
        fields: The names that its credential may go by; one of them is given.
        make: Makes one from its credentials, the product's URL if that is not the usual one,
            seconds that a call may take, and a rate budget. Raises ConfigurationError for
            credentials that cannot be right.
    """

    connector_type: str
    definition_id: str
    connector: type[Connector]
    fields: tuple[str, ...]
    make: Callable[[Mapping[str, Secret], str | None, float, Budget | None], Connector]


def _clickup(
    credentials: Mapping[str, Secret], base_url: str | None, timeout: float, budget: Budget | None
) -> Connector:
    # Everything is allowed here: what a caller may do is the server's own matter.
    return ClickupApiConnector(
        ClickupApiAuthConfig(**{name: secret.reveal() for name, secret in credentials.items()}),
        base_url=base_url,
        timeout=timeout,
        allow_destructive=True,
        budget=budget,
    )


CLICKUP_KIND = Kind(
    CONNECTOR_TYPE, DEFINITION_ID, ClickupApiConnector, ("api_key", "access_token"), _clickup
)


class Kinds:
    """The kinds that a server knows.

    Args:
        kinds: The kinds.
    """

    def __init__(self, *kinds: Kind) -> None:
        self._by_id = {kind.definition_id: kind for kind in kinds}
        self._by_type = {kind.connector_type.lower(): kind for kind in kinds}

    def of(self, definition_id: str) -> Kind:
        """The kind of a connector that is kept.

        Raises:
            KeyError: It is of a kind that this server does not know.
        """
        return self._by_id[definition_id]

    def named(self, connector_type: str | None, definition_id: str | None) -> Kind:
        """The kind that a caller means.

        Raises:
            ConfigurationError: There is none of that name, or two are named.
        """
        found = {
            kind
            for kind in (
                self._by_type.get(connector_type.lower()) if connector_type else None,
                self._by_id.get(definition_id) if definition_id else None,
            )
            if kind is not None
        }
        named = sum(map(bool, (connector_type, definition_id)))
        if len(found) == 1 and (named == 1 or self._agree(connector_type, definition_id)):
            return found.pop()
        known = ", ".join(f"`{kind.connector_type}`" for kind in self._by_id.values())
        raise ConfigurationError(
            "Name a kind of connector that this server knows, by `connector_type` or "
            f"`definition_id`: {known}."
        )

    def _agree(self, connector_type: str | None, definition_id: str | None) -> bool:
        by_type = self._by_type.get((connector_type or "").lower())
        return by_type is not None and by_type is self._by_id.get(definition_id or "")


@unseen
def check_fields(kind: Kind, credentials: Mapping[str, Any]) -> dict[str, Secret]:
    """The credentials that a caller sent, checked.

    Raises:
        ConfigurationError: One is missing, unknown or no text, or cannot be right.
    """
    names = " or ".join(f"`{name}`" for name in kind.fields)
    if len(credentials) != 1 or not credentials.keys() <= set(kind.fields):
        raise ConfigurationError(f"The credentials of this kind of connector are {names}.")
    if not all(isinstance(value, str) for value in credentials.values()):
        raise ConfigurationError(f"The credentials must be text: {names}.")
    secrets = {name: Secret(value) for name, value in credentials.items()}
    kind.make(secrets, None, 1.0, None)
    return secrets
