"""The forms in which ClickUp shows what parameters set, by what their declarations say."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from agent_connectors.clickup.marks import Form, ShownAs
from agent_connectors.clickup.written.comparing import kept_as
from agent_connectors.clickup.written.forms.base import (
    At,
    Lasting,
    Later,
    Plain,
)
from agent_connectors.clickup.written.forms.fields import EmptiedField, FieldValue, FieldValues
from agent_connectors.clickup.written.forms.others import Empties, Events, FirstName, order_kept
from agent_connectors.clickup.written.forms.people import (
    Admin,
    Joined,
    Left,
    People,
    Somebody,
    inner,
)
from agent_connectors.clickup.written.forms.texts import PageText, TaskText
from agent_connectors.clickup.written.forms.work import (
    AllEstimates,
    Day,
    EntryTags,
    Estimates,
    Linked,
    OneTag,
    Priority,
    Status,
    Steps,
    TagNames,
    Worked,
)
from agent_connectors.engine.declare.operation import Operation

__all__ = ["Way", "way_of"]

_PLAINLY: Final = ShownAs()


class Way(NamedTuple):
    """How objects show a parameter.

    Attributes:
        form: The form.
        at: Where.
        mark: What its declaration says.
    """

    form: Plain
    at: At
    mark: ShownAs


def way_of(operation: Operation, name: str) -> Way:
    """How objects show a parameter of an operation."""
    mark = operation.marked(ShownAs).get(name)
    parameter = operation.parameters.get(name)
    own: At = (name if parameter is None else parameter.wire_name,)
    if mark is None:
        is_day = parameter is not None and parameter.whole_day is not None
        return Way(_DAY if is_day else _FORMS["plain"], own, _PLAINLY)
    return Way(_FORMS[mark.form], mark.at or own, mark)


_DAY: Final = Day()

_FORMS: Final[Mapping[Form, Plain]] = {
    "admin": Admin(),
    "all_estimates": AllEstimates(),
    "colour": Plain(compared=kept_as("id")),
    "emptied_field": EmptiedField(),
    "empties": Empties(),
    "entry_tags": EntryTags(),
    "estimates": Estimates(),
    "events": Events(),
    "field_value": FieldValue(),
    "field_values": FieldValues(),
    "first_name": FirstName(),
    "in_order": Later(compared=order_kept),
    "joined": Joined(),
    "lasting": Lasting(),
    "later": Later(),
    "left": Left(),
    "linked": Linked(),
    "number": Plain(sent_as=int),
    "page_text": PageText(),
    "people": People(),
    "place": Plain(shown_as=lambda which: {"id": which}),
    "plain": Plain(),
    "priority": Priority(),
    "public": Later(compared=lambda asked, there: there is (asked == "PUBLIC")),
    "somebody": Somebody(),
    "status": Status(),
    "steps": Steps(),
    "tag_added": OneTag("add"),
    "tag_name": Plain(shown_as=str.lower, compared=kept_as("name")),
    "tag_taken": OneTag("remove"),
    "tags": TagNames(),
    "task_text": TaskText(),
    "within": Lasting(sent_as=inner),
    "worked": Worked(),
}
