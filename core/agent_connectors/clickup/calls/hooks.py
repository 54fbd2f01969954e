"""What ClickUp needs around a call: names and times worked out, and answers looked at twice."""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.calls.shown import SHOWN_BY
from agent_connectors.clickup.marks import FindsNothing, MayMention
from agent_connectors.engine.calls.hooks import Account, Hooks, Remaking, Restoring
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    ApiError,
    ConnectorError,
    InvalidParams,
    InvalidResponse,
    NotFound,
)
from agent_connectors.engine.result import ExecuteResult

if TYPE_CHECKING:
    from pathlib import Path

    from agent_connectors.clickup.compact import Names
    from agent_connectors.clickup.naming import Directory
    from agent_connectors.engine.connector import Connector

__all__ = ["ClickupHooks"]


def _check_length(operation: Operation, checked: Mapping[str, Any]) -> None:
    """Refuses work whose length, or whose other end, is not that from its start to its end.

    Raises:
        InvalidParams: They contradict one another, and ClickUp would take one of them.
    """
    said = {name: checked[name] for name in ("duration",) if name in checked}
    if "start" in checked:
        said |= {n: checked[n] - checked["start"] for n in ("end", "stop") if n in checked}
    (first, length), *others = [*said.items()] or [("", 0)]
    for name, other in others:
        if abs(other - length) >= 1000:  # a day ends with its last millisecond
            lengths = [timedelta(milliseconds=round(ms, -3)) for ms in (length, other)]
            raise InvalidParams(
                f"`{first}` says that it took {lengths[0]}, and `{name}` that it took "
                f"{lengths[1]}, from its `start`: give one of them.",
                operation=operation.name,
            )


class ClickupHooks(Hooks):
    """The steps around a call to ClickUp.

    Args:
        connector: Asks ClickUp for what has to be known.
        zone: The time zone of times that are said without one; that of the ClickUp user if None.
        files: The folder in which paths given as text must be; without one, none are taken.
    """

    def __init__(
        self,
        connector: "Connector",
        *,
        zone: tzinfo | None = None,
        files: "Path | None" = None,
        workspace: str | None = None,
    ) -> None:
        self._connector = connector
        self._zone = zone
        self._days: tzinfo | None = None
        self._days_are_unknown = False
        self._files = files
        self._workspace = workspace
        self._directory: Directory | None = None
        self._names: Names | None = None

    @property
    def directory(self) -> "Directory":
        """What the workspaces hold, by name; made when it is first needed."""
        if self._directory is None:
            from agent_connectors.clickup.naming import Directory

            self._directory = Directory(self._connector, workspace=self._workspace)
        return self._directory

    def same_as(self) -> Hashable:
        """Equal for those that were made with the same options."""
        return (type(self), self._zone, self._files, self._workspace)

    def during_call(self) -> AbstractContextManager[object]:
        """What was known before a call began may be looked up anew by it."""
        return self.directory.call()

    secret_keys = frozenset({"secret", "access_token"})
    bookkeeping = frozenset({"date_updated", "updated_at", "room_updated_at", "at", "history"})
    shown_by = SHOWN_BY

    def is_deleted(self, record: Any) -> bool:
        """Whether an object is marked as deleted: Folders and Lists are shown for a while."""
        return isinstance(record, Mapping) and record.get("deleted") is True

    async def account(self) -> Account:
        """The ClickUp user, and the workspaces that they see."""
        me = await self.directory.me()
        workspaces = await self.directory.workspaces()
        who = me.get("username") or me.get("email") or me.get("id")
        return Account(str(who), tuple(str(one["id"]) for one in workspaces))

    def restoring(
        self,
        operation: Operation,
        sent: Mapping[str, Any],
        before: Mapping[str, Any],
        after: Mapping[str, Any] | None,
    ) -> Restoring:
        """The parameters that give an object back what it had."""
        from agent_connectors.clickup.written.restoring import restoring

        return restoring(operation, sent, before, after)

    def remaking(self, operation: Operation, record: Mapping[str, Any]) -> Remaking:
        """The parameters that make an object again."""
        from agent_connectors.clickup.written.restoring import remaking

        return remaking(operation, record)

    def compact(self, entity: str, record: Any, *, in_list: bool) -> Any:
        """A record as a model should read it, in the user's time zone as far as it is known."""
        from agent_connectors.clickup.compact import compact

        zone = self._zone or UTC
        days, names = self._days or zone, self._names
        return compact(entity, record, in_list=in_list, zone=zone, days=days, names=names)

    async def prepare(
        self, operation: Operation, checked: dict[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Puts ids in the place of names, and milliseconds in the place of times."""
        named = not self.directory.is_mapping and not checked.keys().isdisjoint(operation.named)
        said = dict(checked)
        if named:
            from agent_connectors.clickup.naming.certain import resolve_for_sure

            found = await resolve_for_sure(operation, checked, self.directory)
            checked = found.params
        checked = await super().prepare(operation, checked, given)
        if operation.entity == "time_tracking":
            _check_length(operation, checked)
        if named:
            from agent_connectors.clickup.fields import resolve_custom_fields

            # Last: which custom fields there are depends on the place, which is known now.
            checked = await resolve_custom_fields(operation, checked, self.directory, self.now)
        for name, mark in operation.marked(MayMention).items():
            if not isinstance(checked.get(name), str):
                continue
            from agent_connectors.clickup.naming.people import mentioned

            checked = await mentioned(operation, checked, self.directory, name, mark.form)
            break
        if operation.takes_file:
            from agent_connectors.clickup.composite.files import prepare_upload

            prepare_upload(operation.name, checked, self._files)
        if named:
            from agent_connectors.clickup.calls.call import Call

            return Call(checked, said, found)
        return checked

    async def prepare_walk(
        self, operation: Operation, checked: dict[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """As `prepare`; what names were taken for before is asked for, as no page is judged."""
        from agent_connectors.clickup.calls.call import Call

        with self.directory.call():
            prepared = await self.prepare(operation, checked, given)
            if not isinstance(prepared, Call):
                return prepared
            better = await prepared.now(operation, self.directory, None, self.now)
            return prepared if better is None else await self.prepare(operation, better, given)

    async def infer(self, operation: Operation, name: str, checked: Mapping[str, Any]) -> Any:
        """The workspace, where the token can see only one."""
        endpoint = operation.endpoint_for(checked)
        if any(name in other.names for other in operation.endpoints):
            needed = endpoint is not None and name in endpoint.names
        else:
            # Beside a task's custom id, a workspace means nothing without that.
            needed = bool(
                "custom_task_ids" not in operation.parameters or checked.get("custom_task_ids")
            )
        if not needed:
            return None
        from agent_connectors.clickup.naming.resolve import workspace_id

        try:
            return await workspace_id(self.directory, None)
        except LookupError as unclear:
            problem = str(unclear.args[0])
        except (InvalidResponse, NotFound) as error:
            problem = f"the workspaces could not be looked up: {error.message}"
        raise InvalidParams(
            f"`{name}` is missing; {problem.rstrip('.')}.", operation=operation.name
        )

    async def zone(self) -> tzinfo:
        """The time zone given to the connector, or else that of the ClickUp user."""
        if self._zone is None:
            self._zone = await self.days()
        return self._zone

    async def days(self) -> tzinfo:
        """The time zone of the ClickUp user: ClickUp keeps a day as four in the morning there."""
        self._days = await self.directory.zone() or self._zone or UTC
        return self._days

    async def repair(
        self, operation: Operation, checked: dict[str, Any], error: ApiError
    ) -> dict[str, Any] | None:
        """Takes for names what ClickUp did not know as ids."""
        if self.directory.is_mapping:
            return None
        from agent_connectors.clickup.calls.call import Call, explain
        from agent_connectors.clickup.calls.repairs import repaired

        try:
            better = await repaired(operation, checked, error, self.directory, self.now)
        except InvalidParams:
            raise
        except ConnectorError:
            better = None  # what went wrong first says more than what went wrong in repairing it
        if better is None:
            explain(operation, checked, error)
        elif isinstance(checked, Call) and not isinstance(better, Call):
            return Call(better, checked.given, checked.found)
        return better

    def wrote(self, operation: Operation) -> None:
        """Forgets what the write may have changed, also if no answer came."""
        if self._directory is not None:
            self._directory.forget(operation.entity)

    def foreseen(
        self, operation: Operation, sent: Mapping[str, Any], record: Mapping[str, Any]
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """An object as ClickUp will show it after a write, as far as that is certain."""
        from agent_connectors.clickup.written.foreseen import foreseen

        return foreseen(operation, sent, record)

    async def name_of(self, kind: str, identifier: str) -> str | None:
        """What an id stands for, as far as it can be known cheaply."""
        from agent_connectors.clickup.calls.labels import name_of

        return await name_of(self.directory, kind, identifier)

    def place_of(self, told: Mapping[str, Any]) -> str:
        """The space, the folder and the list that an object is in."""
        places = (told.get(key) for key in ("space", "folder", "list", "in", "parent", "task"))
        return " / ".join(place for place in places if isinstance(place, str))

    async def before_showing(self, result: ExecuteResult[Any], entity: str = "") -> None:
        """Learns the user's time zone, and the names of what is shown by id alone."""
        from agent_connectors.clickup.calls.labels import names_for

        await self._learn_zone(result)
        found = await names_for(self.directory, entity, result.data)
        self._names = found if self._names is None else self._names.with_more(found)

    async def _learn_zone(self, result: ExecuteResult[Any]) -> None:
        """Learns the user's time zone, where a time is to be told in it."""
        if self._days is not None or self._days_are_unknown:
            return
        from agent_connectors.clickup.compact.values import tells_time

        if tells_time(result.data):
            try:
                days = await self.days()
                self._zone = self._zone or days
            except ConnectorError:
                self._days_are_unknown = True  # times are told in UTC then, and say so

    async def finish(
        self, operation: Operation, checked: Mapping[str, Any], result: ExecuteResult[Any]
    ) -> ExecuteResult[Any]:
        """Says what ClickUp dropped from a write, and what an empty list may come from."""
        from agent_connectors.clickup.calls.call import Call
        from agent_connectors.clickup.calls.omissions import lists_in_folders
        from agent_connectors.clickup.written.identity import deleted

        result = result.warned(deleted(operation, result.data))
        result = result.leaving_out(lists_in_folders(operation, checked, self.directory))
        if operation.effect != "read":
            from agent_connectors.clickup.text.mentions import unmentioned

            said = unmentioned(checked, operation.marked(MayMention))
            said += self._unread(operation, checked)
            said += await self._compared(operation, checked, result.data)
            if isinstance(checked, Call):
                said += await checked.told(operation, result.data, self.directory)
            return result.warned(said)
        if isinstance(checked, Call):
            try:
                better = await checked.now(operation, self.directory, result.data, self.now)
                nothing = []
                if better is None:
                    nothing = await checked.names_nothing(operation, self.directory, result.data)
            except InvalidParams:
                raise
            except ConnectorError as error:
                # What was read was read: that it could not be looked at twice is only told.
                better, nothing = None, [f"The names could not be looked up again: {error}"]
            if better is not None:
                return await self._connector.execute(
                    operation.entity, operation.action, dict(better)
                )
            result = result.warned(nothing)
        if operation.name == "time_tracking.list" and not result.meta.has_more:
            from agent_connectors.clickup.compact.values import total

            return result.extended(total_duration=total(result.data))
        if self._may_name_nothing(operation, checked, result.data):
            return await self._look_again(operation, checked, result)
        return result.warned(self._unread(operation, checked))

    @staticmethod
    def _may_name_nothing(operation: Operation, checked: Mapping[str, Any], data: Any) -> bool:
        """Whether conditions may name what does not exist: nothing that was read shows it."""
        if checked.keys().isdisjoint(operation.marked(FindsNothing)):
            return False
        from agent_connectors.clickup.calls.statuses import are_shown

        return data == [] or not are_shown(checked, data)

    async def _compared(
        self, operation: Operation, checked: Mapping[str, Any], answer: Any
    ) -> list[str]:
        """What a write did otherwise than it was asked."""
        if not operation.endpoints:
            return []
        from agent_connectors.clickup.written import also_set, differences
        from agent_connectors.clickup.written.back import read_back

        said = await differences(checked, answer, operation, self.directory)
        said += await read_back(operation, checked, answer, self.directory)
        return said + also_set(checked, answer, operation)

    def _unread(self, operation: Operation, checked: Mapping[str, Any]) -> list[str]:
        """Which values of custom fields were sent without knowing what their fields take."""
        if checked.keys().isdisjoint(operation.naming("field")):
            return []
        from agent_connectors.clickup.fields import unread

        return unread(operation, checked, self.directory)

    async def _look_again(
        self, operation: Operation, checked: Mapping[str, Any], result: ExecuteResult[Any]
    ) -> ExecuteResult[Any]:
        """What conditions find if statuses and custom fields are called by their right names."""
        from agent_connectors.clickup.calls.repairs import better_conditions

        again, warnings = await better_conditions(
            operation, dict(checked), self.directory, self.now, found=bool(result.data)
        )
        if again == checked:
            return result.warned([*warnings, *self._unread(operation, checked)])
        found = await self._connector.execute(operation.entity, operation.action, again)
        return found.warned(warnings)
