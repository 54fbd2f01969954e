"""Checks the parameters of a call before anything is sent."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, ClassVar, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import from_json

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.nearest import did_you_mean
from agent_connectors.engine.parameters import Clear
from agent_connectors.engine.times.moment import NotATime
from agent_connectors.engine.unsaid import nothing_to_change

if TYPE_CHECKING:
    from agent_connectors.engine.operation import Operation

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

    lists: ClassVar[frozenset[str]] = frozenset()
    """The parameters that take a list."""

    @model_validator(mode="before")
    @classmethod
    def _as_models_write(cls, given: Any) -> Any:
        """Takes what models and frameworks really send.

        Null stands for "not given"; `statuses[]` is how some products spell `statuses`; one
        value stands for a list of it.
        """
        if not isinstance(given, Mapping):
            return given
        tidy: dict[str, Any] = {}
        for key, value in given.items():
            if value is None:
                continue
            name = key.removesuffix("[]") if isinstance(key, str) else str(key)
            tidy[name] = _as_list(value) if name in cls.lists else value
        return tidy


def _as_list(value: Any) -> Any:
    """A list as models write one: also as JSON text, or one value for a list of it."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            read = from_json(value)
        except ValueError:
            return [value]
        return read if isinstance(read, list) else [value]
    return [value] if isinstance(value, str | int | Mapping) else value


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
    model = create_model(f"{title}Params", __base__=Params, **fields)
    model.lists = frozenset(
        name
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) in {list, Sequence}
    )
    return model


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
    cause: BaseException | None = None
    try:
        checked = operation.model.model_validate(params)
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [_explain(operation, e) for e in found]
        causes = (e.get("ctx", {}).get("error") for e in found)
        cause = next((e for e in causes if isinstance(e, NotATime)), None)
    else:
        values = checked.__dict__
        given = {name: values[name] for name in operation.parameters if values[name] is not None}
        problems = _conflicts(operation, given)
        idle = None if problems else nothing_to_change(operation, given, params)
        problems += [idle] if idle else []
        if not problems:
            return given
    raise InvalidParams(" ".join(problems), operation=operation.name) from cause


def _explain(operation: "Operation", error: Any) -> str:
    """One problem that pydantic found, in words that say what to do."""
    path = ".".join(str(part) for part in error["loc"]) or "params"
    match error["type"]:
        case "missing":
            name = str(error["loc"][0])
            known = operation.parameters.get(name)
            about = f" ({known.description})" if known and known.description else ""
            return f"`{path}` is missing{about}."
        case "extra_forbidden" if path in operation.elsewhere:
            return f"`{path}` cannot be given here. {operation.elsewhere[path]}"
        case "extra_forbidden" if len(error["loc"]) == 1:
            return f"There is no parameter `{path}`. {did_you_mean(path, operation.parameters)}"
        case "extra_forbidden":
            return f"There is no `{path}`."
        case "model_type" | "model_attributes_type":
            return "The parameters must be an object of names and values."
        case kind:
            # Without what pydantic puts before the text of an error that is ours.
            text = str(error["ctx"]["error"]) if kind == "value_error" else error["msg"]
            message = text[:1].lower() + text[1:]
            return f"`{path}`: {message}, got {_brief(error['input'])}."


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


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
