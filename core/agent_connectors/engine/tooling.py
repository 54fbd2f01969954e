"""Makes a plain function a good tool: `@Connector.tool_utils`."""

from collections.abc import Callable
from functools import wraps
from inspect import cleandoc, iscoroutinefunction
from typing import Any, TypeVar, cast

from agent_connectors.engine.catalogue import Catalogue
from agent_connectors.engine.describe import catalogue_text
from agent_connectors.engine.errors import ConnectorError

__all__ = ["as_tool"]

F = TypeVar("F", bound=Callable[..., Any])


def as_tool(function: F, catalogue: Catalogue, *, product: str, update_docstring: bool = True) -> F:
    """A function that calls `execute`, with what a model needs around it.

    Its docstring gains the list of operations, in front of `Args:` so that frameworks still
    find the descriptions of the parameters. An error becomes a text that the model can act
    on, since most frameworks end the whole run when a tool raises.

    Args:
        function: The function; sync or async.
        catalogue: The operations that it can be used for.
        product: The product's name.
        update_docstring: Whether to add the operations to its docstring.
    """
    if iscoroutinefunction(function):

        @wraps(function)
        async def tool(*args: Any, **kwargs: Any) -> Any:
            try:
                return await function(*args, **kwargs)
            except ConnectorError as error:
                return f"Error: {error}"
    else:

        @wraps(function)
        def tool(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except ConnectorError as error:
                return f"Error: {error}"

    if update_docstring:
        tool.__doc__ = _with_operations(function.__doc__, catalogue, product)
    return cast("F", tool)


def _with_operations(docstring: str | None, catalogue: Catalogue, product: str) -> str:
    text = cleandoc(docstring or f"Work in {product}.")
    prose, args, rest = text.partition("\nArgs:\n")
    parts = [prose.strip(), catalogue_text(catalogue)]
    if args:
        parts.append(f"Args:\n{rest}")
    return "\n\n".join(parts)
