"""Hides credentials in what others write: in errors, answers and log records."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from agent_connectors.engine.secrets.secret import HIDDEN, Secret

__all__ = ["may_hold", "said_safely", "shape_of_secrets", "without_logins", "without_secrets"]

_SHORTEST = 6
"""Characters; what is shorter is no credential, and would be found in any text."""

_RUN = 12
"""Characters of a credential that are hidden also where the rest of it is cut off."""

_RUN_OF_BASE64 = 15
"""Signs that are sure in Base64 of such a run, wherever it begins."""

_PIECE = 8
"""Characters that are looked for first; each run holds a piece that is."""

_LEVELS = 3
"""How often an escape may have been escaped itself."""

# Of a letter, a digit or `_`, and of what escapes begin with: `%`, `&` and the backslash.
_HEX = r"(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[FfCc]|2[56])"
_DECIMAL = r"(?:3[78]|4[89]|5[0-7]|6[5-9]|[78][0-9]|9[0-25-9]|1[01][0-9]|12[0-2])"
_ESCAPED = rf"%{_HEX}|\\(?:u00|x){_HEX}|\\/|&(?:amp;)*#(?:[xX]0*{_HEX}|0*{_DECIMAL})"

_ESCAPE = re.compile(
    r"(?:%|\\+u00|\\+x)([0-9a-fA-F]{2})|\\+(/)"
    r"|&(?:amp;)*#(?:[xX]0*([0-9a-fA-F]{2})|0*([0-9]{2,3}));?"
)

_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

_LOGINS = (
    re.compile(r"(?<=://)[^/\s\"?#]+(?=@)"),
    # The same within the query of another.
    re.compile(r"(?<=%3A%2F%2F)(?:(?!%2F|%3F|%23|%20)[^/\s&])+(?=%40)", re.IGNORECASE),
)
"""A name and a password in front of the host of a URL."""

_shapes: dict[str, re.Pattern[str]] = {}
"""What credentials of products look like, which nobody may have named as such."""


def shape_of_secrets(pattern: str) -> None:
    """Says what a product's credentials look like: errors show none, wherever it was given.

    Args:
        pattern: A regular expression, for a credential as it is written.
    """
    _shapes[pattern] = re.compile(pattern, re.ASCII)


def said_safely(value: Any, secrets: Iterable[Secret] = ()) -> Any:
    """What an error says, without credentials, and without what looks like one.

    Args:
        value: A text, or JSON with texts in it.
        secrets: What must not be seen.
    """
    return _cleared(value, [_sought(secret.own) for secret in secrets], tuple(_shapes.values()))


def without_logins(value: Any) -> Any:
    """What somebody wrote, without the logins that its URLs may have.

    Args:
        value: A text, or JSON with texts in it.
    """
    return _cleared(value, [], _LOGINS)


def without_secrets(value: Any, secrets: Iterable[Secret]) -> Any:
    """What somebody else wrote, without the credentials that it may repeat.

    They are found whole or cut off, in any case, escaped for JSON, HTML or a URL, in hexadecimal
    and in Base64.

    Args:
        value: A text, or JSON with texts in it.
        secrets: What must not be seen.
    """
    sought = [_sought(secret.own) for secret in secrets]
    return _cleared(value, sought, ()) if sought else value


def may_hold(body: bytes, secrets: Iterable[Secret]) -> bool:
    """Whether an answer may hold a credential; a quick look, for answers of any length.

    Args:
        body: JSON.
        secrets: What must not be seen.
    """
    sought = [_sought(secret.own) for secret in secrets]
    if any(_worth_a_look(body, one) for one in sought):
        return True
    if not sought or body.isascii():
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return True  # it was read all the same, but could not be looked at
    return False


class _Sought:
    """How a credential may be written.

    Args:
        in_any_case: Forms in small letters, and how long a run of each is.
        as_it_is: Forms in which capitals mean something else, and how long a run of each is.
        pieces: A regular expression that each run of each form has a match of.
    """

    def __init__(
        self,
        in_any_case: tuple[tuple[str, int], ...] = (),
        as_it_is: tuple[tuple[str, int], ...] = (),
        pieces: str = "",
    ) -> None:
        self.in_any_case = in_any_case
        self.as_it_is = as_it_is
        self.pieces = pieces


@lru_cache(maxsize=1024)
def _sought(text: str) -> _Sought:
    if len(text) < _SHORTEST:
        return _Sought()
    run = min(_RUN, len(text))
    raw = text.encode("utf-8", "replace")
    plain = ((text.translate(_SMALL), run), (raw.hex(), 2 * run))
    packed = tuple((form, min(_RUN_OF_BASE64, len(form))) for form in dict.fromkeys(_packed(raw)))
    any_case = "|".join(re.escape(piece) for form in plain for piece in _pieces(*form))
    exact = "|".join(re.escape(piece) for form in packed for piece in _pieces(*form))
    return _Sought(plain, packed, f"(?i:{any_case})|{exact}")


def _packed(raw: bytes) -> Iterator[str]:
    """What is sure of it in Base64, wherever in a text it begins there."""
    from base64 import b64encode

    for before in range(3):
        whole = (8 * (before + len(raw))) // 6
        for letters in (b"+/", b"-_"):
            packed = b64encode(b"\0" * before + raw, letters)[(8 * before + 5) // 6 : whole]
            yield packed.decode()


def _pieces(form: str, run: int) -> Iterator[str]:
    """Pieces of a form, so close to one another that each run holds one whole."""
    size = min(_PIECE, run)
    for start in range(0, len(form) - size + 1, run - size + 1):
        yield form[start : start + size]


@lru_cache(maxsize=1024)
def _search(pattern: str) -> Any:
    # pydantic's expressions look for many pieces at once, ten times as fast as Python's.
    from pydantic_core import SchemaValidator, core_schema

    return SchemaValidator(core_schema.str_schema(pattern=pattern))


def _worth_a_look(text: bytes | str, sought: _Sought) -> bool:
    """Whether a text may hold a credential, or an escaped letter that may be one of it."""
    if not sought.pieces or len(text) < sought.in_any_case[0][1]:
        return False
    found: bool = _search(sought.pieces).isinstance_python(text)
    return found or _search(_ESCAPED).isinstance_python(text)


def _cleared(value: Any, sought: Sequence[_Sought], shapes: Sequence[re.Pattern[str]]) -> Any:
    match value:
        case str():
            # Halves of characters are none that pydantic would look at.
            looked = value if value.isascii() else value.encode("utf-8", "replace")
            found = [one for one in sought if _worth_a_look(looked, one)]
            text = _hidden(value, found) if found else value
            for shape in shapes:
                text = shape.sub(HIDDEN, text)
            return text
        case Mapping():
            return {
                _cleared(k, sought, shapes): _cleared(inner, sought, shapes)
                for k, inner in value.items()
            }
        case list():
            return [_cleared(inner, sought, shapes) for inner in value]
        case tuple():
            return tuple(_cleared(inner, sought, shapes) for inner in value)
        case int() | float() if sought and len(said := repr(value)) >= _SHORTEST:
            # A credential of digits may come back as a number.
            cleared = _cleared(said, sought, ())
            return value if cleared == said else cleared
        case _:
            return value


def _hidden(text: str, sought: Iterable[_Sought]) -> str:
    """A text in which each run of a credential is replaced."""
    plain, places = _plain(text)
    small = plain.translate(_SMALL)
    marked: list[tuple[int, int]] = []
    for one in sought:
        for where, forms in ((small, one.in_any_case), (plain, one.as_it_is)):
            for form, size in forms:
                for start in range(len(form) - size + 1):
                    run = form[start : start + size]
                    at = where.find(run)
                    while at >= 0:
                        marked.append((places[at], places[at + size]))
                        at = where.find(run, at + 1)
    if not marked:
        return text
    told: list[str] = []
    end = 0
    for begin, until in sorted(marked):
        if begin > end or not told:
            told += [text[end:begin], HIDDEN]
        end = max(end, until)
    return "".join(told) + text[end:]


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """A text without escapes, and where in it each character began; the end as well."""
    places: Sequence[int] = range(len(text) + 1)
    for _ in range(_LEVELS):
        pieces: list[str] = []
        begins: list[int] = []
        end = 0
        for found in _ESCAPE.finditer(text):
            pieces += [text[end : found.start()], _letter(found)]
            begins += range(end, found.start() + 1)
            end = found.end()
        if not pieces:
            break
        begins += range(end, len(text) + 1)
        text = "".join(pieces) + text[end:]
        places = [places[begin] for begin in begins]
    return text, places


def _letter(found: re.Match[str]) -> str:
    """What an escape stands for."""
    if found[2]:
        return "/"
    in_hex = found[1] or found[3]
    return chr(int(in_hex, 16) if in_hex else int(found[4]))
