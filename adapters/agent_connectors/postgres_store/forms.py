"""Writes a SELECT so that it calls what `calls` has made, wherever PostgreSQL would not look there.

What has a syntax of its own, such as `trim(both 'x' from name)`, calls PostgreSQL's own functions
whatever the search path is; it becomes a plain call.
"""

from collections.abc import Sequence

from agent_connectors.postgres_store.calls import OWN
from agent_connectors.postgres_store.tokens import Token, closing, refused

__all__ = ["MOST_PATTERNS", "MOST_PUT_TOGETHER", "plain"]

MOST_PATTERNS = 200
"""Characters of the patterns, all together, for which PostgreSQL's own `LIKE` is called: it alone
takes an index."""

MOST_PUT_TOGETHER = 50
"""Values that become one."""

_RENAMED = {name: OWN + name for name in ("array_agg", "folded", "has_words", "jsonb_agg")}

_FITTED = frozenset({"concat", "concat_ws", "array"})
"""What makes one value of many."""

_SIDES = {"both": "btrim", "leading": "ltrim", "trailing": "rtrim"}


def plain(found: Sequence[Token]) -> list[Token]:
    """The same SELECT, in plain calls.

    Args:
        found: Its parts; brackets belong together.

    Raises:
        InvalidParams: A form is not taken.
    """
    return _called(_indexed(_apart(found)))


def _apart(found: Sequence[Token]) -> list[Token]:
    """Leaves out `NOT MATERIALIZED`: a part that is put in wherever it is named grows with that."""
    written: list[Token] = []
    for at, token in enumerate(found):
        if token.name == "materialized" and found[at + 1 : at + 2] and found[at + 1].written == "(":
            if written[-1].name == "not":
                written.pop()
        else:
            written.append(token)
    return written


def _indexed(found: Sequence[Token]) -> list[Token]:
    """Has PostgreSQL's own `LIKE` called for short patterns, as it alone takes an index."""
    marks = [
        at
        for at, token in enumerate(found)
        if token.name == "like" and token.kind == "word" and _is_whole(found, at + 1)
    ]
    if sum(len(found[at + 1].written) for at in marks) > MOST_PATTERNS:
        return list(found)
    written: list[Token] = []
    for at, token in enumerate(found):
        if at not in marks:
            written.append(token)
            continue
        negated = bool(written) and written[-1].name == "not"
        if negated:
            written.pop()
        sign = "!~~" if negated else "~~"
        written.append(Token("operator", f"OPERATOR(pg_catalog.{sign})"))
    return written


def _called(found: Sequence[Token]) -> list[Token]:
    written: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        following = found[at + 1].written if at + 1 < len(found) else ""
        if following in {"(", "["} and token.kind in {"word", "quoted"}:
            end = closing(found, at + 1)
            written += _call(token, following, found[at + 2 : end])
            at = end + 1
        else:
            written.append(token)
            at += 1
    return written


def _call(token: Token, opening: str, inner: Sequence[Token]) -> list[Token]:
    """A name with what is in the brackets behind it."""
    if opening == "[":
        whole = [token, Token("mark", "["), *_called(inner), Token("mark", "]")]
        literal = all(part.kind in {"text", "number"} or part.written == "," for part in inner)
        return whole if token.name != "array" or literal else _fitted(token, inner, whole)
    if token.kind == "word" and token.name == "trim":
        return _trim(inner)
    if token.kind == "word" and token.name == "position":
        parts = dict(_split(inner, "in"))
        return _plain("strpos", parts.get("in", []), parts[""])
    if token.kind == "word" and token.name == "substring":
        return _substring(inner)
    name = _RENAMED.get(token.name)
    whole = _plain(name or token.written, inner)
    return _fitted(token, inner, whole) if token.name in _FITTED else whole


def _plain(name: str, *parts: Sequence[Token]) -> list[Token]:
    written = [Token("word", name), Token("mark", "(")]
    for number, part in enumerate(parts):
        written += [Token("mark", ",")] if number else []
        written += _called(part)
    return [*written, Token("mark", ")")]


def _fitted(token: Token, inner: Sequence[Token], whole: Sequence[Token]) -> list[Token]:
    if len(_split(inner, ",")) > MOST_PUT_TOGETHER:
        raise refused(token.written, f"It takes {MOST_PUT_TOGETHER} values at most.")
    return [Token("word", f"{OWN}fitting"), Token("mark", "("), *whole, Token("mark", ")")]


def _trim(inner: Sequence[Token]) -> list[Token]:
    side = inner[0].name if inner else ""
    parts = dict(_split(inner[1:] if side in _SIDES else inner, "from"))
    text, letters = parts.get("from", parts[""]), parts[""] if "from" in parts else []
    return _plain(_SIDES.get(side, "btrim"), text, *([letters] if letters else []))


def _substring(inner: Sequence[Token]) -> list[Token]:
    found = _split(inner, "from", "for", "similar")
    parts = dict(found)
    if len(parts) < len(found) or "similar" in parts:
        raise refused("substring()", "Write `substring(text, pattern)`.")
    if len(parts) == 1:
        return _plain('"substring"', inner)
    first = parts.get("from", [Token("number", "1")])
    return _plain('"substring"', parts[""], first, *([parts["for"]] if "for" in parts else []))


def _split(inner: Sequence[Token], *words: str) -> list[tuple[str, Sequence[Token]]]:
    """What stands between words outside of all brackets, each with the word before it."""
    parts: list[tuple[str, Sequence[Token]]] = []
    depth = begin = 0
    word = ""
    for at, token in enumerate(inner):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.written, 0)
        if depth == 0 and token.written.lower() in words:
            parts.append((word, inner[begin:at]))
            word, begin = token.name, at + 1
    return [*parts, (word, inner[begin:])]


def _is_whole(found: Sequence[Token], at: int) -> bool:
    """Whether a pattern is a text that stands for itself."""
    if at >= len(found) or found[at].kind != "text":
        return False
    rest = found[at + 1 : at + 2]
    return not rest or not (
        rest[0].kind == "operator"
        or rest[0].written in {"::", "["}
        or rest[0].name in {"at", "collate", "escape"}
    )
