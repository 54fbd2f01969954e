"""What is read once for a workspace: the token's user, groups, types, labels, templates."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

from agent_connectors.clickup.copying.pages import pages_of
from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.store.feeds import Found, Source

__all__ = ["once"]


class _Part(NamedTuple):
    kind: str
    entity: str
    action: str = "list"
    of: str | None = "team_id"
    more: Mapping[str, Any] = {}


_PARTS = (
    _Part("me", "user", "get", None),
    _Part("plan", "teams", "get_plan"),
    _Part("user_groups", "user_groups"),
    _Part("task_types", "custom_task_types"),
    _Part("roles", "roles", more={"include_members": True}),
    _Part("time_tags", "time_entry_tags"),
    _Part("task_templates", "templates", "list_tasks"),
    _Part("list_templates", "templates", "list_lists"),
    _Part("folder_templates", "templates", "list_folders"),
)


async def once(
    source: Source, workspace: Mapping[str, Any], position: Any
) -> AsyncIterator[tuple[Found, Any]]:
    """Each part as one record, with the id of the workspace.

    Args:
        source: What is asked.
        workspace: Its `id`.
        position: How many parts were read.
    """
    for number, part in enumerate(_PARTS[position or 0 :], (position or 0) + 1):
        params = {**part.more, **({part.of: workspace["id"]} if part.of else {})}
        record: dict[str, Any] = {"id": workspace["id"]}
        try:
            if part.action.startswith("list"):
                record["items"] = await pages_of(source, part.entity, part.action, params)
            else:
                record["item"] = (await source.ask(part.entity, part.action, params)).data
        except (PermissionDenied, NotFound) as error:
            # Smaller plans and roles do not have all of it.
            source.warn(f"{part.kind}: {error.message}")
            yield {}, number
            continue
        yield {part.kind: [record]}, number
