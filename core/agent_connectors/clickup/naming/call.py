"""The parameters of a call on its way, with what its names were taken for."""

import re
from typing import Any

from agent_connectors.clickup.naming.certain import moved_on, other_names, resolve_for_sure
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.resolve import Resolution
from agent_connectors.clickup.naming.tasks import by_name
from agent_connectors.engine.errors import ApiError
from agent_connectors.engine.operation import Operation

__all__ = ["Call", "explain"]

_LONGEST_NAME = 8
"""Digits of a text that may be a year, a day or a number of a sprint rather than an id."""


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
            directory.renew("workspaces" if each.kind == "person" else KINDS[each.kind].known_by)
        again = await resolve_for_sure(operation, dict(self.given), directory, refused=True)
        before = self.found.params
        others = {
            name: again.params[name]
            for name in operation.named
            if name in again.params and again.params[name] != before.get(name)
        }
        if not others:
            return None
        # Their values are read anew, for another place has other custom fields.
        fields = {n: self.given[n] for n in ("custom_fields", "custom_field") if n in self.given}
        return Call(self | fields | others, self.given, again)

    def may_mean_others(self, data: Any) -> bool:
        """Whether what was read is not what the names say, or nothing, which others may have.

        Args:
            data: What was read.
        """
        if moved_on(self.found.meant, data):
            return True
        if data != []:
            return False
        old = any(each.age is not None for each in self.found.meant)
        return old or any(self.doubtful())

    def doubtful(self) -> list[tuple[str, str]]:
        """Kinds and texts that were sent as ids and are rather short for that."""
        return [
            (kind, text)
            for kind, text in self.found.unchecked
            if text.isdecimal() and len(text) <= _LONGEST_NAME and KINDS[kind].known_by == "tree"
        ]

    async def names_nothing(self, directory: Directory) -> list[str]:
        """What to say of texts that are neither ids nor names of what there is.

        Args:
            directory: What there is.
        """
        said = []
        for kind, text in self.doubtful():
            workspaces = [str(workspace["id"]) for workspace in await directory.workspaces()]
            trees = [await directory.tree(workspace) for workspace in workspaces]
            known = {(place.kind, place.id) for tree in trees for place in tree.places}
            if (kind, text) not in known:
                said.append(
                    f"There is no {kind} with the id or the name {text!r} (archived ones were "
                    "not looked at), so nothing can be found by it."
                )
        return said

    def told(self, operation: Operation, answer: Any) -> list[str]:
        """What the answer to a write says of names that had moved on; see `other_names`."""
        return other_names(operation, self.found.meant, answer)


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
