"""What a call gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Literal,
    NoReturn,
    Self,
    TypeAlias,
    TypeVar,
)

from agent_connectors.engine.values.unseen import shown_half_made

__all__ = ["CheckResult", "ExecuteResult", "Meta", "Record", "Records"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Whether a connector works.

    Attributes:
        status: `healthy` if the product answered and accepts the credentials.
        error: What is wrong, if something is.
    """

    status: Literal["healthy", "unhealthy"]
    error: str | None = None


@shown_half_made
@dataclass(frozen=True, slots=True)
class Meta:
    """What a result leaves out, and how to get it.

    Attributes:
        count: How many records are in the result; None if it is a single object.
        has_more: Whether there are more records, or, where the product does not say, may be.
        next: The parameters that fetch the rest: pass them to the same operation.
        truncated: Whether records were left out that had already been fetched.
        scanned: How many records were looked at to find these, where that is not the same.
        warnings: What went otherwise than was asked for.
        not_included: What of the same kind a read leaves out unless it is asked for, each with
            the parameter that asks for it, such as `closed tasks (include_closed=true)`.
        extra: What the product's answer held beside the result.
    """

    count: int | None = None
    has_more: bool = False
    next: Mapping[str, Any] | None = None
    truncated: bool = False
    scanned: int | None = None
    warnings: tuple[str, ...] = ()
    not_included: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@shown_half_made
@dataclass(frozen=True)
class ExecuteResult(Generic[T]):
    """The result of an operation.

    Attributes:
        data: A list of records, or one object; None where the product has nothing to say.
        meta: What `data` leaves out, and how to get it.
    """

    data: T
    meta: Meta = field(default_factory=Meta)

    # Not a field: frameworks write results down as JSON, field by field.
    _resume: ClassVar[Any] = None
    _source: ClassVar[Any] = None

    if not TYPE_CHECKING:  # type checkers refuse it as it is

        def __getitem__(self, _: object) -> NoReturn:
            # Loops and indexing both end here, and the text is better than Python's own.
            raise TypeError(
                "A result holds what was found in `result.data`: `for record in result.data`."
            )

    def resumed_by(self, resume: Callable[[int], Mapping[str, Any] | None] | None) -> Self:
        """Itself, with the function that works out `after`."""
        object.__setattr__(self, "_resume", resume)
        return self

    def given_by(self, connector: Any) -> Self:
        """Itself, with the connector that it came from."""
        object.__setattr__(self, "_source", connector)
        return self

    @property
    def source(self) -> Any:
        """The connector that it came from; None if nobody has said so."""
        return self._source

    def warned(self, warnings: Sequence[str]) -> Self:
        """Itself, with more to be said of it."""
        known = self.meta.warnings
        # A server and its client may both have noticed the same.
        new = tuple(text for text in warnings if text not in known)
        if not new:
            return self
        meta = replace(self.meta, warnings=(*known, *new))
        return replace(self, meta=meta).resumed_by(self._resume)

    def leaving_out(self, texts: Sequence[str]) -> Self:
        """Itself, with more that it does not hold."""
        known = self.meta.not_included
        new = tuple(text for text in texts if text not in known)
        if not new:
            return self
        meta = replace(self.meta, not_included=(*known, *new))
        return replace(self, meta=meta).resumed_by(self._resume)

    def extended(self, **extra: Any) -> Self:
        """Itself, with more in `meta.extra`."""
        meta = replace(self.meta, extra={**self.meta.extra, **extra})
        return replace(self, meta=meta).resumed_by(self._resume)

    def after(self, count: int) -> Mapping[str, Any] | None:
        """The parameters that go on after the first `count` records, for who uses only those.

        None if there is nothing after them.
        """
        if self._resume is None or not isinstance(self.data, list) or count >= len(self.data):
            return self.meta.next
        following: Mapping[str, Any] | None = self._resume(count)
        return following

    def to_dict(self) -> dict[str, Any]:
        """Data and meta as plain dictionaries, without what says nothing."""
        empty: tuple[Any, ...] = (None, False, {}, ())
        told = {each.name: getattr(self.meta, each.name) for each in fields(self.meta)}
        meta = {name: value for name, value in told.items() if value not in empty}
        return {"data": self.data, "meta": meta} if meta else {"data": self.data}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "ExecuteResult[Any]":
        """The result that `to_dict` told, read from JSON again.

        Args:
            told: Its data and meta; what else is in it is left aside.

        Raises:
            AttributeError, KeyError, TypeError, ValueError: It is none.
        """
        meta = dict(told.get("meta") or {})
        texts = {name: tuple(meta.get(name, ())) for name in ("warnings", "not_included")}
        known = {each.name for each in fields(Meta)} & meta.keys()
        return ExecuteResult(told["data"], Meta(**{name: meta[name] for name in known} | texts))

    def __str__(self) -> str:
        """The result as JSON, the form in which most frameworks show it to a model."""
        from agent_connectors.engine.values.json_text import write

        return write(self.to_dict()).decode()


Record: TypeAlias = ExecuteResult[T]
"""One object."""

Records: TypeAlias = ExecuteResult[list[T]]
"""A list of objects."""
