"""Chooses among the cases, by name and theme."""

from typing import TYPE_CHECKING

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases import CASES
from agent_connectors.engine.values.names import did_you_mean

if TYPE_CHECKING:
    from pytest import MarkDecorator  # noqa: PT013 - only its type

__all__ = ["cases", "parametrize"]


def cases(*names: str, theme: str | None = None) -> tuple[Case, ...]:
    """Cases by name, or all of a theme, or all.

    Args:
        names: Their names.
        theme: Only those of a theme.

    Raises:
        ValueError: There is no such case or theme; the text names the nearest. Or none of the
            cases is of the theme.
    """
    known = {case.name: case for case in CASES}
    for name in names:
        if name not in known:
            raise ValueError(f"There is no case `{name}`. {did_you_mean(name, known)}".strip())
    themes = dict.fromkeys(case.theme for case in CASES)
    if theme is not None and theme not in themes:
        raise ValueError(f"There is no theme `{theme}`. {did_you_mean(theme, themes)}".strip())
    chosen = [known[name] for name in dict.fromkeys(names)] if names else CASES
    found = tuple(case for case in chosen if theme in {None, case.theme})
    if not found:
        told = ", ".join(f"`{case.name}` is of `{case.theme}`" for case in chosen)
        raise ValueError(f"No case is left of the theme `{theme}`: {told}.")
    return found


def parametrize(*chosen: str | Case, theme: str | None = None) -> "MarkDecorator":
    """Has pytest run a test once for each case, which it gets as `case`.

    Args:
        chosen: Names of cases, or cases of your own; all if not given.
        theme: Only those of a theme.

    Raises:
        ValueError: There is no such case or theme.
    """
    import pytest

    own = [case for case in chosen if isinstance(case, Case)]
    names = [name for name in chosen if isinstance(name, str)]
    known = cases(*names, theme=theme) if names or not own else ()
    params = [pytest.param(case, id=case.name) for case in (*known, *own)]
    return pytest.mark.parametrize("case", params)
