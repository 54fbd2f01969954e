"""Copies what a token sees of a workspace into a file, with reads alone."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from agent_connectors.clickup.copying.anonymous import Anonymous
from agent_connectors.clickup.copying.file import check_target, write_copy
from agent_connectors.clickup.copying.replica import CopyReplica
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.feeds import Reads
from agent_connectors.engine.store.sync import Progress

__all__ = ["CopyReport", "copy_workspace"]

_KINDS = (
    "me",
    "plan",
    "teams",
    "user_groups",
    "roles",
    "task_types",
    "time_tags",
    "task_templates",
    "list_templates",
    "folder_templates",
    "spaces",
    "space_tags",
    "folders",
    "lists",
    "list_members",
    "team_fields",
    "space_fields",
    "folder_fields",
    "list_fields",
    "tasks",
    "time_in_status",
    "views",
    "comments",
    "time_tracking",
    "goal_folders",
    "goals",
    "docs",
    "doc_pages",
    "channels",
    "channel_members",
    "channel_followers",
    "messages",
    "reactions",
)
"""In the order in which they stand in the file."""

_ALONE = {"lists": "list_details", "tasks": "task_details", "goals": "goal_details"}
"""What was read of each by itself, which says more than the list it is in."""


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What became of a copy.

    Attributes:
        path: The file.
        requests: How many were sent; all of them reads.
        counts: How many records of each kind are in the file.
        left_out: What could not be read.
    """

    path: Path
    requests: int
    counts: Mapping[str, int]
    left_out: list[str] = field(default_factory=list)


async def copy_workspace(
    connector: Reads,
    path: str | PathLike[str],
    *,
    workspace: str | None = None,
    without: Iterable[str] = (),
    anonymize: bool = False,
    progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.time,
) -> CopyReport:
    """Copies a workspace into a file that `Sandbox.load` takes.

    Only reads are sent. What has been read is kept in `PATH.part` until the file is written: a
    copy that is cut off goes on from there when it is called again.

    Args:
        connector: Whose token reads the workspace.
        path: The file; an older copy of the same workspace is replaced.
        workspace: The id of the workspace, where the token sees several.
        without: What to leave out: `comments` and `task_details` take a request for each task,
            `reactions` one for each message of the chat.
        anonymize: Whether names, addresses and texts are replaced, each word by the same other
            one everywhere. Ids, numbers, times, and names of statuses stay.
        progress: Is told how far it is, after each answer.
        clock: Unix time.

    Raises:
        InvalidParams: There is no such workspace, or nothing of that name to leave out.
        CopyError: The file cannot be written, or something else is there.
        StoreError: What was read cannot be kept.
        ConnectorError: Something could not be read.
    """
    target = Path(path)
    chosen = await _chosen(connector, workspace)
    check_target(target, chosen)
    replica = CopyReplica(connector, Path(f"{target}.part"), chosen, without=without, clock=clock)
    try:
        await replica.check()
        report = await replica.sync(progress=progress)
        counts: dict[str, int] = {}
        about, lines = _about(replica, report.warnings, clock), _lines(replica)
        if anonymize:
            replaced = _replaced(replica)
            about["workspace"]["name"] = replaced.text(str(about["workspace"]["name"]))
            # What a refusal says in its own words may hold names.
            about["left_out"] = [line.partition(":")[0] for line in report.warnings]
            lines = ({**line, "record": replaced.record(line["record"])} for line in lines)
        write_copy(target, {**about, "anonymized": anonymize}, _counted(lines, counts))
        replica.remove()
    finally:
        replica.close()
    return CopyReport(target, report.requests, counts, report.warnings)


async def _chosen(connector: Reads, wanted: str | None) -> str:
    teams = (await connector.execute("teams", "list")).data
    known = {str(team["id"]): str(team.get("name")) for team in teams}
    told = ", ".join(f"{key} ({name})" for key, name in known.items())
    if wanted is None and len(known) == 1:
        return next(iter(known))
    if wanted is None:
        raise InvalidParams("The token sees several workspaces.", hint=f"Choose one: {told}.")
    if str(wanted) not in known:
        raise InvalidParams(f"The token sees no workspace {wanted!r}.", hint=f"It sees {told}.")
    return str(wanted)


def _about(replica: CopyReplica, left_out: list[str], clock: Callable[[], float]) -> dict[str, Any]:
    team = next(replica.records("teams"))
    plan = next(replica.records("plan"), {}).get("item")
    name = str(plan.get("plan_name") if isinstance(plan, Mapping) else "").casefold()
    plans = ("free", "unlimited", "business", "enterprise")
    return {
        "workspace": {"id": str(team["id"]), "name": team.get("name")},
        "plan": next((one for one in plans if name.startswith(one)), None),
        "read_at": round(clock() * 1000),
        "left_out": left_out,
    }


def _lines(replica: CopyReplica) -> Iterator[dict[str, Any]]:
    for kind in _KINDS:
        alone = _ALONE.get(kind)
        more = {} if alone is None else {one["id"]: one for one in replica.records(alone)}
        for record in replica.records(kind):
            whole = {**record, **more.get(record["id"], {})}
            of = whole.pop("_of", {})
            yield {"kind": kind, "of": of, "record": whole}


def _replaced(replica: CopyReplica) -> Anonymous:
    ids: set[str] = set()
    statuses: set[str] = set()
    for line in _lines(replica):
        record = line["record"]
        ids.update(str(record[name]) for name in ("id", "custom_id") if record.get(name))
        told = record.get("statuses")
        for status in told if isinstance(told, list) else ():
            if isinstance(status, Mapping):
                statuses.add(str(status.get("status")))
    return Anonymous(ids, statuses)


def _counted(lines: Iterable[dict[str, Any]], counts: dict[str, int]) -> Iterator[dict[str, Any]]:
    for line in lines:
        counts[line["kind"]] = counts.get(line["kind"], 0) + 1
        yield line
