"""Keys in the system's keyring."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["forget", "kept", "ready", "store"]

_SERVICE: Final = "agent-connectors"
"""What the keyring lists the keys under."""

_NONE: Final = ("keyring.backends.fail", "keyring.backends.null")
"""Backends that keep nothing."""


def kept(connector: str, profile: str | None) -> Secret | None:
    """The key of an account; None if there is none, or no keyring.

    Args:
        connector: The name of the connector.
        profile: The name of the profile; None for the account without one.

    Raises:
        ConfigurationError: There is a keyring, and it cannot be read.
    """
    if find_spec("keyring") is None or _keeps_nothing():
        return None
    found = _asked("read", "get_password", _user(connector, profile))
    if found is not None and not isinstance(found, str):
        raise ConfigurationError(
            f"The keyring ({ready()}) gives a {type(found).__name__} in the place of a key.",
            hint="Choose another keyring, or set the environment variable instead.",
        )
    return Secret(found) if found else None


def ready() -> str:
    """What keeps the keys.

    Raises:
        ConfigurationError: There is nothing that does.
    """
    instead = "Without a keyring, set the environment variable, or type the key when asked."
    if find_spec("keyring") is None:
        raise ConfigurationError(
            'Keeping a key needs keyring: pip install "agent-connectors[keyring]"', hint=instead
        )
    if _keeps_nothing():
        raise ConfigurationError(
            "This machine has no keyring that could keep a key.",
            hint=f"On Linux, GNOME Keyring, KWallet and KeePassXC are such. {instead}",
        )
    return str(_backend().name)


def store(connector: str, profile: str | None, secret: Secret) -> None:
    """Keeps the key of an account, in the place of the one that was kept.

    Raises:
        ConfigurationError: It cannot be kept.
    """
    _asked("written", "set_password", _user(connector, profile), secret)
    if kept(connector, profile) != secret:
        raise ConfigurationError(
            f"The keyring ({ready()}) has taken the key, and does not keep it.",
            hint="Choose another keyring, or set the environment variable instead.",
        )


def forget(connector: str, profile: str | None) -> bool:
    """Removes the key of an account; tells whether there was one.

    Raises:
        ConfigurationError: It cannot be removed.
    """
    if kept(connector, profile) is None:
        return False
    _asked("written", "delete_password", _user(connector, profile))
    if kept(connector, profile) is not None:
        raise ConfigurationError(
            f"The keyring ({ready()}) still has the key.", hint="Remove it there yourself."
        )
    return True


def _user(connector: str, profile: str | None) -> str:
    return connector if profile is None else f"{connector}/{profile}"


def _backend() -> Any:
    # The library takes long to import, and is needed only where the environment has no key.
    return import_module("keyring").get_keyring()


def _keeps_nothing() -> bool:
    try:
        return type(_backend()).__module__ in _NONE
    except Exception as error:  # what the user's settings of the library name may not be there
        raise _unusable("used", error) from None


def _asked(what: str, function: str, user: str, *secrets: Secret) -> Any:
    try:
        asked = getattr(import_module("keyring"), function)
        found = asked(_SERVICE, user, *(secret.reveal() for secret in secrets))
    except Exception as error:  # each backend raises what it likes
        told = _unusable(what, error)
    else:
        return found
    # Outside of the `except`, so that nothing leads to the frames that hold a key.
    raise told


def _unusable(what: str, error: Exception) -> ConfigurationError:
    # Without its text, which may hold what was to be kept.
    return ConfigurationError(
        f"The keyring cannot be {what} ({type(error).__name__}).",
        hint="Unlock it, or set the environment variable instead.",
    )
