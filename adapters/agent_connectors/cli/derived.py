"""Options and values of a call, as the operation's own signature has them."""

import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.values.json_text import parse

__all__ = ["derived_options", "read_pairs"]

_PREFIX = "parameter_"
"""Of the names under which click keeps the options that are derived."""


def derived_options(operation: Operation, taken: Collection[str]) -> Iterator[click.Option]:
    """An option for each parameter of an operation.

    Args:
        operation: The operation.
        taken: Options that the command has for itself.
    """
    properties = operation.schema["properties"]
    for name, parameter in operation.parameters.items():
        flag = f"--{name.strip('_').replace('_', '-')}"
        if flag in taken or name not in properties:
            continue
        schema = properties[name]
        kinds = _kinds(schema)
        about = parameter.description + (" (needed)" if parameter.required else "")
        declared = f"{_PREFIX}{name}"
        if kinds == {"boolean"}:
            yield click.Option(
                [declared, f"{flag}/--no-{flag[2:]}"], default=None, help=about, expose_value=True
            )
            continue
        choices = [str(one) for one in _choices(schema)]
        yield click.Option(
            [declared, flag],
            multiple="array" in kinds,
            metavar="|".join(choices) if 0 < len(choices) <= 6 else _metavar(kinds),
            help=about,
            shell_complete=_completing(choices),
        )


def read_pairs(
    operation: Operation | None,
    pairs: tuple[str, ...],
    texts: tuple[str, ...],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """The parameters of a call, from JSON objects, from `name=value` pairs and from options.

    Args:
        operation: What is called; None if there is no such operation.
        pairs: `name=value` each.
        texts: JSON objects, or `@FILE`.
        options: What click read.

    Raises:
        click.UsageError: One is not what it should be, or is given twice.
    """
    given: dict[str, Any] = {}

    def add(name: str, value: Any) -> None:
        if name in given:
            raise click.UsageError(f"`{name}` is given twice: leave one out.")
        given[name] = value

    for text in texts:
        try:
            read = parse(_text_of(text))
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise click.UsageError('--json takes an object, such as \'{"list_id": "901"}\'.')
        for name, value in read.items():
            add(name, value)
    properties = {} if operation is None else operation.schema["properties"]
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{pair!r} is not NAME=VALUE.")
        add(name, _read(value, properties.get(name, {})))
    for declared, value in options.items():
        name = declared.removeprefix(_PREFIX)
        if name == declared or value is None or value == ():
            continue
        add(name, _of_option(value, properties[name]))
    return given


def _text_of(text: str) -> str:
    """A text, or what is in the file that it names."""
    if not text.startswith("@"):
        return text
    try:
        read = sys.stdin.read() if text == "@-" else Path(text[1:]).read_text("utf-8")
        return read.removeprefix("\ufeff")  # which Windows puts before UTF-8
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{text[1:]!r} cannot be read: {error}") from None


def _of_option(value: Any, schema: Mapping[str, Any]) -> Any:
    if not isinstance(value, tuple):
        return value if isinstance(value, bool) else _read(value, schema)
    if len(value) == 1 and value[0].lstrip()[:1] in {"[", "{"}:
        return _read(value[0], schema)  # all of it as JSON
    if len(value) > 1 and any(one.lstrip().startswith("[") for one in value):
        raise click.UsageError("Give the items one by one, or all of them as one JSON list.")
    items = schema.get("items", {})
    if not items and value == ("*",):
        return "*"
    return [_read(one, items) for one in value]


def _read(text: str, schema: Mapping[str, Any]) -> Any:
    """JSON where it is some, else text; where only text will do, no other JSON is meant.

    A number that would not be written as it was typed stays text: 1.10 is a version.
    """
    from pydantic_core import to_json

    try:
        value = parse(text, numbers_only=True)
    except ValueError:
        _refuse_half(text, _kinds(schema))
        return text
    if _kinds(schema) == {"string"}:
        return value if isinstance(value, str) else text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text if is_number and to_json(value).decode() != text.strip() else value


def _refuse_half(text: str, kinds: set[str]) -> None:
    """Refuses what is no JSON, and would be taken for something that nobody meant.

    Raises:
        click.UsageError: It is.
    """
    begins = text.lstrip()[:1]
    if (begins == "[" and "array" in kinds) or (begins == "{" and kinds & {"array", "object"}):
        raise click.UsageError(
            f"{text[:60]!r} begins as JSON, and is none: is a quote or a bracket missing? "
            "A text that begins so is given within a list: '[\"[a] b\"]'."
        )
    if kinds and kinds <= {"integer", "number", "null"} and "_" in text:
        raise click.UsageError(f"{text[:60]!r} is not a number: write it without `_`.")


def _kinds(schema: Mapping[str, Any]) -> set[str]:
    """The kinds of values that a schema takes; none where it takes any."""
    if "anyOf" in schema:
        return set().union(*(_kinds(one) for one in schema["anyOf"]))
    kind = schema.get("type", "object" if "$ref" in schema else ())
    return {kind} if isinstance(kind, str) else set(kind)


def _choices(schema: Mapping[str, Any]) -> list[Any]:
    found = schema.get("enum") or schema.get("items", {}).get("enum") or []
    return list(found)


def _metavar(kinds: set[str]) -> str:
    if "array" in kinds:
        return "VALUE"
    return {"integer": "NUMBER", "number": "NUMBER", "object": "JSON"}.get("".join(kinds), "TEXT")


def _completing(choices: list[str]) -> Any:
    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(one) for one in choices if one.startswith(incomplete)]

    return complete if choices else None
