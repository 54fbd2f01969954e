"""A model by another name: OpenAI's two APIs on the loopback interface, with a script behind.

The examples with a real model run against it through OpenAI's own client. It reads the last
message: what a user asks becomes a call of a tool, what a tool gave becomes an answer.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["model"]


def _said(content: Any) -> str:
    """The text of a message."""
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return str(content or "")


def _decide(asked: str, tools: list[str]) -> tuple[str, str]:
    """The call that a question leads to."""
    comment = re.search(r"Comment '(.+)' on the task (\w+)", asked)
    if comment:
        params = {"task_id": comment[2], "comment_text": comment[1]}
        call: dict[str, Any] = {"entity": "comments", "action": "create", "params": params}
    else:
        overdue = {"priority": "urgent", "due_date_lt": "now"}
        call = {"entity": "tasks", "action": "search", "params": overdue}
    writes = [tool for tool in tools if tool.endswith("write")]
    name = writes[0] if comment and writes else next(tool for tool in tools if tool not in writes)
    return name, json.dumps(call)


def _answer(result: str, asked: str) -> str:
    """What is told of a result."""
    shown = json.loads(result)
    if isinstance(shown["data"], list):
        return f"{shown['meta']['count']} urgent tasks are overdue."
    (text,) = re.findall("'(.+)'", asked)
    return f"Done: I commented '{text}'"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/responses"):
            return self._send(_response(body))
        if body.get("stream"):
            return self._stream(_completion(body))
        return self._send(_completion(body))

    def _send(self, answer: Mapping[str, Any]) -> None:
        self._write("application/json", json.dumps(answer))

    def _stream(self, answer: Mapping[str, Any]) -> None:
        choice = answer["choices"][0]
        delta = dict(choice["message"])
        if calls := delta.pop("tool_calls", None):
            delta["tool_calls"] = [call | {"index": place} for place, call in enumerate(calls)]
        chunk = {"index": 0, "delta": delta, "finish_reason": choice["finish_reason"]}
        event = dict(answer) | {"object": "chat.completion.chunk", "choices": [chunk]}
        self._write("text/event-stream", f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n")

    def _write(self, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def _completion(body: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of `/chat/completions`."""
    last = body["messages"][-1]
    asked = next(_said(m["content"]) for m in body["messages"] if m["role"] == "user")
    message: dict[str, Any] = {"role": "assistant", "content": None}
    if last["role"] == "tool":
        message["content"] = _answer(_said(last["content"]), asked)
    else:
        tools = [tool["function"]["name"] for tool in body["tools"]]
        name, arguments = _decide(asked, tools)
        function = {"name": name, "arguments": arguments}
        message["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
    reason = "tool_calls" if "tool_calls" in message else "stop"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _response(body: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of `/responses`."""
    items = body["input"]
    asked = next(_said(item["content"]) for item in items if item.get("role") == "user")
    output: dict[str, Any]
    if items[-1].get("type") == "function_call_output":
        text = {"type": "output_text", "text": _answer(_said(items[-1]["output"]), asked)}
        content = [{**text, "annotations": []}]
        output = {"type": "message", "id": "msg_1", "role": "assistant", "content": content}
    else:
        name, arguments = _decide(asked, [tool["name"] for tool in body["tools"]])
        output = {"type": "function_call", "id": "fc_1", "call_id": "call_1"}
        output |= {"name": name, "arguments": arguments}
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "model": body["model"],
        "output": [output | {"status": "completed"}],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }


@contextmanager
def model() -> Iterator[str]:
    """The base URL of its API, as long as it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
