"""The parameters of a call on its way, with what its names were taken for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.calls.unknown_ids import unknown_ids
from agent_connectors.clickup.fields import FIELD, Now, is_uuid, resolve_custom_fields
from agent_connectors.clickup.naming.certain import (
    looked_at,
    other_names,
    resolve_for_sure,
    seen,
)
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.resolve import Meant, Resolution, known_by
from agent_connectors.clickup.naming.tasks import by_name
from agent_connectors.engine.declare.named import ids_in
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ApiError

__all__ = ["Call", "explain"]

_NOTHING = "There is no {kind} with the id or the name {text!r}"
_NOBODY = "Nobody has the id {text}"


class Call(dict[str, Any]):
    """Parameters as they are sent.

    Args:
        params: The parameters.
        given: The same with the names in them.
        found: What became of the names.
    """

    def __init__(self, params: dict[str, Any], given: dict[str, Any], found: Resolution) -> None:
        super().__init__(params)
        self.given = given
        self.found = found

    async def anew(self, operation: Operation, directory: Directory) -> "Call | None":
        """The call with its names looked up once more; None if they mean the same.

        What looked like an id is taken for a name, if something has that.

        Args:
            operation: What is to be carried out.
            directory: What there is.

        Raises:
            InvalidParams: A name means nothing any more, or several things.
        """
        if not self.found.meant and not self.found.unchecked:
            return None
        for each in self.found.meant:
            directory.renew(known_by(each.kind))
        return await self._taking_for_names(operation, directory, self.found.unchecked)

    async def _taking_for_names(
        self, operation: Operation, directory: Directory, refused: list[tuple[str, str]]
    ) -> "Call | None":
        again = await resolve_for_sure(operation, dict(self.given), directory, refused=refused)
        return self._with(operation, again)

    def _with(self, operation: Operation, again: Resolution) -> "Call | None":
        before = self.found.params
        others = {
            name: again.params[name]
            for name in operation.named
            if name in again.params and again.params[name] != before.get(name)
        }
        if not others:
            return None
        # Their values are read anew, for another place has other custom fields.
        return Call(self | self._fields_as_given(operation) | others, self.given, again)

    def _fields_as_given(self, operation: Operation) -> dict[str, Any]:
        return dict(_entries(operation, self.given))

    async def now(
        self,
        operation: Operation,
        directory: Directory,
        data: Any,
        now: Now,
    ) -> "Call | None":
        """The call with its names as they mean now; None if they mean the same.

        Args:
            operation: What was carried out: a read.
            directory: What there is.
            data: What was read; a name that it shows is not looked up again.
            now: Gives the time, in the zone of times that are said without one.

        Raises:
            InvalidParams: A name means nothing any more, or several things.
        """
        unknown = await unknown_ids(operation, self.found, directory, data)
        if unknown:
            better = await self._taking_for_names(operation, directory, unknown)
            if better is not None:
                return better
        shown = data if operation.endpoints else None  # else it may come from what is known
        again = await looked_at(operation, dict(self.given), directory, self.found, shown)
        return self._with(operation, again) or await self._fields_now(
            operation, directory, data, now
        )

    async def _fields_now(
        self,
        operation: Operation,
        directory: Directory,
        data: Any,
        now: Now,
    ) -> "Call | None":
        """The call with other custom fields, where their names are those of others by now."""
        age = directory.from_before("fields")
        sent = list(_fields(operation, self))
        meant = [
            Meant("custom_fields", "any field", name, identifier, age)
            for name, identifier in zip(_fields(operation, self.given), sent, strict=True)
            if not is_uuid(name)
        ]
        if age is None or all(seen(each, data).still for each in meant):
            return None
        directory.renew("fields")
        directory.renew("field")
        named = dict(self) | self._fields_as_given(operation)
        again = await resolve_custom_fields(operation, named, directory, now)
        return (
            None if list(_fields(operation, again)) == sent else Call(again, self.given, self.found)
        )

    async def names_nothing(
        self, operation: Operation, directory: Directory, data: Any
    ) -> list[str]:
        """What to say of texts that are neither ids nor names of what there is.

        Args:
            operation: What was carried out: a read.
            directory: What there is.
            data: What was read.
        """
        said = []
        for kind, text in await unknown_ids(operation, self.found, directory, data):
            only = f" ({KINDS[kind].only})" if kind in KINDS and KINDS[kind].only else ""
            nothing = (_NOBODY if kind == "person" else _NOTHING).format(kind=kind, text=text)
            said.append(f"{nothing}{only}, so nothing can be found by it.")
        return said

    async def told(self, operation: Operation, answer: Any, directory: Directory) -> list[str]:
        """What the answer to a write says of names that had moved on; see `other_names`."""
        return await other_names(operation, self, self.found.meant, answer, directory)


def _entries(operation: Operation, params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parameters of a call with entries that name custom fields."""
    for name in operation.naming(FIELD):
        if name in params and not isinstance(params[name], str):
            yield name, params[name]


def _fields(operation: Operation, params: Mapping[str, Any]) -> Iterator[str]:
    """The custom fields that the conditions of a call name."""
    for _, value in _entries(operation, params):
        for entry in value if isinstance(value, list | tuple) else [value]:
            if "field_id" in entry:
                yield str(entry["field_id"])


_CHECK = re.compile("[Cc]heck the id")


def explain(operation: Operation, checked: dict[str, Any], error: ApiError) -> None:
    """Makes the hint of a refusal name the ids that the call holds, and none that it does not.

    Args:
        operation: What was to be carried out.
        checked: Its parameters.
        error: The refusal; its hint is put right.
    """
    endpoint = operation.endpoint_for(checked)
    given = [name for name in (endpoint.names if endpoint else ()) if name in checked]
    # A parent, or who is assigned, may be what does not exist as well as what is in the path.
    given += [
        name
        for name, shape in operation.named.items()
        if name in checked and name not in given and ids_in(checked[name], shape, checked)
    ]
    objects = [name for name in given if not operation.parameters[name].inferred]
    for name in objects:
        shape, value = operation.named.get(name), checked[name]
        if shape and shape.mark and shape.mark.kind == "task" and str(value).isalpha():
            error.hint = f"`{name}`: {by_name(str(value))}."
            return
    found = _CHECK.search(error.hint)
    if found is None:
        return
    if objects:
        names = " and ".join(f"`{name}`" for name in objects)
        error.hint = error.hint.replace(found[0], f"{found[0]} ({names})")
    else:
        error.hint = "No id was given that could be wrong: there is nothing of the kind now."
