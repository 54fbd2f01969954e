"""Tells griffe which parameters a `Frozen` takes: its parts, as a dataclass has fields."""

from typing import Any

import griffe

__all__ = ["FrozenParts"]

_BASE = "agent_connectors.engine.frozen.Frozen"


class FrozenParts(griffe.Extension):
    """Gives each class below `Frozen` the `__init__` that its annotations stand for."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Looks through a package that was read."""
        for module in (pkg, *_below(pkg)):
            for each in module.classes.values():
                if not each.is_alias and any(base.path == _BASE for base in each.mro()):
                    each.set_member("__init__", _init(each))


def _below(module: griffe.Module) -> list[griffe.Module]:
    own = [each for each in module.modules.values() if not each.is_alias]
    return [found for each in own for found in (each, *_below(each))]


def _init(frozen: griffe.Class) -> griffe.Function:
    """What takes the parts of a class and of those above it, by name alone where one says so."""
    kind = griffe.ParameterKind
    parts: dict[str, griffe.Parameter] = {}
    for owner in (*reversed(frozen.mro()), frozen):
        how = kind.keyword_only if "kw_only" in owner.keywords else kind.positional_or_keyword
        for name, part in owner.members.items():
            if isinstance(part, griffe.Attribute) and "instance-attribute" in part.labels:
                parts[name] = griffe.Parameter(
                    name,
                    annotation=part.annotation,
                    kind=how,
                    default=part.value,
                )
    me = griffe.Parameter("self", annotation=None, kind=kind.positional_or_keyword, default=None)
    return griffe.Function(
        "__init__",
        lineno=frozen.lineno,
        endlineno=frozen.lineno,
        parent=frozen,
        parameters=griffe.Parameters(
            me, *sorted(parts.values(), key=lambda part: part.kind is kind.keyword_only)
        ),
        returns="None",
    )
