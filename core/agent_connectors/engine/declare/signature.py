"""Reads the parameters of an operation from its signature."""

import inspect
from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.parameters import (
    Body,
    Clear,
    Continues,
    Control,
    Doc,
    File,
    Header,
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
    Parameter,
    Query,
    Renames,
    Requires,
    SentAs,
    Since,
    Until,
    WholeDay,
)

__all__ = ["read_parameters"]

_MARKS = (
    Query, Body, Header, Control, Clear, File, Requires, Doc, Inferred, Renames, WholeDay, Since,
    Until, NotBefore, LeavesOut, Implies, NoChange, Continues, MayBeEmpty, SentAs, InMarkdown, Mark,
    NotShown, IsSecret,
)  # fmt: skip
"""Annotations that say how a parameter travels and what it means; the others check its value."""

_PLACES = (Query, Body, Header, Control, Clear, File)


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
        documented = next((mark.text for mark in marks if isinstance(mark, Doc)), "")
        parameters[name] = Parameter(
            name=name,
            annotation=annotation,
            required=declared.default is inspect.Parameter.empty,
            inferred=any(isinstance(mark, Inferred) for mark in marks),
            whole_day=next((mark for mark in marks if isinstance(mark, WholeDay)), None),
            not_before=next((mark.start for mark in marks if isinstance(mark, NotBefore)), None),
            bound=next((mark for mark in marks if isinstance(mark, Since | Until)), None),
            description=described.get(name) or documented,
            place=next(
                (mark for mark in marks if isinstance(mark, _PLACES)),
                None if name in in_path else elsewhere,
            ),
            default=None if declared.default is inspect.Parameter.empty else declared.default,
            leaves_out=next((mark for mark in marks if isinstance(mark, LeavesOut)), None),
            implies=next((mark.name for mark in marks if isinstance(mark, Implies)), None),
            requires=next((mark.name for mark in marks if isinstance(mark, Requires)), None),
            no_change=next((mark for mark in marks if isinstance(mark, NoChange)), None),
            may_be_empty=any(isinstance(mark, MayBeEmpty) for mark in marks),
            markdown=next((mark for mark in marks if isinstance(mark, InMarkdown)), None),
            secret=any(isinstance(mark, IsSecret) for mark in marks),
            not_shown=any(isinstance(mark, NotShown) for mark in marks),
            marks=tuple(mark for mark in marks if isinstance(mark, Mark)),
            continues=any(isinstance(mark, Continues) for mark in marks),
            renames=next((mark.what for mark in marks if isinstance(mark, Renames)), None),
            sent_as=next((mark for mark in marks if isinstance(mark, SentAs)), None),
        )
    return parameters


def _unwrap(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type a value must have when it is given, and our marks.

    `None` is left out of the type: it stands for "not given" and is taken away before
    validation, and a schema without it is shorter.
    """
    marks: tuple[Any, ...] = ()
    constraints: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *metadata = get_args(hint)
        marks = tuple(mark for mark in metadata if isinstance(mark, _MARKS))
        constraints = tuple(mark for mark in metadata if not isinstance(mark, _MARKS))
    if get_origin(hint) in {Union, UnionType}:
        members = tuple(member for member in get_args(hint) if member is not NoneType)
        hint = Union[members]  # noqa: UP007 - built from a tuple
        inner, more = _unwrap(hint) if get_origin(hint) is Annotated else (hint, ())
        hint, marks = inner, marks + more
    if constraints:
        hint = Annotated[(hint, *constraints)]
    return hint, marks
