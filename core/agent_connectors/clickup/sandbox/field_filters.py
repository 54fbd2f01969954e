"""Filtering tasks by custom field values: `custom_fields=[{"field_id", "operator", "value"}]`."""

from collections.abc import Callable
from typing import Any

from pydantic_core import from_json

from agent_connectors.clickup.sandbox.custom_fields import option_id
from agent_connectors.clickup.sandbox.errors import ApiError
from agent_connectors.clickup.sandbox.http import Query, whole_number
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

Passes = Callable[[Any], bool]
"""A test on a stored value."""

_NUMERIC = {"number", "currency", "date", "emoji", "manual_progress"}


def _invalid() -> ApiError:
    return ApiError(400, "Invalid Value", "FIELD_342")


def field_tests(query: Query, workspace: Workspace) -> list[Callable[[Task], bool]]:
    """The tests that the `custom_fields` and `custom_field` parameters ask for.

    Raises:
        ApiError: 400 where they are malformed.
    """
    tests: list[Callable[[Task], bool]] = []
    for name in ("custom_fields", "custom_field"):
        text = query.text(name)
        if text is None:
            continue
        try:
            sent = from_json(text)
        except ValueError:
            raise _invalid() from None
        conditions = sent if isinstance(sent, list) else [sent]
        tests += [_test(condition, workspace) for condition in conditions]
    return tests


def _test(condition: Any, workspace: Workspace) -> Callable[[Task], bool]:
    if not isinstance(condition, dict) or not isinstance(condition.get("field_id"), str):
        raise _invalid()
    field = workspace.fields.get(condition["field_id"])
    if field is None:
        # Like an unknown status: it matches nothing, and is no error.
        return lambda _task: False
    operator = str(condition.get("operator"))
    passes = _comparison(field, operator, condition.get("value"))
    return lambda task: passes(task.values.get(field.id))


def _comparison(field: CustomField, operator: str, value: Any) -> Passes:
    if operator in {"IS NULL", "IS NOT NULL"}:
        return lambda stored: (stored is None) is (operator == "IS NULL")
    if operator in {"ANY", "ALL", "NOT ANY", "NOT ALL"}:
        return _set_comparison(field, operator, value)
    if field.type == "labels":
        # Labels can only be compared as sets.
        raise _invalid()
    if operator == "RANGE":
        low, high = _bounds(value)
        return lambda stored: _is_number(stored) and low <= stored <= high
    wanted = _wanted(field, value)
    if operator in {"=", "==", "!=", "!=="}:
        return _equality(field, operator, wanted)
    if operator not in {"<", "<=", ">", ">="} or not _is_number(wanted):
        raise _invalid()
    return _ordering(operator, wanted)


def _equality(field: CustomField, operator: str, wanted: Any) -> Passes:
    negated = operator.startswith("!")
    # A single sign looks for a part of a text, a double one for the whole.
    if operator in {"=", "!="} and isinstance(wanted, str) and field.type != "drop_down":
        part = wanted.lower()
        return lambda stored: (stored is not None and part in str(stored).lower()) is not negated
    return lambda stored: _equal(stored, wanted) is not negated


def _ordering(operator: str, bound: float) -> Passes:
    lower, inclusive = operator.startswith("<"), operator.endswith("=")

    def passes(stored: Any) -> bool:
        if not _is_number(stored):
            return False
        return (stored < bound if lower else stored > bound) or (inclusive and stored == bound)

    return passes


def _set_comparison(field: CustomField, operator: str, value: Any) -> Passes:
    wanted = [_wanted(field, v) for v in (value if isinstance(value, list) else [value])]
    quantifier: Callable[[Any], bool] = any if operator.endswith("ANY") else all

    def passes(stored: Any) -> bool:
        held = stored if isinstance(stored, tuple) else (stored,)
        return quantifier(w in held for w in wanted) is not operator.startswith("NOT")

    return passes


def _wanted(field: CustomField, value: Any) -> Any:
    """A filter's value in the form values are stored in."""
    if field.type in {"drop_down", "labels"}:
        position = whole_number(str(value))
        return option_id(field, value if position is None else position)
    if field.type == "checkbox":
        return str(value).lower() == "true"
    if field.type in _NUMERIC or field.type == "users":
        return _number(value)
    return value


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise _invalid() from None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bounds(value: Any) -> tuple[float, float]:
    if isinstance(value, dict):
        value = [value.get("low_value"), value.get("high_value")]
    if not isinstance(value, list) or len(value) != 2:
        raise _invalid()
    return _number(value[0]), _number(value[1])


def _equal(stored: Any, wanted: Any) -> bool:
    return wanted in stored if isinstance(stored, tuple) else bool(stored == wanted)
