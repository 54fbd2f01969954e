"""Holds what somebody has agreed to against what is there now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agent_connectors.engine.errors import ObjectChanged, OperationNotAllowed
from agent_connectors.engine.preview.preview import EDITED, Preview
from agent_connectors.engine.preview.records import Step
from agent_connectors.engine.preview.text import quoted
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["beyond", "bind", "hold_against", "tells_of"]

_MOST = 5


def tells_of(agreed: Any) -> bool:
    """Whether something is a preview as data, with which what is there can be compared."""
    return isinstance(agreed, Mapping) and isinstance(agreed.get("steps"), list | tuple)


def bind(agreed: Mapping[str, Any], operation: str, params: Any) -> None:
    """Lets a call pass, if it is the one that was agreed to: as it was shown, or as it was edited.

    Args:
        agreed: The preview that somebody saw, as data.
        operation: The operation of the call.
        params: Its parameters, as a preview shows them.

    Raises:
        OperationNotAllowed: It is another call.
    """
    if agreed.get("operation") != operation:
        other = f"`{agreed.get('operation')}`, not to `{operation}`"
    elif params != agreed.get(EDITED, agreed.get("params", {})):
        other = f"other parameters of `{operation}`"
    else:
        return
    raise OperationNotAllowed(
        f"Somebody has agreed to {other}.",
        hint="Nothing was sent. Each call needs an agreement of its own, with a preview of it.",
        operation=operation,
    )


def hold_against(agreed: Mapping[str, Any], now: Preview) -> None:
    """Lets a call pass, if what it changes is still what was shown.

    What was edited since is held to the objects only; what was not edited must also go to the
    same place and come out the same, although names and words for times were read anew.

    Args:
        agreed: The preview that somebody saw, as data; that it is of the same call is known.
        now: The preview of the call that is about to be made.

    Raises:
        ObjectChanged: It is not.
        OperationNotAllowed: It was edited so that it destroys what nobody was shown.
    """
    destroyed = [] if EDITED not in agreed else [s for s in now.steps if s.effect == "destructive"]
    if unseen := [*_not_shown(agreed, destroyed)]:
        raise OperationNotAllowed(
            f"It was edited to destroy what nobody was shown: {', '.join(unseen[:_MOST])}.",
            hint="Nothing was sent. Call again in this way, so that they are asked about it.",
            operation=now.operation,
        )
    said = [*_changed(agreed, now)]
    if said:
        more = f" And {len(said) - _MOST} more." if len(said) > _MOST else ""
        raise ObjectChanged(
            f"It is not any more as it was when somebody agreed: {' '.join(said[:_MOST])}{more}",
            hint="Nothing was sent. Call again, so that they are asked about what is there now.",
            operation=now.operation,
        )


def beyond(agreed: Mapping[str, Any], now: Preview) -> tuple[str, ...]:
    """What an edited call changes that was not shown, by its path.

    Args:
        agreed: The preview that somebody saw, as data.
        now: The preview of the call that is about to be made.
    """
    edited = EDITED in agreed
    return tuple(_not_shown(agreed, [s for s in now.steps if edited and s.read_by]))


def _shown_steps(agreed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [step for step in agreed["steps"] if isinstance(step, Mapping)]


def _not_shown(agreed: Mapping[str, Any], steps: Iterable[Step]) -> Iterator[str]:
    """The objects of writes, and those that go with them, of which a preview does not tell."""
    shown = _shown_steps(agreed)
    paths = {step.get("request", {}).get("path") for step in shown}
    ids = {(c.get("parameter"), c.get("id")) for step in shown for c in step.get("names", ())}
    for step in steps:
        if step.request.path not in paths:
            yield quoted(step.request.path)
        elif step.effect == "destructive":
            yield from (
                f"{called.parameter} {quoted(called.id)}"
                for called in step.names
                if (called.parameter, called.id) not in ids
            )


def _changed(agreed: Mapping[str, Any], now: Preview) -> Iterator[str]:
    shown = _shown_steps(agreed)
    same = EDITED not in agreed
    by_object = {(s.get("operation"), s.get("read_by")): s for s in shown if s.get("read_by")}
    for index, step in enumerate(now.steps):
        old = by_object.get((step.operation, step.read_by)) if step.read_by else None
        if old is not None:
            yield from _of_object(old, step)
        if same and len(shown) == len(now.steps):
            yield from _of_request(old or shown[index], step)


def _of_object(old: Mapping[str, Any], step: Step) -> Iterator[str]:
    """What of an object is not as it was, as far as the call touches it."""
    before = old.get("before")
    there = _json(step.before)
    if not isinstance(before, Mapping) or not isinstance(there, Mapping):
        return
    if step.effect == "destructive":
        fields = [name for name in {**before, **there} if before.get(name) != there.get(name)]
        # Others go with it, such as the tasks that are merged: of those, the names were shown.
        seen = {(c.get("parameter"), c.get("id")): c.get("name") for c in old.get("names", ())}
        for called in step.names:
            was, now = seen.get((called.parameter, called.id)), called.name
            if was is not None and now is not None and was != now:
                yield f"`{called.parameter}` {called.id} was {quoted(was)} and is {quoted(now)}."
    else:
        changes = {str(c["field"]): c for c in old.get("changes", ())}
        touched = dict.fromkeys(change.field.partition(".")[0] for change in step.changes)
        # What was to become what it is now was changed by somebody else as well.
        touched |= dict.fromkeys(name.partition(".")[0] for name in changes)
        fields = [name for name in touched if before.get(name) != there.get(name)]
        for change in step.changes:
            # Of what results do not show, only the change says what was there.
            name, was = change.field, changes.get(change.field, {})
            if name.partition(".")[0] in {**before, **there} or not was.get("known", True):
                continue
            if change.known and was and was.get("before") != _json(change.before):
                yield f"`{name}` was {quoted(was.get('before'))} and is {quoted(change.before)}."
    for name in sorted(fields):
        yield f"`{name}` was {quoted(before.get(name))} and is {quoted(there.get(name))}."


def _of_request(old: Mapping[str, Any], step: Step) -> Iterator[str]:
    """In what a call that nobody edited would do another thing than was shown."""
    request = old.get("request", {})
    if (request.get("path"), request.get("method")) != (step.request.path, step.request.method):
        yield f"A name means another thing: it would be sent to {quoted(step.request.path)}."
        return
    wanted = {c["field"]: c["after"] for c in old.get("changes", ()) if c.get("known", True)}
    for change in step.changes:
        after = _json(change.after)
        if change.field in wanted and change.known and wanted[change.field] != after:
            yield (
                f"`{change.field}` was to be {quoted(wanted[change.field])} and would be "
                f"{quoted(after)}; give the value itself."
            )


def _json(value: Any) -> Any:
    """A value as it comes back from JSON."""
    return read_answer(write(value))
