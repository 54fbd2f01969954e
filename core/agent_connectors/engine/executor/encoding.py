"""Turns checked parameters into a request: path, query and body."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Body, Clear, File, Query
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.files.upload import FileUpload, Form
from agent_connectors.engine.network.messages import Request

__all__ = ["encode", "json_of"]

_HALF = "A text holds half of a character (a lone surrogate)."


def encode(operation: Operation, given: Mapping[str, Any]) -> Request:
    """The request that carries out an operation.

    Args:
        operation: What to do.
        given: Its parameters, checked.

    Raises:
        InvalidParams: A parameter cannot be part of a path, or is no text.
    """
    try:
        return _encode(operation, given)
    except UnicodeEncodeError:
        raise InvalidParams(_HALF, operation=operation.name) from None


def _encode(operation: Operation, given: Mapping[str, Any]) -> Request:
    endpoint = operation.endpoint_for(given)
    if endpoint is None:  # checked parameters always decide on one
        raise InvalidParams("The parameters fit no endpoint.", operation=operation.name)
    query: list[str] = []
    body: Any = {}
    form: Form | None = None
    clears = (p.place for p in operation.parameters.values() if isinstance(p.place, Clear))
    blanks = next((place.blanks for place in clears), {})
    for name, value in given.items():
        parameter = operation.parameters[name]
        match parameter.place:
            case Query() as place:
                query.extend(_query(operation, parameter.wire_name, value, place))
            case Body(whole=True):
                body = value
            case Body() as place:
                written = blanks.get(name, value) if value == "" else value
                _put(body, parameter.wire_name, _digits(written, place.kind))
            case File() as place:
                form = Form(place.name, _file(value, given))
            case Clear() as place:
                for cleared in value:
                    wire_name = operation.parameters[cleared].wire_name
                    _put(body, wire_name, place.blanks.get(cleared))
        if parameter.together in endpoint.names and value is not False:
            query.extend(_query(operation, parameter.together, given[parameter.together], Query()))
    target = _path(operation, endpoint, given)
    if query:
        target = f"{target}?{'&'.join(query)}"
    if form is not None:
        return Request(endpoint.method, target, form=form)
    has_body = endpoint.method != "GET" and any(
        isinstance(p.place, Body) for p in operation.parameters.values()
    )
    return Request(endpoint.method, target, json_of(body, operation) if has_body else None)


def json_of(value: Any, operation: Operation) -> bytes:
    """A value as JSON.

    Raises:
        InvalidParams: It holds what JSON cannot: half of a character, a number that is none,
            something of no kind that JSON knows, or too many levels.
    """
    try:
        written = to_json(value)
    except ValueError as error:
        said = "A value holds something that cannot be sent as JSON."
        if "surrogates" in str(error):
            said = _HALF
        elif "depth" in str(error):
            said = "A value is nested too deep."
        raise InvalidParams(said, operation=operation.name) from None
    if (b"NaN" in written or b"Infinity" in written) and to_json(
        value, inf_nan_mode="null"
    ) != written:
        said = "A number is none: NaN and Infinity cannot be sent."
        raise InvalidParams(said, operation=operation.name)
    return written


def _put(body: dict[str, Any], name: str, value: Any) -> None:
    """Puts a value into the body; dots in its name lead into objects."""
    *outer, last = name.split(".")
    for key in outer:
        body = body.setdefault(key, {})
    body[last] = value


def _digits(value: Any, kind: str | None) -> Any:
    """Digits as the kind that is wanted, alone or in a list; anything else as it is."""
    if kind is None:
        return value
    if isinstance(value, list | tuple):
        return [_digits(item, kind) for item in value]
    if kind == "number":
        return int(value) if isinstance(value, str) and value.isdecimal() else value
    return str(value) if isinstance(value, int) else value


def _file(value: Any, given: Mapping[str, Any]) -> FileUpload:
    """A file; a text becomes one of the name that is given with it."""
    if isinstance(value, FileUpload):
        return value
    return FileUpload(str(value).encode(), name=given.get("name"))


def _path(operation: Operation, endpoint: Endpoint, given: Mapping[str, Any]) -> str:
    """The path, in which no value can become more, or other, than the segment it stands in."""
    path = endpoint.path
    for name in endpoint.names:
        value = str(given[name])
        # Escaping does not save these three: a server, or a proxy before it, may resolve
        # `%2E%2E` just as it does `..`, and an empty segment can vanish.
        if value.strip() in {"", ".", ".."}:
            raise InvalidParams(f"`{name}` cannot be {value!r}.", operation=operation.name)
        path = path.replace(f"{{{name}}}", quote(value, safe=""), 1)
    return path


def _query(operation: Operation, name: str, value: Any, place: Query) -> Iterator[str]:
    """A parameter as one or more `name=value` pairs."""
    if place.style == "json":
        yield f"{name}={quote(json_of(value, operation), safe='')}"
    elif not isinstance(value, list | tuple):
        yield f"{name}={quote(_text(value), safe='')}"
    elif place.style == "commas":
        yield f"{name}={quote(','.join(map(_text, value)), safe=',')}"
    else:
        key = name if place.style == "repeated" else f"{name}[]"
        yield from (f"{key}={quote(_text(item), safe='')}" for item in value)


def _text(value: Any) -> str:
    """A value as text: `true` and `false` in JSON's spelling, anything else in Python's."""
    return str(value).lower() if isinstance(value, bool) else str(value)
