"""Reads the parameters of an operation from its signature."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.parameters import Parameter
from agent_connectors.engine.marks import (
    Body,
    Continues,
    Doc,
    Implies,
    Inferred,
    InMarkdown,
    IsSecret,
    LeavesOut,
    Mark,
    MayBeEmpty,
    NoChange,
    NotBefore,
    NotShown,
    Place,
    Query,
    Renames,
    Requires,
    SentAs,
    Since,
    Until,
    WholeDay,
)

__all__ = ["read_parameters"]


def read_parameters(
    function: Callable[..., Any],
    endpoints: tuple[Endpoint, ...],
    described: Mapping[str, str],
) -> dict[str, Parameter]:
    """The parameters of an operation by name.

    Args:
        function: The method that declares it.
        endpoints: The endpoints that carry it out.
        described: What its docstring says of its parameters.
    """
    hints = get_type_hints(function, include_extras=True)
    in_path = {name for endpoint in endpoints for name in endpoint.names}
    elsewhere = Query() if all(e.method == "GET" for e in endpoints) else Body()
    signature = inspect.signature(function)
    parameters: dict[str, Parameter] = {}
    for name, declared in list(signature.parameters.items())[1:]:
        annotation, marks = _unwrap(hints[name])
        said = partial(_first, marks)
        place = None if name in in_path else elsewhere
        required = declared.default is inspect.Parameter.empty
        parameters[name] = Parameter(
            name=name,
            annotation=annotation,
            required=required,
            description=described.get(name) or said(Doc, "text") or "",
            place=said(Place) or place,
            default=None if required else declared.default,
            sent_as=said(SentAs),
            requires=said(Requires, "name"),
            inferred=bool(said(Inferred)),
            whole_day=said(WholeDay),
            bound=said((Since, Until)),
            not_before=said(NotBefore, "start"),
            renames=said(Renames, "what"),
            leaves_out=said(LeavesOut),
            implies=said(Implies, "name"),
            no_change=said(NoChange),
            continues=bool(said(Continues)),
            may_be_empty=bool(said(MayBeEmpty)),
            markdown=said(InMarkdown),
            not_shown=bool(said(NotShown)),
            secret=bool(said(IsSecret)),
            marks=marks,
        )
    return parameters


def _first(
    marks: tuple[Mark, ...], kind: type[Mark] | tuple[type[Mark], ...], part: str = ""
) -> Any:
    """The first mark of a kind, or what it says in one of its parts; None if there is none."""
    found = next((mark for mark in marks if isinstance(mark, kind)), None)
    return getattr(found, part) if found is not None and part else found


def _unwrap(hint: Any) -> tuple[Any, tuple[Mark, ...]]:
    """The type a value must have when it is given, and our marks.

    `None` is left out of the type: it stands for "not given" and is taken away before
    validation, and a schema without it is shorter.
    """
    marks: tuple[Mark, ...] = ()
    constraints: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *metadata = get_args(hint)
        marks = tuple(mark for mark in metadata if isinstance(mark, Mark))
        constraints = tuple(mark for mark in metadata if not isinstance(mark, Mark))
    if get_origin(hint) in {Union, UnionType}:
        members = tuple(member for member in get_args(hint) if member is not NoneType)
        hint = Union[members]  # noqa: UP007 - built from a tuple
        inner, more = _unwrap(hint) if get_origin(hint) is Annotated else (hint, ())
        hint, marks = inner, marks + more
    if constraints:
        hint = Annotated[(hint, *constraints)]
    return hint, marks
