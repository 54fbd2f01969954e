"""Reads what a connector is set up with: credentials, where to call, a time zone, a folder."""

import os
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from inspect import signature
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.access.auth import ClickupApiAuthConfig
from agent_connectors.clickup.access.product import CLICKUP
from agent_connectors.engine.errors import ConfigurationError, UnknownOption
from agent_connectors.engine.hosted.auth import AIRBYTE_CLOUD, AirbyteAuthConfig
from agent_connectors.engine.values.settings import UNSET, members, of_kind, one_of
from agent_connectors.engine.values.unseen import option_names

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from agent_connectors.engine.network.transport import App
    from agent_connectors.engine.pacing.pacer import Budget, Budgets
    from agent_connectors.engine.store.storage import Place

__all__ = [
    "read_app",
    "read_base_url",
    "read_budget",
    "read_credentials",
    "read_feeds",
    "read_path",
    "read_store",
    "read_workspace",
    "read_zone",
    "refuse_credentials",
    "sandbox_token",
]


def refuse_credentials(given: Iterable[str]) -> None:
    """Refuses what belongs into the credentials, and says how to write it.

    Raises:
        UnknownOption: Something of that kind is given.
    """
    for name in {"api_key", "api_token", "key", "token"}.intersection(given):
        raise UnknownOption(
            f"There is no option `{name}`.", hint='Write `ClickupApiConnector("pk_...")`.'
        )
    for config in (ClickupApiAuthConfig, AirbyteAuthConfig):
        for name in given:
            if name in option_names(config):
                raise UnknownOption(
                    f"`{name}` is part of the credentials.",
                    hint=f"Write `ClickupApiConnector({config.__name__}({name}=...))`.",
                )


def read_credentials(given: object) -> ClickupApiAuthConfig | AirbyteAuthConfig:
    """The credentials that are given, or else those of the environment.

    Raises:
        ConfigurationError: There are none, or what is given cannot be any.
    """
    if given is UNSET:
        return _from_environment()
    if given is None:
        raise ConfigurationError(
            "`auth_config` is None, so it is not known whose account this is.",
            hint="Leave it out to use the one that CLICKUP_API_KEY is for.",
        )
    return given if isinstance(given, AirbyteAuthConfig) else ClickupApiAuthConfig.of(given)


def read_path(name: str, given: object, example: str) -> "Path | None":
    """A path that was given as an option.

    Args:
        name: The option.
        given: What was given.
        example: Such as it may be.

    Raises:
        ConfigurationError: It is no path; an empty one would be the folder one happens to be in.
    """
    if given is None:
        return None
    if isinstance(given, os.PathLike) or (isinstance(given, str) and given.strip()):
        from pathlib import Path

        return Path(given)
    raise ConfigurationError(f"`{name}` must be a path.", hint=f'Such as `"{example}"`.')


def read_store(given: object) -> "Path | Place | None":
    """Where the replica is to be kept.

    Args:
        given: The option.

    Raises:
        ConfigurationError: It is no path, nor another place.
    """
    if hasattr(given, "holding"):
        return given
    if isinstance(given, str) and "://" in given:
        # Not shown: there may be a password in it.
        raise ConfigurationError(
            "`store` must be a path, not the address of a database.",
            hint="For PostgreSQL, pass a `PostgresStore` of `agent_connectors.postgres_store`.",
        )
    return read_path("store", given, "clickup.db")


def read_feeds(option: str, given: object, place: object) -> tuple[str, ...]:
    """What the replica reads besides, or leaves out.

    Args:
        option: The name of the option.
        given: The option.
        place: Where the replica is kept; None if there is none.

    Raises:
        ConfigurationError: There is none, or nothing of that name.
    """
    feeds = members(option, given)
    if feeds and place is None:
        raise ConfigurationError(f"`{option}` is for a connector with a `store`.")
    if feeds:
        from agent_connectors.clickup.store.feeds import FEEDS

        for name in feeds:
            one_of(f"feed for `{option}` of the name", name, [feed.name for feed in FEEDS])
    return feeds


def read_workspace(given: object) -> str | None:
    """The id or name of a workspace.

    Raises:
        ConfigurationError: It is neither.
    """
    if given is None or (isinstance(given, str) and given.strip()):
        return given
    raise ConfigurationError(
        "`workspace` must be the id or name of a workspace.", hint='Such as `"9015482310"`.'
    )


def read_zone(name: object) -> "tzinfo | None":
    """The time zone of a name.

    Raises:
        ConfigurationError: There is no such zone.
    """
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise ConfigurationError(
            f"There is no time zone {name!r}.", hint="Use a name such as `Europe/Berlin`."
        ) from None


def read_budget(given: object) -> "Budget | Budgets | None":
    """The rate budget, or the budgets to choose from.

    Raises:
        ConfigurationError: It is neither.
    """
    if given is None:
        return None
    # Not at the top: it brings asyncio along.
    from agent_connectors.engine.pacing.pacer import Budget, Budgets

    wanted = "a budget such as `RedisBudget(url)`"
    found: Budget | Budgets = of_kind("budget", given, Budget, Budgets, wanted=wanted)
    return found


def read_app(given: "App | None", make: "Callable[..., App]", options: Mapping[str, Any]) -> "App":
    """An application to call instead of the network.

    Args:
        given: One; None to make a sandbox.
        make: Makes a sandbox.
        options: What it is made with.

    Raises:
        ConfigurationError: What is given cannot be one, or it is given beside options.
    """
    if given is None:
        # A plan has a limit of its own.
        new = options if "plan" in options else {"rate_limit": 1000, **options}
        try:
            return make(**new)
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
    for name in options:
        raise ConfigurationError(
            f"`{name}` is for a new sandbox, and one was given.",
            hint=f"Make the sandbox with it: `Sandbox({name}=...)`.",
        )
    try:
        signature(given).bind(None, None, None)
        if not isinstance(given, type):
            return given
    except (TypeError, ValueError):
        pass  # it cannot be called, or not with what an ASGI application is called with
    kind = "a class" if isinstance(given, type) else f"a {type(given).__name__}"
    raise ConfigurationError(
        f"`sandbox` must be a `Sandbox`, or another ASGI application, not {kind}.",
        hint="Leave it out for a new one.",
    )


def sandbox_token(sandbox: object, user: int | str) -> str:
    """A token of somebody in a sandbox.

    Raises:
        ConfigurationError: It is no sandbox, or nobody in it has that id, name or address.
    """
    token_for = getattr(sandbox, "token_for", None)
    if token_for is None:
        raise ConfigurationError("`as_user` needs a `Sandbox` that knows the people in it.")
    try:
        return str(token_for(user))
    except ValueError as error:
        raise ConfigurationError(f"`as_user`: {error}.") from None


def _from_environment() -> ClickupApiAuthConfig | AirbyteAuthConfig:
    """The credentials in the environment.

    Raises:
        ConfigurationError: There are none.
    """
    if not os.environ.get("CLICKUP_API_KEY"):
        hosted = AirbyteAuthConfig.from_environment()
        if hosted is not None:
            return hosted
    return ClickupApiAuthConfig.from_environment()


def read_base_url(given: object, auth: ClickupApiAuthConfig | AirbyteAuthConfig) -> str:
    """Where to send the calls, without a trailing slash or a version, which operations name.

    Raises:
        ConfigurationError: It is not the URL of a host.
    """
    hosted = isinstance(auth, AirbyteAuthConfig)
    variable, default = (
        ("AIRBYTE_API_URL", AIRBYTE_CLOUD) if hosted else ("CLICKUP_BASE_URL", CLICKUP.base_url)
    )
    url = (os.environ.get(variable) or default) if given is None else given
    if url == default:
        return default
    if not isinstance(url, str):
        raise ConfigurationError(f"`base_url` must be like {default}, not a {type(url).__name__}.")
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        _ = parts.port  # read only to be checked
    except ValueError:
        raise ConfigurationError(f"`base_url` must be like {default}.") from None
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("`base_url` must not hold a user or a password.")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        # What has no address in it may be a token in the wrong place.
        plain = parts._replace(query="", fragment="").geturl()
        shown = f", not {plain!r}" if parts.scheme or "." in plain or not url else ""
        more = " without a query or a fragment" if parts.query or parts.fragment else ""
        raise ConfigurationError(f"`base_url` must be like {default}{more}{shown}.")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        _warn_of(parts.hostname)
    path = parts.path.rstrip("/")
    for version_path in ("/api/v1", "/api/v2", "/api/v3", "/api"):
        path = path.removesuffix(version_path)
    return f"{parts.scheme}://{parts.netloc}{path}"


@lru_cache(maxsize=64)
def _warn_of(host: str) -> None:
    """Says once of each host that credentials can be read on the way to it."""
    # Not at the top: it is slow to import, and seldom needed.
    from logging import getLogger

    getLogger("agent_connectors.credentials").warning(
        "To %s credentials travel in the clear, as `base_url` is http://: use https:// "
        "wherever others may listen.",
        host,
    )


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    from ipaddress import ip_address

    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return host.endswith(".localhost")
