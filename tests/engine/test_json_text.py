"""JSON text in the place of objects: what is in it twice is refused at every depth."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.fields.forms import opened
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import Toolbox
from agent_connectors.engine.values.json_text import as_mapping, read_text

TWICE = '{"name": "a", "name": "b"}'

TEXTS = [
    TWICE,
    f"```json\n{TWICE}\n```",
    '"{\\"name\\": 1, \\"name\\": 2}"',
    f'{{"x": {TWICE}}}',
    f"[{TWICE}]",
    f'{{"x": [[{TWICE}]]}}',
    '{"name": 1, "na\\u006de": 2}',
    '{"name": NaN, "name": -Infinity}',
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_name_that_is_given_twice_is_refused(text: str) -> None:
    with pytest.raises(InvalidParams, match="`name` is given twice"):
        read_text(text)


def test_what_is_given_once_is_read() -> None:
    assert as_mapping('{"a": {"name": 1}, "b": {"name": 1}}') == {
        "a": {"name": 1},
        "b": {"name": 1},
    }
    assert read_text('["name", "name"]') == ["name", "name"]


def test_so_it_is_in_values_of_custom_fields() -> None:
    with pytest.raises(InvalidParams, match="`name` is given twice"):
        opened({"type": "location"}, TWICE)


CALLS: list[tuple[str, str, Any]] = [
    ("tasks", "create", '{"list_id": "1", "name": "a", "name": "b"}'),
    ("tasks", "create", {"list_id": "1", "name": "x", "custom_fields": f"[{TWICE}]"}),
    ("spaces", "create", {"name": "x", "features": TWICE}),
]


@pytest.mark.parametrize(("entity", "action", "params"), CALLS)
async def test_every_way_into_a_call(entity: str, action: str, params: Any) -> None:
    sandbox = Sandbox(tasks=1, rate_limit=None)
    connector = ClickupApiConnector.sandbox(sandbox)
    (tool,) = Toolbox(connector).tools
    arguments = {"entity": entity, "action": action, "params": params}
    for call in (lambda: connector.execute(**arguments), lambda: tool.call(arguments)):
        with pytest.raises(InvalidParams):
            await call()
    assert not [request for request in sandbox.requests if request.method != "GET"]
