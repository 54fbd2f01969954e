"""Hides credentials in what others write: in errors, answers and log records."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from agent_connectors.engine.secrets.secret import HIDDEN, Secret

__all__ = ["may_hold", "without_secrets"]

_SHORTEST = 6
"""Characters; what is shorter is no credential, and would be found in any text."""

_RUN = 16
"""Characters of a credential that are hidden also where the rest of it is cut off."""

_LEVELS = 3
"""How often an escape may have been escaped itself."""

_ESCAPE = re.compile(r"(?:%|\\+u00|\\+x)([0-9a-fA-F]{2})|\\+(/)")

_ESCAPED_LETTER = re.compile(rb"\\u00[2-7]|\\/")


def without_secrets(value: Any, secrets: Iterable[Secret]) -> Any:
    """What somebody else wrote, without the credentials that it may repeat.

    They are found whole or cut off, escaped for JSON or a URL, and in Base64.

    Args:
        value: A text, or JSON with texts in it.
        secrets: What must not be seen.
    """
    forms = [form for secret in secrets for form in _forms(secret.reveal())]
    return _cleared(value, forms) if forms else value


def may_hold(body: bytes, secrets: Iterable[Secret]) -> bool:
    """Whether an answer may hold a credential; a quick look, for answers of any length.

    Args:
        body: JSON.
        secrets: What must not be seen.
    """
    if any(secret.reveal().encode() in body for secret in secrets):
        return True
    return b"\\" in body and _ESCAPED_LETTER.search(body) is not None


def _cleared(value: Any, forms: Sequence[str]) -> Any:
    match value:
        case str():
            return _hidden(value, forms)
        case Mapping():
            return {_cleared(k, forms): _cleared(inner, forms) for k, inner in value.items()}
        case list():
            return [_cleared(inner, forms) for inner in value]
        case _:
            return value


def _forms(value: str) -> Iterator[str]:
    """A credential, and what is sure of it in Base64 wherever in a text it begins there."""
    if len(value) < _SHORTEST:
        return
    yield value
    from base64 import b64encode

    raw = value.encode("utf-8", "replace")
    for before in range(3):
        whole = (8 * (before + len(raw))) // 6
        for letters in (b"+/", b"-_"):
            packed = b64encode(b"\0" * before + raw, letters)[(8 * before + 5) // 6 : whole]
            yield packed.decode()


def _hidden(text: str, forms: Sequence[str]) -> str:
    """A text in which each run of a credential is replaced."""
    plain, places = _plain(text)
    lowered = plain.lower()
    if len(lowered) != len(plain):
        lowered = plain
    marked: list[tuple[int, int]] = []
    for form in dict.fromkeys(form.lower() for form in forms):
        size = min(_RUN, len(form))
        for start in range(len(form) - size + 1):
            run = form[start : start + size]
            at = lowered.find(run)
            while at >= 0:
                marked.append((places[at], places[at + size]))
                at = lowered.find(run, at + 1)
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
            pieces += [text[end : found.start()], chr(int(found[1], 16)) if found[1] else "/"]
            begins += range(end, found.start() + 1)
            end = found.end()
        if not pieces:
            break
        begins += range(end, len(text) + 1)
        text = "".join(pieces) + text[end:]
        places = [places[begin] for begin in begins]
    return text, places
