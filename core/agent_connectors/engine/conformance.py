"""Checks what an author has declared, before any model or user finds it out."""

import re
from collections.abc import Iterator

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Control
from agent_connectors.engine.declare.resource import Resource

__all__ = ["check_connector"]

_LONGEST_NAME = 64
"""Characters that providers of models take for the name of a tool."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")

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
        problems += [f"{operation.name}: {problem}" for problem in _of_operation(operation)]
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
    found = [op for op in connector.operations if (op.entity, op.action) == tuple(probe)]
    if not found:
        yield f"`probe` names {probe}, which is no operation"
    elif found[0].effect != "read" or any(p.required for p in found[0].parameters.values()):
        yield f"`probe` names {probe}, which is no read that needs no parameters"


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
    if not operation.summary:
        yield "it has no docstring, by which models find it"
    for endpoint in operation.endpoints:
        for name in endpoint.names:
            if name not in operation.parameters:
                yield f"`{{{name}}}` in the path of `{endpoint}` is no parameter"
        if not endpoint.path.startswith("/"):
            yield f"the path of `{endpoint}` does not begin with /"
        if operation.effect == "read" and endpoint.method in {"DELETE", "PATCH", "PUT"}:
            yield f"it is declared to change nothing, and sends {endpoint.method}"
        if operation.effect != "read" and endpoint.method == "GET":
            yield "it is declared to change something, and sends GET"
    yield from _of_parameters(operation)
    try:
        _ = operation.schema
    except Exception as error:  # whatever a type may raise of which no schema can be made
        yield f"no schema can be made of its parameters ({type(error).__name__}: {error})"


def _of_parameters(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters.values():
        if not parameter.description and parameter.name not in _paging(operation):
            yield f"`{parameter.name}` is not described: under `Args:`, or by `Doc`"
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
