"""One rate budget for all connectors of a process that use the same credential."""

import threading
import weakref
from hashlib import sha256

from agent_connectors.engine.pacing.pacer import Budget, Budgets, Pacer
from agent_connectors.engine.pacing.rate import USUAL_HEADERS, RateHeaders

__all__ = ["budget_for", "key_of", "pacer_for"]

_lock = threading.Lock()
_pacers: "weakref.WeakValueDictionary[tuple[str, int], Pacer]" = weakref.WeakValueDictionary()
"""As long as some connector uses them."""


def key_of(base_url: str, credential: str) -> str:
    """Stands for a credential at a product; nothing can be made of it.

    Args:
        base_url: Where the product is.
        credential: The credential.
    """
    return sha256(f"{base_url}\n{credential}".encode()).hexdigest()[:32]


def pacer_for(
    key: str,
    app: object = None,
    rate: RateHeaders | None = USUAL_HEADERS,
) -> Pacer:
    """The one count that this process keeps for a credential.

    Args:
        key: Stands for the credential.
        app: The application that is called instead of the network, which counts by itself.
            Whoever has the pacer must hold it, so that its identity stays its own.
        rate: How the product says how many requests may be sent; None if it sets no limit.
    """
    with _lock:
        pacer = _pacers.get((key, id(app)))
        if pacer is None:
            pacer = _pacers[key, id(app)] = Pacer(rate=rate)
        return pacer


def budget_for(
    key: str,
    given: Budget | Budgets | None = None,
    app: object = None,
    rate: RateHeaders | None = USUAL_HEADERS,
) -> Budget:
    """The budget that a connector spends from.

    Args:
        key: Stands for its credential.
        given: A budget, or budgets to choose from by key; the process's own if not given.
        app: As for `pacer_for`.
        rate: As for `pacer_for`.
    """
    if given is None:
        return pacer_for(key, app, rate)
    return given.of(key, rate or USUAL_HEADERS) if isinstance(given, Budgets) else given
