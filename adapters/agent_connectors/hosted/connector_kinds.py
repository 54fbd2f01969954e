"""The kinds of connectors that the server can hold, as the packages say that bring them."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.provider import Hosting, installed_providers
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.store.actions import ACTIONS
from agent_connectors.engine.store.store import Store
from agent_connectors.engine.values.unseen import unseen

__all__ = ["ConnectorKinds", "check_fields"]


class ConnectorKinds:
    """The kinds that a server knows.

    Args:
        kinds: The kinds.
    """

    @classmethod
    def installed(cls) -> "ConnectorKinds":
        """Those of all installed packages that bring a connector.

        Raises:
            ConfigurationError: One cannot be loaded.
        """
        providers = installed_providers().values()
        return cls(*(p.hosting for p in providers if p.hosting is not None))

    def __init__(self, *kinds: Hosting) -> None:
        self._by_id = {kind.definition_id: kind for kind in kinds}
        self._by_type = {kind.connector_type.lower(): kind for kind in kinds}

    def base_urls(self, only: str | None, by_type: Mapping[str, str]) -> dict[str, str]:
        """Where products are that are not at their usual places, by type in lower case.

        A token must never go to the place of another product.

        Args:
            only: Where the only one is.
            by_type: Where each is, by type.

        Raises:
            ConfigurationError: A type is unknown, or it is not said of which product a URL is.
        """
        for name in by_type:
            if name.lower() not in self._by_type:
                self.named(name, None)
        urls = {name.lower(): url for name, url in by_type.items()}
        if only is None:
            return urls
        if len(self._by_type) > 1 or urls:
            known = ", ".join(kind.connector_type for kind in self._by_type.values())
            raise ConfigurationError(
                f"`base_url` does not say of which product it is: this server holds {known}.",
                hint="Set `base_urls` instead.",
            )
        return dict.fromkeys(self._by_type, only)

    def catalogues(self) -> list[Catalogue]:
        """The operations of each kind."""
        return [kind.connector.operations for kind in self._by_id.values()]

    def stores(self) -> list[Callable[..., Store]]:
        """How stores of each kind are made that has any."""
        return [kind.store for kind in self._by_id.values() if kind.store is not None]

    def questions(self, kind: Hosting | None = None) -> list[str]:
        """What stores can be asked, as it is called in lists of what is allowed.

        Args:
            kind: Of which kind; all if not given.
        """
        return [
            f"{entity}.{action}"
            for each in ([kind] if kind else self._by_id.values())
            if each.tables is not None
            for entity in each.tables().entities
            for action in ACTIONS
        ]

    def of(self, definition_id: str) -> Hosting:
        """The kind of a connector that is kept.

        Raises:
            KeyError: It is of a kind that this server does not know.
        """
        return self._by_id[definition_id]

    def named(self, connector_type: str | None, definition_id: str | None) -> Hosting:
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
def check_fields(kind: Hosting, credentials: Mapping[str, Any]) -> dict[str, Secret]:
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
