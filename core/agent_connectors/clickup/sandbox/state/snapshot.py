"""A workspace as it was at a moment, to go back to.

Everything in a workspace leads to everything else, along paths as long as the workspace is large,
so it is copied object by object from a list rather than by following references.
"""

from collections import deque
from dataclasses import fields, is_dataclass
from typing import Any, Final

from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.state.audit import AuditLog
from agent_connectors.clickup.sandbox.state.files import Files
from agent_connectors.clickup.sandbox.state.rendered import RenderedTasks
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Snapshot", "checked"]

_WITH_DICT: Final = (Workspace, Ids, AuditLog, Files)
"""The classes of state that are no dataclasses."""

# Made anew as they are needed, from what is copied.
_DERIVED: Final = {"rendered": RenderedTasks, "selections": dict, "_fields_of": dict}


class _Ref:
    """Stands for an object, by its place in the list."""

    __slots__ = ("place",)

    def __init__(self, place: int) -> None:
        self.place = place


class Snapshot:
    """A copy of a workspace that nothing changes.

    Args:
        workspace: What to copy.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._kinds: list[Any] = []
        self._states: list[dict[str, Any]] = []
        known: dict[int, _Ref] = {}
        waiting: list[Any] = []

        def kept(value: Any) -> Any:
            """A value in which objects are replaced by what stands for them."""
            if isinstance(value, list | tuple | set | deque):
                return _like(value, [kept(one) for one in value])
            if isinstance(value, dict):
                return {key: kept(one) for key, one in value.items()}
            if not _has_state(value):
                return value
            ref = known.get(id(value))
            if ref is None:
                ref = known[id(value)] = _Ref(len(waiting))
                waiting.append(value)
            return ref

        kept(workspace)
        for one in waiting:  # grows meanwhile
            self._kinds.append(type(one))
            self._states.append({name: kept(value) for name, value in _state(one)})

    def workspace(self) -> Workspace:
        """The workspace as it was: other objects at each call."""
        made = [kind.__new__(kind) for kind in self._kinds]

        def given(value: Any) -> Any:
            if isinstance(value, _Ref):
                return made[value.place]
            if isinstance(value, list | tuple | set | deque):
                return _like(value, [given(one) for one in value])
            if isinstance(value, dict):
                return {key: given(one) for key, one in value.items()}
            return value

        for one, state in zip(made, self._states, strict=True):
            for name, value in state.items():
                setattr(one, name, given(value))
            if isinstance(one, Workspace):
                for name, kind in _DERIVED.items():
                    setattr(one, name, kind())
        first: Workspace = made[0]
        return first


def checked(checkpoint: Snapshot) -> Snapshot:
    """What is given as a checkpoint, if it is one.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(checkpoint, Snapshot):
        raise TypeError(
            f"A checkpoint is what `checkpoint()` gave, not a {type(checkpoint).__name__}."
        )
    return checkpoint


def _like(value: Any, items: list[Any]) -> Any:
    if isinstance(value, deque):
        return deque(items, value.maxlen)
    if hasattr(value, "_fields"):
        return type(value)(*items)
    return type(value)(items)


def _has_state(value: Any) -> bool:
    # What is frozen, such as a template, can be shared.
    params = getattr(type(value), "__dataclass_params__", None)
    return isinstance(value, _WITH_DICT) if params is None else not params.frozen


def _state(value: Any) -> list[tuple[str, Any]]:
    if is_dataclass(value):
        return [(one.name, getattr(value, one.name)) for one in fields(value)]
    return [(name, one) for name, one in vars(value).items() if name not in _DERIVED]
