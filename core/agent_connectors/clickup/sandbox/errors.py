"""The errors ClickUp answers with, by cause.

The codes and messages are those seen in recorded traffic or reported by people who measured them.
Where nothing was ever seen, the generic `APP_001` stands in, rather than a code of our own
invention.
"""

from typing import Any


class ApiError(Exception):
    """An error answer.

    Attributes:
        status: The HTTP status.
        err: ClickUp's message.
        ecode: ClickUp's error code.
        routed: Whether it was raised behind ClickUp's router. Only then does the answer carry the
            rate-limit headers.
        key: Where v2's body has the message.
    """

    def __init__(
        self, status: int, err: str, ecode: str, *, routed: bool = True, key: str = "err"
    ) -> None:
        super().__init__(err)
        self.status = status
        self.err = err
        self.ecode = ecode
        self.routed = routed
        self.key = key

    def body(self, path: str, now: int) -> dict[str, Any]:
        """The JSON body: v2's two keys, or v3's four.

        Args:
            path: The path that was asked for.
            now: Milliseconds since the epoch.
        """
        # Rate limits and authorization are the gateway's business, which answers alike for both.
        by_gateway = self.status == 429 or self.ecode.startswith("OAUTH")
        if path.startswith("/api/v3/") and not by_gateway:
            return {
                "status": self.status,
                "message": self.err,
                "trace_id": 5173046918254016327,
                "timestamp": now,
            }
        return {self.key: self.err, "ECODE": self.ecode}


def route_unknown() -> ApiError:
    """No such path."""
    return ApiError(404, "Route not found", "APP_001", routed=False)


def authorization_missing() -> ApiError:
    """No `Authorization` header; with a 400, as clients have it, though the code is of a 401."""
    return ApiError(400, "Authorization header required", "OAUTH_017", routed=False)


def token_invalid() -> ApiError:
    """A token that was revoked or never existed."""
    return ApiError(401, "Token invalid", "OAUTH_025")


def rate_limited() -> ApiError:
    """Too many requests in this minute."""
    return ApiError(429, "Rate limit reached", "APP_002")


def id_unknown() -> ApiError:
    """An id that leads to no shard.

    ClickUp looks such an id up on a default shard, which then does not know the token: the message
    is about the token though the token is fine.
    """
    return ApiError(401, "Oauth token not found", "OAUTH_018")


def task_deleted() -> ApiError:
    """A task that is gone, or a custom task id that leads nowhere."""
    return ApiError(404, "Task not found, deleted", "ITEM_013")


def task_id_malformed() -> ApiError:
    """A task id with characters no id has."""
    return ApiError(400, "Task ID invalid", "INPUT_004")


def list_id_malformed() -> ApiError:
    """A List id that is not a number."""
    return ApiError(400, "validateListIDEx List ID invalid", "INPUT_003", routed=False)


def list_deleted() -> ApiError:
    """A List that is gone."""
    # Three people measured it for Lists; for tasks the same case is ITEM_013.
    return ApiError(404, "Not found", "SHARD_006")


def workspace_unknown() -> ApiError:
    """A Workspace id nobody has."""
    return ApiError(404, "Workspace not found", "SHARD_031", routed=False)


def workspace_id_malformed(team_id: str) -> ApiError:
    """A Workspace id that is not a number."""
    return ApiError(400, f"Invalid workspace id: {team_id}", "SHARD_024", routed=False)


def workspace_forbidden() -> ApiError:
    """Somebody else's Workspace."""
    return ApiError(401, "Team not authorized", "OAUTH_056")


def object_forbidden() -> ApiError:
    """An object of somebody else's Workspace."""
    return ApiError(401, "Team(s) not authorized", "OAUTH_023")


def task_name_invalid() -> ApiError:
    """A task name that is missing or too long."""
    return ApiError(400, "Task name invalid", "INPUT_005")


def task_type_refused() -> ApiError:
    """A custom task type that cannot be used: the only refusal of one that anybody measured."""
    return ApiError(400, "Max usage for custom task types reached", "ITEM_246")


def status_unknown() -> ApiError:
    """A status the List does not have."""
    return ApiError(400, "Status does not exist", "ITEM_114")


def parent_elsewhere() -> ApiError:
    """A parent task of another List."""
    return ApiError(400, "Parent not child of list", "ITEM_137")


def array_expected(name: str) -> ApiError:
    """A query parameter that must be sent with brackets."""
    # Measured with the comma form, which other endpoints take.
    code = "PUBAPITASK_014" if name == "statuses" else "PUBAPITASK_017"
    return ApiError(400, f"{name} must be an array", code)


def color_unknown() -> ApiError:
    """A List colour that is not one of the named ones."""
    # "Status" is what internal codes call the colour: measured with a hex value.
    return ApiError(400, "Invalid status", "SUBCAT_104")


def checklist_assignee() -> ApiError:
    """A checklist item assigned to nobody of the Workspace."""
    return ApiError(400, "Assignees must have access to the checklist", "CHECK_026")


def body_too_large() -> ApiError:
    """A body larger than any upload may be."""
    return ApiError(413, "Request entity too large", "APP_001", routed=False)


def client_unknown() -> ApiError:
    """An OAuth app that nobody registered."""
    return ApiError(400, "Client not found", "OAUTH_010")


def secret_wrong() -> ApiError:
    """An OAuth app whose secret is another one."""
    return ApiError(400, "Client secret does not match", "OAUTH_011")


def code_used() -> ApiError:
    """A code that was turned into a token before."""
    return ApiError(400, "Code already used", "OAUTH_014")


def task_hidden() -> ApiError:
    """A task that the token's user may not see."""
    return ApiError(401, "You do not have access to this task", "ACCESS_083")


def list_hidden() -> ApiError:
    """A List that the token's user may not see."""
    return ApiError(401, "Team not authorized", "OAUTH_027")


def may_not(*, creating: bool = False) -> ApiError:
    """Something that the token's user may see, but not change like that."""
    if creating:
        return ApiError(401, "can_create_tasks", "ACCESS_064")
    return ApiError(401, "INSUFFICIENT_ACCESS", "ACCESS_081")


def role_too_low() -> ApiError:
    """Something that the role of the token's user does not include."""
    return ApiError(403, "You do not have permission to do this", "APP_001")


def plan_too_small(plan: str) -> ApiError:
    """Something that is not in the Workspace's plan; only that of Enterprise was recorded."""
    code = "TEAM_110" if plan == "Enterprise" else "APP_001"
    return ApiError(403, f"Team must be on {plan.lower()} plan", code)


def points_off() -> ApiError:
    """Sprint points in a Space that has that ClickApp off."""
    return ApiError(400, "Sprint Points ClickApp is not enabled", "ITEM_227")


def template_name_missing() -> ApiError:
    """A template used without a name; these endpoints call the message `error`."""
    # The description has it so, with a code that is otherwise about tokens.
    return ApiError(400, "Name is required", "OAUTH_117", key="error")


def webhook_exists() -> ApiError:
    """A webhook for the same address and place."""
    return ApiError(400, "Webhook configuration already exists", "OAUTH_171")


def not_found(what: str) -> ApiError:
    """Something that is gone, of a kind whose code was never recorded."""
    return ApiError(404, f"{what} not found", "APP_001")


def file_elsewhere() -> ApiError:
    """A file of a workspace that was copied, without the bytes of its files."""
    return ApiError(404, "The copy of the Workspace has no content of its files", "APP_001")


def invalid(message: str) -> ApiError:
    """A request that makes no sense, of a kind whose code was never recorded."""
    return ApiError(400, message, "APP_001")
