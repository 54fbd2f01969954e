"""Comments and their pages."""

import pytest

from tests.sandbox.client import Api, Clock


@pytest.fixture
def long_thread(api: Api) -> str:
    """A task with more than two pages of comments."""
    threads = api.workspace.threads
    return max((p for p in threads if p[0] == "task"), key=lambda p: len(threads[p]))[1]


async def test_pages_go_back_in_time_without_gaps(api: Api, long_thread: str) -> None:
    path = f"/task/{long_thread}/comment"
    page = (await api.get(path))["comments"]
    seen = page
    sizes = [len(page)]
    while page:
        last = seen[-1]
        page = (await api.get(path, start=last["date"], start_id=last["id"]))["comments"]
        sizes.append(len(page))
        seen = seen + page
    assert sizes == [25, 25, 8, 0]
    assert len({comment["id"] for comment in seen}) == 58
    dates = [int(comment["date"]) for comment in seen]
    assert dates == sorted(dates, reverse=True)


async def test_comments_of_one_moment_are_not_lost_between_pages(api: Api) -> None:
    task = next(t for t in api.workspace.tasks if ("task", t) not in api.workspace.threads)
    made = [
        str((await api.post(f"/task/{task}/comment", {"comment_text": str(n)}))["id"])
        for n in range(30)
    ]
    path = f"/task/{task}/comment"
    first = (await api.get(path))["comments"]
    last = first[-1]
    second = (await api.get(path, start=last["date"], start_id=last["id"]))["comments"]
    assert [comment["id"] for comment in first + second] == made[::-1]


async def test_half_a_page_position_is_ignored(api: Api, long_thread: str) -> None:
    path = f"/task/{long_thread}/comment"
    first = await api.get(path)
    last = first["comments"][-1]
    assert await api.get(path, start=last["date"]) == first
    assert await api.get(path, start_id=last["id"]) == first


@pytest.mark.parametrize("kind", ["task", "list", "view"])
async def test_a_comment_reads_back(kind: str, api: Api, clock: Clock) -> None:
    place = {
        "task": next(iter(api.workspace.tasks)),
        "list": next(iter(api.workspace.lists)),
        "view": next(v.id for v in api.workspace.views.values() if v.type == "conversation"),
    }[kind]
    path = f"/{kind}/{place}/comment"
    made = await api.post(path, {"comment_text": "Hello", "notify_all": False})
    assert made["date"] == clock.ms
    read = (await api.get(path))["comments"][0]
    assert read["id"] == str(made["id"])
    assert (read["comment_text"], read["comment"]) == ("Hello", [{"text": "Hello"}])
    assert read["user"]["id"] == api.workspace.owner.id
    assert "resolved" not in read


async def test_an_assigned_comment_is_resolved(api: Api) -> None:
    task, user = next(iter(api.workspace.tasks)), list(api.workspace.users)[1]
    path = f"/task/{task}/comment"
    made = await api.post(path, {"comment_text": "Please", "assignee": user})
    read = (await api.get(path))["comments"][0]
    assert (read["assignee"]["id"], read["resolved"]) == (user, False)
    assert read["assigned_by"]["id"] == api.workspace.owner.id
    assert await api.put(f"/comment/{made['id']}", {"resolved": True}) == {}
    read = (await api.get(path))["comments"][0]
    assert (read["resolved"], read["comment_text"]) == (True, "Please")


async def test_mentions_are_blocks_and_at_signs_are_not(api: Api) -> None:
    task, user = next(iter(api.workspace.tasks)), list(api.workspace.users.values())[1]
    path = f"/task/{task}/comment"
    blocks = [{"type": "tag", "user": {"id": user.id}}, {"text": " look"}]
    await api.post(path, {"comment": blocks})
    read = (await api.get(path))["comments"][0]
    assert read["comment_text"] == f"@{user.username} look"
    assert read["comment"][0]["user"]["id"] == user.id
    await api.post(path, {"comment_text": f"@{user.username} look"})
    assert (await api.get(path))["comments"][0]["comment"] == [{"text": f"@{user.username} look"}]


async def test_replies_are_counted_and_apart(api: Api) -> None:
    task = next(t for t in api.workspace.tasks if ("task", t) not in api.workspace.threads)
    comment = await api.post(f"/task/{task}/comment", {"comment_text": "Question"})
    reply = await api.post(f"/comment/{comment['id']}/reply", {"comment_text": "Answer"})
    thread = (await api.get(f"/task/{task}/comment"))["comments"]
    assert [(c["comment_text"], c["reply_count"]) for c in thread] == [("Question", 1)]
    replies = (await api.get(f"/comment/{comment['id']}/reply"))["comments"]
    assert [(c["id"], c["comment_text"]) for c in replies] == [(str(reply["id"]), "Answer")]
    assert await api.delete(f"/comment/{comment['id']}") == {}
    assert (await api.get(f"/task/{task}/comment"))["comments"] == []
    assert (await api.delete(f"/comment/{reply['id']}", status=401))["ECODE"] == "OAUTH_018"


async def test_an_empty_comment_is_refused(api: Api) -> None:
    task = next(iter(api.workspace.tasks))
    before = await api.get(f"/task/{task}/comment")
    await api.post(f"/task/{task}/comment", {"notify_all": True}, status=400)
    assert await api.get(f"/task/{task}/comment") == before
