"""Checks what something is set up with, where it is given: names, switches, numbers, collections.

A setting that is wrong must not be found out by what it lets through.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from agent_connectors.engine.errors import ConfigurationError, UnknownOption
from agent_connectors.engine.values.names import did_you_mean

__all__ = [
    "UNSET",
    "Settled",
    "count",
    "members",
    "of_kind",
    "one_of",
    "refuse_unknown",
    "seconds",
    "switch",
]


class _Unset:
    def __repr__(self) -> str:
        return "..."


UNSET: Any = _Unset()
"""Stands for an option that is not given, where None could be."""


class Settled:
    """Has options that are decided when it is made.

    To set one later would do nothing, do half of it, or undo what was checked: it is refused.
    """

    settled: ClassVar[Collection[str]] = ()
    """The names of the options."""
    kept: ClassVar[Collection[str]] = ()
    """The names of what stays as it was made, besides: set once, or by the class."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        options_of_bases = {name for base in cls.__bases__ for name in getattr(base, "settled", ())}
        for name in sorted(options_of_bases.intersection(vars(cls))):
            raise TypeError(
                f"`{cls.__name__}.{name}`: options are given where a {cls.__name__} is made. As an "
                "attribute of the class it would say one thing and do another."
            )

    def __setattr__(self, name: str, value: Any) -> None:
        self._refuse_change(name)
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        self._refuse_change(name)
        super().__delattr__(name)

    def _refuse_change(self, name: str) -> None:
        kind = type(self)
        if name in kind.settled or (name in kind.kept and hasattr(self, name)):
            raise AttributeError(
                f"`{name}` of a {kind.__name__} is decided when it is made: make another."
            )


_LONGEST = 1e9
"""Seconds; what is longer is no length of time but a slip."""


def refuse_unknown(given: Iterable[str], valid: Iterable[str], hint: str = "") -> None:
    """Refuses options that do not exist.

    Args:
        given: The names of what is given.
        valid: The names that there are.
        hint: What else the text says; `{}` stands for the name.

    Raises:
        UnknownOption: There is no such option; the text names the nearest.
    """
    names = list(valid)
    for name in given:
        if name not in names:
            text = f"There is no option `{name}`. {did_you_mean(name, names)}".strip()
            raise UnknownOption(text, hint=hint.format(name))


def switch(name: str, value: Any) -> bool:
    """A setting that is on or off; what merely counts as true is refused.

    Raises:
        ConfigurationError: It is neither True nor False.
    """
    if isinstance(value, bool):
        return value
    raise ConfigurationError(f"`{name}` must be True or False, not {_shown(value)}.")


def count(name: str, value: Any, *, least: int = 1) -> int:
    """A whole number.

    Raises:
        ConfigurationError: It is something else, or too small.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    raise ConfigurationError(
        f"`{name}` must be a whole number of at least {least}, not {_shown(value)}."
    )


def seconds(name: str, value: Any, *, zero: bool = False) -> float:
    """A length of time.

    Args:
        name: The setting.
        value: What is given for it.
        zero: Whether it may be none at all.

    Raises:
        ConfigurationError: It is no number, or none that can be waited for.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and (0 < value < _LONGEST or (zero and value == 0)):
        return float(value)
    raise ConfigurationError(
        f"`{name}` must be a number of seconds {'from' if zero else 'above'} 0, "
        f"not {_shown(value)}.",
        hint="Leave it out for the default.",
    )


def members(name: str, value: Any) -> tuple[str, ...]:
    """A collection of texts, in order; a text is one of them, an iterator is read once.

    Raises:
        ConfigurationError: It is something else.
    """
    if isinstance(value, str):
        return (value,)
    # `{"write": False}` is no "write"; where the values say nothing, a mapping is its names.
    said = isinstance(value, Mapping) and any(v is not None for v in value.values())
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray) and not said:
        found = tuple(dict.fromkeys(value))
        if all(isinstance(member, str) for member in found):
            return found
    raise ConfigurationError(f"`{name}` must be a collection of names, not {_shown(value)}.")


def one_of(kind: str, value: Any, valid: Iterable[str]) -> Any:
    """One of several names.

    Raises:
        ConfigurationError: It is none of them; the text names the nearest.
    """
    names = list(valid)
    if isinstance(value, str) and value in names:
        return value
    raise ConfigurationError(f"There is no {kind} `{value}`. {did_you_mean(str(value), names)}")


def of_kind(name: str, value: Any, *kinds: type, wanted: str) -> Any:
    """A value of one of several kinds; a protocol is one by its methods.

    Args:
        name: The setting.
        value: What is given for it.
        kinds: Classes, or protocols that can be checked when run.
        wanted: What to write, for the text.

    Raises:
        ConfigurationError: It is of none of them, or a class itself.
    """
    if isinstance(value, kinds) and not isinstance(value, type):
        return value
    found = "a class" if isinstance(value, type) else _shown(value)
    raise ConfigurationError(f"`{name}` must be {wanted}, not {found}.")


def _shown(value: Any) -> str:
    """A value as an error may show it: a text might be a credential in the wrong place."""
    plain = value is None or isinstance(value, bool | int | float)
    return repr(value) if plain else f"a {type(value).__name__}"
