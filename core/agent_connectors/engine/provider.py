"""What a package says of the connector that it brings, so that commands and servers find it.

A package names its provider in `pyproject.toml`:

    [project.entry-points."agent_connectors.connectors"]
    tracker = "my_tracker:PROVIDER"
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConfigurationError, UnknownOption
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.names import did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from agent_connectors.engine.pacing.pacer import Budget
    from agent_connectors.engine.store.store import Store
    from agent_connectors.engine.store.tables import Schema

__all__ = ["GROUP", "Hosting", "Provider", "installed_providers", "provider_named"]

GROUP = "agent_connectors.connectors"
"""The entry points under which packages name their providers."""

Make = Callable[[Mapping[str, Secret], str | None, float, "Budget | None"], Connector]
"""Takes credentials by field, the product's URL if it is not the usual one, seconds that a call
may take, and a rate budget."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """How a server holds connectors of a kind.

    Args:
        connector: Its class, which says its `connector_type`, by which callers name it in any
            case, and its `definition_id`, by which released clients do.
        fields: The names that its credential may go by; one of them is given.
        make: Makes one that may do everything: what a caller may do is the server's own matter.
            Raises ConfigurationError for credentials that cannot be right.
        store: Makes a context store of a connector, of what executes its reads and of a place, and
            takes `also` and `without`, names of what is read besides and left out, where a server
            is set so; None if there is nothing of the kind.
        tables: Gives the tables of such a store.
        only_by_name: Operations that a server allows only where its owner names their entity, as
            they let others in: a webhook sends data to any address, say.
    """

    connector: type[Connector]
    fields: tuple[str, ...]
    make: Make
    only_by_name: tuple[str, ...] = ()
    store: "Callable[..., Store] | None" = None
    tables: "Callable[[], Schema] | None" = None

    def __post_init__(self) -> None:
        if not (self.connector_type and self.definition_id):
            raise ConfigurationError(
                f"`{self.connector.__name__}` cannot be hosted without a name for servers.",
                hint="Give the class a `connector_type` and a `definition_id`, such as a new UUID.",
            )

    @property
    def connector_type(self) -> str:
        """What callers name it by."""
        return self.connector.connector_type

    @property
    def definition_id(self) -> str:
        """The id that released clients name it by."""
        return self.connector.definition_id


@dataclass(frozen=True, slots=True)
class Provider:
    """A connector that a package brings.

    Args:
        connector: Its class.
        make: Makes one with the credentials that the environment holds; takes the connector's
            options by name. Raises ConfigurationError where there are no credentials.
        sandbox: Makes one to try it on, offline; None if there is nothing of the kind.
        hosting: How a server holds it; None if servers are not to.
        for_tokens: Takes the connector's options by name; gives what makes one with the token of
            somebody who calls, and raises ConfigurationError for what cannot be a token. None if
            callers cannot have tokens of their own.
        key_variable: The environment variable that `make` reads the key from. Where it is not set,
            a shell may have a key from elsewhere, and makes the connector by `for_tokens`.
        base_url_variable: The one that says where to call, if not the usual place.
    """

    connector: type[Connector]
    make: Callable[..., Connector]
    sandbox: Callable[..., Connector] | None = None
    hosting: Hosting | None = None
    for_tokens: Callable[..., Callable[[str], Connector]] | None = None
    key_variable: str = ""
    base_url_variable: str = ""


def installed_providers() -> dict[str, Provider]:
    """The providers of all installed packages, by name.

    Raises:
        ConfigurationError: One cannot be loaded, or two packages bring one of the same name.
    """
    return {name: _load(name, entries) for name, entries in _entries().items()}


def provider_named(name: str) -> Provider:
    """The provider of a name; no other package is loaded for it.

    Raises:
        UnknownOption: No installed package brings one.
        ConfigurationError: It cannot be loaded, or two packages bring one of that name.
    """
    found = _entries()
    if name in found:
        return _load(name, found[name])
    raise UnknownOption(
        f"No installed package brings a connector `{name}`.",
        hint=did_you_mean(name, found) or f"There are: {', '.join(found) or 'none'}.",
    )


def _entries() -> dict[str, list["EntryPoint"]]:
    """What installed packages name, in the order of the names."""
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        # A package that is on the path twice, installed and as a checkout, is named twice.
        if entry.value not in [known.value for known in found.setdefault(entry.name, [])]:
            found[entry.name].append(entry)
    return found


def _load(name: str, entries: list["EntryPoint"]) -> Provider:
    if len(entries) > 1:
        values = " and ".join(f"`{entry.value}`" for entry in entries)
        raise ConfigurationError(
            f"Two packages bring a connector `{name}`: {values}.", hint="Uninstall one of them."
        )
    value = entries[0].value
    try:
        provider = entries[0].load()
    except Exception as error:  # whatever a package may raise when it is imported
        raise ConfigurationError(
            f"The connector `{name}` cannot be loaded ({type(error).__name__}: {error}).",
            hint=f"Fix or uninstall the package of `{value}`.",
        ) from error
    if not isinstance(provider, Provider):
        raise ConfigurationError(f"`{value}` is no `Provider`.")
    return provider
