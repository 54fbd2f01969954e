"""What a call leaves out or leaves alone, in words, so that nobody takes it for all there is."""

from collections.abc import Mapping
from typing import Any, get_args

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear

__all__ = ["ignored_nulls", "imply", "not_included", "nothing_to_change"]

_NAMED = 6
"""Names that a sentence about nulls lists at most."""


def imply(operation: Operation, checked: dict[str, Any]) -> dict[str, Any]:
    """The parameters with those that others imply, such as closed tasks by a date of closing.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
    """
    implied = {
        parameter.implies: True
        for name, parameter in operation.parameters.items()
        if parameter.implies and name in checked
    }
    return implied | checked if implied else checked


def not_included(operation: Operation, checked: Mapping[str, Any]) -> tuple[str, ...]:
    """What a read leaves out, each with the parameter that asks for it.

    Args:
        operation: What was carried out.
        checked: Its parameters as they were sent.
    """
    if operation.effect != "read":
        return ()
    by_default = tuple(
        f"{left.what} ({name}={left.value})"
        for name, parameter in operation.parameters.items()
        if (left := parameter.leaves_out) and name not in checked
    )
    return (*by_default, *operation.leaves_out)


def nothing_to_change(
    operation: Operation, checked: Mapping[str, Any], given: Mapping[str, Any]
) -> str | None:
    """What is wrong with an update that would change nothing; None if it changes something.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        given: Its parameters as the caller put them.
    """
    if operation.action != "update":
        return None
    changing = (name for name in _changing(operation) if name in checked)
    if not all(_is_empty(operation, name, checked) for name in changing):
        return None
    nulls = _nulls(operation, given)
    said = f"{_listed(nulls)} given as null, and null means not given. " if nulls else ""
    for name, parameter in operation.parameters.items():
        if name in checked and parameter.no_change and parameter.no_change.unless:
            beside, word = parameter.no_change.unless
            said += f'To empty `{name}`, give `{beside}="{word}"` as well. '
    return f"{said}There is nothing to change. {_how_to_empty(operation, nulls)}".rstrip()


def ignored_nulls(
    operation: Operation, checked: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[str, ...]:
    """What to say of nulls in a write that changed something else.

    Args:
        operation: What was carried out.
        checked: Its parameters as they were sent.
        given: Its parameters as the caller put them.
    """
    nulls = _nulls(operation, given) if operation.action == "update" else []
    clearing = (n for n, p in operation.parameters.items() if isinstance(p.place, Clear))
    cleared = {name for parameter in clearing for name in checked.get(parameter, ())}
    nulls = [name for name in nulls if name not in cleared]
    if not nulls:
        return ()
    left = f"{_listed(nulls)} given as null, which means not given, and left as it is."
    return (f"{left} {_how_to_empty(operation, nulls)}".rstrip(),)


def _changing(operation: Operation) -> tuple[str, ...]:
    """The parameters of which any makes a change."""
    places = operation.parameters.items()
    return tuple(name for name, p in places if isinstance(p.place, Body | Clear))


def _nulls(operation: Operation, given: Mapping[str, Any]) -> list[str]:
    changing = _changing(operation)
    return [name for name in changing if name in given and given[name] is None]


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{shown}{more} {'was' if len(names) == 1 else 'were'}"


def _how_to_empty(operation: Operation, nulls: list[str]) -> str:
    """How to empty a field, where the product can."""
    clear = next((p for p in operation.parameters.values() if isinstance(p.place, Clear)), None)
    if clear is None:
        return "It can be given another value, but not be emptied here." if nulls else ""
    valid = [str(name) for name in _choices(clear.annotation)]
    wanted = [name for name in nulls if name in valid][:_NAMED]
    if nulls and not wanted:
        return f"`clear` empties only {', '.join(valid)}."
    example = ", ".join(f'"{name}"' for name in wanted or valid[:1])
    others = "" if wanted else f"; it takes {', '.join(valid)}"
    return f"To empty a field, name it in `clear`: clear=[{example}]{others}."


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The values of the Literal in a type."""
    inner = get_args(annotation)
    if not inner or all(isinstance(value, str) for value in inner):
        return inner
    return next((found for each in inner if (found := _choices(each))), ())


def _is_empty(operation: Operation, name: str, checked: Mapping[str, Any]) -> bool:
    """Whether a value asks for nothing: no name to clear, or empty lists to add and to remove."""
    parameter, value = operation.parameters[name], checked[name]
    if isinstance(parameter.place, Clear):
        return not value
    idle = parameter.no_change
    if idle is not None and idle.covers(value):
        return idle.unless is None or checked.get(idle.unless[0]) != idle.unless[1]
    if isinstance(value, Mapping):
        return all(inner in ([], (), {}) for inner in value.values())
    return False
