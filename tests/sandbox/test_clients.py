"""Clients that others wrote for ClickUp work with the sandbox, unchanged but for its address.

They are installed into environments of their own, which are gone afterwards; where that cannot be
done, the tests say so and are skipped, or fail in CI.
"""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.missing import missing

TOKEN = "pk_of_a_client"

# The second pins libraries that no longer build; newer ones do, up to pydantic 2.
PYTHON_CLIENTS = ("clickup-python-sdk==2.0.1", "clickupython==1.0.4")
LIBRARIES = ("requests", "pydantic<2", "pendulum", "timefhuman==0.0.5", "word2number")
NODE_CLIENTS = ("clickup.js@4.0.2", "clickup_api@1.4.0")

# Each prints what it saw as JSON, in its last line.
PYTHON_SDK = """
import json, sys
from clickup_python_sdk.api import ClickupClient
from clickup_python_sdk.clickupobjects.team import Team

url, token = sys.argv[1:]
ClickupClient.API = url + "/api/"
client = ClickupClient.init(user_token=token)
team = Team.get_authorized_teams()[0] if hasattr(Team, "get_authorized_teams") else None
space = team.get_spaces()[0]
folder = space.get_folders()[0]
home = folder.create_list(name="By an SDK")
task = home.create_task(name="Write", description="Why", priority=2)
task.update(name="Write it")
task.create_comment(comment_text="Done?", notify_all=False)
task.create_checklist(name="Steps")
task.add_tag("sdk")
task.upload_file({"attachment": ("note.txt", b"Hello")})
task.track_time(time=60000)
other = home.create_task(name="Read")
group = team.create_group("Crew", members=[client.TOKEN_USER["id"]])
whole = task.get(include_subtasks=True)
tracked = task.get_time_entries()
print(json.dumps({
    "user": client.TOKEN_USER["username"],
    "space": space["name"],
    "tasks": sorted(t["name"] for t in home.get_tasks()),
    "comments": [c["comment_text"] for c in task.get_comments()],
    "attachments": [a["title"] for a in whole["attachments"]],
    "tags": [t["name"] for t in whole["tags"]],
    "tracked": tracked[0]["time"],
    "fields": len(home.get_custom_fields()),
    "group": group["name"],
    "docs": len(team.search_docs()),
}))
try:
    other.delete()
except AttributeError:
    pass  # it expects a body, where ClickUp answers 204
"""

# Holds every answer against pydantic models of its own.
TYPED = """
import json, sys, tempfile, pathlib
from clickupython import client as module

url, token = sys.argv[1:]
module.API_URL = url + "/api/v2/"
client = module.ClickUpClient(token)
team = client.get_teams().teams[0]
spaces = client.get_spaces(team.id).spaces
folders = client.get_folders(spaces[0].id).folders
home = client.create_list(folders[0].id, "Typed", "Why", "12/24/2030", 1, "red")
# No priority: its model expects the number that is sent, and ClickUp answers with an object.
task = client.create_task(home.id, "Typed task", "Why")
client.create_task_comment(task.id, "Well?")
checklist = client.create_checklist(task.id, "Steps")
client.create_checklist_item(checklist.id, "One")
picture = pathlib.Path(tempfile.mkdtemp()) / "shot.png"
picture.write_text("Hello")
attachment = client.upload_attachment(task.id, str(picture))
goal = client.create_goal(team.id, "Aim", "12/24/2030", "Why", True, [], "#32a852")
print(json.dumps({
    "people": len(team.members),
    "spaces": len(spaces),
    "task": client.get_task(task.id).name,
    "tasks": [t.name for t in client.get_tasks(home.id).tasks],
    "comments": [c.comment_text for c in client.get_task_comments(task.id).comments],
    "attachment": attachment.title,
    "goals": len(client.get_goals(team.id).goals),
    "goal": client.get_goal(goal.id).name,
    "members": len(client.get_list_members(home.id).members),
    "requests": client.request_count,
}))
"""

CLICKUP_JS = """
import { createClickup } from "clickup.js";
const [url, token] = process.argv.slice(2);
const client = createClickup({ token, request: { prefixUrl: url + "/api/" } });
const { teams } = await client.team.get();
const team = teams[0].id;
const { spaces } = await client.team.spaces(team);
const { folders } = await client.space.folders(spaces[0].id);
const list = await client.folder.createList(folders[0].id, { name: "By JavaScript" });
const task = await client.list.createTask(list.id, { name: "Camel case", dueDate: 1893456000000 });
await client.task.addComment(task.id, { commentText: "Hello", notifyAll: false });
await client.task.addTag(task.id, "js");
const guest = teams[0].members.find((member) => member.user.role === 4).user.id;
await client.task.addGuest(task.id, guest, { permissionLevel: "read" });
const hook = { endpoint: "https://example.com/js", events: ["taskCreated"] };
const { webhook } = await client.team.createWebhook(team, hook);
await client.webhook.update(webhook.id, { events: "*", endpoint: hook.endpoint, status: "active" });
const group = await client.team.addUserGroup(team, { name: "JS", members: [guest] });
await client.task.addTrackedTime(task.id, { start: 1000, end: 3000, time: 2000 });
const found = await client.team.filteredTasks(team, { listIds: [list.id] });
let refused;
try { await client.task.get("00000000"); } catch (error) { refused = error.message; }
console.log(JSON.stringify({
  user: (await client.authorization.user()).user.username,
  found: found.tasks.map((t) => [t.name, t.due_date]),
  comments: (await client.task.comments(task.id)).comments.map((c) => c.comment_text),
  guests: (await client.team.guest(team, guest)).guest.shared.tasks.map((t) => t.name),
  hooks: (await client.team.webhooks(team)).webhooks[0].events.length,
  groups: (await client.group.get({ teamId: team })).groups.map((g) => g.name),
  tracked: (await client.task.trackedTime(task.id)).data[0].time,
  templates: (await client.team.taskTemplates(team, { page: 0 })).templates.length,
  roles: (await client.team.customRoles(team)).custom_roles.length,
  refused,
}));
"""

# Speaks nothing but HTTPS; this is all that is changed.
CLICKUP_API = """
const [url, token] = process.argv.slice(2);
require("https").request = require("http").request;
const Clickup = require("clickup_api");
const { hostname, port } = new URL(url);
const client = new Clickup(token, { host: hostname, port, pathPrefix: "" });
(async () => {
  const { teams } = await client.Teams.get_teams();
  const { spaces } = await client.Spaces.get_spaces(teams[0].id, false);
  console.log(JSON.stringify({ team: teams[0].name, spaces: spaces.map((s) => s.name) }));
})();
"""


def run(command: list[str | Path], folder: Path, seconds: float, doing: str = "") -> str:
    """Run a command; skip the test where it only prepares (`doing`) and does not succeed."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        if doing:
            missing(f"{doing} took too long")
        raise
    if done.returncode and doing:
        missing(f"{doing} did not work: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def saw(output: str) -> dict[str, Any]:
    seen: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return seen


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the Python clients and nothing of ours."""
    folder = tmp_path_factory.mktemp("python")
    venv.create(folder, with_pip=False, symlinks=True)
    interpreter = folder / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", interpreter]
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries=1", "--timeout=8"]
    for wanted in (("--no-deps", *PYTHON_CLIENTS), LIBRARIES):
        run([*pip, "install", *options, *wanted], folder, 25, "installing Python clients")
    return interpreter


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients for Node."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        missing("Node and npm are not here")
    folder = tmp_path_factory.mktemp("node")
    (folder / "package.json").write_text('{"private": true}')
    options = ["--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"]
    run([npm, "install", *options, *NODE_CLIENTS], folder, 20, "installing Node clients")
    return folder


@pytest.fixture
def sandbox() -> Sandbox:
    """A sandbox as everybody gets it, but with more requests a minute."""
    return Sandbox(rate_limit=1000)


def test_clickup_python_sdk(python: Path, url: str, sandbox: Sandbox) -> None:
    seen = saw(run([python, "-c", PYTHON_SDK, url, TOKEN], python.parent, 20))
    assert seen == {
        "user": "Mara Lindqvist",
        "space": "Engineering",
        "tasks": ["Read", "Write it"],
        "comments": ["Done?"],
        "attachments": ["note.txt"],
        "tags": ["sdk"],
        "tracked": 60000,
        "fields": seen["fields"],
        "group": "Crew",
        "docs": seen["docs"],
    }
    assert seen["fields"] > 3
    names = [task.name for task in sandbox.workspace.tasks.values()]
    assert "Write it" in names
    assert "Read" not in names


def test_clickupython(python: Path, url: str, sandbox: Sandbox) -> None:
    # It takes the id of who invited somebody for a string; recorded traffic has a number there.
    users = sandbox.workspace.users
    del users[next(user.id for user in users.values() if user.invited_by)]
    seen = saw(run([python, "-c", TYPED, url, TOKEN], python.parent, 20))
    assert seen == {
        "people": 10,
        "spaces": 6,
        "task": "Typed task",
        "tasks": ["Typed task"],
        "comments": ["Well?"],
        "attachment": "shot.png",
        "goals": 3,
        "goal": "Aim",
        "members": 9,
        "requests": seen["requests"],
    }
    assert len(sandbox.requests) == seen["requests"]
    assert any(file.content == b"Hello" for file in sandbox.workspace.files.by_id.values())


def test_clickup_js(node: Path, url: str, sandbox: Sandbox) -> None:
    (node / "client.mjs").write_text(CLICKUP_JS)
    assert saw(run(["node", "client.mjs", url, TOKEN], node, 20)) == {
        "user": "Mara Lindqvist",
        "found": [["Camel case", "1893412800000"]],
        "comments": ["Hello"],
        "guests": ["Camel case"],
        "hooks": 28,
        "groups": ["On-call engineers", "Customer team", "JS"],
        "tracked": 2000,
        "templates": 2,
        "roles": 3,
        "refused": "Unauthorized: Oauth token not found",
    }
    assert [webhook.endpoint for webhook in sandbox.workspace.webhooks.values()] == [
        "https://example.com/js"
    ]


def test_clickup_api(node: Path, url: str, sandbox: Sandbox) -> None:
    (node / "client.cjs").write_text(CLICKUP_API)
    seen = saw(run(["node", "client.cjs", url, TOKEN], node, 20))
    assert seen["team"] == sandbox.workspace.name
    assert len(seen["spaces"]) == 6
