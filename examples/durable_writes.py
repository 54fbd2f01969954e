"""1,000 tasks are created by two workers with DBOS on PostgreSQL; one of the workers is killed.

    python examples/durable_writes.py postgresql://postgres:postgres@localhost:5432/dbos

ClickUp is a sandbox, served by this program. In the end each task is there once. Where a worker
died between ClickUp's write and its record, `OutcomeUnknown` says so when the workflow is
recovered: then the list is read, and the task is created only if it is not in it.
"""

import os
import subprocess
import sys
import threading
import time
from collections import Counter

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, WorkflowHandle

from agent_connectors.clickup import ClickupApiConnector, OutcomeUnknown
from agent_connectors.clickup.sandbox import Sandbox, create_server
from agent_connectors.engine.tools import Toolbox, call_once
from agent_connectors.postgres import PostgresLedger

LIST = "901520401736"
QUEUE = "writes"
DATABASE = os.environ.get("DBOS_SYSTEM_DATABASE_URL") or sys.argv[1]

clickup = ClickupApiConnector("pk_example", base_url=os.environ.get("CLICKUP_BASE_URL"))
(tool,) = Toolbox(clickup, operations=["tasks.create"], form="operations").tools
ledger = PostgresLedger(DATABASE)


@DBOS.step()
async def create(name: str, key: str) -> str:
    """Creates a task, once for a key; says how that went."""
    try:
        await call_once(tool, {"list_id": LIST, "name": name}, None, ledger, key)
    except OutcomeUnknown:
        return "unknown"
    return "created"


@DBOS.step()
async def is_there(name: str) -> bool:
    """Looks whether a task is in the list."""
    found = await clickup.tasks.list(LIST, limit=5000)
    return any(task["name"] == name for task in found.data)


@DBOS.workflow()
async def task(name: str) -> str:
    """Creates a task, whatever happens to the worker."""
    said = await create(name, f"{DBOS.workflow_id}/1")
    if said == "created":
        return said
    await DBOS.sleep_async(2)  # what was on its way when a worker died has come by then
    if not await is_there(name):
        await create(name, f"{DBOS.workflow_id}/2")
    return "looked for"


def work(worker: str) -> None:
    """Is a worker, until it is ended."""
    config = DBOSConfig(
        name="durable-writes",
        system_database_url=DATABASE,
        executor_id=worker,
        application_version="1",
        log_level="ERROR",
    )
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=20, polling_interval_sec=0.1)
    print("ready", flush=True)
    threading.Event().wait()


def started(worker: str, url: str) -> "subprocess.Popen[bytes]":
    """Starts a worker in a process of its own."""
    known = {"DBOS_SYSTEM_DATABASE_URL": DATABASE, "CLICKUP_BASE_URL": url}
    command = [sys.executable, __file__, "worker", worker]
    process = subprocess.Popen(command, env=os.environ | known, stdout=subprocess.PIPE)  # noqa: S603
    assert process.stdout is not None
    process.stdout.readline()
    return process


def main(count: int) -> None:
    """Hands out the work, kills a worker on the way, and counts."""
    sandbox = Sandbox(tasks=0, rate_limit=100_000)
    server = create_server(sandbox, port=0)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    tasks = sandbox.workspace.tasks

    workers = {name: started(name, url) for name in ("ann", "bob")}
    client = DBOSClient(system_database_url=DATABASE)
    queued: EnqueueOptions = {"workflow_name": "task", "queue_name": QUEUE, "app_version": "1"}
    names = [f"Task {n}" for n in range(count)]
    handles: list[WorkflowHandle[str]] = [client.enqueue(queued, name) for name in names]
    while len(tasks) < count // 4:
        time.sleep(0.01)
    workers["ann"].kill()
    workers["ann"].wait()
    workers["ann"] = started("ann", url)  # as whatever runs your workers would

    said = Counter(handle.get_result() for handle in handles)
    made = Counter(task.name for task in tasks.values())
    print(f"{len(made)} tasks, {made.total()} writes; {said['looked for']} were looked for")
    for worker in workers.values():
        worker.kill()
        worker.wait()
    client.destroy()
    server.should_exit = True
    assert len(made) == made.total() == count


if __name__ == "__main__":
    if sys.argv[1] == "worker":
        work(sys.argv[2])
    else:
        main(int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
