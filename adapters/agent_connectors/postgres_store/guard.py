"""Lets one SELECT pass that calls nothing but what is known to be harmless.

It is the first of four walls: what passes runs in the extended protocol, which takes one statement,
within a sub-select, which can change nothing, in a transaction that reads only, under a role that
may read one schema.
"""

import re
from collections.abc import Sequence

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.functions import writable_text
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.postgres_store.calls import OWN
from agent_connectors.postgres_store.forms import plain
from agent_connectors.postgres_store.limits import SIZED, TYPES, check_amounts, check_type
from agent_connectors.postgres_store.tokens import Token, refused, tokens

__all__ = ["FUNCTIONS", "checked"]

_LONGEST = 20_000

_DEEPEST = 100

FUNCTIONS = frozenset(
    re.findall(
        r"\S+",
        """
    abs age array_agg array_length array_position array_to_string avg bool_and bool_or btrim
    cardinality ceil ceiling char_length character_length coalesce concat concat_ws corr count
    cume_dist date_part date_trunc dense_rank every exp extract first_value floor folded greatest
    has_words initcap jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
    jsonb_typeof justify_days justify_hours justify_interval lag last_value lead least left length
    ln log lower ltrim make_date max min mod mode now nth_value ntile nullif octet_length
    percent_rank percentile_cont percentile_disc position power rank regexp_replace replace
    reverse right round row_number rtrim sign split_part sqrt starts_with stddev string_agg
    string_to_array strpos substr substring sum to_char to_date to_number to_timestamp translate
    trim trunc unnest upper variance
""",
    )
)
"""Functions that only compute, and make of little no more than little."""

_OPERATORS = frozenset(
    re.findall(
        r"\S+",
        "+ - * / % ^ = <> != < <= > >= || ~ !~ ~* !~* ~~ !~~ ~~* !~~* -> ->> #> #>> @> <@ && ? & |",
    )
)
"""Operators that only compute; what takes long for two long values is made anew in `calls`."""

_BEFORE_TEXT = TYPES | frozenset(
    re.findall(
        r"\S+",
        """
    all and between both by case distinct else escape for from having ilike in is leading like
    limit not offset on or precision select similar symmetric then to trailing when where zone
""",
    )
)
"""Words behind which a text is a value: behind any other, that would be the name of a type."""

_BEFORE_BRACKET = frozenset(
    re.findall(
        r"\S+",
        """
    all and any as between by case cast cross cube distinct else except exists filter from
    group having ilike in intersect is join lateral like limit materialized not offset on or over
    precision recursive rollup row select sets similar some then union using values when where with
""",
    )
)
"""Keywords behind which a bracket opens no call."""

_NEVER = frozenset(
    re.findall(
        r"\S+",
        """
    current_catalog current_role current_schema current_user information_schema into regclass
    regcollation regconfig regdatabase regdictionary regnamespace regoper regoperator regproc
    normalized regprocedure regrole regtype session_user system_user tablesample uescape user
    variadic xml
""",
    )
)


def checked(sql: object) -> str:
    """One SELECT, as PostgreSQL is to read it: without comments, and without a `;`.

    Args:
        sql: What somebody has written.

    Raises:
        InvalidParams: It is no SELECT, or not only that.
    """
    if not isinstance(sql, str) or not sql.strip():
        raise InvalidParams("`sql` must be a SELECT, as text.", hint="`describe` tells tables.")
    if len(sql) > _LONGEST or "\x00" in sql:
        raise InvalidParams(f"A statement has at most {_LONGEST:,} characters, and no NUL.")
    if not writable_text(sql):
        raise InvalidParams("A character of the statement is none: it is half of one.")
    found = list(tokens(sql))
    while found and found[-1].written == ";":
        found.pop()
    if not found or found[0].name not in {"select", "with", "values"} or found[0].kind != "word":
        raise InvalidParams("Only one SELECT is taken: this cannot change anything.")
    _check(found)
    return " ".join(token.written for token in plain(found))


def _check(found: Sequence[Token]) -> None:
    depth = 0
    for at, token in enumerate(found):
        if token.written == ";":
            raise InvalidParams("Only one SELECT is taken, and no `;` within.")
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.written, 0)
        if token.written == "(":
            _check_call(found, at)
        elif token.written == "::":
            check_type(found, at + 1)
        elif token.kind == "operator":
            _check_operator(token)
        elif token.kind == "text":
            _check_text(found, at)
        elif token.name:
            _check_name(token)
        if not 0 <= depth <= _DEEPEST:
            raise refused(token.written, f"Brackets belong together, {_DEEPEST} deep at most.")
    if depth:
        raise refused("(", "A bracket is not closed.")
    check_amounts(found)


def _check_operator(token: Token) -> None:
    sign = token.written
    while len(sign) > 1 and sign[-1] in "+-" and not re.search(r"[~!@#%^&|?]", sign):
        sign = sign[:-1]  # `=-1` is `= -1`, and so on
    if sign not in _OPERATORS:
        raise refused(sign)


def _check_text(found: Sequence[Token], at: int) -> None:
    before = found[at - 1] if at else None
    if before is not None and (
        before.kind == "quoted" or (before.kind == "word" and before.name not in _BEFORE_TEXT)
    ):
        raise refused(f"{before.written} {found[at].written}"[:40])


def _check_name(token: Token) -> None:
    # Whether as a table, a function or a type: the system's own begin so, and ours, too.
    if token.name in _NEVER or token.name.startswith(("pg_", "store_", OWN)):
        raise refused(token.written)


def _check_call(found: Sequence[Token], at: int) -> None:
    """Whether the bracket here opens a call, and of what."""
    before = found[at - 1] if at else None
    if before is None or before.kind not in {"word", "quoted"}:
        return
    leading = found[at - 2].written.lower() if at > 1 else ""
    if before.kind == "word" and before.name in _BEFORE_BRACKET:
        return
    if leading != "." and before.name in FUNCTIONS:
        return
    if before.name in SIZED and leading in {"::", "as", "double"}:
        return
    if _names_columns(found, at, leading):
        return
    raise refused(f"{before.written}()", did_you_mean(before.name, sorted(FUNCTIONS)))


def _names_columns(found: Sequence[Token], at: int, leading: str) -> bool:
    """Whether what is in the brackets are names of columns, of a part that is given a name.

    Only then is it no call: `WITH part(a, b) AS (SELECT ...)`, `(SELECT ...) AS part(a, b)`.
    """
    end = at
    while True:
        name, end = found[end + 1 : end + 2], end + 2
        closing = found[end].written if end < len(found) else ""
        if not name or name[0].kind not in {"word", "quoted"} or closing not in {",", ")"}:
            return False
        if closing == ")":
            break
    if leading == "as":
        return True
    if leading == ")":
        # Not behind `DISTINCT ON (...)`, where calls may stand.
        opened = _opened(found, at - 2)
        return opened > 0 and found[opened - 1].written.lower() in {"from", "join", "lateral", ","}
    rest = [token.written.lower() for token in found[end + 1 : end + 7]]
    rest = [word for word in rest if word not in {"not", "materialized"}]
    selects = rest[2:3] in (["select"], ["with"]) or rest[2:4] == ["values", "("]
    return leading in {"with", "recursive", ","} and rest[:2] == ["as", "("] and selects


def _opened(found: Sequence[Token], closing: int) -> int:
    """Where the bracket is that one closes."""
    depth = 0
    for at in range(closing, -1, -1):
        depth += {")": 1, "(": -1}.get(found[at].written, 0)
        if depth == 0:
            return at
    return -1
