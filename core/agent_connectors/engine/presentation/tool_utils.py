"""Makes a plain function a good tool: `@Connector.tool_utils`."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, Signature, cleandoc, iscoroutinefunction, signature
from typing import Any, ClassVar, Protocol, TypedDict, TypeVar, cast

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.describe import catalogue_text
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidCall, UnknownOperation
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.last_resort import only_ours_at_once
from agent_connectors.engine.values.settings import count, refuse_unknown, switch
from agent_connectors.engine.values.tokens import DESCRIPTION_TOKENS, OUTPUT_TOKENS, characters

__all__ = ["ToolUtils", "as_tool", "read_options", "tool_maker"]

_NOT_SAID = (Signature.empty, Any, "Any")

F = TypeVar("F", bound=Callable[..., Any])


class ToolUtils(TypedDict, total=False):
    """How a function is made a tool.

    Attributes:
        update_docstring: Whether to add the operations to its docstring.
        strict: For decorators that make strict schemas, which have no object of any keys: `params`
            is announced as JSON text.
        max_description_tokens: How long the docstring may get, for those that take short ones.
        max_output_tokens: How long a result may be.
    """

    update_docstring: bool
    strict: bool
    max_description_tokens: int
    max_output_tokens: int


def read_options(given: Mapping[str, Any]) -> ToolUtils:
    """All options, checked.

    Raises:
        ConfigurationError: One is unknown or cannot have that value.
    """
    refuse_unknown(given, ToolUtils.__annotations__)

    def tokens(name: str, usual: int) -> int:
        return count(name, given.get(name, usual))

    return ToolUtils(
        update_docstring=switch("update_docstring", given.get("update_docstring", True)),
        strict=switch("strict", given.get("strict", False)),
        max_description_tokens=tokens("max_description_tokens", DESCRIPTION_TOKENS),
        max_output_tokens=tokens("max_output_tokens", OUTPUT_TOKENS),
    )


class Described(Protocol):
    """What a tool tells of a connector: the class of one."""

    name: ClassVar[str]
    conventions: ClassVar[str]
    highlights: ClassVar[Mapping[str, tuple[str, ...]]]
    not_for_agents: ClassVar[frozenset[str]]
    operations: ClassVar[Catalogue]


def tool_maker(
    function: Callable[..., Any] | None, connector: type[Described], given: Mapping[str, Any]
) -> Any:
    """A function as a tool, or what makes it one where only options are given.

    Args:
        function: As for `as_tool`.
        connector: As for `as_tool`.
        given: The options.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
    """
    options = read_options(given)

    def decorate(function: F) -> F:
        return as_tool(function, connector, options)

    return decorate if function is None else decorate(function)


def as_tool(
    function: F,
    connector: type[Described],
    options: ToolUtils,
) -> F:
    """A function that calls `execute`, with what a model needs around it.

    Its docstring gains the list of operations, in front of `Args:` so that frameworks still
    find the descriptions of the parameters. Its results become texts that fit a context window,
    with the whole result in their `result`. An error becomes a text that the model can act on,
    since most frameworks end the whole run when a tool raises.

    Args:
        function: The function, sync or async, with parameters `entity`, `action` and `params`.
        connector: The class of the connector that it calls.
        options: As `read_options` gives them.
    """
    parameters = signature(function)

    def prepare(args: Any, kwargs: Any) -> tuple[Any, Operation | None, Any]:
        return _read_call(parameters, connector, args, kwargs)

    def show(operation: Operation | None, result: Any, fields: Any) -> Any:
        from agent_connectors.engine.presentation.presentation import Presentation, whole

        if not isinstance(result, ExecuteResult):
            return result
        compact = whole if result.source is None else result.source.hooks.compact
        return Presentation(compact, options["max_output_tokens"]).show_outcome(
            operation, result, fields
        )

    async def get_ready(result: Any, operation: Operation | None) -> None:
        from agent_connectors.engine.presentation import presentation

        if isinstance(result, ExecuteResult):
            await presentation.get_ready(result, operation)

    # What the function itself raises, to steer its framework for instance, is left alone:
    # `execute` raises nothing but `ConnectorError`.
    if iscoroutinefunction(function):

        @wraps(function)
        async def tool(*args: Any, **kwargs: Any) -> Any:
            try:
                call, operation, fields = only_ours_at_once(lambda: prepare(args, kwargs))
                result = await function(*call.args, **call.kwargs)
                await get_ready(result, operation)
                return show(operation, result, fields)
            except ConnectorError as error:
                return f"Error: {error}"
    else:

        @wraps(function)
        def tool(*args: Any, **kwargs: Any) -> Any:
            try:
                call, operation, fields = only_ours_at_once(lambda: prepare(args, kwargs))
                result = function(*call.args, **call.kwargs)
                if isinstance(result, ExecuteResult) and result.source is not None:
                    from agent_connectors.engine.running.sync import run_sync

                    run_sync(lambda: get_ready(result, operation))
                return show(operation, result, fields)
            except ConnectorError as error:
                return f"Error: {error}"

    told = _announced(parameters, strict=options["strict"])
    if told != parameters:
        # Decorators look in either place.
        vars(tool)["__signature__"] = told
        said = {name: one.annotation for name, one in told.parameters.items()}
        said = {name: kind for name, kind in said.items() if kind is not Signature.empty}
        tool.__annotations__ = {**said, "return": told.return_annotation}
    if options["update_docstring"]:
        room = options["max_description_tokens"]
        tool.__doc__ = _with_operations(function.__doc__, connector, room)
    return cast("F", tool)


def _announced(parameters: Signature, *, strict: bool) -> Signature:
    """The signature that decorators see: what a model reads is a text."""
    told = parameters
    if strict and "params" in parameters.parameters:
        # A strict schema has no object of any keys; the same as JSON text is taken.
        others = {**parameters.parameters}
        given = others["params"]
        kind: Any = str if given.default is Parameter.empty else str | None
        others["params"] = given.replace(annotation=kind)
        told = parameters.replace(parameters=[*others.values()])
    return told.replace(return_annotation=str) if told.return_annotation in _NOT_SAID else told


def _read_call(
    parameters: Signature, connector: type[Described], args: Any, kwargs: Any
) -> tuple[Any, Operation | None, Any]:
    """What the function is to be called with, the operation that it is about, and the fields.

    Raises:
        InvalidCall: The function does not take these arguments.
        InvalidParams: The params are no object.
    """
    from agent_connectors.engine.presentation.arguments import read_params

    try:
        call = parameters.bind(*args, **kwargs)
    except TypeError as wrong:
        raise InvalidCall(f"{wrong}.", hint="Nothing was sent.") from None
    name = (call.arguments.get("entity"), call.arguments.get("action"))
    try:
        operation = connector.operations.get(*map(str, name))
    except UnknownOperation:
        operation = None  # the call itself will say so, or it is about the operations
    if "params" not in call.arguments:
        return call, operation, None
    call.arguments["params"], fields = read_params(call.arguments["params"])
    return call, operation, fields


def _with_operations(docstring: str | None, connector: type[Described], tokens: int) -> str:
    text = cleandoc(docstring or f"Work in {connector.name}.")
    prose, args, rest = text.partition("\nArgs:\n")
    shown = Catalogue(
        operation
        for operation in connector.operations
        if operation.entity not in connector.not_for_agents
    )
    room = characters(tokens, "names")
    if tokens < DESCRIPTION_TOKENS:
        # Of a size that somebody needs: with all that is beside the operations.
        room -= len(f"{prose.strip()}\n\n{connector.conventions}\n\n\nArgs:\n{rest}")
    told = catalogue_text(shown, max(room, 1), highlights=connector.highlights)
    parts = [prose.strip(), "\n".join(filter(None, (connector.conventions, told)))]
    if args:
        parts.append(f"Args:\n{rest}")
    return "\n\n".join(parts)
