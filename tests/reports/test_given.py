"""What is given oddly is honoured, told, or refused before the wire: over all operations."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.time_catalogue import OPERATIONS

BEYOND = [2**53, 2**53 + 1, -(2**53), 2**60, 2**63]
WHATEVER = {"attachments.upload.file", "attachments.upload_to_field.file"}
"""Parameters that are whatever bytes make of them."""

EVERY = [(o, name) for o in OPERATIONS for name in o.parameters]


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(tasks=30, rate_limit=None)


@pytest.fixture(scope="module")
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True)


def checked(operation: Operation, name: str, value: Any) -> Any:
    """A parameter as it is read; None where it is refused."""
    others = {n: "1" for n, p in operation.parameters.items() if p.required and n != name}
    try:
        return validate(operation, {**others, name: value}).get(name)
    except InvalidParams as refused:
        return None if f"`{name}" in str(refused) else refused


@pytest.mark.parametrize(("operation", "name"), EVERY)
def test_a_number_that_loses_digits_in_json_is_refused_or_sent_as_text(
    operation: Operation, name: str
) -> None:
    for number in BEYOND:
        read = checked(operation, name, number)
        if f"{operation.name}.{name}" not in WHATEVER:
            assert not isinstance(read, int | float), read


@pytest.mark.parametrize(("operation", "name"), EVERY)
def test_true_is_no_number(operation: Operation, name: str) -> None:
    for yes in (True, False):
        read = checked(operation, name, yes)
        assert isinstance(read, bool) or not isinstance(read, int | float)


NEITHER: tuple[Any, ...] = ("maybe", "", "archived", 2, -1, [], {}, [True])
BOOLEANS = [
    (o, n) for o, n in EVERY if checked(o, n, True) is True and checked(o, n, "maybe") is None
]


def test_booleans_are_found() -> None:
    assert len(BOOLEANS) > 60


@pytest.mark.parametrize(("operation", "name"), BOOLEANS)
def test_a_word_for_yes_or_no_is_that_and_any_other_is_refused(
    operation: Operation, name: str
) -> None:
    for word, meant in {
        "yes": True,
        "Yes": True,
        "true": True,
        "no": False,
        "False": False,
    }.items():
        read = checked(operation, name, word)
        # It is read, although there may be nothing to change by it.
        assert read is meant or "nothing to change" in str(read)
    for odd in NEITHER:
        assert checked(operation, name, odd) is None, odd


ANY = {
    "custom_fields.set.value", "tasks.create_many.tasks", "tasks.update_many.updates",
    "comments.create.markdown", "comments.reply.markdown", "comments.update.markdown",
    "authorization.get_token.client_secret", "authorization.get_token.code", *WHATEVER,
}  # fmt: skip
"""Parameters that take lists of anything, or are looked at later."""


@pytest.mark.parametrize(("operation", "name"), EVERY)
def test_an_empty_object_in_a_list_is_not_dropped(operation: Operation, name: str) -> None:
    if f"{operation.name}.{name}" not in ANY:
        odd: tuple[Any, ...] = ([{}], [{}, {}], [None], [[]])
        for empty in odd:
            read = checked(operation, name, empty)
            assert read is None or isinstance(read, ConnectorError), (empty, read)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("tasks.create", {"list_id": "1", "name": "N", "custom_fields": [{}]}),
        ("tasks.create_many", {"list_id": "1", "tasks": [{"name": "N", "custom_fields": [{}]}]}),
        ("tasks.create_many", {"list_id": "1", "tasks": [{}]}),
        ("tasks.update_many", {"updates": [{}]}),
        ("checklists.update", {"checklist_id": "1", "position": -1}),
        ("tasks.list", {"list_id": "1", "page": -1}),
        ("goals.create", {"name": "N", "owners": [str(2**53)]}),
        ("tasks.update", {"task_id": "1", "assignees": {"add": [str(2**53 + 1)]}}),
    ],
)
def test_it_is_refused_before_the_wire(
    clickup: ClickupApiConnector, sandbox: Sandbox, name: str, given: dict[str, Any]
) -> None:
    entity, action = name.split(".")
    sandbox.requests.clear()
    with pytest.raises(ConnectorError):
        clickup.execute_sync(entity, action, given)
    assert not [sent for sent in sandbox.requests if sent.method != "GET"]


def test_all_events_are_asked_for_in_every_form(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    for number, form in enumerate(("*", ["*"], '["*"]')):
        params = {"endpoint": f"https://hook{number}.example/x", "events": form}
        made = clickup.execute_sync("webhooks", "create", params)
        assert len(made.data["events"]) > 20
        assert made.meta.warnings == ()


@pytest.mark.parametrize("action", ["search", "list"])
def test_a_tag_is_found_in_any_letters(
    clickup: ClickupApiConnector, sandbox: Sandbox, action: str
) -> None:
    task = next(t for t in sandbox.workspace.tasks.values() if t.parent is None)
    clickup.execute_sync("tags", "create", {"space_id": task.home.space.id, "name": "VIP"})
    clickup.execute_sync("tags", "add", {"task_id": task.id, "tag_name": "VIP"})
    for tag in ("vip", "VIP", "Vip"):
        params = {"tags": [tag], "include_closed": True}
        params |= {"list_id": task.home.id} if action == "list" else {}
        found = clickup.execute_sync("tasks", action, params).data
        assert [one["id"] for one in found] == [task.id], tag
    assert clickup.execute_sync("tasks", "search", {"tags": ["No Such"]}).data == []


SLIPS: list[tuple[str, dict[str, Any], str]] = [
    ("execute", {"parms": {}}, "params"),
    ("execute", {"time_out": 5}, "timeout"),
    ("execute", {"whole_page": True}, "whole_pages"),
    ("execute_sync", {"parms": {}}, "params"),
    ("execute_sync", {"parameters": {}}, "params"),
    ("iterate", {"parms": {}}, "params"),
]


async def called(clickup: ClickupApiConnector, method: str, options: dict[str, Any]) -> None:
    found = getattr(clickup, method)("tasks", "search", **options)
    if method == "execute":
        await found


@pytest.mark.parametrize(("method", "slip", "meant"), SLIPS)
async def test_a_misspelt_name_is_refused_with_the_nearest(
    clickup: ClickupApiConnector, method: str, slip: dict[str, Any], meant: str
) -> None:
    with pytest.raises(ConnectorError, match=f"There is no option `{next(iter(slip))}`") as caught:
        await called(clickup, method, slip)
    assert meant in str(caught.value)


def test_so_are_those_of_the_decorator_and_of_what_is_needed(clickup: ClickupApiConnector) -> None:
    wrong: dict[str, Any] = {"update_docstrings": True}
    with pytest.raises(ConnectorError, match="update_docstring"):
        ClickupApiConnector.tool_utils(**wrong)
    slip: dict[str, Any] = {"entity": "tasks", "acton": "list"}
    with pytest.raises(ConnectorError, match="`action`"):
        clickup.execute_sync(**slip)
