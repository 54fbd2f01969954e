"""Options of drop-downs and labels, by name or id; a drop-down's also by its position."""

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from agent_connectors.clickup.fields.forms import (
    Field,
    NotTaken,
    as_list,
    number_in,
    number_meant,
    shown,
)
from agent_connectors.clickup.fields.known import is_uuid
from agent_connectors.engine.values.names import fold, match

__all__ = ["label_id", "label_ids", "names_option", "option_id", "options_of"]

_FORM = "one option, by name or id"
_LABELS = "a list of labels, by name or id, which replaces those that are there"

Option = Mapping[str, Any]


def options_of(field: Field) -> list[Option]:
    """The options of a field."""
    listed = (field.get("type_config") or {}).get("options")
    return [o for o in listed if isinstance(o, Mapping)] if isinstance(listed, list) else []


def names_option(field: Field, value: Any) -> bool:
    """Whether a value says by other than its id which option of a field is meant."""
    if value is None or field.get("type") not in {"drop_down", "labels"}:
        return False
    return not all(is_uuid(one) for one in as_list(value))


# What ClickUp shows of a drop-down is the position of the option, as clients read it; what it takes
# is the id, and a position too. Ids are sent, as positions change when options are moved.
def option_id(field: Field, value: Any) -> str:
    """The id of the one option that a value of a drop-down means.

    A number is a position only where no option has a digit in its name: `1` of `1. Low` and
    `2. Medium` would be the second one. Otherwise it is the whole name of an option, or nothing.

    Raises:
        NotTaken: It means none, or may mean several.
    """
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, Mapping):
        return _described(field, value, _FORM)
    if isinstance(value, str):
        return _named(field, value)
    number = number_in(value)
    if number is None:
        raise NotTaken(field, _FORM, value, _valid(field))
    return _numbered(field, value, number)


def label_ids(field: Field, value: Any) -> list[str]:
    """The ids of the labels that a value means; a list, or one of them.

    Raises:
        NotTaken: One is not known.
    """
    if isinstance(value, Mapping) and not {"id", "label", "name"} & value.keys():
        raise NotTaken(field, _LABELS, value, _valid(field))
    found = [label_id(field, label) for label in as_list(value)]
    return list(dict.fromkeys(found))


def label_id(field: Field, value: Any) -> str:
    """The id of the one label that a value means; a number can only be its name.

    Raises:
        NotTaken: It means none.
    """
    if isinstance(value, Mapping):
        return _described(field, value, _LABELS)
    key, number = value, number_in(value)
    if not isinstance(key, str):
        if number is None:
            raise NotTaken(field, _LABELS, value, _valid(field))
        key = str(int(number) if number == int(number) else number)
    return _named(field, key)


_TELLING = ("id", "name", "label", "orderindex")
"""By what an object says which option it is."""


def _described(field: Field, value: Mapping[str, Any], form: str) -> str:
    """The id of the option that an object is of, if all it says is of the same one.

    Raises:
        NotTaken: It says too little, or means several.
    """
    told = {key: value[key] for key in _TELLING if value.get(key) not in (None, "")}
    if not told or not isinstance(told.get("id", ""), str):
        raise NotTaken(field, form, value, _valid(field))
    found = set()
    for n, option in enumerate(options_of(field)):
        position = option.get("orderindex", n)
        same = {
            "id": told.get("id") == option.get("id"),
            "name": fold(str(told.get("name"))) == fold(_name(option)),
            "label": fold(str(told.get("label"))) == fold(_name(option)),
            "orderindex": str(told.get("orderindex")) == str(position),
        }
        if all(same[key] for key in told):
            found.add(str(option["id"]))
    if len(found) != 1:
        raise NotTaken(field, form, value, _valid(field))
    return found.pop()


def _name(option: Option) -> str:
    return str(option.get("name") or option.get("label") or "")


def _named(field: Field, wanted: str) -> str:
    options = options_of(field)
    for option in options:
        if wanted.strip() == option.get("id"):
            return str(option["id"])
    found = match(wanted, options, lambda option: (_name(option),))
    if found.only is not None:
        return str(found.only["id"])
    if found.exact:
        ids = ", ".join(str(option["id"]) for option in found.exact)
        raise LookupError(f"`{field['name']}` has several options {wanted!r}; use an id: {ids}")
    raise LookupError(f"`{field['name']}` has no option {shown(wanted)}. {_valid(field)}")


def _numbered(field: Field, value: Any, number: float) -> str:
    options = options_of(field)
    named = [o for o in options if number_meant(normalize("NFKC", _name(o))) == number]
    placed = [o for n, o in enumerate(options) if number_in(o.get("orderindex", n)) == number]
    numbered = any(map(_has_digits, options))
    meant = {str(option["id"]) for option in (*named, *placed)}
    if len(meant) == 1 and (named or not numbered):
        return meant.pop()
    more = _valid(field)
    if numbered:
        more = f"Options with numbers in their names are given by their whole name. {more}"
    raise NotTaken(field, _FORM, value, more)


def _has_digits(option: Option) -> bool:
    """Whether an option has a number in its name, in whatever script and form: `½`, `①`, `二`."""
    name = _name(option)
    return any(map(str.isnumeric, name + normalize("NFKC", name)))


def _valid(field: Field) -> str:
    options = options_of(field)
    names = ", ".join(f"`{_name(option)}`" for option in options[:50])
    more = f" and {len(options) - 50} more" if len(options) > 50 else ""
    return f"Valid: {names}{more}." if names else "It has no options."
