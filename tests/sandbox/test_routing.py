"""Finding the endpoint for a path."""

import pytest

from agent_connectors.clickup.sandbox.routing import Route, Router

ROUTER = Router(
    Route(method, path, (method, path).__repr__)
    for method, path in (
        ("GET", "/a/{one}"),
        ("PUT", "/a/{one}"),
        ("GET", "/a/named"),
        ("GET", "/a/named/{one}/deep"),
        ("GET", "/a/{one}/{two}/other"),
    )
)


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/a/1", {"one": "1"}),
        ("/a/1/", {"one": "1"}),
        ("/a/named", {}),
        ("/a/named/2/deep", {"one": "2"}),
        # The named branch is a dead end here, and what it collected must be forgotten.
        ("/a/named/2/other", {"one": "named", "two": "2"}),
        ("//a//1/", {"one": "1"}),
        ("/a/x%2Fy%20z", {"one": "x/y z"}),
    ],
)
def test_a_path_is_found(path: str, parameters: dict[str, str]) -> None:
    match = ROUTER.find("GET", path)
    assert match is not None
    assert match.parameters == parameters
    assert match.handler is not None


@pytest.mark.parametrize("path", ["/", "/a", "/a/1/2", "/b", "/a/named/2/deep/er"])
def test_a_path_is_not_found(path: str) -> None:
    assert ROUTER.find("GET", path) is None


def test_a_path_may_have_other_methods_only() -> None:
    match = ROUTER.find("DELETE", "/a/1")
    assert match is not None
    assert match.handler is None
