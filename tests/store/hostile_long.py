"""Statements for PostgreSQL that make, or find, long texts, lists and numbers, and work on them."""

from collections.abc import Iterator

__all__ = ["CONSUMERS", "LONG", "PRODUCERS", "statements"]

LONG = "LONG"
"""The name of a task with a description of megabytes."""

_GROWN = (
    "WITH RECURSIVE g(x, n) AS (SELECT {seed}, 1 UNION ALL "
    "SELECT x || x, n + 1 FROM g WHERE n < {steps}), "
    "v(x, y, n) AS (SELECT x, x || {end}, n FROM g WHERE n = {steps}) "
)

PRODUCERS = {
    "one letter, 320 kB": _GROWN.format(seed="'aaaaaaaaaa'::text", steps=16, end="'b'"),
    "letters of two bytes, 320 kB": _GROWN.format(seed="'ÄßÄßÄ'::text", steps=16, end="'ö'"),
    "words, 320 kB": _GROWN.format(seed="'ab cd ef gh'::text", steps=15, end="' b'"),
    "beyond what may be made": _GROWN.format(seed="'aaaaaaaaaa'::text", steps=28, end="'b'"),
    "rows put together": "WITH v(x, y, n) AS (SELECT string_agg(left(name, 9), ' '), "
    "string_agg(left(name, 9), ',') || 'z', 1 FROM (SELECT a.name FROM tasks a, tasks b LIMIT "
    "20000) t) ",
    "a text of the workspace, 3 MB": "WITH v(x, y, n) AS (SELECT description, description, 1 "
    "FROM tasks WHERE name = 'LONG') ",
}
"""Each makes `v`, with a long text `x`, another `y` and a number `n`."""

_JSON = "('[\"' || replace({}, ' ', '\",\"') || '\"]')::jsonb"

CONSUMERS = r"""
length(lower(x)) > n
length(upper(x)) > n
length(initcap(x)) > n
length(folded(x)) > n
length(reverse(x)) > n
length(trim(x, y)) > n
length(btrim(x, y)) > n
length(ltrim(x, y)) > n
length(rtrim(x, y)) > n
length(trim(both y from x)) > n
length(trim(leading x from y)) > n
length(trim(y from x)) > n
length(translate(x, y, x)) > n
length(translate(x, 'a', y)) > n
strpos(x, right(y, 99999)) > n
position(right(y, 99999) in x) > n
"position"(right(y, 99999), x) > n
length(split_part(x, right(y, 99999), 2)) > n
length(replace(x, right(y, 99999), '')) > n
length(replace(x, 'a', y)) > n
length(regexp_replace(x, 'a', '\&\&\&', 'g')) > n
length(regexp_replace(x, '.*', '\&\&\&\&\&\&\&\&\&', 'g')) > n
length(regexp_replace(x, '(a*)*b', '')) > n
length(substring(x from '(a+)+b')) > n
length(substring(x, '(.*)(.*)(.*)b')) > n
length(substring(x from 1 for 99999)) > n
starts_with(x, y)
cardinality(string_to_array(x, NULL)) > n
cardinality(string_to_array(x, right(y, 99999))) > n
length(array_to_string(string_to_array(x, ' '), y)) > n
length(array_to_string(string_to_array(x, NULL), ', ', y)) > n
array_position(string_to_array(x, ' '), y) > n
string_to_array(x, ' ') @> string_to_array(y, ' ')
string_to_array(x, NULL) <@ string_to_array(y, NULL)
string_to_array(x, ' ') && ARRAY[y]
string_to_array(x, NULL) < string_to_array(y, NULL)
string_to_array(x, NULL) = string_to_array(y, NULL)
length(concat(x, y, x, y, x, y)) > n
length(concat_ws(y, x, x, x, x)) > n
length(x || y || x || y) > n
length((1 || x) || (y || 2)) > n
cardinality(ARRAY[x, y, x, y]) > n
cardinality(string_to_array(x, ' ') || y) > n
x LIKE '%' || right(y, 99999)
x LIKE '%' || replace(y, 'a', '%a') || '%'
x NOT LIKE '%' || y
x ILIKE '%' || right(y, 99999)
x LIKE '%aa%abÄ abÄ abÄ abÄ b%'
x LIKE ANY (ARRAY['%' || right(y, 99999)])
x LIKE '%a%a%a%a%a%a%a%a%a%a_b'
x ILIKE '%a_a_a_a_a_a_a_a_a_a_b'
x LIKE y ESCAPE 'a'
x SIMILAR TO '(a|b|aa)*c'
x ~ '(a+)+(b+)+c'
x ~* '^(([a-z])+.)+[A-Z]([a-z])+$'
x !~ y
x < y
y >= x
x BETWEEN y AND y
x IN (y, y, y)
greatest(x, y) = x
has_words(x, y)
has_words(y, 'a b c')
JSON_X @> JSON_Y
JSON_X <@ JSON_Y
JSON_X ? y
jsonb_array_length(JSON_X || JSON_Y) > n
jsonb_array_length(JSON_X - string_to_array(y, ' ')) > n
JSON_X = JSON_Y
JSON_X < JSON_Y
(JSON_X ->> 0) = y
length(JSON_X::text) > n
to_char(now(), x) = y
to_char(n, y) = x
to_date(x, y) > now()
to_number(x, y) > n
to_timestamp(x, y) > now()
date_trunc(x, now()) > now()
date_part(x, now()) > n
repeat(x, n) = y
(('9' || left(translate(x, 'abcdefghßÄ ,', '9999999999999'), 99999))::numeric * 1.5) > n
sqrt(left(translate(x, 'abcdefghßÄ ,', '9999999999999'), 99999)::numeric) > n
exp(left(translate(x, 'abcdefghßÄ ,', '9999999999999'), 99999)::numeric) > n
(left(translate(x, 'abcdefghßÄ ,', '9999999999999'), 99999)::numeric ^ 99999) > n
mod(left(translate(x, 'abcdefghßÄ ,', '9999999999999'), 99999)::numeric, 7.7) > n
ln(left(translate(x, 'abcdefghßÄ ,', '9999999999999'), 99999)::numeric) > n
(x, y, x, y) < (y, x, y, x)
ROW(x, y, x)::text < ROW(y, x, y)::text
(x COLLATE "C") < (y COLLATE "C")
v < v
v = v
v IN (v, v)
v::text = x
x IS NFC NORMALIZED
length((SELECT string_agg(w, y) FROM unnest(string_to_array(x, NULL)) w)) > n
cardinality((SELECT array_agg(w) FROM unnest(string_to_array(x, NULL)) w)) > n
cardinality((SELECT array_agg(y) FROM unnest(string_to_array(x, NULL)) w)) > n
jsonb_array_length((SELECT jsonb_agg(y) FROM unnest(string_to_array(x, NULL)) w)) > n
jsonb_array_length((SELECT jsonb_agg(v) FROM unnest(string_to_array(x, NULL)) w)) > n
(SELECT count(DISTINCT w || y) FROM unnest(string_to_array(x, NULL)) w) > n
(SELECT max(w || y) FROM unnest(string_to_array(x, NULL)) w) > x
""".strip("\n").splitlines()
"""Conditions on `x`, `y` and `n`."""

_LONGEST = 19_000


def statements(*producers: str) -> Iterator[str]:
    """Each condition on some of the texts: for a row, and as many times as a statement has room.

    Args:
        producers: Names of the texts; all where none is named.
    """
    for name in producers or PRODUCERS:
        producer = PRODUCERS[name]
        for consumer in CONSUMERS:
            condition = consumer.replace("JSON_X", _JSON.format("x")).replace(
                "JSON_Y", _JSON.format("y")
            )
            many = min(800, (_LONGEST - len(producer)) // (len(condition) + 24))
            whole = " AND ".join([f"({condition}) IS NOT NULL"] * many)
            for asked in (condition, whole):
                yield f"{producer}SELECT n FROM v WHERE {asked}"  # noqa: S608
