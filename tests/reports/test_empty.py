"""Texts and lists with nothing in them: refused before they are sent, kept, or told."""

from typing import Any

import pytest

from agent_connectors.clickup import InvalidParams
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from tests.clickup.operations.making import Maker
from tests.reports.test_written import WRITES, Call

MAY_BE_EMPTY = {
    "content", "description", "markdown_content", "sub_title", "topic", "unit", "value",
}  # fmt: skip
"""Texts that may have nothing in them, but for what people say to one another."""

SAID = {"chat_messages", "comments"}


def _kinds(operation: Operation, name: str) -> set[str]:
    """Whether a parameter may be a text, and whether it may be a list."""
    text = str(operation.schema["properties"][name])
    one_of_some = "'enum'" in text or "'const'" in text
    return {kind for kind in ("string", "array") if f"'{kind}'" in text and not one_of_some}


CASES = [
    (operation, name, value)
    for operation in WRITES
    for name, parameter in operation.parameters.items()
    if isinstance(parameter.place, Body)
    for kind in sorted(_kinds(operation, name))
    for value in (("", "  ", "\n") if kind == "string" else ([], [""], ["  "]))
]


@pytest.fixture(scope="module")
def needed() -> dict[str, dict[str, Any]]:
    """What each operation needs, once it was made."""
    return {}


@pytest.mark.parametrize(
    ("operation", "name", "value"), CASES, ids=[f"{o.name}-{n}-{v!r}" for o, n, v in CASES]
)
async def test_a_text_without_words_is_refused_where_there_must_be_some(
    needed: dict[str, dict[str, Any]], operation: Operation, name: str, value: Any
) -> None:
    if value == [] or (name in MAY_BE_EMPTY and operation.entity not in SAID):
        return
    if operation.name not in needed:
        call = Call()
        maker = Maker(call.connector, call.sandbox)
        needed[operation.name] = await maker.params(operation, operation.endpoints[0])
    given = {n: v for n, v in needed[operation.name].items() if n not in operation.one_of}
    with pytest.raises(InvalidParams, match=f"`{name}[`.]"):
        validate(operation, {**given, name: value})


EMPTIED = [
    (operation, name, value)
    for operation, name, value in CASES
    if value == [] or (value == "" and operation.parameters[name].may_be_empty)
    if operation.name != "custom_fields.set"
]


@pytest.mark.parametrize(
    ("operation", "name", "value"), EMPTIED, ids=[f"{o.name}-{n}-{v!r}" for o, n, v in EMPTIED]
)
async def test_what_may_be_empty_is_kept_so_or_told(
    operation: Operation, name: str, value: Any
) -> None:
    wire = operation.parameters[name].wire_name

    def alter(method: str, _: str, body: Any) -> Any:
        return {**body, wire: "There"} if method != "GET" and wire in body else body

    for altered in (None, alter):
        call = Call()
        given = await Maker(call.connector, call.sandbox).params(operation, operation.endpoints[0])
        call.between.alter = altered
        call.between.sent.clear()
        try:
            result = await call.connector.execute(
                operation.entity, operation.action, {**given, name: value}
            )
        except InvalidParams:
            assert not call.between.writes()
            return
        if altered is None:
            assert result.meta.warnings == ()
            assert wire in call.between.writes()[-1].body
        elif value == "" and not operation.parameters[name].not_shown and result.data:
            assert any(f"`{name}`" in said for said in result.meta.warnings)
