"""What a connector can say of a call before it is made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from agent_connectors.engine.calls.steps import Params, called
from agent_connectors.engine.calls.synchronous import Synchronous
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.resource import Resource, arguments
from agent_connectors.engine.errors import ConnectorError, InvalidCall
from agent_connectors.engine.result import ExecuteResult, Meta, Records
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.secrets.given import and_given
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.unseen import spelled

if TYPE_CHECKING:
    from agent_connectors.engine.executor.planned import PlannedRequest
    from agent_connectors.engine.lists.iteration import Iteration
    from agent_connectors.engine.preview.preview import Preview

__all__ = ["Previewing"]

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE = 20.0
"""Seconds for preparing a call of which somebody is to be shown a preview."""


class Previewing(Synchronous):
    """What can be said of a call before it is made."""

    async def execute(
        self,
        entity: str,
        action: str,
        params: Params = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> ExecuteResult[Any]:
        """Carries out an operation; a connector says it here."""
        raise NotImplementedError

    def iterate(self, entity: str, action: str, params: Params = None) -> "Iteration[Any]":
        """The records of a list; a connector says it here."""
        raise NotImplementedError

    @spelled
    async def preview(self, entity: str, action: str, params: Params = None) -> "Preview":
        """What a call would do, for the person who is to agree to it. It changes nothing.

        It does not raise: what cannot be read or known is said in it, and a call that cannot be
        carried out as it is has a `problem`.

        Args:
            entity: As for `execute`.
            action: As for `execute`.
            params: As for `execute`.
        """
        from agent_connectors.engine.preview.making import make, shown_params
        from agent_connectors.engine.preview.preview import Preview

        try:
            operation = self.operations.get(entity, action)
        except ConnectorError as error:
            return Preview(called(entity, action), "write", problem=str(error), refused=True)
        try:
            patience = min(_PATIENCE, self.timeouts.total)
            found = await only_ours(
                lambda: make(self, operation, params, timeout=patience),
                called(entity, action),
                secrets=self.own_secrets,
            )
        except ConnectorError as error:
            # Whatever went wrong: that to which somebody agrees is this call.
            given = shown_params(operation, params) if isinstance(params, Mapping) else {}
            about = (operation.name, operation.effect, operation.summary, given)
            return Preview(*about, problem=str(error), refused=isinstance(error, InvalidCall))
        return found[0]

    async def dry_run(
        self, method: Callable[P, Awaitable[Any]], /, *args: P.args, **params: P.kwargs
    ) -> "Preview":
        """What a method that writes would do, with the types of its parameters.

            preview = await clickup.dry_run(clickup.tasks.update, "86c7k2bpx", name="New")

        Args:
            method: A method of this connector that writes.
            args: Its parameters, in order.
            params: Its parameters, by name.

        Raises:
            InvalidCall: It is no such method, or the call is wrong.
            ConnectorError: It could not be prepared.
        """
        operation, given = self._meant("dry_run", "update", method, args, params)
        result = await self._tried(operation.entity, operation.action, given, None)
        preview: Preview = result.data
        return preview

    def each(
        self, method: Callable[P, Awaitable[Records[T]]], /, *args: P.args, **params: P.kwargs
    ) -> "Iteration[T]":
        """Does what `iterate` does, for a method: with the types of its parameters and records.

            for task in clickup.each(clickup.tasks.list, "901", subtasks=True):
                print(task["name"])

        Args:
            method: A method of this connector that gives a list.
            args: Its parameters, in order.
            params: Its parameters, by name.

        Raises:
            InvalidCall: It is no such method, or the call is wrong.
            ConnectorError: As `execute`.
        """
        operation, given = self._meant("each", "list", method, args, params)
        walk: Iteration[T] = self.iterate(operation.entity, operation.action, given)
        return walk

    def _meant(
        self, verb: str, such_as: str, method: Any, args: Sequence[Any], params: Mapping[str, Any]
    ) -> tuple[Operation, dict[str, Any]]:
        """The operation of a method of this connector, and the parameters it was given.

        Raises:
            InvalidCall: It is no such method, or the call is wrong.
        """
        resource, action = getattr(method, "__self__", None), getattr(method, "__name__", "")
        if not isinstance(resource, Resource) or vars(resource).get("connector") is not self:
            raise InvalidCall(
                f"`{verb}` takes a method of this connector.",
                hint=f"Such as `{verb}(connector.tasks.{such_as}, ...)`, without calling it.",
            )
        operation = self.operations.get(resource.entity, action)
        return operation, arguments(resource, operation, args, params)

    def request_of(self, operation: Operation, checked: Mapping[str, Any]) -> "PlannedRequest":
        """The request that carries out an operation, as it may be seen: without secrets.

        Args:
            operation: The operation.
            checked: Its parameters, as they are sent.
        """
        from agent_connectors.engine.executor.encoding import encode
        from agent_connectors.engine.executor.executor import plain_headers
        from agent_connectors.engine.executor.planned import PlannedRequest

        known = operation.parameters
        shown = {n: HIDDEN if known[n].secret else value for n, value in checked.items()}
        product: Any = getattr(self, "product", None)
        ways = {} if product is None else {"lists": product.lists, "bodies": product.bodies}
        planned = PlannedRequest.of(encode(operation, shown, **ways), plain_headers())
        secrets = tuple(and_given(self.own_secrets)())
        told = (without_secrets(part, secrets) for part in (planned.path, planned.query))
        path, query = told
        return PlannedRequest(
            planned.method,
            path,
            query,
            without_secrets(planned.headers, secrets),
            without_secrets(planned.body, secrets),
            planned.file,
        )

    async def _tried(
        self,
        entity: str,
        action: str,
        params: Params,
        timeout: float | None,  # noqa: ASYNC109
    ) -> ExecuteResult[Any]:
        """The preview of a write, as a result.

        Raises:
            ConnectorError: As the call itself, before it sends anything.
        """
        from agent_connectors.engine.preview.making import make

        operation = self.operations.get(entity, action)
        if operation.effect == "read":
            raise InvalidCall(
                "It only reads, so there is nothing to try.",
                hint="Leave `dry_run` out.",
                operation=operation.name,
            )
        call = partial(make, self, operation, params, timeout=timeout)
        preview, error = await only_ours(call, operation.name, secrets=self.own_secrets)
        if error is not None:
            raise error
        return ExecuteResult(preview, Meta(warnings=preview.unknown))

    async def _hold(self, entity: str, action: str, params: Params, agreed: Any) -> str:
        """Lets a call pass if what it changes is still what somebody saw.

        Returns:
            What to say where that could not be looked at; empty if it could.

        Raises:
            ObjectChanged: It is not.
            OperationNotAllowed: They saw another call.
        """
        from agent_connectors.engine.preview.agreeing import beyond, bind, hold_against, tells_of
        from agent_connectors.engine.preview.making import make, shown_params
        from agent_connectors.engine.preview.preview import EDITED, Preview

        seen = agreed.to_dict() if isinstance(agreed, Preview) else agreed
        if not tells_of(seen):
            raise InvalidCall(
                "`agreed_to` is a `Preview`, or its `to_dict()`.", operation=called(entity, action)
            )
        operation = self.operations.get(entity, action)
        if isinstance(seen.get(EDITED), Mapping):
            seen = {**seen, EDITED: shown_params(operation, seen[EDITED])}
        bind(seen, operation.name, shown_params(operation, as_mapping(params)))
        if operation.effect == "read":
            return ""
        # What is deleted with the object is known by its name only.
        names = operation.effect == "destructive"
        call = partial(make, self, operation, params, names=names)
        now, error = await only_ours(call, operation.name, secrets=self.own_secrets)
        if error is not None:
            raise error  # the call itself would end in the same way
        hold_against(seen, now)
        if unseen := beyond(seen, now):
            return f"It was edited: nobody was shown {unseen[0]} before it was changed."
        unread = [step.unread for step in now.steps if step.unread]
        was_read = any(step.get("read_by") for step in seen["steps"])
        return (
            f"It was not looked at again before it was changed: {unread[0]}"
            if (unread and was_read)
            else ""
        )
