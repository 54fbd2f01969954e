"""Functions that users make tools of themselves."""

from typing import Any

__all__ = ["find", "look"]


def look(entity: str, action: str, params: dict[str, Any] | None = None) -> str:
    """Looks something up."""
    return f"{entity} {action} {params}"


def find(entity: str, action: str, name: str | None = None) -> str:
    """Finds something."""
    return f"{entity} {action} {name}"
