"""Checks the parameters of a call before anything is sent."""

from collections.abc import Collection, Mapping
from math import inf
from typing import Any

from pydantic import ValidationError

from agent_connectors.engine.check.explain import explain
from agent_connectors.engine.check.reshape import reshape
from agent_connectors.engine.check.unsaid import nothing_to_change
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Parameter
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.marks import Body, Clear
from agent_connectors.engine.times.moment import NotATime
from agent_connectors.engine.values.json_text import no_number

_ROUNDS = 8
"""How often what was given is read again: once for each level of nesting."""

_LARGEST = 2**53 - 1

_TOO_LARGE = f"a number above {_LARGEST} loses digits in JSON; an id of so many is text"

_NO_NUMBER = "NaN and Infinity are no numbers that anything could be"

_MOST_LEVELS = 100

_TOO_DEEP = f"a value of more than {_MOST_LEVELS} levels cannot be meant"

_IN_ITSELF = "a value cannot hold itself"

__all__ = ["validate"]


def validate(operation: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that were given, checked and brought to their types.

    Raises:
        InvalidParams: One is unknown, missing, or not of the kind that is taken.
    """
    given: Any = operation.model.tidied(params)
    for _ in range(_ROUNDS):
        try:
            checked = operation.model.model_validate(given)
        except ValidationError as error:
            found: Any = error.errors(include_url=False)
            _refuse_no_numbers(operation, params, {one["loc"][0] for one in found if one["loc"]})
        except (ArithmeticError, RecursionError, ValueError):
            said = "A number has too many digits, or a value too many levels."
            raise InvalidParams(said, operation=operation.name) from None
        else:
            values = checked.__dict__
            # What is still one is refused where it would be sent, if nobody says before what it is.
            _refuse_no_numbers(operation, params, {n for n in params if no_number(values.get(n))})
            known = {n: values[n] for n in operation.parameters if values[n] is not None}
            unfit = [f"`{n}`: {why}." for n, value in known.items() if (why := _unfit(value))]
            unfit += [f"`{n}`: {why}." for n in known if (why := _mistyped(known[n], given.get(n)))]
            problems = unfit or _conflicts(operation, known)
            if not problems and (idle := nothing_to_change(operation, known, params)):
                problems = [idle]
            if problems:
                raise InvalidParams(" ".join(problems), operation=operation.name)
            return known
        try:
            again = reshape(given, found)
        except InvalidParams as refused:
            raise InvalidParams(refused.message, operation=operation.name) from None
        if again is None:
            break
        given = again
    # Kept for who can say more of it: what now is, for instance.
    causes = (problem.get("ctx", {}).get("error") for problem in found)
    cause = next((error for error in causes if isinstance(error, NotATime)), None)
    raise InvalidParams(explain(operation, given, found), operation=operation.name) from cause


def _refuse_no_numbers(
    operation: Operation, params: Mapping[str, Any], told: Collection[Any]
) -> None:
    """Refuses NaN and Infinity, of which pydantic makes a text where one is wanted.

    Args:
        operation: What is called.
        params: What was given.
        told: The parameters of which it is told already that they are wrong, and how.

    Raises:
        InvalidParams: There is one.
    """
    for name, value in params.items():
        if name not in told and no_number(value):
            raise InvalidParams(f"`{name}`: {_NO_NUMBER}.", operation=operation.name)


def _unfit(value: Any, above: frozenset[int] = frozenset(), seen: set[int] | None = None) -> str:
    """Why no product can hold a value, however deep within; empty if one can.

    Args:
        value: The value.
        above: What it is in, by `id`.
        seen: What was looked at already, by `id`; a value may stand in several places.
    """
    seen = set() if seen is None else seen
    if isinstance(value, int):
        return _TOO_LARGE if abs(value) > _LARGEST else ""
    if not isinstance(value, list | tuple | Mapping) or id(value) in seen:
        return _IN_ITSELF if id(value) in above else ""
    if len(above) >= _MOST_LEVELS:
        return _TOO_DEEP
    seen.add(id(value))
    within = above | {id(value)}
    parts = value.values() if isinstance(value, Mapping) else value
    return next((why for part in parts if (why := _unfit(part, within, seen))), "")


def _mistyped(value: Any, given: Any) -> str:
    """Why a value cannot be meant as the number that it was taken for; empty if it can."""
    if isinstance(given, bool) and not isinstance(value, bool) and isinstance(value, int | float):
        return f"should be a number, not {str(given).lower()}"
    if isinstance(value, float) and not isinstance(given, float):
        return _TOO_LARGE if _LARGEST < abs(value) < inf else ""
    return ""


def _conflicts(operation: Operation, given: Mapping[str, Any]) -> list[str]:
    """Problems between parameters, which no single one shows."""
    problems = []
    if operation.endpoints and operation.endpoint_for(given) is None:
        choices = sorted({name for e in operation.endpoints for name in e.names})
        problems.append(f"Give exactly one of {', '.join(f'`{name}`' for name in choices)}.")
    if operation.one_of and sum(name in given for name in operation.one_of) != 1:
        problems.append(f"Give exactly one of {', '.join(f'`{n}`' for n in operation.one_of)}.")
    for parameter in operation.parameters.values():
        if parameter.name not in given:
            continue
        if _says_nothing(operation, parameter, given[parameter.name]):
            problems.append(f"`{parameter.name}` has no words in it: give some, or leave it out.")
        value, needed = given[parameter.name], parameter.requires
        missing = needed and needed not in given and not operation.parameters[needed].inferred
        if missing and value is not False:
            problems.append(f"`{parameter.name}` needs `{needed}` as well.")
        if isinstance(parameter.place, Clear):
            problems.extend(
                f"`{name}` is both given and cleared: leave one out."
                for name in value
                if name in given
            )
    return problems


def _says_nothing(operation: Operation, parameter: Parameter, value: Any) -> bool:
    """Whether a text that is to be written is empty, or one of several, and may not be."""
    if operation.effect == "read" or parameter.may_be_empty:
        return False
    texts = value if isinstance(value, list | tuple) else [value]
    return isinstance(parameter.place, Body) and any(
        isinstance(text, str) and not text.strip() for text in texts
    )
