"""The sandbox behind a real socket (extra `sandbox`)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.sandbox.app import Sandbox

if TYPE_CHECKING:
    import uvicorn


def create_server(
    sandbox: Sandbox,
    host: str = "127.0.0.1",
    port: int = 8787,
    *,
    page: bool = True,
    listening: Callable[[int], None] = lambda _: None,
) -> "uvicorn.Server":
    """A uvicorn server for a sandbox, not yet running.

    Args:
        sandbox: What to serve.
        host: The address to listen on. The sandbox takes any token, so keep it on the loopback.
        port: The port to listen on; 0 for any free one.
        page: Whether to serve the page to watch it on too, at `/_sandbox/`.
        listening: Is told the port, as soon as it is listened on.

    Raises:
        ModuleNotFoundError: uvicorn is not installed.
    """
    from agent_connectors.clickup.sandbox.page import with_page

    try:
        import uvicorn
    except ModuleNotFoundError as error:
        message = 'Serving the sandbox needs uvicorn: pip install "agent-connectors[sandbox]"'
        raise ModuleNotFoundError(message) from error
    watched = with_page(sandbox, {host}) if page and isinstance(sandbox, Sandbox) else None
    config = uvicorn.Config(
        watched or sandbox,
        host=host,
        port=port,
        http="httptools",
        ws="none",
        lifespan="auto",
        access_log=False,
        log_level="warning",
    )

    class Server(uvicorn.Server):
        """Says when it listens."""

        async def startup(self, sockets: Any = None) -> None:
            """Starts to listen; ends the process where it cannot."""
            await super().startup(sockets=sockets)
            listening(self.servers[0].sockets[0].getsockname()[1])

    server = Server(config)
    if watched is not None:
        watched.ended = lambda: server.should_exit
    return server


def serve(
    sandbox: Sandbox,
    host: str = "127.0.0.1",
    port: int = 8787,
    *,
    page: bool = True,
    listening: Callable[[int], None] = lambda _: None,
) -> None:
    """Serve a sandbox until interrupted.

    Args:
        sandbox: What to serve.
        host: The address to listen on. The sandbox takes any token, so keep it on the loopback.
        port: The port to listen on.
        page: Whether to serve the page to watch it on too, at `/_sandbox/`.
        listening: Is told the port, as soon as it is listened on.
    """
    create_server(sandbox, host, port, page=page, listening=listening).run()
