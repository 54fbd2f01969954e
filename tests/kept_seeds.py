"""Workspaces that tests start with: each is laid out once in a process, and then copied.

Copying takes a third of the time of laying one out, and thousands of tests have one of their own.
"""

import gc
import pickle
from collections.abc import Callable
from typing import Any

from agent_connectors.clickup.sandbox import app
from agent_connectors.clickup.sandbox.seed import build
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["keep_seeds"]

_KEPT: dict[Any, bytes] = {}


def keep_seeds() -> None:
    """From here on, sandboxes of this process start with copies."""
    vars(app)["build"] = _copied


def _copied(*, clock: Callable[[], float], **options: Any) -> Workspace:
    key = tuple(sorted(options.items()))
    if options["tasks"] > 500:  # laid out by few tests, and large
        return build(clock=clock, **options)
    if key not in _KEPT:
        _KEPT[key] = pickle.dumps(build(clock=_never, **options))
    gc.disable()  # nothing of a copy is rubbish
    try:
        workspace: Workspace = pickle.loads(_KEPT[key])  # noqa: S301  # it was dumped just here
    finally:
        gc.enable()
    workspace._clock = clock
    return workspace


def _never() -> float:
    raise AssertionError("laying out a workspace needs no clock")
