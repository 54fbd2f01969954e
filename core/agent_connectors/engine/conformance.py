"""Checks what an author has declared, before any model or user finds it out."""

import re
from collections.abc import Iterator
from inspect import iscoroutinefunction, signature
from typing import get_origin, get_type_hints

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Parameter
from agent_connectors.engine.declare.resource import Resource
from agent_connectors.engine.marks import Control, Header
from agent_connectors.engine.result import ExecuteResult

__all__ = ["check_connector"]

_LONGEST_NAME = 64
"""Characters that providers of models take for the name of a tool."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")

_HEADER = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")

_OWN_HEADERS = {"authorization", "connection", "content-length", "content-type", "host"}
"""Those that the engine sends itself."""

_PAGING = ("param", "size_param")


def check_connector(connector: type[Connector]) -> None:
    """Checks the declarations of a connector; for the tests of whoever wrote it.

    That everything is described, that names can be names of tools, that effects fit methods, that
    what is in a path or turns pages is a parameter, and that schemas can be made.

    Args:
        connector: Its class.

    Raises:
        AssertionError: Something is amiss; the text lists all that is.
    """
    problems = [*_of_connector(connector), *_of_resources(connector)]
    for operation in connector.operations:
        try:
            found = list(_of_operation(operation))
        except Exception as error:  # whatever a signature may hold that cannot be read
            found = [f"it cannot be read ({type(error).__name__}: {error})"]
        problems += [f"{operation.name}: {problem}" for problem in found]
        name = f"{getattr(connector, 'tool_prefix', '')}_{operation.entity}_{operation.action}"
        if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
            problems.append(
                f"{operation.name}: `{name}` cannot be the name of a tool: letters, digits and "
                f"_, at most {_LONGEST_NAME} characters"
            )
    if problems:
        raise AssertionError("\n".join([f"{connector.__name__}:", *problems]))


def _of_connector(connector: type[Connector]) -> Iterator[str]:
    if not connector.__doc__:
        yield "the class has no docstring"
    if not hasattr(connector, "name"):
        yield "it names no `product`"
    if not len(connector.operations):
        yield "it has no operations"
    probe = getattr(connector, "probe", None)
    if probe is None:
        yield "it has no `probe`: entity and action of a cheap read, for `check()`"
        return
    found = [op for op in connector.operations if (op.entity, op.action) == probe]
    if not found:
        yield f"`probe` names {probe}, which is no operation"
    elif found[0].effect != "read" or _needed(found[0]):
        yield f"`probe` names {probe}, which is no read that needs no parameters"


def _needed(operation: Operation) -> list[str]:
    """The parameters without which an operation cannot be called."""
    function = signature(operation.function)
    return [p.name for p in list(function.parameters.values())[1:] if p.default is p.empty]


def _of_resources(connector: type[Connector]) -> Iterator[str]:
    for entity in connector.operations.entities:
        resource: Resource = getattr(connector, entity)
        if not type(resource).__doc__:
            yield f"{entity}: the class has no docstring"
        actions: dict[str, str] = {}
        for operation in resource.operations:
            for name in (operation.action, *operation.aliases):
                if name in actions:
                    yield f"{operation.name}: `{name}` means `{actions[name]}` as well"
                actions[name] = operation.action


def _of_operation(operation: Operation) -> Iterator[str]:
    if not iscoroutinefunction(operation.function):
        yield "it is not declared with `async def`"
    if get_origin(get_type_hints(operation.function).get("return")) is not ExecuteResult:
        yield "it does not say that it gives a `Record` or `Records`"
    if not operation.summary:
        yield "it has no docstring, by which models find it"
    for endpoint in operation.endpoints:
        for name in endpoint.names:
            if name not in operation.parameters:
                yield f"`{{{name}}}` in the path of `{endpoint}` is no parameter"
            elif len(operation.endpoints) == 1 and _may_be_missing(operation.parameters[name]):
                yield f"`{name}` is in the path of `{endpoint}` and may be left out"
        if not endpoint.path.startswith("/"):
            yield f"the path of `{endpoint}` does not begin with /"
        if {"{", "}"} & set(re.sub("{[a-z_0-9]+}", "", endpoint.path)):
            yield f"the path of `{endpoint}` has a brace too many"
        if operation.effect == "read" and endpoint.method in {"DELETE", "PATCH", "PUT"}:
            yield f"it is declared to change nothing, and sends {endpoint.method}"
        if operation.effect != "read" and endpoint.method == "GET":
            yield "it is declared to change something, and sends GET"
    yield from _of_parameters(operation)
    try:
        _ = operation.schema
    except Exception as error:  # whatever a type may raise of which no schema can be made
        yield f"no schema can be made of its parameters ({type(error).__name__}: {error})"


def _may_be_missing(parameter: Parameter) -> bool:
    """Whether a call may be without a value for a parameter, however it comes by one."""
    return not parameter.required and not parameter.inferred and parameter.default is None


def _of_parameters(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters.values():
        if not parameter.description and parameter.name not in _paging(operation):
            yield f"`{parameter.name}` is not described: under `Args:`, or by `Doc`"
        header = parameter.place.name.lower() if isinstance(parameter.place, Header) else "x"
        if header in _OWN_HEADERS or not _HEADER.fullmatch(header):
            yield f"`{parameter.name}` cannot be sent as a header {header!r}"
    if getattr(operation.pages, "full", None) is not None and operation.pages.full < 1:  # type: ignore[union-attr]
        yield "its pages hold no records"
    for name in _paging(operation):
        if name not in operation.parameters:
            yield f"`{name}` turns its pages and is no parameter"
    steers = {p.name for p in operation.parameters.values() if isinstance(p.place, Control)}
    if operation.answer.many and operation.pages is not None and "limit" not in steers:
        size = getattr(operation.pages, "size_param", None)
        if size != "limit":
            yield "it lists in pages without `limit: Limit = None`, so nobody can ask for more"


def _paging(operation: Operation) -> list[str]:
    """The parameters by which its pages are turned."""
    found = (getattr(operation.pages, attribute, None) for attribute in _PAGING)
    return [name for name in found if isinstance(name, str)]
