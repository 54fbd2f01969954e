"""What a SELECT of somebody else's calls, in the place of PostgreSQL's own functions and operators.

PostgreSQL looks at the time between rows, but not within most of its functions, nor between those
of one expression. Those that take long, or make much of little, stand in the schema of the replica
once more, with the same arguments: they are found first, look at the time as every function in
PL/pgSQL does, and refuse what is too long for them.
"""

from collections.abc import Iterator, Sequence

__all__ = ["LONGEST", "OWN", "calls"]

LONGEST = 500_000
"""Bytes of a text, a list or JSON that a statement may make."""

OWN = "agent_store_"
"""What the names of those begin with that PostgreSQL has no function for."""

_WORK = 50_000_000
"""Bytes of one text times those of another that are compared with each other: some tenths of a
second."""

_SHORT = 1_000
"""Bytes of a format."""

_DIGITS = 2_000
"""Bytes of two numbers that are multiplied."""

_VALUES = 10_000
"""Values of a list that is put together of rows."""

_TOO_MUCH = {
    "": "",
    "product": f"octet_length($1)::bigint * octet_length($2) > {_WORK}",
    "letters": f"octet_length($1)::bigint * (octet_length($2) + octet_length($3)) > {_WORK}",
    "sizes": f"pg_column_size($1)::bigint * pg_column_size($2) > {_WORK}",
    "lists": f"cardinality($1)::bigint * cardinality($2) > {_WORK // 10}",
    "digits": f"pg_column_size($1) + pg_column_size($2) > {_DIGITS}",
    "format": f"octet_length($2) > {_SHORT}",
    "replacing": f"octet_length($1)::bigint * greatest(1, octet_length($2)) > {_WORK} OR "
    "octet_length($1)::bigint * octet_length($3) / greatest(1, octet_length($2)) "
    f"> {4 * LONGEST}",
    # What is found may be put in many times over.
    "matches": f"octet_length($1)::bigint * octet_length($3) * (CASE WHEN strpos($3, '\\') > 0 "
    f"THEN octet_length($1) ELSE 1 END) > {_WORK}",
    "joined": f"pg_column_size($1) + cardinality($1)::bigint * octet_length($2) > {4 * LONGEST}",
    "joined3": "pg_column_size($1) + cardinality($1)::bigint * (octet_length($2) + "
    f"coalesce(octet_length($3), 0)) > {4 * LONGEST}",
}

_FUNCTIONS = """
lower(text) text
upper(text) text
initcap(text) text
reverse(text) text
btrim(text) text
btrim(text, text) text product
ltrim(text) text
ltrim(text, text) text product
rtrim(text) text
rtrim(text, text) text product
translate(text, text, text) text letters
strpos(text, text) integer product
position(text, text) integer product
split_part(text, text, integer) text product
starts_with(text, text) boolean
string_to_array(text, text) text[] product
string_to_array(text, text, text) text[] product
replace(text, text, text) text replacing
substring(text, text) text
substring(text, text, text) text
regexp_replace(text, text, text) text matches
regexp_replace(text, text, text, text) text matches
regexp_replace(text, text, text, integer) text matches
regexp_replace(text, text, text, integer, integer) text matches
regexp_replace(text, text, text, integer, integer, text) text matches
array_to_string(anyarray, text) text joined
array_to_string(anyarray, text, text) text joined3
array_position(anycompatiblearray, anycompatible) integer
array_position(anycompatiblearray, anycompatible, integer) integer
to_char(bigint, text) text format
to_char(integer, text) text format
to_char(real, text) text format
to_char(double_precision, text) text format
to_char(numeric, text) text format
to_char(timestamp, text) text format
to_char(timestamptz, text) text format
to_char(interval, text) text format
to_date(text, text) date format
to_number(text, text) numeric format
to_timestamp(text, text) timestamptz format
mod(numeric, numeric) numeric digits
"""

_OPERATORS = """
||(text, text) text
||(anynonarray, text) text
||(text, anynonarray) text
||(jsonb, jsonb) jsonb
||(anycompatiblearray, anycompatiblearray) anycompatiblearray
||(anycompatiblearray, anycompatible) anycompatiblearray
||(anycompatible, anycompatiblearray) anycompatiblearray
-(jsonb, text) jsonb
-(jsonb, integer) jsonb
-(jsonb, text[]) jsonb sizes
~~(text, text) boolean product
!~~(text, text) boolean product
~~*(text, text) boolean product
!~~*(text, text) boolean product
~(text, text) boolean
!~(text, text) boolean
~*(text, text) boolean
!~*(text, text) boolean
<(text, text) boolean
<=(text, text) boolean
>(text, text) boolean
>=(text, text) boolean
@>(jsonb, jsonb) boolean sizes
<@(jsonb, jsonb) boolean sizes
@>(anyarray, anyarray) boolean lists
<@(anyarray, anyarray) boolean lists
&&(anyarray, anyarray) boolean lists
*(numeric, numeric) numeric digits
/(numeric, numeric) numeric digits
%(numeric, numeric) numeric digits
"""

_COMPARED = ("=", "<>", "<", "<=", ">", ">=")

_ROUNDED = {
    "exp": "exp($1::float8)",
    "ln": "ln($1::float8)",
    "sqrt": "sqrt($1::float8)",
    "log": "log($1::float8)",
}
"""Of a number of any length; the time grows with its square, and nobody needs so many digits."""

_RAISE = f"RAISE program_limit_exceeded USING MESSAGE = '{OWN}long'"

_MADE = frozenset({"text", "jsonb", "anycompatiblearray"})
"""What may be longer than what it was made of."""


def calls() -> Iterator[str]:
    """The statements that make them, in the schema of the search path."""
    for line in _FUNCTIONS.strip().splitlines():
        name, arguments, result, check = _parts(line)
        taken = ", ".join(f"${at + 1}" for at in range(len(arguments)))
        yield _function(name, arguments, result, check, f'pg_catalog."{name}"({taken})')
    lists = [
        f"{sign}({kind}, {kind}) boolean"
        for kind in ("anyarray", "jsonb", "record")
        for sign in _COMPARED
    ]
    for number, line in enumerate([*_OPERATORS.strip().splitlines(), *lists]):
        sign, arguments, result, check = _parts(line)
        own = f"{OWN}operator_{number}"
        yield _function(own, arguments, result, check, f"$1 OPERATOR(pg_catalog.{sign}) $2")
        left, right = arguments
        yield f"CREATE OPERATOR {sign} (LEFTARG = {left}, RIGHTARG = {right}, FUNCTION = {own})"
    for name, call in _ROUNDED.items():
        yield _function(name, ["numeric"], "numeric", "", f"(pg_catalog.{call})::numeric")
    double = "(pg_catalog.power($1::float8, $2::float8))::numeric"
    yield _function("power", ["numeric", "numeric"], "numeric", "", double)
    yield _function(f"{OWN}power", ["numeric", "numeric"], "numeric", "", double)
    yield f"CREATE OPERATOR ^ (LEFTARG = numeric, RIGHTARG = numeric, FUNCTION = {OWN}power)"
    double = "(pg_catalog.ln($2::float8) / pg_catalog.ln($1::float8))::numeric"
    yield _function("log", ["numeric", "numeric"], "numeric", "", double)
    for kind in ("text", "anyarray"):
        yield _function(f"{OWN}fitting", [kind], kind, "", "$1", bound=True)
    yield _function(f"{OWN}folded", ["anyelement"], "text", "", "folded($1)")
    yield _function(f"{OWN}folded", ["text"], "text", "", "folded($1)")
    yield _function(f"{OWN}has_words", ["text", "text"], "boolean", "product", "has_words($1, $2)")
    yield from _aggregates()


def _parts(line: str) -> tuple[str, list[str], str, str]:
    signature, _, rest = line.partition(") ")
    name, _, taken = signature.partition("(")
    result, _, check = rest.partition(" ")
    return name, [part.replace("_", " ") for part in taken.split(", ")], result, check


def _function(
    name: str,
    arguments: Sequence[str],
    result: str,
    check: str,
    call: str,
    *,
    bound: bool = False,
) -> str:
    """One that looks at the time, refuses what is too long, and calls PostgreSQL's own."""
    before = f"IF {_TOO_MUCH[check]} THEN {_RAISE}; END IF; " if check else ""
    after = f"RETURN {call};"
    if bound or result in _MADE:
        size = "octet_length(made)" if result == "text" else "pg_column_size(made)"
        after = f"made := {call}; IF {size} > {LONGEST} THEN {_RAISE}; END IF; RETURN made;"
    lists = [at for at, kind in enumerate(arguments, 1) if kind.endswith("array")]
    kind = f"${lists[0]}%TYPE" if result.startswith("any") else result
    return (
        f'CREATE FUNCTION "{name}"({", ".join(arguments)}) RETURNS {result} LANGUAGE plpgsql '
        f"STABLE PARALLEL SAFE AS $$DECLARE made {kind}; BEGIN {before}{after} END$$"
    )


def _aggregates() -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {OWN}append(text, text, text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS "
        "$$BEGIN IF $2 IS NULL THEN RETURN $1; END IF; IF $1 IS NULL THEN RETURN $2; END IF; "
        "IF octet_length($1) + octet_length($2) + coalesce(octet_length($3), 0) > "
        f"{LONGEST} THEN {_RAISE}; END IF; "
        "RETURN $1 || coalesce($3, '') || $2; END$$"
    )
    yield f"CREATE AGGREGATE string_agg(text, text) (SFUNC = {OWN}append, STYPE = text)"
    yield (
        f"CREATE FUNCTION {OWN}append(anyarray, anyelement) RETURNS anyarray "
        "LANGUAGE plpgsql IMMUTABLE AS $$BEGIN "
        f"IF cardinality($1) >= {_VALUES} OR coalesce(pg_column_size($1), 0) + "
        f"coalesce(pg_column_size($2), 0) > {LONGEST} THEN {_RAISE}; END IF; "
        "RETURN array_append($1, $2); END$$"
    )
    yield f"CREATE AGGREGATE {OWN}array_agg(anyelement) (SFUNC = {OWN}append, STYPE = anyarray)"
    yield (
        f"CREATE FUNCTION {OWN}append_json(text, anyelement) RETURNS text "
        "LANGUAGE plpgsql IMMUTABLE AS $$DECLARE made text; BEGIN "
        f"IF pg_column_size($2) > {LONGEST} THEN {_RAISE}; END IF; "
        "made := concat($1 || ', ', coalesce(to_jsonb($2)::text, 'null')); "
        f"IF octet_length(made) > {LONGEST} THEN {_RAISE}; END IF; RETURN made; END$$"
    )
    yield (
        f"CREATE FUNCTION {OWN}as_json(text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS "
        "$$SELECT ('[' || $1 || ']')::jsonb$$"
    )
    yield (
        f"CREATE AGGREGATE {OWN}jsonb_agg(anyelement) "
        f"(SFUNC = {OWN}append_json, STYPE = text, FINALFUNC = {OWN}as_json)"
    )
