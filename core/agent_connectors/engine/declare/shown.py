"""What people see of a connector in an editor, in `help` and under Tab: names and plain types."""

import re
from collections.abc import Callable, Mapping
from functools import reduce
from inspect import Parameter, Signature, formatannotation, signature
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

__all__ = ["Help", "PlainSignature", "plain"]


def plain(annotation: Any) -> Any:
    """A type without what is said beside it, at any depth."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return plain(inner[0])
    if not inner or origin is Literal or any(isinstance(one, list) for one in inner):
        return annotation
    simple = [plain(one) for one in inner]
    if origin in (Union, UnionType):
        return reduce(or_, simple)
    return origin[tuple(simple)]


class Help:
    """The docstring of a resource; that of an instance, which `help` shows, has its operations.

    Args:
        text: The docstring of the class.
    """

    def __init__(self, text: str | None) -> None:
        self._text = text

    def __get__(self, resource: Any, owner: type) -> str | None:
        if resource is None:
            return self._text
        listed = "\n".join(f"    {each.action}: {each.summary}" for each in resource.operations)
        return f"{self._text or ''}\n\n{listed}\n".lstrip()


_MODULES = re.compile(r"'[^']*'|(?:\b[a-z_]\w*\.)+(?=\w)")

_WIDE = 88
"""Characters of a signature that is written in one line."""


class Readable(Signature):
    """A signature that is written without modules, and in several lines where it is long."""

    __slots__ = ()

    def __str__(self) -> str:
        parts: list[str] = []
        for parameter in self.parameters.values():
            if parameter.kind is Parameter.KEYWORD_ONLY and "*" not in parts:
                parts.append("*")
            parts.append(str(parameter))
        given = _short(formatannotation(self.return_annotation))
        line = f"({', '.join(map(_short, parts))}) -> {given}"
        if len(line) <= _WIDE:
            return line
        lines = "".join(f"\n    {_short(part)}," for part in parts)
        return f"({lines}\n) -> {given}"

    def format(self, **_: Any) -> str:
        """What `help` shows, from Python 3.13 on."""
        return str(self)


def _short(text: str) -> str:
    return _MODULES.sub(lambda found: found[0] if found[0][0] == "'" else "", text)


class PlainSignature(Readable):
    """The signature of an operation's method, as people read it.

    It is worked out when somebody looks: at import that would cost more than all the rest.

    Args:
        function: The method as it was declared.
    """

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self._function = function

    @property
    def _plain(self) -> Signature:
        found = signature(self._function)
        return Readable(
            [p.replace(annotation=plain(p.annotation)) for p in found.parameters.values()],
            return_annotation=plain(found.return_annotation),
        )

    @property
    def parameters(self) -> Mapping[str, Parameter]:  # type: ignore[override]
        """The parameters by name."""
        return self._plain.parameters

    @property
    def return_annotation(self) -> Any:
        """What it gives."""
        return self._plain.return_annotation

    def replace(self, **changes: Any) -> Signature:  # type: ignore[override]
        """Another signature, which is no longer this method's."""
        return self._plain.replace(**changes)
