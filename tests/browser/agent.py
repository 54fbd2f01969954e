"""An agent that works by a script, so that there is something to see on the page."""

import time
from collections.abc import Callable, Iterator

import httpx

from agent_connectors.clickup.sandbox import Sandbox

Step = Callable[[], httpx.Response]


def agent(sandbox: Sandbox, url: str) -> Iterator[httpx.Response]:
    """What an agent that triages bugs asks of ClickUp, one answer after the other.

    Args:
        sandbox: Where it works.
        url: Where that is served.
    """
    workspace = sandbox.workspace
    home = next(one for one in workspace.lists.values() if one.name == "Bug Triage")
    tasks = [task for task in home.tasks.values() if task.status.type in {"open", "custom"}]
    first, second, third, last = tasks[-1], tasks[-2], tasks[-3], tasks[0]
    states = [status.name for status in home.statuses]
    people = [user.id for user in workspace.users.values() if user.joined][:3]
    with httpx.Client(base_url=url, headers={"Authorization": "pk_agent"}, timeout=10) as http:
        yield http.get("/api/v2/team")
        yield http.get(f"/api/v2/list/{home.id}/task", params={"page": 0})
        yield http.get(f"/api/v2/task/{first.id}")
        yield http.put(f"/api/v2/task/{first.id}", json={"status": states[1], "priority": 1})
        said = "Looks like a regression of last week's release. Assigning it to the gateway team."
        yield http.post(f"/api/v2/task/{first.id}/comment", json={"comment_text": said})
        yield http.put(f"/api/v2/task/{second.id}", json={"assignees": {"add": people[1:]}})
        yield http.get(f"/api/v2/task/{third.id}/comment")
        yield http.put(f"/api/v2/task/{third.id}", json={"status": states[-1]})
        yield http.get("/api/v2/task/86zzzzzz1")
        new = {"name": "Write a test for accents in names", "priority": 2, "assignees": people[:1]}
        made = http.post(f"/api/v2/list/{home.id}/task", json={**new, "status": states[0]})
        yield made
        task = made.json()["id"]
        boxes = http.post(f"/api/v2/task/{task}/checklist", json={"name": "Before it is done"})
        yield boxes
        item = {"name": "Fails without the fix"}
        checklist = boxes.json()["checklist"]["id"]
        yield http.post(f"/api/v2/checklist/{checklist}/checklist_item", json=item)
        sandbox.fail(503, method="PUT")
        yield http.put(f"/api/v2/task/{last.id}", json={"priority": 1})
        yield http.put(f"/api/v2/task/{last.id}", json={"priority": 1})


def work(sandbox: Sandbox, url: str, pause: float = 0.0) -> None:
    """Let the agent do all of it.

    Args:
        sandbox: Where it works.
        url: Where that is served.
        pause: Seconds between two requests.
    """
    for _ in agent(sandbox, url):
        time.sleep(pause)
