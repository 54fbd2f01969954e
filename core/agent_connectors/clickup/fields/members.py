"""Fields that hold several things: people, tasks, files. They are added and removed by id.

ClickUp takes what to add and what to remove. A value that is no such object is all that the field
is to hold, so what it holds now is looked up, and the rest of that is removed.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from agent_connectors.clickup.fields.forms import Field, NotTaken, as_list, number_in
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.names import check_workspace
from agent_connectors.clickup.naming.people import names_person, person_id
from agent_connectors.clickup.naming.tasks import by_name, plain_id, read_task
from agent_connectors.engine.errors import NotFound
from agent_connectors.engine.values.names import fold

__all__ = ["MEMBERS", "Held", "Member", "change", "held_ids", "people", "relation", "upload"]

Held = Callable[[], Awaitable[Any]]
"""Gives what the field holds now, as ClickUp shows it."""

Member = Callable[[Field, Any, Directory], Awaitable[Any]]
"""Gives the id of one thing that was named."""

_CHANGES = {"add", "rem"}

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")

_FORMS = {
    "users": "people by id, name, e-mail address or `me`: all that it is to hold, or",
    "attachment": "ids of files from `attachments.upload_to_field`: all that it is to hold, or",
}
_TASKS_FORM = "ids or links of tasks: all that it is to hold, or"


def _form(field: Field) -> str:
    said = _FORMS.get(str(field.get("type")), _TASKS_FORM)
    return f'{said} `{{"add": [...], "rem": [...]}}`'


async def people(field: Field, value: Any, directory: Directory) -> Any:
    """The id of a person or of a user group.

    Raises:
        LookupError: Nobody has that name, or several have.
    """
    if isinstance(value, Mapping):
        await _agree(field, value, directory)
        value = value.get("id")
    number = number_in(value)
    if number is not None and number == int(number):
        return int(number)
    if not isinstance(value, str) or not value.strip():
        raise NotTaken(field, _form(field), value)
    if _UUID.fullmatch(value.strip()):
        return value.strip()  # a user group
    directory.renew("workspaces")  # no answer shows whose name it was
    try:
        return await person_id(directory, value)
    except LookupError as unknown:
        raise LookupError(f"`{field.get('name')}`: {unknown.args[0]}") from None


async def _agree(field: Field, value: Mapping[str, Any], directory: Directory) -> None:
    """Makes sure that an object with a person's id and name is of one person.

    Raises:
        NotTaken: The id is somebody else's.
    """
    names = [value[key] for key in ("username", "email") if isinstance(value.get(key), str)]
    if not names:
        return
    directory.renew("workspaces")
    for somebody in await directory.people(None):
        if str(somebody.get("id")) == str(value.get("id")):
            told = [name for name in names if not names_person(name, somebody)]
            if told:
                called = f"{somebody.get('id')} is {somebody.get('username')}, not {told[0]!r}."
                raise NotTaken(field, _form(field), value, called)


async def relation(field: Field, value: Any, directory: Directory) -> str:
    """The id of a task, said in any of the ways in which tasks are.

    Raises:
        NotTaken: It is none, or not of the task that it is said to be of.
        LookupError: It is the custom id of no task.
    """
    given = value.get("id") if isinstance(value, Mapping) else value
    if isinstance(given, int) and not isinstance(given, bool) and 0 < given < 10**30:
        given = str(given)
    try:
        task = read_task(given if isinstance(given, str) else "")
        await check_workspace(directory, str(given), task.workspace, None)
    except LookupError as other:
        more = str(other.args[0]) if isinstance(given, str) and given.strip() else ""
        raise NotTaken(field, _form(field), value, more) from None
    identifier = await plain_id(directory, task, None)
    name = value.get("name") if isinstance(value, Mapping) else None
    if name is None and not identifier.isalpha():
        return identifier
    # What is told of a task is compared, and a word is more likely one than an id.
    try:
        called = (await directory.task({"task_id": identifier})).get("name")
    except NotFound:
        raise NotTaken(field, _form(field), value, by_name(identifier)) from None
    if name is not None and fold(str(name)) != fold(str(called)):
        told = f"{identifier} is called {called!r}, not {name!r}."
        raise NotTaken(field, _form(field), value, told)
    return identifier


async def upload(field: Field, value: Any, _: Directory) -> str:
    """The id of a file."""
    if isinstance(value, Mapping):
        value = value.get("id")
    if not isinstance(value, str) or not _FILE.fullmatch(value.strip()):
        raise NotTaken(field, _form(field), value)
    return value.strip()


MEMBERS: Mapping[str, Member] = {
    "attachment": upload,
    "list_relationship": relation,
    "tasks": relation,
    "users": people,
}
"""What reads one thing of a field, by the field's type."""


async def change(field: Field, value: Any, directory: Directory, held: Held) -> dict[str, Any]:
    """What to add and what to remove.

    Args:
        field: The field.
        value: What it is to hold, or an object of `add` and `rem`.
        directory: Who and what there is.
        held: Gives what it holds now; asked only if needed.

    Raises:
        NotTaken: It is neither.
        LookupError: A name means nothing, or several things.
    """
    member = MEMBERS[str(field.get("type"))]
    single = bool((field.get("type_config") or {}).get("single_user"))

    async def ids(given: Any) -> list[Any]:
        found = [await member(field, one, directory) for one in as_list(given)]
        return list(dict.fromkeys(found))

    if isinstance(value, Mapping) and "id" not in value:
        if not value or not value.keys() <= _CHANGES:
            wrong = min(map(str, value.keys() - _CHANGES), default="")
            more = f"It has no `{wrong}`: removing is called `rem`." if wrong else ""
            raise NotTaken(field, _form(field), value, more)
        changes = {key: await ids(listed) for key, listed in value.items() if listed is not None}
        if not any(changes.values()):
            raise NotTaken(field, _form(field), value, "This asks for no change.")
        both = [one for one in changes.get("add", ()) if one in changes.get("rem", ())]
        if both:
            raise NotTaken(field, _form(field), value, f"{both[0]} is in both.")
        if single and changes.get("add"):
            _only_one(field, changes["add"], value)
            others = [one for one in held_ids(await held()) if one not in changes["add"]]
            changes["rem"] = list(dict.fromkeys([*changes.get("rem", ()), *others]))
        return changes
    wanted = await ids(value)
    if single:
        _only_one(field, wanted, value)
    gone = [one for one in held_ids(await held()) if one not in wanted]
    if gone and not single and not isinstance(value, list | tuple):
        more = f"It holds {len(gone)} others, which a list of one would replace."
        raise NotTaken(field, _form(field), value, more)
    return {"add": wanted, "rem": gone}


def held_ids(held: Any) -> list[Any]:
    """The ids of what a field holds, as ClickUp shows it."""
    listed = held if isinstance(held, list) else []
    return [one.get("id") if isinstance(one, Mapping) else one for one in listed]


def _only_one(field: Field, wanted: list[Any], value: Any) -> None:
    if len(wanted) > 1:
        raise NotTaken(field, "one person at most", value)
