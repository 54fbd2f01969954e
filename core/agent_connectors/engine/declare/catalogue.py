"""The operations of a connector: looked up by name, filtered, and what people call them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol, TypeVar

from agent_connectors.engine.declare.effects import EFFECTS, Effect, read_effects
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import UnknownOperation
from agent_connectors.engine.frozen import NOTHING, Frozen
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.engine.values.settings import members
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Catalogue", "Thesaurus"]


class Thesaurus(Frozen):
    """Words and phrases by which a model finds operations.

    Attributes:
        phrases: Questions and requests in plain words, `;` between them, by the operation, or
            words by the entity, that they are about.
        synonyms: Other words for a word, with blanks between them.
        idioms: Words for several words, or for short ones.
        rare: Operations to name last, such as those that others have replaced.
    """

    phrases: Mapping[str, str] = NOTHING
    synonyms: Mapping[str, str] = NOTHING
    idioms: Mapping[str, str] = NOTHING
    rare: frozenset[str] = frozenset()


T = TypeVar("T")


class _Declares(Protocol):
    """A resource, as far as a catalogue looks into it."""

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Its operations."""


class _Listed(NamedTuple):
    """Operations on one entity."""

    operations: tuple[Operation, ...]


class Catalogue:
    """The operations of a connector, in the order in which they were declared.

    Args:
        operations: The operations.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        entities: dict[str, list[Operation]] = {}
        for operation in operations:
            entities.setdefault(operation.entity, []).append(operation)
        self._resources: Mapping[str, _Declares] = {
            name: _Listed(tuple(of_it)) for name, of_it in entities.items()
        }
        self._by_name: dict[str, dict[str, Operation]] = {}

    @classmethod
    def of_resources(cls, resources: "Mapping[str, _Declares]") -> "Catalogue":
        """The operations of resources, each of which is looked into when it is first needed.

        Args:
            resources: The resources by the names of their entities.
        """
        catalogue = cls(())
        catalogue._resources = dict(resources)
        return catalogue

    def __iter__(self) -> Iterator[Operation]:
        return (op for resource in self._resources.values() for op in resource.operations)

    def __len__(self) -> int:
        return sum(len(resource.operations) for resource in self._resources.values())

    @even_half_made
    def __repr__(self) -> str:
        return f"<Catalogue of {len(self)} operations on {', '.join(self.entities)}>"

    @property
    def entities(self) -> tuple[str, ...]:
        """The names of the entities."""
        return tuple(self._resources)

    def get(self, entity: str, action: str) -> Operation:
        """The operation of that name.

        Raises:
            UnknownOperation: There is none; the error names the nearest that there are.
        """
        actions = self._actions(entity)
        if (found := _at(actions, action)) is not None:
            return found
        valid = dict.fromkeys(operation.action for operation in actions.values())
        suggestion = did_you_mean(str(action), valid)
        raise UnknownOperation(f"`{entity}` has no action `{action}`. {suggestion}")

    def of(self, entity: str) -> tuple[Operation, ...]:
        """The operations on an entity, in their order.

        Raises:
            UnknownOperation: There is no such entity.
        """
        self._actions(entity)
        return self._resources[entity].operations

    def _actions(self, entity: str) -> dict[str, Operation]:
        """The operations on an entity by all names of their actions."""
        if (found := _at(self._by_name, entity)) is not None:
            return found
        if (resource := _at(self._resources, entity)) is None:
            suggestion = did_you_mean(str(entity), self.entities)
            raise UnknownOperation(f"There is no entity `{entity}`. {suggestion}")
        names = ((op, (op.action, *op.aliases)) for op in resource.operations)
        self._by_name[entity] = {name: op for op, given in names for name in given}
        return self._by_name[entity]

    def filter(
        self,
        *,
        entity: str | Iterable[str] | None = None,
        effect: Effect | Iterable[Effect] | None = None,
    ) -> "Catalogue":
        """The operations on some entities, or with some effects, as a catalogue of their own.

        Raises:
            UnknownOperation: There is no such entity.
            ConfigurationError: There is no such effect.
        """
        entities = set(self.entities if entity is None else members("entity", entity))
        effects = EFFECTS if effect is None else read_effects("effect", effect)
        for name in sorted(entities - set(self.entities)):
            suggestion = did_you_mean(name, self.entities)
            raise UnknownOperation(f"There is no entity `{name}`. {suggestion}")
        return Catalogue(
            operation
            for name in self.entities
            if name in entities
            for operation in self._resources[name].operations
            if operation.effect in effects
        )


def _at(table: Mapping[str, T], name: object) -> T | None:
    """What has a name; nothing does that is no text."""
    return table.get(name) if isinstance(name, str) else None
