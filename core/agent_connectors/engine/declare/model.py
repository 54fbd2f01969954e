"""Models of parameters: what checks them, and the JSON schema that a language model is sent."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from agent_connectors.engine.declare.parameters import Parameter

__all__ = ["Arguments", "Params", "build_model"]


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
        named = {
            key.removesuffix("[]") if isinstance(key, str) else str(key): value
            for key, value in given.items()
        }
        # A name that is unknown stays, to be refused: it may be a slip for one that is not null.
        return {
            key: value
            for key, value in named.items()
            if value is not None or key not in cls.model_fields
        }


def build_model(name: str, parameters: Iterable[Parameter]) -> type[Params]:
    """The model that checks parameters.

    Args:
        name: Its name.
        parameters: What it takes.
    """
    fields: dict[str, Any] = {
        p.name: (
            p.annotation,
            Field(default=... if p.required else p.default, description=p.description or None),
        )
        for p in parameters
    }
    return create_model(name, __base__=Params, **fields)


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
