"""A preview as a text for the person who is asked.

Names and texts of a product are written by others, who may want to be taken for us: each
is in quotation marks, short, and in one line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from agent_connectors.engine.preview.records import Change, Step
from agent_connectors.engine.values.json_text import write
from agent_connectors.engine.values.seen import is_seen

__all__ = ["quoted", "text"]

_LONGEST_VALUE = 160
"""Characters of a value."""

_LONGEST = 4000
"""Characters in all: a person reads it."""

_OF_WRITTEN = (1500, 500, _LONGEST_VALUE)
"""Characters of what would be written: as many as there is room for, since that is agreed to."""

_MOST_STEPS = 10
"""Writes of which each field has a line; others have one for all."""

_LONGEST_OF_MANY = 20_000
"""Characters of the text where there are more: each of them is to be seen."""

_MOST_CHANGES = 30


def quoted(value: Any, most: int = _LONGEST_VALUE, start: int = 0) -> str:
    """A value as JSON in one line, in which no character can do anything but be read.

    Args:
        value: The value.
        most: Characters.
        start: How many characters of it to pass over.
    """
    written = write(value).decode()
    if start:
        written = f"...{written[start:]}"
    if len(written) > most:
        end = written[-1] if isinstance(value, str) else ""
        written = f"{written[:most]}...{end} ({len(written)} characters)"
    return "".join(c if is_seen(c) else _escaped(c) for c in written)


def _escaped(character: str) -> str:
    """As JSON escapes it, in two halves where there must be."""
    pairs = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))


def text(
    heading: str,
    problem: str,
    steps: Sequence[Step],
    params: Mapping[str, Any],
    unknown: Sequence[str],
) -> str:
    """A preview as a text of a bounded length.

    Args:
        heading: Which operation it is, and what that does.
        problem: Why it could not be prepared, if so.
        steps: What it would send.
        params: The parameters as given, for where there are no steps.
        unknown: What is not known.
    """
    beside = [f"Not known: {quoted(said, 400)}" for said in unknown]
    for most in _OF_WRITTEN:
        lines = [*_lines(heading, problem, steps, params, most), *beside]
        if sum(len(line) + 1 for line in lines) <= _LONGEST:
            break
    rest = [_short(step) for step in steps[_MOST_STEPS:]]
    room = _LONGEST_OF_MANY - _LONGEST
    return "\n".join([*_fitting(lines, _LONGEST), *_fitting(rest, room)])


def _lines(
    heading: str,
    problem: str,
    steps: Sequence[Step],
    params: Mapping[str, Any],
    most: int,
) -> Iterator[str]:
    yield heading
    if problem:
        yield f"It could not be prepared: {quoted(problem, 400)}"
    for step in steps[:_MOST_STEPS]:
        yield from _step(step, most, named=len(steps) > 1)
    if not steps:
        yield from (f"  {_word(name)}: {quoted(value, most)}" for name, value in params.items())


def _short(step: Step) -> str:
    """A write in one line."""
    name = [quoted(step.target["name"])] if step.target.get("name") else []
    changes = [f"{_word(c.field)}: {quoted(c.after)}" for c in step.changes[:_MOST_CHANGES]]
    sent = step.request.json or step.request.body
    body = [] if changes or sent is None else [quoted(sent)]
    return f"{step.operation}: {step.request} {', '.join([*name, *changes, *body])}".rstrip()


def _fitting(lines: Sequence[str], room: int) -> Iterator[str]:
    for index, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            yield f"... and {len(lines) - index} more lines; the data has all of them."
            return
        yield line


def _step(step: Step, most: int, *, named: bool) -> Iterator[str]:
    yield f"{step.operation}: {step.request}" if named else f"Request: {step.request}"
    if step.target:
        where = f", in {quoted(step.target['in'])}" if step.target.get("in") else ""
        known = [f"({_word(step.target['id'])})"] if step.target.get("id") else []
        name = [quoted(step.target["name"])] if step.target.get("name") else []
        yield f"  Of {' '.join([*name, *known])}{where}"
    if step.unread:
        yield f"  Before: not known. {quoted(step.unread, 300)}"
    for change in step.changes[:_MOST_CHANGES]:
        yield f"  {_change(change, most, made=step.before is None and not step.unread)}"
    if len(step.changes) > _MOST_CHANGES:
        yield f"  ... and {len(step.changes) - _MOST_CHANGES} more fields."
    if step.request.file:
        yield f"  File: {quoted(dict(step.request.file))}"
    for called in step.names:
        if called.name is not None:
            kind = f"{called.parameter}: {called.kind} {_word(called.id)}"
            yield f"  {kind} is {quoted(called.name)}"


def _change(change: Change, most: int, *, made: bool) -> str:
    name = ".".join(map(_word, change.field.split(".", 1)))
    if not change.known:
        return f"{name}: to be {quoted(change.after, most)}"
    if made:
        return f"{name}: {quoted(change.after, most)}"
    start = _same(change.before, change.after)
    after = quoted(change.after, most, start)
    return f"{name}: {quoted(change.before, start=start)} -> {after}"


def _same(one: Any, other: Any) -> int:
    """How much of two long values to pass over, since it is the same."""
    if one is None or other is None:
        return 0
    first, second = write(one).decode(), write(other).decode()
    if max(len(first), len(second)) <= _LONGEST_VALUE:
        return 0
    pairs: Iterable[tuple[str, str]] = zip(first, second, strict=False)
    alike = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
    return max(alike - _LONGEST_VALUE // 4, 0)


def _word(given: Any) -> str:
    """A name or an id as it is, if it is nothing but that; in quotation marks otherwise."""
    said = str(given)
    word = said.replace("-", "_").isidentifier() or said.isalnum()
    return (
        said if word and len(said) <= _LONGEST_VALUE and all(map(is_seen, said)) else quoted(said)
    )
