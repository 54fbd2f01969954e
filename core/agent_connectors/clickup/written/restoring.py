"""What gives an object the values back that it had: answers of ClickUp as parameters of writes."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.written.forms import way_of
from agent_connectors.clickup.written.forms.base import LOST, NO_NEED, NOTHING
from agent_connectors.clickup.written.forms.fields import field_of, sent_as
from agent_connectors.engine.calls.hooks import Remaking, Restoring
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear

__all__ = ["remaking", "restoring"]

Record = Mapping[str, Any]


def restoring(
    operation: Operation, sent: Mapping[str, Any], before: Record, after: Record | None
) -> Restoring:
    """The parameters that give an object back what it had.

    Args:
        operation: What restores it.
        sent: The parameters of the write that changed it.
        before: The object as it was.
        after: The object as the write left it; None if that is not known.
    """
    marks = operation.marked(ShownAs)
    if any(mark.form == "field_value" for mark in marks.values()):
        return _custom_field(sent, before)
    params: dict[str, Any] = {}
    missing: list[str] = []
    for name in _changed(operation, sent):
        mark = marks.get(name, ShownAs())
        back = mark.back_by or name
        value = _value(operation, name, before, after, sent.get(name))
        if value is LOST:
            missing.append(f"`{name}` cannot be given back.")
        elif value is NOTHING and not _emptied(operation, back, mark, params):
            missing.append(f"`{name}` cannot be emptied.")
        elif value is not NOTHING and value is not NO_NEED:
            params[back] = _known(value, operation, back)
            params |= mark.along
    for name in list(params):
        needed = operation.parameters[name].requires
        if needed and needed not in params and needed not in sent:
            params[needed] = _value(operation, needed, before, after, None)
    return Restoring(params, tuple(missing))


def _value(operation: Operation, name: str, before: Record, after: Record | None, sent: Any) -> Any:
    """What gives back the value of a parameter."""
    way = way_of(operation, name)
    needed = operation.parameters[name].requires
    if needed and way_of(operation, needed).form.back(
        way_of(operation, needed).at, before, after, None
    ) in (LOST, NOTHING):
        return LOST
    return way.form.back(way.at, before, after, sent)


def _emptied(operation: Operation, name: str, mark: ShownAs, params: dict[str, Any]) -> bool:
    """Whether a parameter can be emptied; says so among the parameters."""
    clear = _clear(operation)
    if clear and name in operation.parameters[clear].choices:
        params[clear] = [*params.get(clear, ()), name]
    elif operation.parameters[name].may_be_empty:
        params[name] = ""
        params |= mark.along
    elif mark.emptied_by in operation.parameters:
        params[mark.emptied_by] = True
    else:
        return False
    return True


def _clear(operation: Operation) -> str:
    """The parameter that empties others, if there is one."""
    return next((n for n, p in operation.parameters.items() if isinstance(p.place, Clear)), "")


def _changed(operation: Operation, sent: Mapping[str, Any]) -> list[str]:
    """The parameters that a write changed or emptied."""
    emptying = {m.emptied_by: name for name, m in operation.marked(ShownAs).items() if m.emptied_by}
    names = [*sent, *sent.get(_clear(operation), ()), *(emptying[n] for n in sent if n in emptying)]
    return _holding(operation, names)


def _holding(operation: Operation, names: Iterable[str]) -> list[str]:
    """Those of some parameters that hold a value of the object, and do not say how one is meant."""
    known = operation.parameters
    return [
        name
        for name in dict.fromkeys(names)
        if name in known
        and isinstance(known[name].place, Body)
        and not (known[name].not_shown and known[name].no_change is not None)
    ]


def _known(value: Any, operation: Operation, name: str) -> Any:
    """A value without the keys that ClickUp shows and does not take."""
    whole = operation.schema
    types: Mapping[str, Any] = whole.get("$defs", {})

    def pruned(value: Any, schema: Mapping[str, Any]) -> Any:
        schema = types.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
        known = schema.get("properties")
        if not isinstance(value, Mapping) or not known:
            return value
        return {name: pruned(one, known[name]) for name, one in value.items() if name in known}

    return pruned(value, whole["properties"].get(name, {}))


def _custom_field(sent: Mapping[str, Any], before: Record) -> Restoring:
    """The value that a custom field had, or none."""
    held = field_of(before, sent["field_id"])
    which = {"field_id": sent["field_id"]}
    if held is None:
        return Restoring({}, ("The task did not show the field.",))
    try:
        value = sent_as(held)
    except LookupError:
        return Restoring({}, (f"A value of the type {held.get('type')} cannot be given back.",))
    if value is NOTHING:
        return Restoring(which, (), "custom_fields.remove")
    return Restoring({**which, "value": value}, (), "custom_fields.set")


def remaking(operation: Operation, record: Record) -> Remaking:
    """The parameters that make an object again.

    Args:
        operation: What makes it.
        record: The object as it was.
    """
    params: dict[str, Any] = {}
    for name in _holding(operation, operation.parameters):
        way = way_of(operation, name)
        if way.mark.back_by:
            continue  # the other one has the value
        value = way.form.again(way.at, record)
        needed = operation.parameters[name].required
        if value not in (LOST, NOTHING, None) and (value != [] or needed):
            params[name] = _known(value, operation, name)
    return Remaking(params | _place(operation, record))


_PLACES: Final = {4: "space_id", 5: "folder_id", 6: "list_id", 7: "team_id"}


def _place(operation: Operation, record: Record) -> dict[str, Any]:
    """Where an object was, of those that may be in places of several kinds."""
    if operation.name == "lists.create":
        folder = record.get("folder") or {}
        loose = folder.get("hidden", True)
        return {"space_id": record["space"]["id"]} if loose else {"folder_id": folder["id"]}
    if operation.name == "views.create":
        return {_PLACES[int(record["parent"]["type"])]: record["parent"]["id"]}
    return {}
