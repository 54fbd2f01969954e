"""Pages of the repository, as pages of the site: their links lead to where those are there."""

import re
from collections.abc import Iterator, Mapping
from os.path import normpath, relpath
from pathlib import PurePosixPath

__all__ = ["NowhereError", "from_the_root", "links", "on_the_site", "outside_of_blocks"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_LINK = re.compile(r"(`+)(?:.(?!\1))*?.\1|(\]\()([^)\s]+)(\))")
_OUTSIDE = re.compile("[a-z]+:")


class NowhereError(Exception):
    """A link leads to what the site does not have."""


def outside_of_blocks(text: str) -> Iterator[tuple[bool, str]]:
    """The lines of a page, each with whether it is in a block of code."""
    fence = ""
    for line in text.splitlines():
        found = _FENCE.match(line)
        if fence:
            yield True, line
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        elif found:
            fence = found[1]
            yield True, f"{fence}{(found[2].split() or [''])[0]}"
        else:
            yield False, line


def links(text: str) -> Iterator[str]:
    """Where the links of a text without blocks lead, but for those to other hosts."""
    for found in _LINK.finditer(text):
        if found[3] and not found[3].startswith("#") and not _OUTSIDE.match(found[3]):
            yield found[3]


def on_the_site(source: str, text: str, places: Mapping[str, str]) -> str:
    """The text of a page whose links lead to where the pages are on the site.

    Args:
        source: Where it is in the repository.
        text: What it says there.
        places: Where on the site a file of the repository is.

    Raises:
        NowhereError: There is no such file, or the site does not have it.
    """
    home = PurePosixPath(places[source]).parent
    folder = PurePosixPath(source).parent

    def moved(found: re.Match[str]) -> str:
        link = found[3]
        if link is None or link.startswith("#") or _OUTSIDE.match(link):
            return found[0]
        path, mark, heading = link.partition("#")
        target = places.get(normpath(folder / path))
        if target is None:
            raise NowhereError(f"{source}: the site has no {link}")
        return f"{found[2]}{relpath(target, home)}{mark}{heading}{found[4]}"

    lines = [
        line if in_block else _LINK.sub(moved, line) for in_block, line in outside_of_blocks(text)
    ]
    return "\n".join(lines) + "\n"


def from_the_root(path: str, text: str) -> str:
    """The text of a page of the site whose links begin at the site's root, as in one file of all.

    Args:
        path: Where it is on the site.
        text: What it says there.
    """
    folder = PurePosixPath(path).parent

    def moved(found: re.Match[str]) -> str:
        link = found[3]
        if link is None or _OUTSIDE.match(link):
            return found[0]
        target, mark, heading = link.partition("#")
        return f"{found[2]}{normpath(folder / target) if target else path}{mark}{heading}{found[4]}"

    lines = [
        line if in_block else _LINK.sub(moved, line) for in_block, line in outside_of_blocks(text)
    ]
    return "\n".join(lines) + "\n"
