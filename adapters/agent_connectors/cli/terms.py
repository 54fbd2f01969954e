"""What errors advise who writes Python, in a shell's terms."""

import os

import click

from agent_connectors.cli.account import profile_in_use
from agent_connectors.engine.errors import ConnectorError

__all__ = ["in_a_shell"]

_READ_ONLY = "Leave out `--read-only`."

_DESTRUCTIVE = "Add `--allow-destructive`."

_KEY = "Set CLICKUP_API_KEY, or run `agent-connectors login`."

_TERMS = {
    "Use `execute`.": "Leave out `--all`.",
    "Set `allow_destructive=True` on the connector to allow it.": _DESTRUCTIVE,
    "Set `read_only=False` to allow changes.": _READ_ONLY,
    "set `files` on the connector": "add `--files FOLDER`",
    'Write `ClickupApiConnector("pk_...")`, or set CLICKUP_API_KEY.': _KEY,
    "try `ClickupApiConnector.sandbox()`.": "add `--sandbox`.",
    "Write `ClickupApiAuthConfig(access_token=...)`.": (
        "CLICKUP_API_KEY takes a personal API token."
    ),
    "Pass `airbyte_client_id` and `airbyte_client_secret`, or set": "Set",
    "`airbyte_client_id`": "AIRBYTE_CLIENT_ID",
    "`airbyte_client_secret`": "AIRBYTE_CLIENT_SECRET",
    "`organization_id`": "AIRBYTE_ORGANIZATION_ID",
    "check `connector_id`, the workspace and `base_url`, or make one with `create`.": (
        "check AIRBYTE_ORGANIZATION_ID and AIRBYTE_API_URL."
    ),
    "Pass `connector_id`.": (
        "Choose one with a profile: `agent-connectors profile add NAME --client-id ID "
        "--connector-id ID`."
    ),
    "Check the name, or `create` one.": (
        "Name another workspace with a profile: `agent-connectors profile add NAME --client-id ID "
        "--customer-name WORKSPACE`; `agent-connectors serve admin connector create` makes one."
    ),
    ", or allow a longer `timeout`": "",
    "Make it with `store=` and the path of a file, and call `store.sync()`.": (
        "Add `--store FILE`, which `agent-connectors store sync FILE` fills."
    ),
    "`rebuild()` removes it": "`agent-connectors store sync --rebuild` removes it",
    "Pass `overwrite=True`.": "Add `--overwrite`.",
    "Make it with `journal=` and the path of a file.": "Add `--journal FILE`.",
    "`plan_undo` takes the number of an entry, or `run=` and its name.": (
        "Give the number of a write, or --run and its name."
    ),
    "`partly=True` undoes the rest.": "`--partly` undoes the rest.",
    "`changed=True` undoes it all the same.": "`--changed` undoes it all the same.",
    "`entries()` lists what there is.": "`agent-connectors journal list` lists what there is.",
    "is for a connector with a `store`.": "is for one with a store: add `--store FILE`.",
    "Call `sync()` first.": "Run `agent-connectors store sync` first.",
}

_OF_A_SERVER = {
    _READ_ONLY: "`agent-connectors mcp` was started with `--read-only`.",
    _DESTRUCTIVE: "`agent-connectors mcp` was started without `--allow-destructive`.",
}
"""What else is to be said to a client of `mcp`, which has no command line of its own."""


def in_a_shell(error: ConnectorError) -> str:
    """The text of an error, as it is told to who works in a shell."""
    text = str(error)
    for python, shell in _TERMS.items():
        text = text.replace(python, shell)
    context = click.get_current_context(silent=True)
    is_server = bool(context and context.command.name == "mcp")
    beside = "--store-" if is_server else "--"
    text = text.replace("`store_also`", f"{beside}also").replace(
        "`store_without`", f"{beside}without"
    )
    profile = profile_in_use()
    if profile is not None and profile.read_only:
        text = text.replace(_READ_ONLY, f"The profile `{profile.name}` is read-only.")
    for there, here in _OF_A_SERVER.items() if is_server else ():
        text = text.replace(there, here)
    if profile is not None and profile.base_url is not None:
        return text.replace("`base_url`", f"`base_url` of the profile `{profile.name}`")
    hosted = os.environ.get("AIRBYTE_CLIENT_ID") and not os.environ.get("CLICKUP_API_KEY")
    return text.replace("`base_url`", "AIRBYTE_API_URL" if hosted else "CLICKUP_BASE_URL")
