"""The operations of a connector: looked up by name, filtered, and what people call them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from agent_connectors.engine.declare.effects import EFFECTS, Effect, read_effects
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import UnknownOperation
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.engine.values.settings import members
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Catalogue", "Thesaurus"]


@dataclass(frozen=True)
class Thesaurus:
    """Words and phrases by which a model finds operations.

    Attributes:
        phrases: Questions and requests in plain words, `;` between them, by the operation, or
            words by the entity, that they are about.
        synonyms: Other words for a word, with blanks between them.
        idioms: Words for several words, or for short ones.
        rare: Operations to name last, such as those that others have replaced.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    idioms: Mapping[str, str] = field(default_factory=dict)
    rare: frozenset[str] = frozenset()


T = TypeVar("T")


class Catalogue:
    """The operations of a connector, in the order in which they were declared.

    Args:
        operations: The operations.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._operations = tuple(operations)
        self._by_name: dict[str, dict[str, Operation]] = {}
        for operation in self._operations:
            actions = self._by_name.setdefault(operation.entity, {})
            for name in (operation.action, *operation.aliases):
                actions[name] = operation

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._operations)

    def __len__(self) -> int:
        return len(self._operations)

    @even_half_made
    def __repr__(self) -> str:
        return f"<Catalogue of {len(self)} operations on {', '.join(self.entities)}>"

    @property
    def entities(self) -> tuple[str, ...]:
        """The names of the entities."""
        return tuple(self._by_name)

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
        return tuple(dict.fromkeys(self._actions(entity).values()))

    def _actions(self, entity: str) -> dict[str, Operation]:
        """The operations on an entity by all names of their actions."""
        found = _at(self._by_name, entity)
        if found is None:
            suggestion = did_you_mean(str(entity), self.entities)
            raise UnknownOperation(f"There is no entity `{entity}`. {suggestion}")
        return found

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
            for operation in self._operations
            if operation.entity in entities and operation.effect in effects
        )


def _at(table: Mapping[str, T], name: object) -> T | None:
    """What has a name; nothing does that is no text."""
    return table.get(name) if isinstance(name, str) else None
