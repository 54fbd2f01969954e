"""Conditions on records, as people and models write them, made into SQL."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.dialect import Dialect
from agent_connectors.engine.store.functions import LONGEST_LIKENESS, fold, has_a_word
from agent_connectors.engine.store.tables import Table, composed, quoted
from agent_connectors.engine.times.moment import Moment, NotATime
from agent_connectors.engine.times.timestamps import to_milliseconds
from agent_connectors.engine.values.json_text import brief, no_number
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["Conditions", "column_of"]

_DEEPEST = 20

_COMPARED = {"eq": "=", "neq": "!=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

_TEXTS = ("contains", "startswith", "endswith", "like", "fuzzy", "keyword")

_OPERATORS = (*_COMPARED, "in", *_TEXTS, "array_contains", "any", "and", "or", "not")

_QUICK = frozenset({"gt", "gte", "lt", "lte"})

_EVERYWHERE = "*"

_ITEM = "value"
"""An item of a list that is taken apart."""

_LONGEST_PATTERN = 1000
"""Characters: each may be looked for at each place of each text."""


@dataclass(slots=True)
class Conditions:
    """Makes SQL of a filter; values go beside it, never into it.

    Attributes:
        table: The table that is filtered.
        now: The present, in the time zone in which times are said.
        dialect: How the database is asked.
        values: The values, in the order of their marks.
        resembling: A column and a text that it resembles, where that was asked for.
    """

    table: Table
    now: datetime
    dialect: Dialect
    values: list[Any] = field(default_factory=list)
    resembling: tuple[str, str] | None = None

    def read(self, given: Any, level: int = 0) -> str:
        """The SQL of a filter.

        Args:
            given: The filter: operators, and what they apply to.
            level: How many others it is in.

        Raises:
            InvalidParams: It is no filter of this table.
        """
        if not isinstance(given, Mapping) or not given:
            raise _wrong(f"A condition should be such as {_EXAMPLE}, not {brief(given)}.")
        if level > _DEEPEST:
            raise _wrong("There are too many conditions within conditions.")
        # What compares numbers first: texts are looked at in the rows alone that are left.
        sooner = sorted(given.items(), key=lambda one: str(one[0]) not in _QUICK)
        return _all(self._one(str(name), value, level) for name, value in sooner)

    def _one(self, operator: str, given: Any, level: int) -> str:
        if operator in {"and", "or"}:
            if not isinstance(given, Sequence) or isinstance(given, str) or not given:
                raise _wrong(f"`{operator}` takes a list of conditions.")
            parts = [self.read(each, level + 1) for each in given]
            return _joined(operator.upper(), parts)
        if operator == "not":
            # What is not known is not so, either.
            return f"(NOT coalesce({self.read(given, level + 1)}, FALSE))"
        if operator not in _OPERATORS:
            known = {*self.table.names, *(c.name for c in self.table.columns)}
            if operator in known:
                raise _wrong(
                    f"The operator comes first: {{'eq': {{{operator!r}: ...}}}}, not the field."
                )
            raise _wrong(f"There is no operator {operator!r}. {did_you_mean(operator, _OPERATORS)}")
        if not isinstance(given, Mapping) or not given:
            raise _wrong(
                f"`{operator}` takes fields and values: {{{operator!r}: {{field: value}}}}."
            )
        return _all(self._compare(operator, str(name), value) for name, value in given.items())

    def _compare(self, operator: str, name: str, value: Any) -> str:
        if name == _EVERYWHERE and operator in {"contains", "keyword", "fuzzy"}:
            if not self.table.words:
                raise _wrong(f"`*` stands for texts, and {self.table.name} have none.")
            parts = [self._compare(operator, word, value) for word in self.table.words]
            return f"({' OR '.join(parts)})"
        column, kind = column_of(self.table, name)
        if kind == "list":
            return self._in_list(column, operator, value)
        if operator in {"array_contains", "any"}:
            raise _wrong(f"`{operator}` is for lists, and `{name}` is none: use eq or in.")
        if operator == "in":
            if not isinstance(value, Sequence) or isinstance(value, str):
                raise _wrong(f"`in` takes a list of values for `{name}`.")
            return _joined("OR", [self._compare("eq", name, each) for each in value])
        if kind == "time" and value is not None:
            return self._time(column, operator, value)
        if operator in {"fuzzy", "keyword"} and kind != "text":
            raise _wrong(f"`{operator}` is for texts, and `{name}` is none: use eq or contains.")
        if operator in _TEXTS:
            return self._text(column, operator, value)
        return self._value(column, kind, operator, value)

    def _value(self, column: str, kind: str, operator: str, value: Any) -> str:
        if value is None:
            if operator not in {"eq", "neq"}:
                raise _wrong(f"`{operator}` takes a value; null is for eq and neq.")
            return f"({column} IS {'NOT ' if operator == 'neq' else ''}NULL)"
        if kind in {"integer", "real", "boolean"}:
            self.values.append(self.dialect.number(kind, _number(column, kind, value)))
            return f"({column} {self._sign(operator)} ?)"
        if not isinstance(value, str | int | float) or isinstance(value, bool) or no_number(value):
            raise _wrong(f"{column} is compared with a text, not {brief(value)}.")
        text = str(value)
        compared, mark, stored = self.dialect.compared(column, text)
        self.values.append(stored)
        return f"({compared} {self._sign(operator)} {mark})"

    def _sign(self, operator: str) -> str:
        return self.dialect.differs if operator == "neq" else _COMPARED[operator]

    def _time(self, column: str, operator: str, value: Any) -> str:
        if operator not in _COMPARED:
            raise _wrong(f"{column} is a time: use {', '.join(_COMPARED)}.")
        try:
            said = to_milliseconds(value)
            first = said.first(self.now) if isinstance(said, Moment) else said
            last = said.until(self.now) if isinstance(said, Moment) else said
        except NotATime as error:
            raise _wrong(f"{column}: {error}.") from None
        numbers = quoted(f"{column.strip(chr(34))}_ms")
        if operator in {"eq", "neq"}:
            self.values += [first, last]
            sql = f"({numbers} BETWEEN ? AND ?)"
            return sql if operator == "eq" else f"(NOT coalesce({sql}, FALSE))"
        # A whole day is meant with all of its hours.
        self.values.append(last if operator in {"gt", "lte"} else first)
        return f"({numbers} {_COMPARED[operator]} ?)"

    def _text(self, column: str, operator: str, value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise _wrong(f"`{operator}` takes a text for {column}.")
        value = composed(value)
        indexed = "" if operator == "like" else self._indexed(column, operator, value)
        if operator in {"fuzzy", "keyword"} and not has_a_word(value):
            raise _wrong(f"`{operator}` takes words for {column}; there are none: use contains.")
        if operator == "fuzzy" and len(value) > LONGEST_LIKENESS:
            raise _wrong(f"`fuzzy` takes at most {LONGEST_LIKENESS} characters.")
        if len(value) > _LONGEST_PATTERN:
            raise _wrong(f"`{operator}` takes at most {_LONGEST_PATTERN:,} characters.")
        if operator == "fuzzy":
            if column != _ITEM:  # by an item of a list, no record is sorted
                self.resembling = (column, value)
            self.values.append(value)
            return f"({indexed}{self.dialect.resembles(column)})"
        if operator == "keyword":
            self.values.append(value)
            return f"({indexed}has_words({column}, ?))"
        if operator == "like":
            self.values.append(value)
            return f"({self.dialect.like(column, escaped=False)})"
        plain = re.sub(r"([%_\\])", r"\\\1", value)
        before = "" if operator == "startswith" else "%"
        self.values.append(f"{before}{plain}{'' if operator == 'endswith' else '%'}")
        return f"({indexed}{self.dialect.like(column, escaped=True)})"

    def _indexed(self, column: str, operator: str, value: str) -> str:
        """What narrows the rows by the index of words, where it has the column."""
        name = column.strip('"')
        if name not in self.table.words:
            return ""
        sql, values = self.dialect.indexed(self.table, name, operator, value)
        self.values += values
        return sql

    def _in_list(self, column: str, operator: str, value: Any) -> str:
        wanted = value
        if operator in {"in", "any"} and isinstance(value, Mapping):
            if not value:
                raise _wrong(f"`{operator}` takes conditions on an item of {column}.")
            return self._any_item(column, value)
        if (value is None or value == []) and operator in {"eq", "neq"}:
            empty = f"(coalesce({column}, '[]') = '[]')"
            return empty if operator == "eq" else f"(NOT {empty})"
        if operator in {"eq", "neq", "array_contains", "contains", "keyword"}:
            several = isinstance(value, Sequence) and not isinstance(value, str)
            wanted = list(value) if several else [value]
            joined = "AND"
            if not wanted:
                raise _wrong(f"`{operator}` takes at least one item of {column}.")
        elif operator in {"in", "any"}:
            wanted = (
                list(value)
                if not isinstance(value, str) and isinstance(value, Sequence)
                else [value]
            )
            joined = "OR"
        else:
            return self._any_item(column, {operator: value})
        parts = [self._any_item(column, {"eq": each}) for each in wanted]
        sql = _joined(joined, parts)
        return f"(NOT {sql})" if operator == "neq" else sql

    def _any_item(self, column: str, conditions: Mapping[str, Any]) -> str:
        """Whether an item of a list is as said."""
        tests, sooner = [], ""
        for operator, value in conditions.items():
            if operator not in {"eq", *_TEXTS}:
                raise _wrong(
                    f"An item of {column} is compared by eq or one of {', '.join(_TEXTS)}."
                )
            if not isinstance(value, str | int):
                raise _wrong(f"{column} holds texts; {brief(value)} is none.")
            if operator != "eq":
                tests.append(self._text(_ITEM, operator, str(value)))
            else:
                if not tests:
                    sooner, values = self.dialect.sooner(column, str(value))
                    self.values += values
                self.values.append(fold(str(value)))
                tests.append("folded(value) = ?")
        rows = self.dialect.items(column)
        return f"{sooner}EXISTS (SELECT 1 FROM {rows} WHERE {' AND '.join(tests)})"


def column_of(table: Table, name: str) -> tuple[str, str]:
    """A column as SQL has it, and what it holds.

    Args:
        table: The table.
        name: Its name.

    Raises:
        InvalidParams: There is none of this name.
    """
    if name in table.kinds:
        return quoted(name), table.kinds[name]
    raise _wrong(f"{table.name} have no field {name!r}. {did_you_mean(name, table.names)}")


_EXAMPLE = '{"eq": {"status": "open"}}'


def _number(column: str, kind: str, value: Any) -> int | float:
    if kind == "boolean" and isinstance(value, bool):
        return int(value)
    read: Callable[[Any], int | float] = float if kind == "real" else int
    try:
        known = isinstance(value, int | float) and not isinstance(value, bool)
        number = value if known else read(str(value))
        # SQLite keeps 64 bits; what is beyond is compared well enough as a fraction.
        number = number if abs(number) < 1 << 63 else float(number)
        known = not isnan(number)
    except (ValueError, OverflowError):
        known = False
    if not known:
        wanted = "true or false" if kind == "boolean" else "a number"
        raise _wrong(f"{column} is compared with {wanted}, not {brief(value)}.")
    return number


def _all(parts: Iterable[str]) -> str:
    return _joined("AND", list(parts))


def _joined(word: str, parts: Sequence[str]) -> str:
    """Conditions as one. SQLite takes thousands beside each other, but only so many in a chain."""
    if len(parts) <= 2:
        return f"({f' {word} '.join(parts) or 'FALSE'})"
    half = len(parts) // 2
    return f"({_joined(word, parts[:half])} {word} {_joined(word, parts[half:])})"


def _wrong(message: str) -> InvalidParams:
    return InvalidParams(message, hint="Conditions are {operator: {field: value}}.")
