"""Clients of ClickUp that others published, and how each is driven."""

from typing import NamedTuple

__all__ = ["CLIENTS", "NOT_INSTALLED", "Client"]


class Client(NamedTuple):
    """A client.

    Attributes:
        name: Its name in the registry.
        version: The one that is tried.
        code: What `drive` runs, in Python, or in JavaScript for a client for Node; empty where
            commands are run instead.
        commands: Command lines, with placeholders for ids.
        environment: Variables it reads, with placeholders.
        files: Files that it reads, by their names in its home folder.
        further: What else has to be installed.
        is_for_node: Whether it is installed with npm, and run by Node.
    """

    name: str
    version: str
    code: str = ""
    commands: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    further: tuple[str, ...] = ()
    is_for_node: bool = False


_TOKEN = "pk_of_a_client"  # of a sandbox
_KEY = (("CLICKUP_API_KEY", _TOKEN), ("CLICKUP_TEAM_ID", "{team_id}"))

CLIENTS = (
    Client(
        "clickup-rest-mcp",
        "2026.10.15.1",
        "from clickup_mcp.server import mcp\nawait tools(mcp)",
        environment=_KEY,
        further=("mcp<2",),
    ),
    Client(
        "arcade-clickup",
        "1.2.3",
        """\
import inspect
from arcade_clickup import tools as offered
class Context:
    def get_auth_token_or_empty(self):
        return "pk_of_a_client"
for name in dir(offered):
    tool = getattr(offered, name)
    if callable(tool) and inspect.iscoroutinefunction(inspect.unwrap(tool)):
        given = {k: v for k, v in arguments(tool).items() if k != "context"}
        await call(name, tool, Context(), **given)""",
    ),
    Client(
        "langchain-community",
        "0.4.2",
        """\
import json
from langchain_community.utilities.clickup import ClickupAPIWrapper
client = ClickupAPIWrapper(access_token="pk_of_a_client")
task = {"task_id": FACTS["task_id"]}
asked = {
    "get_teams": "", "get_folders": "", "get_lists": "", "get_spaces": "",
    "get_task": json.dumps(task),
    "get_task_attribute": json.dumps({**task, "attribute_name": "name"}),
    "create_task": json.dumps({"name": "By LangChain", "description": "Why"}),
    "create_list": json.dumps({"name": "By LangChain"}),
    "create_folder": json.dumps({"name": "By LangChain"}),
    "update_task": json.dumps({**task, "attribute_name": "name", "value": "Another"}),
    "update_task_assignees": json.dumps(
        {**task, "operation": "add", "users": [int(FACTS["user_id"])]}
    ),
}
for mode, query in asked.items():
    await call(mode, client.run, mode, query)""",
    ),
    Client(
        "tap-clickup",
        "0.0.23",
        commands=(
            "tap-clickup --config {home}/config.json --discover",
            "tap-clickup --config {home}/config.json",
        ),
        files=(("config.json", '{{"api_token": "pk_of_a_client"}}'),),
        further=("setuptools<81",),  # it imports pkg_resources
    ),
    Client(
        "airbyte-source-clickup-api",
        "0.2.0",
        """\
import json
from pathlib import Path
from airbyte_cdk.entrypoint import AirbyteEntrypoint
from source_clickup_api.source import SourceClickupApi
home, source = Path.home(), SourceClickupApi()
entrypoint = AirbyteEntrypoint(source)
config = home / "config.json"
config.write_text(json.dumps({"api_token": "pk_of_a_client"}))
def ask(*arguments):
    parsed = entrypoint.parse_args([*arguments, "--config", str(config)])
    return [json.loads(line) for line in entrypoint.run(parsed)]
def check():
    answer = next(m for m in ask("check") if m["type"] == "CONNECTION_STATUS")["connectionStatus"]
    assert answer["status"] == "SUCCEEDED", answer
def read(stream):
    one = {"stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}
    catalog = home / "catalog.json"
    catalog.write_text(json.dumps({"streams": [one]}))
    assert any(m["type"] == "RECORD" for m in ask("read", "--catalog", str(catalog))), "no record"
await call("check", check)
found = await call("discover", ask, "discover")
for stream in next(m for m in found if m["type"] == "CATALOG")["catalog"]["streams"]:
    await call(stream["name"], read, stream)""",
    ),
    Client(
        "clickup-cli",
        "1.9.0",
        commands=(
            "clickup team whoami",
            "clickup spaces list",
            "clickup folders list --space {space_id}",
            "clickup lists list --space {space_id}",
            "clickup tasks list --list {list_id}",
            "clickup tasks get {task_id}",
            "clickup tasks create --list {list_id} --name New",
            "clickup tasks update {task_id} --name Renamed",
            "clickup tasks search webhook",
            "clickup comments list {task_id}",
            "clickup comments add --text Hello {task_id}",
            "clickup docs list",
            "clickup fields list --list {list_id}",
            "clickup tags list --space {space_id}",
            "clickup task-types list",
        ),
        environment=(
            ("CLICKUP_API_TOKEN", _TOKEN),
            ("CLICKUP_WORKSPACE_ID", "{team_id}"),
            ("CLICKUP_USER_ID", "{user_id}"),
        ),
    ),
    Client(
        "cupt",
        "1.1.0",
        commands=(
            "cupt status",
            "cupt list",
            "cupt show {task_id}",
            "cupt notes {task_id}",
            "cupt note {task_id} Hello",
            "cupt statuses {task_id}",
            "cupt teams",
            "cupt types",
            "cupt summary",
            "cupt tag add {task_id} api",
            "cupt dep list {task_id}",
            "cupt field list {task_id}",
            "cupt context {task_id}",
            "cupt attach list {task_id}",
        ),
        environment=(("CUPT_HOME", "{home}"),),
        files=(
            (
                "config.yaml",
                "auth: {{access_token: pk_of_a_client}}\nuser: {{workspace_id: '{team_id}'}}\n",
            ),
        ),
    ),
    Client(
        "clickup-apiv2",
        "0.0.8",
        """\
from clickup_apiV2.client import Client
client = Client("pk_of_a_client")
FACTS.update({"workspace_id": FACTS["space_id"], "update_task_data": {"name": "Another"},
              "custom_field_data": {"value": "Text"}})
await methods(client)""",
    ),
    Client(
        "clickup-toolkit",
        "0.0.11",
        """\
from clickup_toolkit.client import ClickUpClient
from clickup_toolkit.models import UpdateTaskPayload
client = ClickUpClient("pk_of_a_client")
await call("fetch_task", client.fetch_task, FACTS["task_id"])
await call("update_task", client.update_task, FACTS["task_id"], UpdateTaskPayload(name="New"))""",
    ),
    Client(
        "clixify",
        "0.1.4",
        """\
from clixify.client import ClickUpClient
from clixify.folder import Folder
from clixify.list import List
from clixify.space import Space
from clixify.task import Task
from clixify.team import Team
client = ClickUpClient("pk_of_a_client")
await call("get_all", Team(client).get_all)
space, folder = Space(client, FACTS["space_id"]), Folder(client, FACTS["folder_id"])
home, task = List(client, FACTS["list_id"]), Task(client, FACTS["task_id"])
for kind in (space, folder, home):
    await call(f"{type(kind).__name__}.get", kind.get)
for name in ("list_folders", "list_lists"):
    await call(name, getattr(space, name))
await call("create_folder", space.create_folder, "By clixify")
await call("create_list", folder.create_list, "By clixify")
await call("create_task", home.create_task, "By clixify")
await call("list_tasks", home.list_tasks)
await call("get_members", home.get_members)
for name, given in (
    ("get", ()), ("add_comment", ("Hello",)), ("get_comments", ()), ("add_tag", ("api",)),
    ("remove_tag", ("api",)), ("create_subtask", ("By clixify",)),
    ("add_watcher", (int(FACTS["user_id"]),)),
):
    await call(name, getattr(task, name), *given)
await call("add_dependency", task.add_dependency, depends_on=FACTS["links_to"])
await call("update", task.update, name="Another")""",
    ),
    Client(
        "clickuphelper",
        "0.6.0",
        """\
import clickuphelper as helper
await call("Teams", helper.Teams)
await call("Spaces", helper.Spaces)
await call("Folders", helper.Folders, FACTS["space_id"])
await call("SpaceLists", helper.SpaceLists, FACTS["space_id"])
await call("FolderLists", helper.FolderLists, FACTS["folder_id"])
await call("Tasks", helper.Tasks, FACTS["list_id"])
await call("get_space_tags", helper.get_space_tags, FACTS["space_id"])
await call("get_task_templates", helper.get_task_templates)
await call("time_tracking", helper.time_tracking)
task = await call("Task", helper.Task, FACTS["task_id"])
if task is not None:
    await call("post_comment", task.post_comment, "Hello")
    await call("post_status", task.post_status, FACTS["status_name"])""",
        environment=_KEY,
    ),
    Client(
        "mcparmory-clickup",
        "1.0.4",
        "import server\nawait tools(server.mcp)",
        environment=(("API_KEY", _TOKEN),),
    ),
    Client(
        "universal-mcp-clickup",
        "0.1.2",
        """\
from universal_mcp_clickup.app import ClickupApp
class Integration:
    def get_credentials(self):
        return {"access_token": "pk_of_a_client"}
offered = {tool.__name__: tool for tool in ClickupApp(Integration()).list_tools()}
for name in in_order(offered):
    await call(name, offered[name], **arguments(offered[name]))""",
        further=("universal-mcp==0.1.15",),  # later ones lack a module that it imports
    ),
    Client(
        "pyclickupy",
        "0.2.2",
        """\
from pyclickupy.client import ClickUpClient
await methods(ClickUpClient("pk_of_a_client"))""",
    ),
    Client(
        "@activepieces/piece-clickup",
        "0.2.0",
        """\
const { clickup } = wanted("@activepieces/piece-clickup");
const authentication = { access_token: "pk_of_a_client" };
const asked = { ...FACTS, authentication, name: "By a piece", description: "Why", comment: "Hello",
                workspace_id: FACTS.team_id, workplace_id: FACTS.team_id };
const { actions, triggers } = clickup.metadata();
const choices = new Map();
for (const { props } of Object.values(actions))
  for (const [key, prop] of Object.entries(props))
    if (prop.options) choices.set(`choices of ${key}`, prop.options);
for (const [name, options] of choices) await call(name, () => options(asked));
for (const [name, action] of Object.entries(actions))
  await call(name, () => action.run({ propsValue: asked }));
for (const [name, trigger] of Object.entries(triggers)) {
  const kept = new Map();
  const store = { get: async (key) => kept.get(key), put: async (key, it) => kept.set(key, it) };
  const context = { propsValue: asked, webhookUrl: `https://example.com/${name}`, store,
                    payload: { body: { event: name, task_id: FACTS.task_id } } };
  for (const step of ["onEnable", "run", "onDisable"])
    await call(`${name}.${step}`, () => trigger[step](context));
}""",
        is_for_node=True,
    ),
    Client(
        "clickup-to-sqlite",
        "0.2.0",
        commands=("clickup-to-sqlite fetch {home}/tasks.db",),
        environment=(("CLICKUP_ACCESS_TOKEN", _TOKEN),),
    ),
)

NOT_INSTALLED = {
    "pyclickup": "speaks version 1 of the API",
    "quickup": "speaks version 1 of the API",
    "clickup-sdk": "one function",
    "clickup-async": "its wheel is broken",
    "mkdocs-clickup": "needs an mkdocs that is not to be had",
    "amazing-clickup-mcp": "in no registry, only as a repository",
    "flyteplugins-clickup": "only receives webhooks",
}
"""Clients that cannot be driven, each with the reason."""
