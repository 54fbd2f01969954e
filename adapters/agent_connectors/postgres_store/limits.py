"""How much one SELECT may have of what takes PostgreSQL long, and cannot be made anew."""

import re
from collections.abc import Sequence

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.postgres_store.tokens import Token, closing, refused

__all__ = ["SIZED", "TYPES", "check_amounts", "check_type"]

TYPES = frozenset(
    re.findall(
        r"\S+",
        """
    bigint bool boolean date decimal double float float4 float8 int int2 int4 int8
    integer interval jsonb numeric real smallint text time timestamp timestamptz varchar
""",
    )
)

SIZED = frozenset(
    {"decimal", "float", "interval", "numeric", "time", "timestamp", "timestamptz"}
) | {"varchar"}
"""Types that may be written with a length."""

_MOST_TABLES = 60
"""Tables and parts that are joined: PostgreSQL takes long to plan more."""

_ENDS_FROM = frozenset(
    re.findall(r"\S+", "where group having order limit offset window union intersect except")
)

_OWN_FROM = frozenset({"extract", "substring", "trim"})
"""Functions within whose brackets a `FROM` reads no table."""

_MOST_EXTREMES = 20
"""Times that `greatest` and `least` are called, which cannot be made anew."""

_MOST_CASTS = 100

_MOST_PARSED = 10
"""Of the casts, those that take a text apart."""


def check_amounts(found: Sequence[Token]) -> None:
    """Sees to it that there is not too much of what cannot be made anew in `calls`.

    Args:
        found: The parts of a statement.

    Raises:
        InvalidParams: There is too much.
    """
    _check_casts(found)
    if _tables(found) > _MOST_TABLES:
        raise InvalidParams(f"A statement joins {_MOST_TABLES} tables at most.")
    if sum(token.name in {"greatest", "least"} for token in found) > _MOST_EXTREMES:
        raise InvalidParams(f"A statement has at most {_MOST_EXTREMES} of `greatest` and `least`.")


def check_type(found: Sequence[Token], at: int) -> None:
    """Sees to it that a type is one of those.

    Args:
        found: The parts of a statement.
        at: Where the type is.

    Raises:
        InvalidParams: It is none.
    """
    name = found[at].name if at < len(found) else ""
    if name not in TYPES:
        raise refused(f"::{name}", did_you_mean(name, sorted(TYPES)))


def _check_casts(found: Sequence[Token]) -> None:
    types = [at + 1 for at, token in enumerate(found) if token.written == "::"]
    for at, token in enumerate(found):
        if token.name == "cast" and found[at + 1 : at + 2] and found[at + 1].written == "(":
            end = closing(found, at + 1)
            marks = [n for n in range(at, end) if found[n].name == "as"]
            # The last one is the cast's own: what is cast stands before it.
            check_type(found, marks[-1] + 1 if marks else end)
            types.append(marks[-1] + 1)
    parsed = [at for at in types if found[at].name == "jsonb" or "[" in _behind(found, at)]
    if len(types) > _MOST_CASTS or len(parsed) > _MOST_PARSED:
        raise InvalidParams(
            f"A statement has at most {_MOST_CASTS} casts, and {_MOST_PARSED} to lists or jsonb."
        )


def _behind(found: Sequence[Token], at: int) -> list[str]:
    """What belongs to a type and stands behind its first word."""
    most = 5 if found[at].name in SIZED else 1
    return [token.written for token in found[at + 1 : at + 1 + most]]


def _tables(found: Sequence[Token]) -> int:
    """How many tables, parts and lists of rows are named to be read."""
    count = 0
    reading, callers = [False], [""]
    for at, token in enumerate(found):
        word = token.name if token.kind == "word" else token.written
        if word in {"(", "["}:
            reading.append(False)
            callers.append(found[at - 1].name if at else "")
        elif word in {")", "]"}:
            reading.pop()
            callers.pop()
        elif word == "from" and found[at - 1].name != "distinct" and callers[-1] not in _OWN_FROM:
            reading[-1] = True
            count += 1
        elif word in _ENDS_FROM:
            reading[-1] = False
        elif word == "join" or (word == "," and reading[-1]):
            count += 1
    return count
