"""The options of every adapter: which tools there are, and how long they may be."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Literal, Self, TypeAlias, TypedDict, get_args

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.effects import Effect, read_effects
from agent_connectors.engine.declare.patterns import check_patterns, covered, is_pattern
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.values.settings import count, members, one_of, refuse_unknown, switch
from agent_connectors.engine.values.tokens import DESCRIPTION_TOKENS, OUTPUT_TOKENS, TOOL_TOKENS

__all__ = ["Form", "Options", "Source", "ToolboxOptions", "check_connector", "kind_of"]

_LONGEST_PREFIX = 20

_PREFIX = re.compile(rf"[a-z](?:[a-z0-9_]{{0,{_LONGEST_PREFIX - 2}}}[a-z0-9])?")

Source: TypeAlias = Connector | ConnectorPool[Any]
"""What tools are made of."""

MOST_TOOLS = 128
"""What OpenAI takes in a request."""

Form = Literal["execute", "operations", "search"]
"""One general tool; a tool for each operation; or one that finds and one that carries out."""


class ToolboxOptions(TypedDict, total=False):
    """How tools are made; every adapter takes these.

    They are checked where they are given: an unknown name, and a name of a form, an entity, an
    operation or an effect that does not exist, is an error. Where a collection is wanted, a text
    is one member of it, None is all, and an empty one is none.

    Attributes:
        form: `execute`, one general tool (the default); `operations`, a typed tool for each
            operation; `search`, one tool that finds operations and one that carries them out.
        entities: Only operations on these.
        operations: Only these operations, such as `tasks.list`, `tasks.*` or `*.list`.
        effects: Only operations with exactly these effects.
        read_only: Only operations that change nothing.
        prefix: What the names of the tools begin with, and their texts name, so that an agent can
            have the tools of several accounts: `acme` makes `acme_clickup_execute`.
        split_writes: With `execute` and `search`, a tool for reading and another for all that
            changes or destroys, for frameworks that ask for approval by a tool's name.
        max_tools: With `operations`, how many tools there may be: 128 if not given, which is
            what OpenAI takes in a request; None for any number.
        max_output_tokens: How long a result may be, estimated; 8,000 if not given.
        max_tool_tokens: With `operations`, how long a tool's text and schema may be, estimated,
            as far as descriptions decide that; 120 if not given, None for all there is to say.
        max_description_tokens: With `execute`, how long its description may be, estimated; 900
            if not given.
    """

    form: Form
    entities: str | Iterable[str] | None
    operations: str | Iterable[str] | None
    effects: Effect | Iterable[Effect] | None
    read_only: bool
    prefix: str | None
    split_writes: bool
    max_tools: int | None
    max_output_tokens: int
    max_tool_tokens: int | None
    max_description_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`ToolboxOptions`, checked and complete; it may be read any number of times."""

    form: Form = "execute"
    entities: tuple[str, ...] | None = None
    operations: tuple[str, ...] | None = None
    effects: frozenset[Effect] | None = None
    read_only: bool = False
    prefix: str | None = None
    split_writes: bool = False
    max_tools: int | None = MOST_TOOLS
    max_output_tokens: int = OUTPUT_TOKENS
    max_tool_tokens: int | None = TOOL_TOKENS
    max_description_tokens: int = DESCRIPTION_TOKENS

    @classmethod
    def read(cls, given: Mapping[str, Any], *, beside: Iterable[str] = ()) -> Self:
        """Checks options.

        Args:
            given: The options, as they were given.
            beside: What else the caller takes by name, so that an error can mean it.

        Raises:
            ConfigurationError: There is no such option, or it cannot have that value.
        """
        refuse_unknown(given, [*(field.name for field in fields(cls)), *beside])
        return cls(**{name: _CHECKS[name](name, value) for name, value in given.items()})

    def tool_prefix(self, kind: type[Connector]) -> str:
        """What the names of the tools begin with."""
        return "_".join(filter(None, (self.prefix, kind.tool_prefix)))

    def choose(self, connectors: Source) -> Catalogue:
        """The operations that these options leave, of a connector or of those yet to be chosen.

        Raises:
            UnknownOperation: There is no such entity or operation.
        """
        return Catalogue(filter(connectors.permits, self.named(kind_of(connectors))))

    def named(self, kind: type[Connector]) -> Catalogue:
        """The operations of a kind of connector that these options leave.

        Raises:
            UnknownOperation: There is no such entity or operation.
            ConfigurationError: They would make too many tools, or name what agents never get.
        """
        known = kind.operations
        entities = set(known.entities)
        if self.entities is not None:
            entities = set(known.filter(entity=self.entities).entities)
        # A pattern over all entities opens none of those that are closed: they are to be named.
        closed = kind.not_for_agents.difference(
            name.partition(".")[0] for name in self.operations or ()
        )
        if shut := closed.intersection(self.entities or ()):
            raise ConfigurationError(
                f"`{min(shut)}` is left out of what agents are offered.",
                hint="If you do want it, name its `operations`.",
            )
        offered = Catalogue(operation for operation in known if operation.entity not in closed)
        wanted = None if self.operations is None else _meant(offered, self.operations)
        chosen = Catalogue(
            operation
            for operation in offered
            if operation.entity in entities
            and (wanted is None or operation.name in wanted)
            and (self.effects is None or operation.effect in self.effects)
            and (operation.effect == "read" or not self.read_only)
        )
        if self.form == "operations" and self.max_tools and len(chosen) > self.max_tools:
            raise ConfigurationError(
                f"These would be {len(chosen)} tools, and {self.max_tools} are the most there may "
                "be: OpenAI, for one, refuses a request with more than 128.",
                hint="Choose some with `entities`, `operations` or `effects`, use another `form`, "
                "or set `max_tools=None` if your model takes them.",
            )
        return chosen


def _meant(known: Catalogue, named: Iterable[str]) -> set[str]:
    """The operations that names and patterns mean.

    Raises:
        UnknownOperation: There is no such operation.
        ConfigurationError: A pattern means none.
    """
    patterns = [name for name in named if is_pattern(name)]
    check_patterns([known], patterns)
    meant = {operation.name for operation in known if covered(operation.name, patterns)}
    # By an alias, too: what counts is the operation that is meant.
    single = (name for name in named if not is_pattern(name))
    return meant | {known.get(*name.partition(".")[::2]).name for name in single}


def kind_of(connectors: Source) -> type[Connector]:
    """The class of a connector, or of those of a pool."""
    return connectors.kind if isinstance(connectors, ConnectorPool) else type(connectors)


def check_connector(given: object) -> Source:
    """What tools are made of: a connector, or a pool of connectors to choose from.

    Raises:
        ConfigurationError: It is neither; the text, which does not show it, says what is.
    """
    if isinstance(given, Connector | ConnectorPool):
        return given
    if callable(given) and not isinstance(given, type):
        return ConnectorPool(given)
    wrong = "a class" if isinstance(given, type) else f"a {type(given).__name__}"
    kinds = list(Connector.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    known = " or ".join(f"`{kind.__name__}(...)`" for kind in kinds if "name" in vars(kind))
    hint = f"Write {known} in its place." if known else "Make a connector first."
    raise ConfigurationError(f"Tools are made from a connector, not from {wrong}.", hint=hint)


def _prefix(name: str, value: Any) -> str:
    """What the names of tools can begin with.

    Raises:
        ConfigurationError: It is something else, or too long: providers take 64 characters.
    """
    if isinstance(value, str) and _PREFIX.fullmatch(value):
        return value
    raise ConfigurationError(
        f"`{name}` must be up to {_LONGEST_PREFIX} lower-case letters, digits and underscores, a "
        "letter first, such as `acme`."
    )


def _or_none(check: Callable[[str, Any], Any]) -> Callable[[str, Any], Any]:
    return lambda name, value: None if value is None else check(name, value)


_CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    "form": partial(one_of, valid=get_args(Form)),
    "entities": _or_none(members),
    "operations": _or_none(members),
    "effects": _or_none(read_effects),
    "read_only": switch,
    "prefix": _or_none(_prefix),
    "split_writes": switch,
    "max_tools": _or_none(count),
    "max_output_tokens": count,
    "max_tool_tokens": _or_none(count),
    "max_description_tokens": count,
}
