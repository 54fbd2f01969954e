"""An offline ClickUp: stateful, seeded, answering ClickUp's public REST API without an account.

    from agent_connectors.clickup.sandbox import Sandbox, serve

    sandbox = Sandbox()
    transport = httpx.ASGITransport(app=sandbox)        # in process, no socket
    client = httpx.AsyncClient(transport=transport, base_url="https://api.clickup.com")
    serve(sandbox, port=8787)                           # or behind a socket

It was written from ClickUp's API description and recorded traffic alone, and imports nothing of the
connector, so that each can prove the other wrong.
"""

from agent_connectors.clickup.sandbox.app import Sandbox
from agent_connectors.clickup.sandbox.comparing.changes import Change, Changes
from agent_connectors.clickup.sandbox.delivery.outbox import Delivery, Webhooks
from agent_connectors.clickup.sandbox.faults import Fault, Faults
from agent_connectors.clickup.sandbox.records import RequestRecord
from agent_connectors.clickup.sandbox.saving.file import SandboxFileError
from agent_connectors.clickup.sandbox.server import create_server, serve
from agent_connectors.clickup.sandbox.state.snapshot import Snapshot

__all__ = [
    "Change",
    "Changes",
    "Delivery",
    "Fault",
    "Faults",
    "RequestRecord",
    "Sandbox",
    "SandboxFileError",
    "Snapshot",
    "Webhooks",
    "create_server",
    "serve",
]
