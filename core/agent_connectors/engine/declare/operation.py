"""An operation: a typed, empty method under a route, from which everything else is derived."""

from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from agent_connectors.engine.declare import docstring
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.declare.endpoint import Answer, Endpoint
from agent_connectors.engine.paging import Pages
from agent_connectors.engine.undo import Undo
from agent_connectors.engine.values.settings import Settled
from agent_connectors.engine.values.unseen import even_half_made

if TYPE_CHECKING:
    from agent_connectors.engine.declare.model import Params
    from agent_connectors.engine.declare.named import Shape
    from agent_connectors.engine.declare.parameters import Parameter
    from agent_connectors.engine.marks import Mark

__all__ = ["LocalFilter", "Operation"]

M = TypeVar("M", bound="Mark")

LocalFilter = Callable[[Mapping[str, Any]], Callable[[Any], bool] | None]
"""Takes the parameters of a call; gives the test that its records must pass, if there is one."""


class Operation(Settled):
    """One thing that can be done with a product.

    Only what the decorator was told is kept at import; the rest is worked out on first use,
    because reading a signature takes longer than declaring it, and most are never called.

    Attributes:
        entity: The kind of object it is about, such as `tasks`.
        action: What it does with it, such as `list`.
        aliases: Other names for the action.
        effect: What it does to the product.
        endpoints: The endpoints that carry it out. Where there are several, the parameters
            given decide; where there are none, the method's own body does the work.
        answer: Where in an answer the result is.
        pages: How its pages follow one another, if it has pages.
        local_filter: A test for records that the product cannot be relied on to make.
        elsewhere: What to say of parameters that the product would ignore here: how to do it.
        one_of: Parameters of which exactly one must be given.
        leaves_out: What its result never holds, with the way to have it.
        before: What gives its object as it is before, if that is said.
        undo: How it is undone, if that is said.
        idempotent: Whether to call it again with the same parameters certainly does nothing more.
        body: The function that does the work, where requests to the endpoints do not do it.
    """

    # One serves every connector of the process, and its effect decides what each permits.
    kept = frozenset(
        {
            *("function", "body", "entity", "action", "aliases", "effect", "endpoints", "answer"),
            *("pages", "local_filter", "elsewhere", "one_of", "leaves_out", "parameters", "model"),
            *("before", "inferred", "named", "takes_file", "schema", "idempotent"),
            *("undo",),
        }
    )

    def __init__(
        self,
        function: Callable[..., Awaitable[Any]],
        *,
        effect: Effect,
        endpoints: tuple[str, ...],
        answer: Answer,
        pages: Pages | None = None,
        aliases: tuple[str, ...] = (),
        local_filter: LocalFilter | None = None,
        elsewhere: Mapping[str, str] | None = None,
        one_of: tuple[str, ...] = (),
        leaves_out: tuple[str, ...] = (),
        before: Before | None = None,
        undo: Undo | None = None,
        idempotent: bool = True,
    ) -> None:
        self.function = function
        self.body = None if endpoints else function
        self.entity = ""
        self._bound: dict[str, Operation] = {}
        self.action = function.__name__
        self.aliases = aliases
        self.effect: Effect = effect
        self.endpoints = tuple(map(Endpoint.parse, endpoints))
        self.answer = answer
        self.pages = pages
        self.local_filter = local_filter
        self.elsewhere = elsewhere or {}
        self.one_of = one_of
        self.leaves_out = leaves_out
        self.before = before
        self.undo = undo
        methods = {endpoint.method for endpoint in self.endpoints}
        self.idempotent = effect == "read" or (idempotent and {"PUT", "DELETE"} >= methods > set())

    @even_half_made
    def __repr__(self) -> str:
        return f"<Operation {self.name} ({self.effect})>"

    def of(self, entity: str) -> "Operation":
        """Itself, as an operation on an entity."""
        if entity not in self._bound:
            self._bound[entity] = self.altered(entity=entity)
        return self._bound[entity]

    def by(self, body: Callable[..., Awaitable[Any]]) -> "Operation":
        """Itself, carried out by a function that overrides its method."""
        return self.altered(body=body, _bound={}, idempotent=self.effect == "read")

    def altered(self, **changes: Any) -> "Operation":
        """Another one, that differs in some attributes."""
        other = copy(self)
        vars(other).update(changes)
        return other

    @property
    def overridden(self) -> bool:
        """Whether a method that was declared to send requests has been overridden."""
        return self.body is not None and bool(self.endpoints)

    @property
    def name(self) -> str:
        """Entity and action, such as `tasks.list`."""
        return f"{self.entity}.{self.action}"

    @property
    def gives(self) -> str:
        """The kind of object in its result; the operation's name where it makes that itself."""
        return self.entity if self.endpoints else self.name

    @cached_property
    def _docstring(self) -> docstring.Docstring:
        return docstring.parse(self.function.__doc__)

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return self._docstring.summary

    @property
    def description(self) -> str:
        """What it does, in full, without its parameters."""
        return self._docstring.text

    @property
    def example(self) -> str:
        """A call of it, as code; nothing if its docstring has none."""
        return self._docstring.example

    @cached_property
    def parameters(self) -> "Mapping[str, Parameter]":
        """Its parameters by name, in the order of its signature."""
        from agent_connectors.engine.declare.signature import read_parameters

        return read_parameters(self.function, self.endpoints, self._docstring.arguments)

    @cached_property
    def inferred(self) -> tuple[str, ...]:
        """The parameters that the connector works out where they are not given."""
        return tuple(p.name for p in self.parameters.values() if p.inferred)

    def secrets_of(self, given: Mapping[str, Any]) -> list[Any]:
        """What parameters that are secrets were given; with one misspelt, too.

        Args:
            given: Parameters by name, as they were given.
        """
        if not self._has_secrets:
            return []
        known = self.parameters
        return [v for name, v in given.items() if name not in known or known[name].secret]

    @cached_property
    def _has_secrets(self) -> bool:
        return any(p.secret for p in self.parameters.values())

    @cached_property
    def named(self) -> "Mapping[str, Shape]":
        """Where its parameters hold ids for which names may be given, by parameter."""
        from agent_connectors.engine.declare.named import shape_of

        shapes = {p.name: shape_of(p.annotation) for p in self.parameters.values()}
        return {name: shape for name, shape in shapes.items() if shape is not None}

    @cached_property
    def _naming(self) -> "Mapping[str, tuple[str, ...]]":
        from agent_connectors.engine.declare.named import kinds_in

        found: dict[str, tuple[str, ...]] = {}
        for name, shape in self.named.items():
            for kind in kinds_in(shape):
                found[kind] = (*found.get(kind, ()), name)
        return found

    def naming(self, kind: str) -> tuple[str, ...]:
        """The parameters that hold ids of a kind of object, in the order of the signature."""
        return self._naming.get(kind, ())

    @cached_property
    def _marked(self) -> "dict[type[Any], dict[str, Any]]":
        found: dict[type[Any], dict[str, Any]] = {}
        for parameter in self.parameters.values():
            for mark in parameter.marks:
                found.setdefault(type(mark), {})[parameter.name] = mark
        return found

    def marked(self, kind: type[M]) -> "Mapping[str, M]":
        """What a product says of its parameters, by name, in the order of the signature."""
        return self._marked.get(kind, {})

    @cached_property
    def takes_file(self) -> bool:
        """Whether one of its parameters is a file."""
        from agent_connectors.engine.marks import File

        return any(isinstance(p.place, File) for p in self.parameters.values())

    @cached_property
    def model(self) -> "type[Params]":
        """The pydantic model that checks its parameters; built on first use."""
        from agent_connectors.engine.declare.model import build_model

        title = "".join(w.title() for w in f"{self.entity}_{self.action}".split("_"))
        return build_model(f"{title}Params", self.parameters.values())

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its parameters, without what costs a model tokens for nothing."""
        return self.model.model_json_schema()

    @property
    def signature(self) -> str:
        """Itself on one line, such as `tasks.get(task_id, team_id?, ...)`."""
        names = (f"{p.name}{'' if p.required else '?'}" for p in self.parameters.values())
        return f"{self.name}({', '.join(names)})"

    def endpoint_for(self, given: Mapping[str, Any]) -> Endpoint | None:
        """The endpoint that the parameters given decide on, if they do."""
        if len(self.endpoints) == 1:
            return self.endpoints[0]
        chosen = {name for e in self.endpoints for name in e.names if name in given}
        return next(
            (
                e
                for e in self.endpoints
                if chosen <= set(e.names)
                and all(name in chosen or self.parameters[name].inferred for name in e.names)
            ),
            None,
        )
