"""Checks the parameters of a call before anything is sent."""

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.explain import explain
from agent_connectors.engine.parameters import Clear
from agent_connectors.engine.reshape import reshape
from agent_connectors.engine.times.moment import NotATime
from agent_connectors.engine.unsaid import nothing_to_change

if TYPE_CHECKING:
    from agent_connectors.engine.operation import Operation

_ROUNDS = 8
"""How often what was given is read again: once for each level of nesting."""

_MOST_BITS = 63

_TOO_LARGE = "a number of more than 18 digits cannot be meant; an id of so many is text"

_MOST_LEVELS = 100

_TOO_DEEP = f"a value of more than {_MOST_LEVELS} levels cannot be meant"

_IN_ITSELF = "a value cannot hold itself"

__all__ = ["Arguments", "Params", "build_model", "validate"]


class Arguments(BaseModel):
    """Base of models whose JSON schema is sent to a language model, and so should be short."""

    shown: ClassVar[dict[str, Any] | None] = None
    """The schema to send, if not the whole."""

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The JSON schema, without titles, null defaults and the docstring of the class."""
        if cls.shown is not None:
            return deepcopy(cls.shown)
        schema: dict[str, Any] = _lean(super().model_json_schema(*args, **kwargs))
        schema.pop("description", None)
        return schema


class Params(Arguments):
    """Base of the models that check the parameters of an operation."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    @model_validator(mode="before")
    @classmethod
    def _as_models_write(cls, given: Any) -> Any:
        """Takes what models and frameworks really send."""
        return cls.tidied(given)

    @classmethod
    def tidied(cls, given: Any) -> Any:
        """Parameters without those that are null, which stands for "not given".

        `statuses[]` is how some products spell `statuses`.
        """
        if not isinstance(given, Mapping):
            return given
        return {
            key.removesuffix("[]") if isinstance(key, str) else str(key): value
            for key, value in given.items()
            if value is not None
        }


def build_model(operation: "Operation") -> type[Params]:
    """The model that checks an operation's parameters."""
    fields: dict[str, Any] = {
        p.name: (
            p.annotation,
            Field(default=... if p.required else p.default, description=p.description or None),
        )
        for p in operation.parameters.values()
    }
    title = "".join(word.title() for word in f"{operation.entity}_{operation.action}".split("_"))
    return create_model(f"{title}Params", __base__=Params, **fields)


def _lean(node: Any, *, names: bool = False) -> Any:
    """Leaves out keywords that say nothing; under `properties`, keys are names and all stay."""
    if isinstance(node, list):
        return [_lean(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _lean(value, names=key in {"properties", "$defs"} and not names)
        for key, value in node.items()
        if names or not (key == "title" or (key == "default" and value is None))
    }


def validate(operation: "Operation", params: Mapping[str, Any]) -> dict[str, Any]:
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
        except (ArithmeticError, RecursionError, ValueError):
            said = "A number has too many digits, or a value too many levels."
            raise InvalidParams(said, operation=operation.name) from None
        else:
            values = checked.__dict__
            known = {n: values[n] for n in operation.parameters if values[n] is not None}
            unfit = [f"`{n}`: {why}." for n, value in known.items() if (why := _unfit(value))]
            problems = unfit or _conflicts(operation, known)
            if not problems and (idle := nothing_to_change(operation, known, params)):
                problems = [idle]
            if problems:
                raise InvalidParams(" ".join(problems), operation=operation.name)
            return known
        again = reshape(given, found)
        if again is None:
            break
        given = again
    # Kept for who can say more of it: what now is, for instance.
    causes = (problem.get("ctx", {}).get("error") for problem in found)
    cause = next((error for error in causes if isinstance(error, NotATime)), None)
    raise InvalidParams(explain(operation, given, found), operation=operation.name) from cause


def _unfit(value: Any, above: frozenset[int] = frozenset(), seen: set[int] | None = None) -> str:
    """Why no product can hold a value, however deep within; empty if one can.

    Args:
        value: The value.
        above: What it is in, by `id`.
        seen: What was looked at already, by `id`; a value may stand in several places.
    """
    seen = set() if seen is None else seen
    if isinstance(value, int):
        return _TOO_LARGE if value.bit_length() > _MOST_BITS else ""
    if not isinstance(value, list | tuple | Mapping) or id(value) in seen:
        return _IN_ITSELF if id(value) in above else ""
    if len(above) >= _MOST_LEVELS:
        return _TOO_DEEP
    seen.add(id(value))
    within = above | {id(value)}
    parts = value.values() if isinstance(value, Mapping) else value
    return next((why for part in parts if (why := _unfit(part, within, seen))), "")


def _conflicts(operation: "Operation", given: Mapping[str, Any]) -> list[str]:
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
        value, needed = given[parameter.name], parameter.together
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
