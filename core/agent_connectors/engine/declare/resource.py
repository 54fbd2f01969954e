"""Declares operations: decorators for methods, and the class that groups them by entity."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from copy import copy
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.endpoint import Answer
from agent_connectors.engine.declare.operation import LocalFilter, Operation
from agent_connectors.engine.declare.reserved import check_operation
from agent_connectors.engine.declare.shown import Help, PlainSignature
from agent_connectors.engine.errors import ConnectorError, InvalidCall
from agent_connectors.engine.paging import Pages
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.undo import Undo
from agent_connectors.engine.values.settings import Settled
from agent_connectors.engine.values.unseen import bare, even_half_made

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Resource", "arguments", "destructive", "read", "write"]

F = TypeVar("F", bound=Callable[..., Awaitable[Any]])

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class Executes(Protocol):
    """What a resource needs of its connector: to have operations carried out."""

    async def execute(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        dry_run: bool = False,
    ) -> ExecuteResult[Any]:
        """Carries out an operation, by its name."""

    async def execute_operation(
        self, operation: Operation, params: Mapping[str, Any]
    ) -> ExecuteResult[Any]:
        """Carries out an operation that is at hand."""


class Resource(Settled):
    """A kind of object of a product, with the operations on it.

    Subclasses hold one method an operation. A connector has an instance of each as an
    attribute, by the name of the entity:

        class Tasks(Resource):
            @read("/api/v2/task/{task_id}", must_have="id")
            async def get(self, task_id: str) -> Record[Task]:
                '''One task.'''

        class ClickupApiConnector(Connector):
            tasks = Tasks()

    A subclass may declare an operation again, or override its method as any method: the
    operation is then what the override does, which may call `super()`.
    """

    entity: str
    """The entity's name in `execute`: that of the connector's attribute; until it is one, the
    class's name in snake case."""
    operations: tuple[Operation, ...]
    """The operations declared in the class and its bases, each as its last definition says."""

    connector: Executes
    """What carries the operations out; a resource that needs more of it names its class here."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.entity = _WORD_START.sub("_", cls.__name__).lower()
        cls.operations = tuple(operation.of(cls.entity) for operation in _declared(cls))
        for operation in cls.operations:
            check_operation(operation, cls.__name__)
        # The resource of a connector is made anew for each look: what is set on one is lost.
        actions = (operation.action for operation in cls.operations)
        cls.kept = frozenset({"entity", "operations", "connector", *actions})
        cls.__doc__ = Help(vars(cls).get("__doc__"))  # type: ignore[assignment]

    def __set_name__(self, owner: type, name: str) -> None:
        if name != self.entity:
            operations = tuple(operation.of(name) for operation in self.operations)
            vars(self).update(entity=name, operations=operations)

    def __dir__(self) -> list[str]:
        return [operation.action for operation in self.operations]

    @even_half_made
    def __repr__(self) -> str:
        return f"<{self.entity}: {len(self.operations)} operations>"

    def __get__(self, connector: Executes | None, owner: type) -> "Self":
        if connector is None:
            return self
        bound = copy(self)
        vars(bound)["connector"] = connector
        return bound


def _declared(cls: type[Resource]) -> Iterator[Operation]:
    """The operations of a class, in the order of their first definition.

    Raises:
        TypeError: One cannot be.
    """
    # A resource with many operations is put together from several classes.
    names = dict.fromkeys(n for base in cls.__mro__ for n in vars(base) if not n.startswith("__"))
    for name in names:
        member = getattr(cls, name)
        operation: Operation | None = getattr(member, "operation", None)
        if operation is None:
            operation = _overridden(cls, name, member)
        if operation is not None:
            yield operation


def _overridden(cls: type[Resource], name: str, member: Any) -> Operation | None:
    """The operation whose method a class overrides by one of its own; None if it does not."""
    members = (vars(base).get(name) for base in cls.__mro__)
    found = (getattr(inherited, "operation", None) for inherited in members)
    base: Operation | None = next((o for o in found if o is not None), None)
    if base is None:
        return None
    if not callable(member):
        raise TypeError(f"`{cls.__name__}.{name}` is an operation in a base, and must stay one.")
    return base.by(member)


def read(
    *endpoints: str,
    records: str | None = None,
    record: str | None = None,
    must_have: str | None = None,
    pages: Pages | None = None,
    aliases: tuple[str, ...] = (),
    local_filter: LocalFilter | None = None,
    leaves_out: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Declares an operation that changes nothing.

    Args:
        endpoints: The paths of the endpoints (GET unless a method stands before the path).
            Where there are several, the parameters given decide.
        records: The key of the answer that holds a list of records; "" if the answer is the
            list. The operation then lists.
        record: The key of the answer that holds the object; if neither is given, the answer
            is the object.
        must_have: A key that the object must have, so that an answer without it is not taken for
            one.
        pages: How the pages of the list follow one another.
        aliases: Other names for the action.
        local_filter: A test for records that the product cannot be relied on to make.
        leaves_out: What its result never holds, with the way to have it; what a parameter
            decides is said by `LeavesOut` on that.
    """
    answer = Answer(
        (records if records is not None else record) or None, records is not None, must_have
    )
    gets = tuple(e if " " in e else f"GET {e}" for e in endpoints)
    return _declare(
        *gets,
        effect="read",
        answer=answer,
        pages=pages,
        aliases=aliases,
        local_filter=local_filter,
        leaves_out=leaves_out,
    )


def write(
    *endpoints: str,
    record: str | None = None,
    must_have: str | None = None,
    empty: bool = False,
    aliases: tuple[str, ...] = (),
    elsewhere: Mapping[str, str] | None = None,
    one_of: tuple[str, ...] = (),
    before: Before | None = None,
    undo: Undo | None = None,
    idempotent: bool = True,
) -> Callable[[F], F]:
    """Declares an operation that changes something, in a way that can be changed back.

    Args:
        endpoints: Methods and paths, such as `POST /api/v2/list/{list_id}/task`.
        record: The key of the answer that holds the object; if none, the answer is the object.
        must_have: A key that the object must have.
        empty: Whether the product says nothing when all went well.
        aliases: Other names for the action.
        elsewhere: Parameters that the product would take here without doing anything, with
            what to do instead.
        one_of: Parameters of which exactly one must be given.
        before: What gives the object as it is before, if not a GET of the same path.
        undo: How it is undone; `engine.undo` has the ways.
        idempotent: False if a PUT or a DELETE, sent again, does more than once.
    """
    answer = Answer(record, must_have=must_have, empty=empty)
    return _declare(
        *endpoints,
        effect="write",
        answer=answer,
        aliases=aliases,
        elsewhere=elsewhere,
        one_of=one_of,
        before=before,
        undo=undo,
        idempotent=idempotent,
    )


def destructive(
    *endpoints: str,
    record: str | None = None,
    aliases: tuple[str, ...] = (),
    before: Before | None = None,
    undo: Undo | None = None,
) -> Callable[[F], F]:
    """Declares an operation whose effect cannot be undone; off until it is asked for.

    Args:
        endpoints: Methods and paths, such as `DELETE /api/v2/task/{task_id}`.
        record: The key of the answer that holds what was deleted, if it says so.
        aliases: Other names for the action.
        before: What gives the object as it is before, if not a GET of the same path.
        undo: How something like it is made again; `engine.undo` has the ways.
    """
    return _declare(
        *endpoints,
        effect="destructive",
        answer=Answer(record, empty=True),
        aliases=aliases,
        before=before,
        undo=undo,
    )


class WrongArguments(InvalidCall, TypeError):
    """A method was called with arguments that no call of it can have."""


def arguments(
    resource: Resource, operation: Operation, args: Sequence[Any], params: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of a method by the names of its parameters.

    Raises:
        WrongArguments: No call of the method can have them.
    """
    names = tuple(operation.parameters)
    called = f"{resource.entity}.{operation.action}()"
    if len(args) > len(names):
        raise WrongArguments(f"{called} takes at most {len(names)} arguments")
    given = dict(zip(names, args, strict=False))
    for name in given.keys() & params.keys():
        raise WrongArguments(f"{called}: `{name}` is given twice")
    return {**given, **params}


def _declare(*endpoints: str, **told: Any) -> Callable[[F], F]:
    """Declares an operation.

    Args:
        endpoints: What carries it out.
        told: What else an `Operation` is made of.
    """

    def declare(function: F) -> F:
        operation = Operation(function, endpoints=endpoints, **told)

        @wraps(function)
        async def call(self: Resource, *args: Any, **params: Any) -> Any:
            given: dict[str, Any] = {}
            try:
                given = arguments(self, operation, args, params)
                if "dry_run" not in operation.parameters and given.pop("dry_run", False):
                    return await self.connector.execute(
                        self.entity, operation.action, given, dry_run=True
                    )
                mine = getattr(type(self), operation.action)
                if getattr(mine, "operation", None) is operation:
                    return await self.connector.execute(self.entity, operation.action, given)
                # An override calls it, by `super()`; by name, that would be the override again.
                return await self.connector.execute_operation(operation.of(self.entity), given)
            except ConnectorError as error:
                told = bare(error)
            # Whoever prints the variables of frames prints none of the call.
            del args, params, given
            raise told

        call.operation = operation  # type: ignore[attr-defined]  # found by Resource
        call.__signature__ = PlainSignature(function)  # type: ignore[attr-defined]  # for `help`
        return cast("F", call)

    return declare
