"""Goals and what measures them."""

import pytest

from agent_connectors.clickup import ClickupApiConnector, NotFound


async def test_a_goal(clickup: ClickupApiConnector, me: int) -> None:
    made = await clickup.goals.create(
        "Fewer alarms", due_date="2026-06-30", owners=["me"], description="By half"
    )
    goal = made.data
    assert [owner["id"] for owner in goal["owners"]] == [me]
    changed = (await clickup.goals.update(goal["id"], name="No alarms", rem_owners=[me])).data
    assert (changed["name"], changed["owners"]) == ("No alarms", [])
    assert changed["description"] == "By half", "what is not given stays"
    await clickup.goals.delete(goal["id"])
    with pytest.raises(NotFound):
        await clickup.goals.get(goal["id"])


async def test_a_key_result(clickup: ClickupApiConnector, task_id: str) -> None:
    goal = (await clickup.goals.create("Fewer alarms")).data["id"]
    made = await clickup.key_results.create(
        goal, "Sensors calibrated", "number", steps_start=0, steps_end=40, unit="sensors"
    )
    key_result = made.data["id"]
    changed = await clickup.key_results.update(key_result, steps_current=10, note="A quarter")
    assert changed.data["last_action"]["note"] == "A quarter"
    assert changed.data["last_action"]["steps_taken_float"] == 10
    read = (await clickup.goals.get(goal)).data
    assert [each["id"] for each in read["key_results"]] == [key_result]
    assert read["percent_completed"] > 0
    counted = await clickup.key_results.create(goal, "Done", "automatic", task_ids=[task_id])
    assert counted.data["task_ids"] == [task_id]
    await clickup.key_results.delete(key_result)
    ids = [each["id"] for each in (await clickup.goals.get(goal)).data["key_results"]]
    assert ids == [counted.data["id"]]
