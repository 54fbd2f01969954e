"""How a parameter of an operation travels, said by annotations in its signature.

Where nothing is said, a parameter named in the endpoint's path goes there, and any other goes
into the query of a GET and into the JSON body of anything else:

    async def update(
        self,
        task_id: str,                                             # in the path
        name: str | None = None,                                  # in the body
        custom_task_ids: Annotated[bool | None, Query()] = None,  # in the query, although a PUT
        limit: Limit = None,                                      # not sent: it steers the call
    ) -> Record[Task]: ...
"""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Annotated, Any, Literal

from agent_connectors.engine.frozen import NOTHING, Frozen

__all__ = [
    "Bodies", "Body", "Clear", "Continues", "Control", "Doc", "File", "Header", "Implies",
    "InMarkdown", "Inferred", "IsSecret", "LeavesOut", "Limit", "Mark", "MayBeEmpty", "Named",
    "NoChange", "NotBefore", "NotShown", "ParamsOf", "Place", "Query", "Renames", "Requires",
    "SentAs", "Since", "Skip", "Style", "Until", "WholeDay",
]  # fmt: skip

Style = Literal["brackets", "commas", "json", "repeated"]
"""How a list travels in a query.

`name[]=a&name[]=b`, `name=a,b`, `name=["a","b"]`, or `name=a&name=b`.
"""


Bodies = Literal["json", "form"]
"""How bodies are written: as JSON, or as browsers send forms."""


class Mark(Frozen):
    """What is said of a parameter; a product says more of its own by subclasses of this."""


class Place(Mark):
    """Says where the parameter goes."""


class Query(Place):
    """The parameter goes into the query.

    Args:
        name: Its name there, if not its own.
        style: How a list is written, if not as the product usually wants it.
    """

    name: str | None = None
    style: Style | None = None


class Header(Place):
    """The parameter goes into a header.

    Args:
        name: The header's name.
    """

    name: str


class Body(Place):
    """The parameter goes into the body.

    Args:
        name: Its name there, if not its own. Dots lead into objects: `location.id`.
        whole: Whether its value is the whole body.
        kind: Whether digits are sent as a number or as text, where they may be given as either.
    """

    name: str | None = None
    whole: bool = False
    kind: Literal["number", "text"] | None = None


class File(Place):
    """The parameter is a file, or the text of one, and is all of the body.

    Args:
        name: Its name in the form.
        called: The parameter that says what the file is called, if it is given as text.
    """

    name: str
    called: str | None = None


class SentAs(Mark):
    """The parameter is a point in time or a length of one that does not travel in milliseconds.

    Args:
        unit: Seconds, since 1970 for a point in time; or ISO 8601 with the offset of UTC.
    """

    unit: Literal["seconds", "iso"]


class Control(Place):
    """The parameter steers the call and is not sent."""


class Clear(Place):
    """The parameter lists other parameters that are to be emptied: an explicit null for each.

    `None` means "leave alone" everywhere in this package, since models and frameworks fill
    whatever they do not set with null. So emptying needs a word of its own.

    Args:
        blanks: What empties a parameter for which the product wants something other than null.
    """

    blanks: Mapping[str, Any] = NOTHING


class Requires(Mark):
    """The parameter means nothing without another, which is then required and sent along.

    Args:
        name: The other parameter. Where it is part of the path, it is sent in the query as well.
    """

    name: str


class MayBeEmpty(Mark):
    """The parameter is a text that may have nothing in it; any other without words is refused."""


class NoChange(Mark):
    """Given alone, the parameter asks for no change: it says how others are taken, for instance.

    Args:
        values: The values of which that is true; all if none are given. `()` is an empty list.
        unless: Another parameter and the value of it beside which it is a change after all.
    """

    values: tuple[Any, ...] = ()
    unless: tuple[str, Any] | None = None

    def covers(self, value: Any) -> bool:
        """Whether a value asks for no change."""
        value = tuple(value) if isinstance(value, list) else value
        return not self.values or any(
            type(value) is type(idle) and value == idle for idle in self.values
        )


class Continues(Mark):
    """The parameter goes on where a result ended. `meta.next` gives it; nobody has to know it."""


class Inferred(Mark):
    """The connector works the parameter out where it is not given; see `Hooks.infer`."""


class WholeDay(Mark):
    """The parameter is a time that stands for a whole day if only a day was said.

    Days are those of the product then, in the zone of `Hooks.days`: those that it keeps, or
    of a range of what it keeps.

    Args:
        clock: The time of day that is sent.
        flag: A parameter that says whether the time of day counts; set accordingly where it is
            not given.
    """

    clock: time = time()
    flag: str | None = None


class Named(Frozen):
    """The value is the id of an object, in whose place the connector takes other things: a name.

    It may stand anywhere in a parameter's type: on an item of a list, on a field of an object.
    So it is said of a value and stays with its type, which other marks do not.

    Args:
        kind: What it is the id of; empty where `by` says that.
        by: The parameter beside it, or the field of the same object, that says the kind.
        kinds: What the values of that mean, in lower case; others are not looked into.
        words: What is no id and stays as it is.
    """

    kind: str = ""
    by: str | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()

    def kind_beside(self, neighbours: Mapping[str, Any]) -> str | None:
        """What the id is of, if that is known.

        Args:
            neighbours: The parameters, or the object, that it is one of.
        """
        if self.by is None:
            return self.kind
        return dict(self.kinds).get(str(neighbours.get(self.by)).lower())


class Renames(Mark):
    """The parameter gives a new name to what another one names.

    Args:
        what: The parameter that names it, such as `list_id`.
    """

    what: str


class NotShown(Mark):
    """The answer need not show the parameter, so that nothing follows where it does not."""


class IsSecret(Mark):
    """The parameter is a secret: errors, logs and results of the call do not show its value."""


class InMarkdown(Mark):
    """The parameter is Markdown: the product may show it with other marks for the same.

    Args:
        unless: Another parameter, with the value that makes it plain text.
        plain: Whether it is shown as plain text, without what its links lead to.
    """

    unless: tuple[str, Any] | None = None
    plain: bool = False


class Since(Mark):
    """The parameter is the start of a range of time, whose first day is in it.

    Args:
        until: The parameter that is its end; None if it has none.
        strict: Whether the product leaves out what is at the very start. Then, where no end is
            given, a day means after that day.
    """

    until: str | None = None
    strict: bool = False


class Until(Mark):
    """The parameter is the end of a range of time, whose last day is in it.

    Args:
        since: The parameter that is its start.
        strict: Whether the product leaves out what is at the very end. Then, where no start is
            given, a day means before that day.
    """

    since: str
    strict: bool = False


class NotBefore(Mark):
    """The parameter is a time that cannot be before another, such as when something is due.

    Args:
        start: The parameter that is the other.
    """

    start: str


class LeavesOut(Mark):
    """What a read leaves out while the parameter is not given; `meta.not_included` says it.

    Args:
        what: What is left out, such as `closed tasks`.
        value: What to give the parameter in order to have it, as JSON writes it.
    """

    what: str
    value: str = "true"


class Implies(Mark):
    """Whoever gives the parameter wants another one to be true, unless that is given as well.

    Args:
        name: The other parameter.
    """

    name: str


class ParamsOf(Mark):
    """The parameter is an object with the parameters of another operation, or a list of such.

    Args:
        operation: The other operation, such as `tasks.create`.
        without: Those that it does not take.
    """

    operation: str
    without: tuple[str, ...] = ()


class Doc(Mark):
    """Describes a parameter that many operations share; the operation's own docstring wins."""

    text: str


class _Bound:
    # pydantic looks into it where it makes a model, and brings what it gives, which has the same
    # names. To import that here would take a twentieth of the whole import.
    __slots__ = ("_given",)
    __is_annotated_types_grouped_metadata__ = True

    def __init__(self, *given: int) -> None:
        self._given = given

    def __iter__(self) -> Iterator[Any]:
        import annotated_types

        made = getattr(annotated_types, type(self).__name__)(*self._given)
        yield from made if isinstance(made, annotated_types.GroupedMetadata) else (made,)


class Ge(_Bound):
    """At least so much."""

    __slots__ = ()


class Le(_Bound):
    """At most so much."""

    __slots__ = ()


class Len(_Bound):
    """At least so many, and at most so many where that is given."""

    __slots__ = ()


Limit = Annotated[
    int | None,
    Ge(1),
    Control(),
    Doc("How many records to return in all; pages are gathered as needed. Unset: one page."),
]
Skip = Annotated[
    int | None,
    Ge(0),
    Control(),
    Continues(),
    Doc("How many records of the first page to pass over; set by `meta.next`."),
]
