"""Whether another distribution claims the files of an import name, too."""

from importlib.metadata import PackageNotFoundError, distribution, files
from shlex import quote

__all__ = ["claims", "put_right", "reinstall"]


def claims(name: str, package: str) -> bool:
    """Whether an installed distribution says that a package's files are its own.

    Args:
        name: The distribution.
        package: The top-level package.
    """
    try:
        listed = files(name) or ()
    except PackageNotFoundError:
        return False
    return any(path.parts[:1] == (package,) for path in listed)


def reinstall(ours: str = "agent-connectors") -> str:
    """The command that installs a distribution again, from where it came.

    Args:
        ours: The distribution.
    """
    return f"pip install --force-reinstall --no-deps {_source(ours)}"


def put_right(other: str, ours: str = "agent-connectors") -> str:
    """The command after which the files are ours.

    Args:
        other: The other distribution.
        ours: The one whose files are to stay.
    """
    again = reinstall(ours)
    # Removing the other takes the files away, so what brings them back is tried before.
    return f"{again} && pip uninstall -y {other} && {again}"


def _source(name: str) -> str:
    """What to write after `pip install`: the clone or wheel that it came from, or its name."""
    from pydantic_core import from_json

    try:
        told = distribution(name).read_text("direct_url.json")
        origin = from_json(told or "{}")
        if version := origin.get("vcs_info"):
            return quote(f"{version['vcs']}+{origin['url']}@{version['commit_id']}")
        is_editable = (origin.get("dir_info") or {}).get("editable")
        return f"-e {quote(origin['url'])}" if is_editable else quote(origin["url"])
    except (PackageNotFoundError, ValueError, AttributeError, KeyError):
        return name
