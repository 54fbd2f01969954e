"""Makes a plain function a good tool: `@Connector.tool_utils`."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Signature, cleandoc, iscoroutinefunction, signature
from typing import Any, ClassVar, Protocol, TypeVar, cast

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.describe import catalogue_text
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidCall, UnknownOperation
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.last_resort import only_ours_at_once
from agent_connectors.engine.values.tokens import DESCRIPTION_TOKENS, OUTPUT_TOKENS, characters

__all__ = ["as_tool"]

_NOT_SAID = (Signature.empty, Any, "Any")

F = TypeVar("F", bound=Callable[..., Any])


class Described(Protocol):
    """What a tool tells of a connector: the class of one."""

    name: ClassVar[str]
    conventions: ClassVar[str]
    highlights: ClassVar[Mapping[str, tuple[str, ...]]]
    not_for_agents: ClassVar[frozenset[str]]
    operations: ClassVar[Catalogue]


def as_tool(
    function: F,
    connector: type[Described],
    *,
    update_docstring: bool = True,
    max_output_tokens: int = OUTPUT_TOKENS,
) -> F:
    """A function that calls `execute`, with what a model needs around it.

    Its docstring gains the list of operations, in front of `Args:` so that frameworks still
    find the descriptions of the parameters. Its results become texts that fit a context window,
    with the whole result in their `result`. An error becomes a text that the model can act on,
    since most frameworks end the whole run when a tool raises.

    Args:
        function: The function, sync or async, with parameters `entity`, `action` and `params`.
        connector: The class of the connector that it calls.
        update_docstring: Whether to add the operations to its docstring.
        max_output_tokens: How long a result may be, estimated.
    """
    parameters = signature(function)

    def prepare(args: Any, kwargs: Any) -> tuple[Any, Operation | None, Any]:
        return _read_call(parameters, connector, args, kwargs)

    def show(operation: Operation | None, result: Any, fields: Any) -> Any:
        from agent_connectors.engine.presentation.presentation import Presentation, whole

        if not isinstance(result, ExecuteResult):
            return result
        compact = whole if result.source is None else result.source.hooks.compact
        return Presentation(compact, max_output_tokens).show_outcome(operation, result, fields)

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

    if parameters.return_annotation in _NOT_SAID:
        # A model reads a text; some decorators want to be told, and look in either place.
        tool.__annotations__ = {**function.__annotations__, "return": str}
        vars(tool)["__signature__"] = parameters.replace(return_annotation=str)
    if update_docstring:
        tool.__doc__ = _with_operations(function.__doc__, connector)
    return cast("F", tool)


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


def _with_operations(docstring: str | None, connector: type[Described]) -> str:
    text = cleandoc(docstring or f"Work in {connector.name}.")
    prose, args, rest = text.partition("\nArgs:\n")
    shown = Catalogue(
        operation
        for operation in connector.operations
        if operation.entity not in connector.not_for_agents
    )
    told = catalogue_text(
        shown, characters(DESCRIPTION_TOKENS, "names"), highlights=connector.highlights
    )
    parts = [prose.strip(), "\n".join(filter(None, (connector.conventions, told)))]
    if args:
        parts.append(f"Args:\n{rest}")
    return "\n\n".join(parts)
