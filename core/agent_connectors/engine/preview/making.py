"""Makes previews, and holds what was agreed to against what is there now."""

from asyncio import timeout as time_limit
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidCall
from agent_connectors.engine.executor.planned import OnlyPlanned, PlannedWrite, planning
from agent_connectors.engine.preview.looking import Reads, before_of, look
from agent_connectors.engine.preview.preview import Preview
from agent_connectors.engine.preview.records import Step
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.running.sent import noting
from agent_connectors.engine.secrets.hiding import without_logins
from agent_connectors.engine.secrets.secret import HIDDEN
from agent_connectors.engine.values.json_text import as_mapping, brief, read_answer, write

__all__ = ["make", "shown_params"]

_PATIENCE = 10.0
"""Seconds for looking at the objects: somebody waits to be asked."""

_MOST_OBJECTS = 10
"""Objects that are read for one preview."""

_MOST_READS = 50
"""Requests after which no further object is read."""


async def make(
    connector: Reads,
    operation: Operation,
    params: Any,
    *,
    timeout: float | None = None,  # noqa: ASYNC109 - the deadline goes along with the request
    names: bool = True,
) -> tuple[Preview, ConnectorError | None]:
    """What a call would do, and the error with which it would end before it sends anything.

    Args:
        connector: Would carry it out.
        operation: The operation.
        params: Its parameters, as given.
        timeout: Seconds that preparing it may take.
        names: Whether to look up what ids stand for.
    """
    error: ConnectorError | None = None
    given: Mapping[str, Any] = {}
    unknown: list[str] = []
    looked: list[Step] = []
    with noting() as sent, planning() as plan:
        try:
            given = as_mapping(params)
        except ConnectorError as refused:
            error = refused
        if operation.effect != "read" and error is None:
            try:
                result = await connector.execute(
                    operation.entity, operation.action, given, timeout=timeout
                )
                if not plan.writes:
                    unknown.append(f"It would send nothing, as things are: {brief(result.data)}.")
            except OnlyPlanned:
                if operation.body is not None:
                    unknown.append(
                        "What it sends after the last of these depends on what is answered."
                    )
            except ConnectorError as refused:
                error = refused
            try:
                async with time_limit(_PATIENCE):
                    for one in plan.writes[:_MOST_OBJECTS]:
                        if sent.reads >= _MOST_READS:
                            break
                        looked.append(await _looked_at(connector, one, given, names=names))
                    # What makes something new has no object to be read: that is told of each.
                    for one in plan.writes[len(looked) :]:
                        if before_of(connector.operations, one.operation) is not None:
                            break
                        looked.append(await _looked_at(connector, one, given, names=False))
            except TimeoutError:
                unknown.append(f"The objects could not be looked at within {_PATIENCE:.0f} s.")
            rest = plan.writes[len(looked) :]
            looked += [Step(one.operation.name, one.operation.effect, one.request) for one in rest]
            if rest and len(plan.writes) > 1:
                unknown.append(f"The objects of {len(rest)} of the writes were not looked at.")
    return (
        Preview(
            operation.name,
            operation.effect,
            operation.summary,
            shown_params(operation, given),
            tuple(map(_shown, looked)),
            tuple(map(without_logins, unknown)),
            "" if error is None else without_logins(str(error)),
            isinstance(error, InvalidCall),
            sent.reads,
        ),
        error,
    )


async def _looked_at(
    connector: Reads, one: PlannedWrite, given: Mapping[str, Any], *, names: bool
) -> Step:
    try:
        return await only_ours(
            lambda: look(connector, one, given, names=names),
            one.operation.name,
            secrets=connector.own_secrets,
        )
    except ConnectorError as error:
        # Whatever goes wrong in looking: somebody is asked all the same.
        operation = one.operation
        return Step(operation.name, operation.effect, one.request, unread=str(error))


def shown_params(operation: Operation, given: Mapping[str, Any]) -> Any:
    """Parameters as they were given, as JSON can hold them, without secrets.

    Args:
        operation: The operation.
        given: Its parameters.
    """
    known = operation.parameters
    hides = any(parameter.secret for parameter in known.values())
    told = {
        name: HIDDEN if hides and (name not in known or known[name].secret) else value
        for name, value in given.items()
    }
    return without_logins(read_answer(write(told)))


def _shown(step: Step) -> Step:
    """A step without the logins of URLs: whoever agrees to an address need not see its password."""
    told = {name: without_logins(getattr(step, name)) for name in ("target", "before", "unread")}
    changes = [
        replace(c, before=without_logins(c.before), after=without_logins(c.after))
        for c in step.changes
    ]
    names = [replace(called, name=without_logins(called.name)) for called in step.names]
    request = step.request
    sent = {name: without_logins(getattr(request, name)) for name in ("path", "query", "body")}
    told |= {"changes": tuple(changes), "names": tuple(names), "request": replace(request, **sent)}
    return replace(step, **told)
