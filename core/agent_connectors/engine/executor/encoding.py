"""Turns checked parameters into a request: path, query and body."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from pydantic_core import to_json

from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Parameter
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.files.upload import FileUpload, Form
from agent_connectors.engine.marks import Bodies, Body, Clear, File, Header, Query, SentAs, Style
from agent_connectors.engine.network.messages import Request

__all__ = ["encode", "json_of"]

_FORM_TYPE = "application/x-www-form-urlencoded"

_HALF = "A text holds half of a character (a lone surrogate)."


_LARGEST = 2**53 - 1
"""What is above it is another number to those who read JSON numbers as floating ones."""


def encode(
    operation: Operation,
    given: Mapping[str, Any],
    *,
    lists: Style = "repeated",
    bodies: Bodies = "json",
) -> Request:
    """The request that carries out an operation.

    Args:
        operation: What to do.
        given: Its parameters, checked.
        lists: How lists are written in a query, unless a parameter says otherwise.
        bodies: How bodies are written.

    Raises:
        InvalidParams: A parameter cannot be part of a path, or is no text.
    """
    try:
        return _encode(operation, given, lists, bodies)
    except UnicodeEncodeError:
        raise InvalidParams(_HALF, operation=operation.name) from None


def _encode(
    operation: Operation, given: Mapping[str, Any], lists: Style, bodies: Bodies
) -> Request:
    endpoint = operation.endpoint_for(given)
    if endpoint is None:  # checked parameters always decide on one
        raise InvalidParams("The parameters fit no endpoint.", operation=operation.name)
    parts = _Parts(operation, given, lists)
    for name, value in given.items():
        parameter = operation.parameters[name]
        parts.add(
            parameter,
            value if parameter.sent_as is None else _sent_as(value, parameter.sent_as),
        )
        if parameter.requires in endpoint.names and value is not False:
            parts.query.extend(
                _query(operation, parameter.requires, given[parameter.requires], lists)
            )
    target = _path(operation, endpoint, given)
    if parts.query:
        target = f"{target}?{'&'.join(parts.query)}"
    request = Request(
        endpoint.method, target, form=parts.form, headers=parts.headers, template=endpoint.path
    )
    if parts.form is not None or endpoint.method == "GET" or not _has_body(operation):
        return request
    if bodies == "form":
        return replace(request, body=_form(parts.body), content_type=_FORM_TYPE)
    return replace(request, body=json_of(parts.body, operation))


def _has_body(operation: Operation) -> bool:
    """Whether any parameter may be part of a body; a request without any then has an empty one."""
    return any(isinstance(p.place, Body) for p in operation.parameters.values())


class _Parts:
    """The parts of a request, filled parameter by parameter.

    Args:
        operation: What to do.
        given: All its parameters.
        lists: How lists are written in a query, unless a parameter says otherwise.
    """

    def __init__(self, operation: Operation, given: Mapping[str, Any], lists: Style) -> None:
        self._operation = operation
        self._given = given
        self._lists = lists
        clears = (p.place for p in operation.parameters.values() if isinstance(p.place, Clear))
        self._blanks = next((place.blanks for place in clears), {})
        self.query: list[str] = []
        self.headers: dict[str, str] = {}
        self.body: Any = {}
        self.form: Form | None = None

    def add(self, parameter: Parameter, value: Any) -> None:
        """Puts a value where its parameter travels."""
        name = parameter.wire_name
        match parameter.place:
            case Query() as place:
                style = place.style or self._lists
                self.query.extend(_query(self._operation, name, value, style))
            case Header():
                self.headers[name] = _header(self._operation, parameter, value)
            case Body(whole=True):
                self.body = value
            case Body() as place:
                written = self._blanks.get(parameter.name, value) if value == "" else value
                _put(self.body, name, _digits(written, place.kind))
            case File() as place:
                self.form = Form(place.name, _file(value, place, self._given))
            case Clear() as place:
                for cleared in value:
                    wire_name = self._operation.parameters[cleared].wire_name
                    _put(self.body, wire_name, place.blanks.get(cleared))


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
    if _beyond(value):
        said = f"A number above {_LARGEST} loses digits in JSON: it cannot be sent as a number."
        raise InvalidParams(said, operation=operation.name)
    if (b"NaN" in written or b"Infinity" in written) and to_json(
        value, inf_nan_mode="null"
    ) != written:
        said = "A number is none: NaN and Infinity cannot be sent."
        raise InvalidParams(said, operation=operation.name)
    return written


def _beyond(value: Any) -> bool:
    """Whether there is a whole number in a value that JSON does not carry to everybody."""
    if isinstance(value, int):
        return abs(value) > _LARGEST
    if isinstance(value, Mapping):
        return any(map(_beyond, value.values()))
    return isinstance(value, list | tuple) and any(map(_beyond, value))


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


def _form(body: Mapping[str, Any]) -> bytes:
    """A body as browsers send forms: fields of objects and items of lists in brackets."""

    def pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, Mapping):
            for key, item in value.items():
                yield from pairs(f"{name}[{key}]" if name else str(key), item)
        elif isinstance(value, list | tuple):
            for item in value:
                yield from pairs(f"{name}[]", item)
        else:
            yield name, "" if value is None else _text(value)

    return urlencode(list(pairs("", body))).encode("ascii")


def _header(operation: Operation, parameter: Parameter, value: Any) -> str:
    """A parameter as the value of a header, which cannot hold everything."""
    text = ",".join(map(_text, value)) if isinstance(value, list | tuple) else _text(value)
    if not (text.isascii() and text.isprintable()):
        raise InvalidParams(
            f"`{parameter.name}` travels in a header: plain ASCII only, in one line.",
            operation=operation.name,
        )
    return text


def _sent_as(milliseconds: Any, sent: SentAs) -> Any:
    """A time, or a list of times, in the unit that the product wants."""
    if isinstance(milliseconds, list | tuple):
        return [_sent_as(each, sent) for each in milliseconds]
    if not isinstance(milliseconds, int):
        return milliseconds
    if sent.unit == "seconds":
        return milliseconds // 1000
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _file(value: Any, place: File, given: Mapping[str, Any]) -> FileUpload:
    """A file; a text becomes one of the name that is given with it."""
    if isinstance(value, FileUpload):
        return value
    return FileUpload(str(value).encode(), name=given.get(place.called) if place.called else None)


def _path(operation: Operation, endpoint: Endpoint, given: Mapping[str, Any]) -> str:
    """The path, in which no value can become more, or other, than the segment it stands in."""
    path = endpoint.path
    for name in endpoint.names:
        if isinstance(given[name], bool) or not isinstance(given[name], str | int):
            kind = type(given[name]).__name__
            raise InvalidParams(
                f"`{name}` cannot be {kind}: it is in the path.", operation=operation.name
            )
        value = str(given[name])
        # Escaping does not save these three: a server, or a proxy before it, may resolve
        # `%2E%2E` just as it does `..`, and an empty segment can vanish.
        if value.strip() in {"", ".", ".."}:
            raise InvalidParams(f"`{name}` cannot be {value!r}.", operation=operation.name)
        path = path.replace(f"{{{name}}}", quote(value, safe=""), 1)
    return path


def _query(operation: Operation, name: str, value: Any, style: Style) -> Iterator[str]:
    """A parameter as one or more `name=value` pairs."""
    if style == "json":
        yield f"{name}={quote(json_of(value, operation), safe='')}"
    elif not isinstance(value, list | tuple):
        yield f"{name}={quote(_text(value), safe='')}"
    elif style == "commas":
        yield f"{name}={quote(','.join(map(_text, value)), safe=',')}"
    else:
        key = name if style == "repeated" else f"{name}[]"
        yield from (f"{key}={quote(_text(item), safe='')}" for item in value)


def _text(value: Any) -> str:
    """A value as text: `true` and `false` in JSON's spelling, anything else in Python's."""
    return str(value).lower() if isinstance(value, bool) else str(value)
