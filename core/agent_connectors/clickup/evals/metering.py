"""Counts what an agent needed: its calls, and the tokens of what a model writes and reads."""

from functools import cache
from json import dumps

from agent_connectors.clickup.connector import ClickupApiConnector
from agent_connectors.engine.observers import Call, Ended, Observer
from agent_connectors.engine.presentation.presentation import Presentation
from agent_connectors.engine.tools.toolbox import Toolbox
from agent_connectors.engine.values.tokens import tokens

__all__ = ["Meter"]


class Meter(Observer):
    """Counts the calls of one connector, which others make of it (and not those within calls).

    Args:
        connector: Whose.

    Attributes:
        calls: How many there were; those that were refused or failed count, walks do not.
        tokens: An estimate: the definition of the general tool once, and of each call its
            parameters and its result, as that tool shows it.
    """

    def __init__(self, connector: ClickupApiConnector) -> None:
        self._connector = connector
        self._presentation = Presentation(connector.hooks.compact)
        self.calls = 0
        self.tokens = _definition()

    def after_call(self, call: Call, ended: Ended) -> None:
        """Counts a call."""
        # Walks are for programs, and for what a tool looks up to show a result.
        if call.connector is not self._connector or call.parent is not None or call.is_walk:
            return
        self.calls += 1
        written = dumps([call.operation, dict(call.params)], ensure_ascii=False, default=str)
        self.tokens += tokens(written, "values") + tokens(self._read(call, ended), "values")

    def _read(self, call: Call, ended: Ended) -> str:
        if ended.error is not None:
            return str(ended.error)
        operation = self._connector.operations.get(*call.operation.split("."))
        return self._presentation.show_outcome(operation, ended.result)


@cache
def _definition() -> int:
    """Tokens of the general tool: its name, its text and the schema of its arguments."""
    tool = Toolbox(ClickupApiConnector.sandbox(lambda *_: None)).tools[0]  # type: ignore[arg-type]
    schema = dumps(tool.schema, ensure_ascii=False)
    return tokens(tool.name + tool.description, "names") + tokens(schema, "schema")
