"""The effects of operations, in order: each is worse than the one before it."""

from collections.abc import Iterable
from typing import Any, Literal, get_args

from agent_connectors.engine.values.settings import members, one_of

__all__ = ["EFFECTS", "Effect", "agreement", "read_effects", "worst"]

Effect = Literal["read", "write", "destructive"]
"""What calling it does to the product: nothing, a change, or a loss."""

EFFECTS: tuple[Effect, ...] = get_args(Effect)
"""`read`, `write`, `destructive`."""


def worst(effects: Iterable[Effect]) -> Effect:
    """The worst of some effects; `read` of none, as nothing is done."""
    return max(effects, key=EFFECTS.index, default="read")


def read_effects(name: str, value: Any) -> frozenset[Effect]:
    """A collection of effects; a text is one of them.

    Raises:
        ConfigurationError: One of them is no effect; the text names the nearest.
    """
    return frozenset(one_of("effect", member, EFFECTS) for member in members(name, value))


def agreement(name: str, value: Any) -> frozenset[Effect]:
    """The effects that somebody has to agree to: those named, and all that are worse.

    Who wants to be asked before something is changed wants to be asked before it is lost.

    Raises:
        ConfigurationError: One of them is no effect; the text names the nearest.
    """
    named = read_effects(name, value)
    least = min(map(EFFECTS.index, named), default=len(EFFECTS))
    return frozenset(EFFECTS[least:])
