"""Puts a result into a text that fits a context window, and says what it leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidParams
from agent_connectors.engine.presentation.arguments import EVERYTHING, FIELDS
from agent_connectors.engine.presentation.picking import pick
from agent_connectors.engine.presentation.shrink import shrink
from agent_connectors.engine.presentation.table import plain_rows, rows_or_table
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.values.json_text import write
from agent_connectors.engine.values.tokens import OUTPUT_TOKENS, characters

__all__ = ["Compact", "Presentation", "ToolResult", "get_ready", "whole"]


class Compact(Protocol):
    """Makes a record short."""

    def __call__(self, entity: str, record: Any, *, in_list: bool) -> Any:
        """A record as a model should read it."""


def whole(entity: str, record: Any, *, in_list: bool) -> Any:  # noqa: ARG001 - as `Compact` is
    """A record as it is, for what no connector has a short form of."""
    return record


_ROOM_FOR_META = 300
"""Characters, beside what goes on, warnings and extra."""

_ROOM_FOR_NAMES = 40
"""Characters."""

_HOW_TO_SEE = "Cannot be paged: ask for fewer `fields`, or for fewer items."

_CANNOT_BE_SHOWN = (
    "The call was carried out, but its result cannot be shown. Do not repeat a change for that "
    "reason: the program has the whole result in `result`."
)

_TOO_LONG = "Too long to show whole. Ask for single parts with `fields`."


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

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self  # frameworks copy what they keep, and nobody changes it

    def __reduce__(self) -> Any:
        # How a result goes on is known to this process alone; its parameters are in `meta.next`.
        return type(self), (str(self), ExecuteResult(self.result.data, self.result.meta))

    @property
    def data(self) -> Any:
        """The data of the result, whole."""
        return self.result.data

    @property
    def meta(self) -> Any:
        """The meta of the result."""
        return self.result.meta


async def get_ready(result: ExecuteResult[Any], operation: Operation | None) -> None:
    """Lets the connector that a result came from get what it needs to show it.

    Args:
        result: The result.
        operation: What was carried out; None if only something was looked up here.
    """
    entity = "" if operation is None else operation.gives
    if result.source is None:
        return
    try:
        await only_ours(lambda: result.source.hooks.before_showing(result, entity))
    except ConnectorError:
        return  # it was for showing it better, and the call itself went well


@dataclass(frozen=True, slots=True)
class Presentation:
    """How results are shown.

    Args:
        compact: Makes a record short.
        max_output_tokens: How long the text may be, estimated.
    """

    compact: Compact
    max_output_tokens: int = OUTPUT_TOKENS

    def show_outcome(
        self,
        operation: Operation | None,
        result: ExecuteResult[Any],
        fields: Sequence[str] | None = None,
    ) -> ToolResult:
        """What came of an operation as JSON text; what was done is never told as an error.

        Args:
            operation: The operation; None if it only looked something up here.
            result: The result.
            fields: As for `show`.

        Raises:
            InvalidParams: It was a read, and none of the records has such a field.
        """
        entity = operation.gives if operation is not None else ""
        try:
            return self.show(entity, result, fields)
        except InvalidParams:
            if operation is None or operation.effect == "read":
                raise
        except Exception:  # whatever may be wrong with a record
            return self._show_plainly(result)
        # What was written was written: a wrong field is no reason to call it an error.
        return self.show_outcome(operation, result)

    def _show_plainly(self, result: ExecuteResult[Any]) -> ToolResult:
        """A result that cannot be made short, as it is; or at least that there is one."""
        meta = {"note": _CANNOT_BE_SHOWN}
        try:
            room = characters(self.max_output_tokens, "values") - _size(meta) - _ROOM_FOR_NAMES
            text = _object(shrink(result.data, room), meta)
        except Exception:
            text = _object(None, meta)
        return ToolResult(text, result)

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
        room = characters(self.max_output_tokens, "values")
        if isinstance(result.data, list):
            records = self._records(entity, result.data, fields, in_list=True)
            text = self._show_list(result, records, fields, room)
        elif result.data is None or result.data == {}:
            text = self._show_object(result, None, None, room)
        else:
            record = self._records(entity, [result.data], fields, in_list=False)[0]
            text = self._show_object(result, record, fields, room)
        return ToolResult(text, result)

    def _records(
        self, entity: str, records: list[Any], fields: Sequence[str] | None, *, in_list: bool
    ) -> list[Any]:
        if fields == EVERYTHING:
            shown = records
        elif fields:
            whole = [self._short(entity, record, in_list=False) for record in records]
            shown = pick(list(zip(whole, records, strict=True)), fields)
        else:
            shown = [self._short(entity, record, in_list=in_list) for record in records]
        return [without_nothing(record) for record in shown]

    def _short(self, entity: str, record: Any, *, in_list: bool) -> Any:
        """A record, short; the whole, where it is of a shape that nobody foresaw."""
        try:
            return self.compact(entity, record, in_list=in_list)
        except Exception:
            return record

    def _show_list(
        self,
        result: ExecuteResult[list[Any]],
        records: list[Any],
        fields: Sequence[str] | None,
        room: int,
    ) -> str:
        head, written = rows_or_table(records)
        told = self._told(result, room)
        ends = (1, len(records))
        following = max(_size(_following(result, end, fields, room)) for end in ends)
        room_left = room - _ROOM_FOR_META - _size(told) - following
        left = room_left - len(head)
        if head and len(written[0]) > left:
            # It is cut as an object, and rows of another form beside it would have no names.
            head, written, left = "", plain_rows(records), room_left
        parts: list[str] = []
        for record, part in zip(records, written, strict=True):
            if len(part) > left:
                if parts:
                    break
                part = write(shrink(record, left)).decode()  # noqa: PLW2901
            parts.append(part)
            left -= len(part) + 1
        cut = len(records) - len(parts)
        said: dict[str, Any] = {"count": len(parts)}
        if result.meta.scanned is not None:
            said["scanned"] = result.meta.scanned
        if cut:
            said["not_shown"] = cut
            if result.after(len(parts)) == result.meta.next:
                said["how_to_see"] = _HOW_TO_SEE
        said |= _following(result, len(parts), fields, room)
        if left > 0 and "extra" in told:
            told = self._told(result, room, _size(told["extra"]) + left)
        return f'{{{head}"data":[{",".join(parts)}],"meta":{write(said | told).decode()}}}'

    def _show_object(
        self, result: ExecuteResult[Any], record: Any, fields: Sequence[str] | None, room: int
    ) -> str:
        """One object as text, with its longest parts cut if it must be."""
        meta = _following(result, 0, fields, room) | self._told(result, room)
        text = _object(record, meta)
        if len(text) <= room:
            return text
        meta |= {"truncated": True, "note": _TOO_LONG}
        return _object(shrink(record, room - _size(meta) - _ROOM_FOR_NAMES), meta)

    def _told(
        self, result: ExecuteResult[Any], room: int, most: int | None = None
    ) -> dict[str, Any]:
        """Warnings and extra, within an eighth of the room each, or so much for extra."""
        meta = result.meta
        extra = {
            name: value
            for name, found in meta.extra.items()
            if (value := without_nothing(self._short("", found, in_list=True)))
            not in (None, [], {})
        }
        told: dict[str, Any] = {}
        if meta.not_included:
            told["not_included"] = shrink(list(meta.not_included), room // 8)
        if meta.warnings:
            told["warnings"] = shrink(list(meta.warnings), room // 8)
        if extra:
            told["extra"] = shrink(extra, most or room // 8)
        return told


def _object(record: Any, meta: Mapping[str, Any]) -> str:
    shown: dict[str, Any] = {"data": record}
    if record is None:
        shown["done"] = True
    return write(shown | {"meta": meta} if meta else shown).decode()


def _following(
    result: ExecuteResult[Any], count: int, fields: Sequence[str] | None, room: int
) -> dict[str, Any]:
    """How to go on after so many records, if there is a way."""
    following = result.after(count)
    if following is None:
        return {}
    if fields:
        following = {**following, FIELDS: list(fields)}
    if _size(following) > room // 2:
        items = sum(len(value) for value in following.values() if isinstance(value, list))
        size = f"{items} items" if items else f"{_size(following)} characters"
        note = f"Too long to show ({size}). The program has it: `result.meta.next`."
        return {"has_more": True, "next_note": note}
    return {"has_more": True, "next": following}


def _size(value: Any) -> int:
    return len(write(value))


def without_nothing(value: Any) -> Any:
    """A JSON value without nulls and empty texts, lists and objects."""
    if isinstance(value, dict):
        tidy = {name: without_nothing(inner) for name, inner in value.items()}
        return {name: inner for name, inner in tidy.items() if inner not in (None, "", [], {})}
    return [without_nothing(inner) for inner in value] if isinstance(value, list) else value
