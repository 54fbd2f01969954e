"""Patterns of operations, such as `tasks.*`: what they allow, and whether they allow anything."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.values.names import nearest

__all__ = ["check_patterns", "covered", "is_pattern"]


def is_pattern(name: str) -> bool:
    """Whether a text can mean several operations."""
    return any(letter in name for letter in "*?[")


def covered(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns means an operation.

    Args:
        name: The name of the operation, such as `tasks.list`.
        patterns: Such as `tasks.*`, `*.list` or `tasks.list`.
    """
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def check_patterns(
    catalogues: Sequence[Catalogue], patterns: Iterable[str] | None, also: Sequence[str] = ()
) -> None:
    """Refuses patterns that allow nothing, as they must be misspelt.

    Args:
        catalogues: The operations that there are.
        patterns: The patterns.
        also: What else can be allowed.

    Raises:
        ConfigurationError: No operation has such a name; the text names the nearest.
    """
    names = [operation.name for catalogue in catalogues for operation in catalogue]
    names += also
    for pattern in patterns or ():
        if not any(covered(name, [pattern]) for name in names):
            entities = [entity for catalogue in catalogues for entity in catalogue.entities]
            near = nearest(pattern, [*names, *(f"{entity}.*" for entity in entities)])
            hint = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
            raise ConfigurationError(f"No operation is called `{pattern}`.", hint=hint)
