"""ClickUp, as commands and servers find it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.access.auth import ClickupApiAuthConfig
from agent_connectors.clickup.connector import ClickupApiConnector
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.provider import Hosting, Provider
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import unseen

if TYPE_CHECKING:
    from pathlib import Path

    from agent_connectors.engine.pacing.pacer import Budget
    from agent_connectors.engine.store.feeds import Reads
    from agent_connectors.engine.store.storage import Place
    from agent_connectors.engine.store.store import Store
    from agent_connectors.engine.store.tables import Schema

__all__ = ["PROVIDER"]


def _hosted(
    credentials: Mapping[str, Secret],
    base_url: str | None,
    timeout: float,
    budget: "Budget | None",
) -> Connector:
    return ClickupApiConnector(
        ClickupApiAuthConfig(**{name: secret.reveal() for name, secret in credentials.items()}),
        base_url=base_url,
        timeout=timeout,
        allow_destructive=True,
        budget=budget,
    )


def _store(
    connector: "Reads",
    place: "Path | Place",
    *,
    also: Iterable[str] = (),
    without: Iterable[str] = (),
) -> "Store":
    from agent_connectors.clickup.store import ContextStore

    return ContextStore(connector, place, also=also, without=without)


def _tables() -> "Schema":
    from agent_connectors.clickup.store.tables import SCHEMA

    return SCHEMA


def _for_tokens(**options: Any) -> Callable[[str], Connector]:
    """With a personal API token or an OAuth access token, whichever it is."""
    ClickupApiConnector("pk_of_nobody", **options)  # what cannot be is refused before anybody calls

    @unseen
    def connect(token: str) -> Connector:
        return ClickupApiConnector(ClickupApiAuthConfig.of_either(token), **options)

    return connect


PROVIDER = Provider(
    connector=ClickupApiConnector,
    make=ClickupApiConnector,
    sandbox=ClickupApiConnector.sandbox,
    hosting=Hosting(
        ClickupApiConnector,
        ("api_key", "access_token"),
        _hosted,
        only_by_name=(
            "webhooks.create",
            "webhooks.update",
            "users.invite",
            "users.update",
            "guests.invite",
            "guests.update",
            "guests.add",
        ),
        store=_store,
        tables=_tables,
    ),
    for_tokens=_for_tokens,
    key_variable="CLICKUP_API_KEY",
    base_url_variable="CLICKUP_BASE_URL",
)
