"""What operators name things, and how they say which operations are allowed."""

from typing import TYPE_CHECKING, Any

import click
from pydantic import TypeAdapter, ValidationError

from agent_connectors.hosted.api.schemas import Name, Pattern

__all__ = ["NAME", "PATTERN"]

if TYPE_CHECKING:
    _Type = click.ParamType[str]
else:
    _Type = click.ParamType  # older versions of click have no generic one


class _Checked(_Type):
    """A text that the HTTP API takes, too.

    Args:
        name: What help calls it.
        kind: What the API takes.
        wanted: What it is, for who has given something else.
    """

    def __init__(self, name: str, kind: Any, wanted: str) -> None:
        self.name = name
        self._adapter: TypeAdapter[str] = TypeAdapter(kind)
        self._wanted = wanted

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuses what the API would refuse, and what is blank."""
        try:
            checked = self._adapter.validate_python(value)
        except ValidationError:
            checked = ""
        if not checked.strip():
            self.fail(f"{value!a} is not {self._wanted}.", param, ctx)
        return checked


NAME = _Checked("text", Name, "a name: 1 to 200 characters, each of which can be seen")
"""The name of an organization, a client, a workspace or a connector."""

PATTERN = _Checked("text", Pattern, "like `tasks.list`, `tasks.*` or, for all, `*.*`")
"""Operations that are allowed."""
