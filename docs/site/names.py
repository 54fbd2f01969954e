"""A page for each public module: all its names, as the code describes them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import griffe

from docs.site.navigation import REPOSITORY, public_modules, public_page
from docs.site.parts import FrozenParts

__all__ = ["anchors", "pages"]

_ROOTS = [REPOSITORY / "core", REPOSITORY / "adapters"]


class _Described(NamedTuple):
    """A public module.

    Attributes:
        summary: What it is.
        names: Its public names: the module that describes each, and the object.
    """

    summary: str
    names: dict[str, tuple[str, griffe.Object]]


@cache
def _modules() -> dict[str, _Described]:
    loader = griffe.GriffeLoader(
        search_paths=_ROOTS,
        docstring_parser="google",
        extensions=griffe.load_extensions(FrozenParts),
    )
    for package in ("agent_connectors", "airbyte_agent_clickup_api"):
        loader.load(package)
    loader.resolve_aliases(external=False)
    homes: dict[str, str] = {}
    found: dict[str, _Described] = {}
    for path in public_modules():
        module = loader.modules_collection[path]
        names: dict[str, tuple[str, griffe.Object]] = {}
        for name in map(str, module.exports or ()):
            member = module[name]
            thing = member.final_target if member.is_alias else member
            home = homes.setdefault(thing.path, path)
            names[name] = (home, thing)
        found[path] = _Described(module.docstring.value if module.docstring else "", names)
    return found


def anchors() -> Iterator[tuple[str, str]]:
    """The page of each public name, and its anchor there."""
    for module, (_, names) in _modules().items():
        for name, (home, _) in names.items():
            if home == module:
                yield public_page(module), f"{module}.{name}"


def pages(*, plain: bool = False) -> Iterator[tuple[str, str]]:
    """The pages: where each is, and what it says.

    Args:
        plain: With the descriptions themselves, in place of what the site makes them of.
    """
    for module, (summary, names) in _modules().items():
        here = [name for name, (home, _) in names.items() if home == module]
        lines = [f"# {module}", "", summary, "", f"`from {module} import ...`", ""]
        if elsewhere := {name: home for name, (home, _) in names.items() if home != module}:
            links = (
                f"[`{name}`]({Path(public_page(home)).name}"
                f"#{name.lower() if plain else f'{home}.{name}'})"
                for name, home in elsewhere.items()
            )
            lines += [f"Described on other pages: {', '.join(links)}.", ""]
        for name in here:
            thing = names[name][1]
            lines += _plain(name, thing) if plain else [f"::: {module}.{name}", ""]
        yield public_page(module), "\n".join(lines)


def _plain(name: str, thing: griffe.Object) -> list[str]:
    """A name as a reader without a browser sees it."""
    says = thing.docstring.value if thing.docstring else ""
    lines = [f"## {name}", "", f"`{_signature(name, thing)}`", "", says, ""]
    if isinstance(thing, griffe.Class):
        for method in thing.functions.values():
            if method.is_public and method.docstring and not method.is_alias:
                signature = _signature(method.name, method)
                lines += [f"### {name}.{method.name}", "", f"`{signature}`", ""]
                lines += [method.docstring.value, ""]
    return lines


def _signature(name: str, thing: griffe.Object) -> str:
    """How something is called, or what it is."""
    if isinstance(thing, griffe.Class | griffe.Function):
        return thing.signature(name=name) or name
    return f"{name} = {thing.value}" if isinstance(thing, griffe.Attribute) else name
