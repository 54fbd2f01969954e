"""Whether another distribution claims the files of an import name, too."""

from importlib.metadata import PackageNotFoundError, files

__all__ = ["claims", "put_right"]


def claims(distribution: str, package: str) -> bool:
    """Whether an installed distribution says that a package's files are its own.

    Args:
        distribution: The distribution.
        package: The top-level package.
    """
    try:
        listed = files(distribution) or ()
    except PackageNotFoundError:
        return False
    return any(path.parts[:1] == (package,) for path in listed)


def put_right(other: str, ours: str = "agent-connectors") -> str:
    """The command after which the files are ours.

    Args:
        other: The other distribution.
        ours: The one whose files are to stay.
    """
    return f"pip uninstall -y {other} && pip install --force-reinstall --no-deps {ours}"
