"""All of a workspace as lines of a file, and back, object by object.

Everything in a workspace leads to everything else, so objects are numbered in the order in which
they are met, and refer to each other by number. A value that JSON has no form for is an object
with one key that begins with `$`.
"""

from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType
from typing import Any, Final

from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.plans import PLANS
from agent_connectors.clickup.sandbox.saving.checking import misfit
from agent_connectors.clickup.sandbox.saving.file import SandboxFile
from agent_connectors.clickup.sandbox.saving.kinds import GONE, KINDS, LEFT_OUT, RENAMED
from agent_connectors.clickup.sandbox.state.audit import AuditEvent
from agent_connectors.clickup.sandbox.state.people import MEMBER, OAuth, User
from agent_connectors.clickup.sandbox.state.webhooks import Webhook
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["about", "lines_of", "without_login", "workspace_in"]

_NAMES: Final = {kind: name for name, kind in KINDS.items()}

_REF = "$"
"""The key of the number of an object."""

_HIDDEN: Final = "hidden"
"""Stands in a file for the values of the query of an address."""

Each = Callable[[Any], Any]


def _tell_dict(value: dict[Any, Any], told: Each) -> dict[str, Any]:
    if all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {key: told(one) for key, one in value.items()}
    return {"$map": [[told(key), told(one)] for key, one in value.items()]}


_TELL: Final[Mapping[type[Any], Callable[[Any, Each], Any]]] = {
    NoneType: lambda value, _: value,
    bool: lambda value, _: value,
    int: lambda value, _: value,
    float: lambda value, _: value,
    str: lambda value, _: value,
    list: lambda value, told: [told(one) for one in value],
    dict: _tell_dict,
    tuple: lambda value, told: {"$tuple": [told(one) for one in value]},
    set: lambda value, told: {"$set": sorted(told(one) for one in value)},
    deque: lambda value, told: {"$recent": [told(one) for one in value], "most": value.maxlen},
    bytes: lambda value, _: {"$bytes": b64encode(value).decode()},
}

_MAKE: Final[Mapping[str, Callable[[dict[str, Any], Each], Any]]] = {
    "$map": lambda told, made: {made(key): made(one) for key, one in told["$map"]},
    "$tuple": lambda told, made: tuple(made(one) for one in told["$tuple"]),
    "$set": lambda told, made: {made(one) for one in told["$set"]},
    "$recent": lambda told, made: deque((made(one) for one in told["$recent"]), told["most"]),
    "$bytes": lambda told, _: b64decode(told["$bytes"], validate=True),
}


def about(workspace: Workspace) -> dict[str, Any]:
    """What the first line of a file tells of a workspace.

    Args:
        workspace: What is saved.
    """
    plan = next((name for name, plan in PLANS.items() if plan is workspace.plan), None)
    return {"workspace": {"id": workspace.id, "name": workspace.name}, "plan": plan}


def lines_of(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """The lines that hold a workspace.

    Args:
        workspace: What is saved; nothing may change it meanwhile.
    """
    numbers: dict[int, int] = {}
    met: list[Any] = []

    def told(value: Any) -> Any:
        if type(value) not in _NAMES:
            return _TELL[type(value)](value, told)
        number = numbers.get(id(value))
        if number is None:
            number = numbers[id(value)] = len(met)
            met.append(value)
        return {_REF: number}

    told(workspace)
    for one in met:  # grows meanwhile
        left_out = LEFT_OUT.get(type(one), frozenset())
        values = {name: value for name, value in _values(one) if name not in left_out}
        if isinstance(one, Webhook):
            values["endpoint"] = without_login(one.endpoint)
        kept = {name.removeprefix("_"): told(value) for name, value in values.items()}
        yield {"kind": _NAMES[type(one)], **kept}


def without_login(url: str) -> str:
    """An address without what lets somebody in: user, password, and the values of its query.

    Args:
        url: The address.
    """
    scheme, separator, rest = url.partition("://") if "://" in url else ("", "", url)
    end = min((rest.find(c) for c in "/?#" if c in rest), default=len(rest))
    host, path = rest[:end].rpartition("@")[2], rest[end:]
    path, mark, query = path.partition("#")[0].partition("?")
    names = [part.partition("=")[0] for part in query.split("&")] if query else []
    hidden = "&".join(f"{name}={_HIDDEN}" for name in names)
    return f"{scheme}{separator}{host}{path}{mark}{hidden}"


def workspace_in(file: SandboxFile, clock: Callable[[], float]) -> Workspace:
    """The workspace that a file holds the state of.

    Args:
        file: The file.
        clock: Tells the time in Unix seconds, from here on.

    Raises:
        SandboxFileError: It does not hold what it should.
    """
    try:
        return _made(file, clock)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise file.damaged(f"{type(error).__name__} while it was put together") from None


def _made(file: SandboxFile, clock: Callable[[], float]) -> Workspace:
    states = list(file.lines())
    kinds = [_kind_of(file, state.pop("kind", None)) for state in states]
    # Tuples can only be made whole, and lead to nothing else.
    made = [
        kind(**_given(file, name, state, [])) if issubclass(kind, tuple) else kind.__new__(kind)
        for (name, kind), state in zip(kinds, states, strict=True)
    ]
    first = made[0] if made else None
    if not isinstance(first, Workspace):
        raise file.damaged("it holds no workspace")
    if sum(isinstance(one, Workspace) for one in made) > 1:
        raise file.damaged("it holds more than one workspace")
    for one, (name, kind), state in zip(made, kinds, states, strict=True):
        if not issubclass(kind, tuple):
            _fill(file, one, name, _given(file, name, state, made))
    for one, (name, _) in zip(made, kinds, strict=True):
        if wrong := misfit(one):
            raise file.damaged(f"the {wrong} of a {name} is of another type")
    _awaken(first, clock)
    return first


def _kind_of(file: SandboxFile, name: Any) -> tuple[str, Any]:
    if not isinstance(name, str) or name not in KINDS:
        raise file.damaged(f"there is no kind of object {name!r}")
    return name, KINDS[name]


def _given(
    file: SandboxFile, kind: str, state: Mapping[str, Any], made: list[Any]
) -> dict[str, Any]:
    """The attributes that a line has, under the names that they have now."""

    def value(told: Any) -> Any:
        if isinstance(told, list):
            return [value(one) for one in told]
        if not isinstance(told, dict):
            return told
        mark = next((key for key in told if key.startswith("$")), None)
        if mark is None:
            return {key: value(one) for key, one in told.items()}
        if mark == _REF and 0 <= told[_REF] < len(made):
            return made[told[_REF]]
        if mark not in _MAKE:
            raise file.damaged(f"there is no value {mark!r}")
        return _MAKE[mark](told, value)

    return {
        RENAMED.get((kind, name), name): value(told)
        for name, told in state.items()
        if (kind, name) not in GONE
    }


def _fill(file: SandboxFile, one: Any, kind: str, given: dict[str, Any]) -> None:
    left_out = LEFT_OUT.get(type(one), frozenset())
    for name, default in _defaults(one).items():
        told = name.removeprefix("_")
        if told not in given and default is MISSING and name not in left_out:
            raise file.damaged(f"a {kind} has no {told}")
        value = given.pop(told, None if default is MISSING else default)
        # Also of what is frozen: nobody has seen it yet.
        object.__setattr__(one, name, value)
    for name in given:
        raise file.damaged(f"a {kind} has {name!r}, which this release does not know")


def _values(one: Any) -> list[tuple[str, Any]]:
    if is_dataclass(one):
        return [(x.name, getattr(one, x.name)) for x in fields(one)]
    return [*(vars(one) if not isinstance(one, AuditEvent) else one._asdict()).items()]


def _defaults(one: Any) -> dict[str, Any]:
    """All attributes, with their values where a file does not have them."""
    if is_dataclass(one):
        return {
            x.name: x.default if x.default_factory is MISSING else x.default_factory()
            for x in fields(one)
        }
    if isinstance(one, Workspace):
        nobody = User(0, None, "", None, "", MEMBER, "", 0)
        return vars(Workspace("0", "", nobody, Ids(0), float))
    return vars(Ids(0) if isinstance(one, Ids) else type(one)())


def _awaken(workspace: Workspace, clock: Callable[[], float]) -> None:
    """Gives a workspace what no file has."""
    workspace._clock = clock  # noqa: SLF001  # as the snapshot does
    workspace.caller = workspace.owner
    workspace.oauth = OAuth()
    for webhook in workspace.webhooks.values():
        _give_secret(workspace, webhook)


def _give_secret(workspace: Workspace, webhook: Webhook) -> None:
    ids = workspace.ids
    webhook.secret = (ids.uuid("secret") + ids.uuid("secret")).replace("-", "").upper()
