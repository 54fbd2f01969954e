"""Kinds of parameters that may be put in more ways than the product takes."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.frozen import Frozen

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Reading"]


def _as_it_is(value: Any) -> Any:
    return value


class Reading(Frozen):
    """An annotation: how a value is read before it is checked, and what a model is told to send.

    pydantic's own annotations do the same, but cost an import of pydantic where a parameter
    is declared, which is long before one is needed.

    Args:
        schema: The JSON schema of what may be sent; that of the annotated type if not given.
        read: Turns what was sent into what is checked.
        check: Makes pydantic's schema of what is read; that of the annotated type if not given.
    """

    schema: Mapping[str, Any] | None = None
    read: Callable[[Any], Any] = _as_it_is
    check: "Callable[[], CoreSchema] | None" = None

    def __hash__(self) -> int:
        return hash(self.read)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core.core_schema import no_info_before_validator_function

        checked = handler(source) if self.check is None else self.check()
        return no_info_before_validator_function(self.read, checked)

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return handler(schema) if self.schema is None else dict(self.schema)
