"""Puts a result into a text that fits a context window, and says what it leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from pydantic_core import to_json

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.nearest import did_you_mean
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.tools.arguments import EVERYTHING, FIELDS
from agent_connectors.engine.tools.shrink import shrink
from agent_connectors.engine.tools.table import rows_or_table

__all__ = ["Compact", "Presentation", "ToolResult"]


class Compact(Protocol):
    """Makes a record short."""

    def __call__(self, entity: str, record: Any, *, in_list: bool) -> Any:
        """A record as a model should read it."""


_CHARACTERS_A_TOKEN = 3
"""A low guess: JSON full of ids has fewer characters to a token than prose."""

_ROOM_FOR_META = 600
"""Characters."""


class ToolResult(str):
    """The text that a model reads, with the whole result beside it.

    Attributes:
        result: The result, as the connector gave it.
    """

    result: ExecuteResult[Any]

    def __new__(cls, text: str, result: ExecuteResult[Any]) -> Self:
        """Makes one of a text and a result."""
        made = super().__new__(cls, text)
        made.result = result
        return made

    @property
    def data(self) -> Any:
        """The data of the result, whole."""
        return self.result.data

    @property
    def meta(self) -> Any:
        """The meta of the result."""
        return self.result.meta


@dataclass(frozen=True, slots=True)
class Presentation:
    """How results are shown.

    Args:
        compact: Makes a record short.
        max_output_tokens: How long the text may be, estimated.
    """

    compact: Compact
    max_output_tokens: int = 8000

    def show(
        self, entity: str, result: ExecuteResult[Any], fields: Sequence[str] | None = None
    ) -> ToolResult:
        """A result as JSON text.

        A list that is too long ends at a record, with the parameters that go on from there; an
        object that is too long has its longest parts cut. It is always valid JSON.

        Args:
            entity: What the records are.
            result: The result.
            fields: Dotted names of the fields to show; all that matter, if not given.

        Raises:
            InvalidParams: None of the records has such a field.
        """
        room = self.max_output_tokens * _CHARACTERS_A_TOKEN
        if isinstance(result.data, list):
            records = self._records(entity, result.data, fields, in_list=True)
            text = self._show_list(result, records, fields, room)
        elif result.data is None or result.data == {}:
            text = '{"data":null,"done":true}'
        else:
            record = self._records(entity, [result.data], fields, in_list=False)[0]
            text = _object(record, room, result.meta.warnings)
        return ToolResult(text, result)

    def _records(
        self, entity: str, records: list[Any], fields: Sequence[str] | None, *, in_list: bool
    ) -> list[Any]:
        if fields == EVERYTHING:
            shown = records
        elif fields:
            shown = self._pick(records, entity, fields)
        else:
            shown = [self.compact(entity, record, in_list=in_list) for record in records]
        return [without_nothing(record) for record in shown]

    def _show_list(
        self,
        result: ExecuteResult[list[Any]],
        records: list[Any],
        fields: Sequence[str] | None,
        room: int,
    ) -> str:
        parts: list[str] = []
        head, written = rows_or_table(records)
        left = room - _ROOM_FOR_META - len(head)
        for record, part in zip(records, written, strict=True):
            if len(part) > left:
                if parts:
                    break
                head, part = "", to_json(shrink(record, left)).decode()  # noqa: PLW2901
            parts.append(part)
            left -= len(part) + 1
        cut = len(records) - len(parts)
        meta = result.meta
        said: dict[str, Any] = {"count": len(parts)}
        if meta.scanned is not None:
            said["scanned"] = meta.scanned
        following = result.after(len(parts))
        if following is not None:
            if fields:
                following = {**following, FIELDS: list(fields)}
            said["has_more"] = True
            if cut:
                said["not_shown"] = cut
            said["next"] = following
        extra = {
            name: value
            for name, found in meta.extra.items()
            if (value := without_nothing(self.compact("", found, in_list=True)))
            not in (None, [], {})
        }
        if meta.warnings:
            said["warnings"] = meta.warnings
        if extra:
            said["extra"] = shrink(extra, max(left, _ROOM_FOR_META // 2))
        return f'{{{head}"data":[{",".join(parts)}],"meta":{to_json(said).decode()}}}'

    def _pick(self, records: list[Any], entity: str, fields: Sequence[str]) -> list[Any]:
        """Only some fields of each record, under the names that were asked for."""
        whole = [self.compact(entity, record, in_list=False) for record in records]
        missing = set(fields)
        picked = []
        for short, raw in zip(whole, records, strict=True):
            row = {}
            for field in fields:
                for source in (short, raw):
                    there, value = _look_up(source, field.split("."))
                    if there:
                        missing.discard(field)
                        row[field] = value
                        break
            picked.append(row)
        if missing and records:
            valid = sorted({name for record in (*whole, *records) for name in _names(record)})
            problems = (f"There is no field `{f}`. {did_you_mean(f, valid)}" for f in missing)
            raise InvalidParams(" ".join(problems))
        return picked


def without_nothing(value: Any) -> Any:
    """A JSON value without nulls and empty texts, lists and objects."""
    if isinstance(value, dict):
        tidy = {name: without_nothing(inner) for name, inner in value.items()}
        return {name: inner for name, inner in tidy.items() if inner not in (None, "", [], {})}
    return [without_nothing(inner) for inner in value] if isinstance(value, list) else value


def _object(record: Any, room: int, warnings: Sequence[str]) -> str:
    """One object as text, with its longest parts cut if it must be."""
    meta: dict[str, Any] = {"warnings": warnings} if warnings else {}
    text = to_json({"data": record, "meta": meta} if meta else {"data": record}).decode()
    if len(text) <= room:
        return text
    note = "Too long to show whole. Ask for single parts with `fields`."
    meta |= {"truncated": True, "note": note}
    return to_json({"data": shrink(record, room - _ROOM_FOR_META), "meta": meta}).decode()


def _look_up(value: Any, path: list[str]) -> tuple[bool, Any]:
    """Whether a dotted name leads somewhere, and what is there."""
    for index, name in enumerate(path):
        if isinstance(value, list):
            found = [_look_up(item, path[index:]) for item in value]
            return any(there for there, _ in found), [item for there, item in found if there]
        if not isinstance(value, Mapping) or name not in value:
            # A custom field's name may have dots of its own.
            rest = ".".join(path[index:])
            if isinstance(value, Mapping) and rest in value:
                return True, value[rest]
            return False, None
        value = value[name]
    return True, value


def _names(record: Any) -> list[str]:
    """The fields of a record, and those of the objects in it."""
    if not isinstance(record, Mapping):
        return []
    names = list(record)
    for name, value in record.items():
        if isinstance(value, Mapping):
            names += [f"{name}.{inner}" for inner in value]
    return names
