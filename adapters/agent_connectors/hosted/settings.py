"""What an operator can set."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self, get_type_hints
from urllib.parse import urlsplit

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.values.json_text import parse
from agent_connectors.engine.values.names import nearest
from agent_connectors.engine.values.settings import count, of_kind, seconds, switch
from agent_connectors.engine.values.unseen import unseen, unseen_fields

__all__ = ["PREFIX", "Settings"]

PREFIX = "AGENT_CONNECTORS_"
"""What the environment variables begin with."""

_OF_KUBERNETES = re.compile("(SERVICE_HOST|(SERVICE_)?PORT)(_|$)")
"""Variables that it sets beside a service called `agent-connectors`."""

_OF_THE_SHELL = {"CONFIG", "PROFILE"}
"""Variables that other commands read."""

_IN_FILES = ("database_url", "redis_url")
"""Settings with a password, whose variable with `_FILE` behind it names a file that holds them."""

_MAY_BE_ZERO = {
    "calls_at_once",
    "calls_a_minute",
    "drain_seconds",
    "idle_seconds",
    "metrics_port",
    "stale_seconds",
}


@unseen_fields
@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator can set; each field is an environment variable too.

    Args:
        database_url: Where everything is kept: `sqlite:///file` or `postgresql://...`.
        redis_url: Shares the rate budgets between replicas; needed with more than one.
        keys: The keys that credentials are encrypted with, separated by commas. The first one
            encrypts, the others are only read with. They win over `key_file`.
        key_file: A file with the keys, one a line; made for a new SQLite database.
        base_url: Where the product is, if it is not at its usual place; for a server that holds
            one kind of connector.
        base_urls: The same for a server that holds several: by the type of the connector, such as
            `{"Clickup-Api": "http://localhost:8787"}`.
        token_seconds: How long an access token is good for.
        stale_seconds: How long a revoked client or a changed connector may go unnoticed.
        timeout: Seconds that an execution may take.
        body_seconds: Seconds in which the body of a request must have arrived.
        body_bytes: How large the body of a request may be.
        connections: How many connections there may be at once; at most three quarters of the files
            that the system lets the server open.
        header_bytes: How long the head of a request may be: its first line and its headers.
        head_seconds: Seconds in which it must have come, and a TLS handshake before it.
        idle_seconds: After how long the connections of an unused credential are closed.
        window_seconds: How long the rate windows are, if not as their products say.
        drain_seconds: How long the server goes on after it was told to stop (SIGTERM) and says that
            it is not ready, so that whoever sends it requests notices.
        issuer: The company's own issuer of access tokens (JWT), as they say it in `iss`; they are
            good here for clients that were made with its `--subject`.
        issuer_audience: What they must say in `aud`.
        issuer_keys_url: Where the issuer publishes its keys (JWKS).
        behind_proxy: Whether a proxy with TLS stands in front: then the server may listen beyond
            this machine, and believes the last `X-Forwarded-For`.
        tls_certificate: A file with the certificates, where the server itself is to speak TLS.
        tls_key: A file with their key.
        calls_at_once: How many calls of one organization may be under way in one server; 0 for any
            number.
        calls_a_minute: How many calls one organization may begin in a minute; 0 for any number.
        metrics_port: A port of its own for `/metrics`, which then is not on the other.
        store: Where the context stores of connectors are kept, if there are to be any: a folder,
            or `postgresql://...`.
        store_also: What stores read besides, such as `status_history`; several by commas.
        store_without: What stores leave out, such as `comments`; several by commas.
        store_seconds: How old a store may be before it is read again when it is asked.
        docs: Whether `/docs` and `/openapi.json` are there.
        telemetry: Whether spans and metrics are sent to a collector of OpenTelemetry, as its own
            variables (`OTEL_...`) say.
        telemetry_ids: Whether spans hold ids.
        audit_params: Whether the audit log keeps the parameters' values.
        log_requests: Whether each request is logged.

    Raises:
        ConfigurationError: A number or a switch is none, or cannot be meant.
    """

    database_url: str = field(default="sqlite:///agent-connectors.db", repr=False)
    redis_url: str | None = field(default=None, repr=False)
    keys: str | None = field(default=None, repr=False)
    key_file: Path = Path("agent-connectors.key")
    base_url: str | None = None
    base_urls: dict[str, str] = field(default_factory=dict)
    token_seconds: int = 900
    stale_seconds: float = 1.0
    timeout: float = 120.0
    body_seconds: float = 20.0
    body_bytes: int = 1_000_000
    connections: int = 1_000
    header_bytes: int = 32_768
    head_seconds: float = 10.0
    idle_seconds: float = 300.0
    window_seconds: float | None = None
    drain_seconds: float = 5.0
    calls_at_once: int = 500
    calls_a_minute: int = 0
    metrics_port: int = 0
    store: str | None = field(default=None, repr=False)
    store_also: str = ""
    store_without: str = ""
    store_seconds: float = 300.0
    docs: bool = True
    issuer: str | None = None
    issuer_audience: str | None = None
    issuer_keys_url: str | None = None
    behind_proxy: bool = False
    tls_certificate: str | None = None
    tls_key: str | None = None
    telemetry: bool = False
    telemetry_ids: bool = False
    audit_params: bool = False
    log_requests: bool = True

    def __post_init__(self) -> None:
        for setting in fields(self):
            value = getattr(self, setting.name)
            if setting.type is int:
                count(setting.name, value, least=0 if setting.name in _MAY_BE_ZERO else 1)
            elif setting.name == "base_urls":
                _check_urls(value)
            elif setting.type is float or (setting.name == "window_seconds" and value is not None):
                seconds(setting.name, value, zero=setting.name in _MAY_BE_ZERO)
            elif setting.type is bool:
                switch(setting.name, value)
            elif setting.type is Path:
                of_kind(setting.name, value, Path, wanted="a path")
            elif value is not None or setting.type is str:
                of_kind(setting.name, value, str, wanted="text")

        addresses = {"base_url": self.base_url, "issuer_keys_url": self.issuer_keys_url}
        for name, url in addresses.items():
            if url is not None:
                _check_url(name, url)
        for url in self.base_urls.values():
            _check_url("base_urls", url)
        if (
            len({self.issuer is None, self.issuer_audience is None, self.issuer_keys_url is None})
            > 1
        ):
            raise ConfigurationError(
                "`issuer`, `issuer_audience` and `issuer_keys_url` belong together."
            )
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ConfigurationError("`tls_certificate` and `tls_key` belong together.")

    @property
    def issuer_parts(self) -> tuple[str, str, str] | None:
        """The company's issuer, its audience and where its keys are, if it is set."""
        if self.issuer is None or self.issuer_audience is None or self.issuer_keys_url is None:
            return None
        return self.issuer, self.issuer_audience, self.issuer_keys_url

    @classmethod
    @unseen
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Self:
        """The settings in the environment, where they are not given.

        Args:
            environment: The variables; the process's own if not given.
            given: Settings that win over the environment; None stands for "not given".

        Raises:
            ConfigurationError: A variable is not of the kind that it should be, or there is no
                such setting.
        """
        variables = os.environ if environment is None else environment
        _refuse_misspelt(variables)
        kinds = get_type_hints(cls)
        values = {name: value for name, value in given.items() if value is not None}
        for setting in fields(cls):
            text = _text(variables, setting.name)
            if setting.name not in values and text:
                values[setting.name] = _read(
                    PREFIX + setting.name.upper(), text, kinds[setting.name]
                )
        return cls(**values)


def _check_url(name: str, url: str) -> None:
    """Refuses what is no address; without showing it, as it may hold a password.

    Raises:
        ConfigurationError: It is none.
    """
    try:
        parts = urlsplit(url)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise ConfigurationError(
            f"`{name}` must be an address that begins with https:// or http://."
        )


def _check_urls(given: Any) -> None:
    if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
        raise ConfigurationError(
            "`base_urls` must be an object of URLs by type of connector.",
            hint='Such as `{"Clickup-Api": "http://localhost:8787"}`.',
        )


def _refuse_misspelt(variables: Iterable[str]) -> None:
    """Refuses a variable that would do nothing.

    Raises:
        ConfigurationError: There is no such setting; the text names the nearest.
    """
    names = [*(setting.name for setting in fields(Settings)), *(f"{n}_file" for n in _IN_FILES)]
    known = {name: PREFIX + name.upper() for name in names}
    for name in variables:
        own = name.removeprefix(PREFIX)
        others = own in _OF_THE_SHELL or _OF_KUBERNETES.match(own)
        if own != name and name not in known.values() and not others:
            near = [known[each] for each in nearest(own, known)]
            raise ConfigurationError(
                f"There is no setting {name}.",
                hint=f"Did you mean {' or '.join(near)}?" if near else "docs/hosting.md has all.",
            )


def _text(variables: Mapping[str, str], name: str) -> str | None:
    """What a variable, or the file that another one names, says of a setting.

    Raises:
        ConfigurationError: It is empty, the file cannot be read or is empty, or both are set.
    """
    variable = PREFIX + name.upper()
    text = variables.get(variable)
    for each in (variable, f"{variable}_FILE"):
        # As by a template whose own variable is missing: SQLite for the database that was meant.
        if each in variables and not variables[each].strip():
            raise ConfigurationError(f"{each} is empty.", hint="Leave it out for the default.")
    file = variables.get(f"{variable}_FILE") if name in _IN_FILES else None
    if not file:
        return text
    if text:
        raise ConfigurationError(f"{variable} is set twice: there is {variable}_FILE, too.")
    try:
        text = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise ConfigurationError(f"{variable}_FILE: {file} cannot be read: {why}.") from None
    if not text:
        raise ConfigurationError(f"{variable}_FILE: {file} is empty.")
    return text


def _read(variable: str, text: str, kind: Any) -> Any:
    """The value of a variable.

    Raises:
        ConfigurationError: It is not of that kind.
    """
    if kind is bool:
        known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if text.lower() in known:
            return known[text.lower()]
        raise ConfigurationError(f"{variable} must be true or false.")
    if kind in (int, float, float | None):
        try:
            return int(text) if kind is int else float(text)
        except ValueError:
            raise ConfigurationError(f"{variable} must be a number.") from None
    if kind == dict[str, str]:
        try:
            return parse(text)
        except ValueError:
            raise ConfigurationError(f"{variable} must be a JSON object.") from None
    return kind(text) if kind is Path else text
