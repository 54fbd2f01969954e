"""A provider of models that takes down what it is sent, and refuses it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

__all__ = ["Recorder", "recording"]


class Recorder:
    """What was sent to a server on the loopback address.

    Attributes:
        url: Where it listens.
        bodies: The bodies of requests, oldest first.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.bodies: list[Any] = []


@contextmanager
def recording() -> Iterator[Recorder]:
    """A server that answers every request with a refusal, which no client tries again."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            recorder.bodies.append(json.loads(body))
            refusal = {"message": "taken down", "type": "invalid_request_error", "code": 400}
            self._answer(400, {"error": refusal, "message": "taken down"})

        def do_GET(self) -> None:
            # Some clients ask what a model can do before they use it.
            self._answer(200, {"name": self.path.rpartition("/")[2]})

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            answer = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Prints nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorder = Recorder(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
