"""Records of which the parts alone do not tell what matters."""

from typing import Any

from agent_connectors.clickup.compact import compact

PERSON: dict[str, Any] = {"id": 7, "username": "Jane Doe", "email": "jane@example.com", "role": 4}


def test_a_message_keeps_its_text_in_a_list() -> None:
    message = {
        "id": "m1", "type": "message", "content": "Who is up?", "user_id": "7",
        "date": 1767225600000, "resolved": False, "replies_count": 2, "parent_channel": "c1",
        "links": {"reactions": "/a", "replies": "/b", "tagged_users": "/c"},
        "post_data": {"title": "News", "subtype": {"id": "s"}},
    }  # fmt: skip
    assert compact("chat_messages", message, in_list=True) == {
        "id": "m1",
        "user_id": "7",
        "content": "Who is up?",
        "date": "2026-01-01T00:00Z",
        "title": "News",
        "replies": 2,
    }
    mentioned = {"id": "7", "username": "Jane Doe", "email": "jane@example.com"}
    assert compact("chat_messages", mentioned, in_list=True)["email"] == "jane@example.com"


def test_a_channel() -> None:
    channel = {
        "id": "c1", "name": "News", "type": "CHANNEL", "visibility": "PUBLIC", "archived": False,
        "parent": {"id": "90", "type": 6}, "latest_comment_at": "2026-01-01T00:00Z",
        "links": {"members": "/a"}, "default_view": {"type": 1, "view_id": "x", "standard": True},
    }  # fmt: skip
    assert compact("chat_channels", channel, in_list=True) == {
        "id": "c1",
        "name": "News",
        "type": "CHANNEL",
        "visibility": "PUBLIC",
        "parent": "list 90",
        "latest_message": "2026-01-01T00:00Z",
    }


def test_pages_keep_their_text_and_their_order() -> None:
    page = {
        "id": "p1", "name": "One", "content": "a", "avatar": None, "workspace_id": 1,
        "pages": [{"id": "p2", "name": "Two", "content": "b", "pages": []}],
    }  # fmt: skip
    assert compact("doc_pages", page, in_list=True) == {
        "id": "p1",
        "name": "One",
        "content": "a",
        "pages": [{"id": "p2", "name": "Two", "content": "b"}],
    }


def test_a_custom_field_shows_its_options_by_name() -> None:
    options = [{"id": "o1", "name": "Red", "color": "#f00"}, {"id": "o2", "name": "Blue"}]
    field = {
        "id": "f1", "name": "Colour", "type": "drop_down", "type_config": {"options": options},
        "date_created": "1", "required": False, "hide_from_guests": False,
    }  # fmt: skip
    assert compact("custom_fields", field, in_list=True) == {
        "id": "f1",
        "name": "Colour",
        "type": "drop_down",
        "options": ["Red", "Blue"],
    }
    assert compact("custom_fields", {}, in_list=False) == {}


def test_a_webhook_does_not_show_its_secret() -> None:
    webhook = {
        "id": "w1", "endpoint": "https://example.com", "events": ["taskCreated"], "secret": "S",
        "client_id": "C", "userid": 7, "list_id": 5, "task_id": None,
        "health": {"status": "active"},
    }  # fmt: skip
    assert compact("webhooks", webhook, in_list=False) == {
        "id": "w1",
        "endpoint": "https://example.com",
        "events": ["taskCreated"],
        "list_id": 5,
        "health": {"status": "active"},
    }
    assert compact("authorization", {"access_token": "T"}, in_list=False) == {}


def test_a_guest_with_what_is_shared() -> None:
    guest = {
        "user": PERSON, "invited_by": PERSON, "can_edit_tags": False,
        "shared": {"tasks": [], "lists": [{"id": "1", "name": "Lab", "orderindex": 0}]},
    }  # fmt: skip
    assert compact("guests", guest, in_list=False) == {
        "user": "Jane Doe (7)",
        "email": "jane@example.com",
        "role": "guest",
        "invited_by": "Jane Doe (7)",
        "can_edit_tags": False,
        "shared": {"lists": ["Lab (1)"]},
    }
    workspace = {"id": "9", "name": "Acme", "members": []}
    assert compact("guests", workspace, in_list=False) == {"id": "9", "name": "Acme"}


def test_time_in_status_keeps_the_minutes() -> None:
    told = {
        "current_status": {
            "status": "doing", "color": "#fff",
            "total_time": {"by_minute": 5, "since": "1767225600000"},
        },
        "status_history": [
            {"status": "to do", "type": "open", "orderindex": 0,
             "total_time": {"by_minute": 60, "since": "1767222000000"}},
            {"status": "doing", "type": "custom", "orderindex": 1,
             "total_time": {"by_minute": 5, "since": "1767225600000"}},
        ],
    }  # fmt: skip
    short = {
        "status": "doing",
        "since": "2026-01-01T00:00Z",
        "minutes": {"to do": 60, "doing": 5},
    }
    assert compact("time_in_status", told, in_list=False) == short
    assert compact("time_in_status", {"86c": told}, in_list=False) == {"86c": short}


def test_what_was_shared_one_by_one() -> None:
    shared = {"tasks": [{"id": "86c", "name": "Calibrate"}], "lists": [], "folders": []}
    assert compact("teams", shared, in_list=False) == {"tasks": ["Calibrate (86c)"]}
