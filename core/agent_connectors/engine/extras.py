"""Says which extra is missing, where an import of a framework fails."""

from importlib.util import find_spec

__all__ = ["require"]


def require(module: str, extra: str) -> None:
    """Makes sure that what an extra brings is there.

    Args:
        module: A top-level module that it brings.
        extra: The extra.

    Raises:
        ModuleNotFoundError: It is not installed; the text says how to install it.
    """
    if find_spec(module) is None:
        raise ModuleNotFoundError(
            f'This needs {module}: pip install "agent-connectors[{extra}]"', name=module
        )
