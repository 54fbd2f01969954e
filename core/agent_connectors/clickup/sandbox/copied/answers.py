"""What ClickUp answered, by kind: the lines of a file that holds a copy.

Each line is `{"kind": "tasks", "of": {...}, "record": {...}}`: the kind of object, the ids and the
place of what it was listed under, and the object as the API showed it. Lists whose items have no
ids are one record, with the id of what they belong to and `items`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agent_connectors.clickup.sandbox.http import Fields

__all__ = ["Answer", "Answers", "fields_in"]


class Answer(Fields):
    """One record, each of its properties read as one type.

    Args:
        record: The object.
        of: What it was listed under.
    """

    __slots__ = ("of",)

    def __init__(self, record: dict[str, Any], of: dict[str, Any] | None = None) -> None:
        super().__init__(record)
        self.of = Fields(of or {})

    @property
    def id(self) -> str:
        """Its id, which some endpoints show as a number."""
        value = self.get("id")
        return "" if value is None else str(value)

    @property
    def order(self) -> int:
        """Its place in the list it was in."""
        return self.of.integer("order") or 0

    def items(self, name: str = "items") -> list[Fields]:
        """The objects of an array."""
        return fields_in(self.get(name))


class Answers:
    """All answers of a copy.

    Args:
        lines: The lines of the file.

    Raises:
        TypeError: A line is not one of a copy.
    """

    def __init__(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._by_kind: dict[str, list[Answer]] = {}
        for line in lines:
            kind, of, record = line.get("kind"), line.get("of"), line.get("record")
            if not (isinstance(kind, str) and isinstance(of, dict) and isinstance(record, dict)):
                raise TypeError("a line is no answer")
            self._by_kind.setdefault(kind, []).append(Answer(record, of))

    def of(self, kind: str) -> list[Answer]:
        """The answers of a kind, in the order of the lists they were in."""
        return sorted(self._by_kind.get(kind, ()), key=lambda answer: answer.order)

    def items(self, kind: str) -> Iterator[tuple[str, Fields]]:
        """The items of lists that were kept whole, each with the id of what it belongs to."""
        for answer in self._by_kind.get(kind, ()):
            for item in answer.items():
                yield answer.id, item

    def one(self, kind: str) -> Fields:
        """The only answer of a kind; one without properties where there is none."""
        for answer in self._by_kind.get(kind, ()):
            item = answer.get("item")
            return Fields(item if isinstance(item, dict) else {})
        return Fields({})


def fields_in(value: Any) -> list[Fields]:
    """The objects of an array; what is none is left out."""
    return (
        [Fields(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    )
