"""What spans and metrics say: names, statuses and kinds, and nothing that a caller wrote."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from agent_connectors.engine.observers import Answered, Call, Sent

__all__ = ["OTHER", "answer_attributes", "call_attributes", "ids_of", "request_attributes"]

OTHER = "_OTHER"
"""Stands for an operation that there is not, whose name the caller made up."""

_PORTS = {"http": 80, "https": 443}

_NAME = re.compile(r"\w+_id")
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{1,36}")
"""What can be an id: names and whole sentences cannot, nor can tokens, which are longer."""

Attributes = dict[str, str | int | float | bool]


def call_attributes(call: Call) -> Attributes:
    """A call, after the conventions for tools of generative AI."""
    told: Attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": call.operation or OTHER,
        "gen_ai.tool.type": "extension",
        "agent_connectors.product": call.product,
        "agent_connectors.effect": call.effect or OTHER,
    }
    if call.is_walk:
        told["agent_connectors.walk"] = True
    if call.is_dry_run:
        told["agent_connectors.dry_run"] = True
    return told


def request_attributes(sent: Sent) -> Attributes:
    """A request, after the conventions for clients of HTTP, without its URL: that holds ids."""
    told: Attributes = {"http.request.method": sent.method}
    try:
        parts = urlsplit(sent.base_url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.hostname:
        told["server.address"] = parts.hostname
        told["server.port"] = port or _PORTS.get(parts.scheme, 0)
        told["url.scheme"] = parts.scheme
    if sent.template:
        told["url.template"] = sent.template
    return told


def answer_attributes(answered: Answered) -> Attributes:
    """What came of a request."""
    told: Attributes = {}
    if answered.status is not None:
        told["http.response.status_code"] = answered.status
        if answered.status >= 400:
            told["error.type"] = str(answered.status)
    if answered.failure:
        told["error.type"] = answered.failure
    return told


def ids_of(params: Mapping[str, Any]) -> Attributes:
    """The ids among parameters; what stands in the place of one, a name for instance, is none."""
    return {
        f"agent_connectors.params.{name}": str(value)
        for name, value in params.items()
        if _NAME.fullmatch(str(name)) and _ID.fullmatch(str(value))
    }
