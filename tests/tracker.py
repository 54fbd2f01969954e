"""The example of a connector by somebody else, as if its package were installed."""

from pathlib import Path

__all__ = ["with_tracker"]


def with_tracker(folder: Path) -> Path:
    """A folder for the path of Python, in which the package is found that brings the tracker."""
    found = folder / "tracker-1.0.dist-info"
    found.mkdir(parents=True, exist_ok=True)
    (found / "METADATA").write_text("Metadata-Version: 2.1\nName: tracker\nVersion: 1.0\n")
    (found / "entry_points.txt").write_text(
        "[agent_connectors.connectors]\ntracker = tracker.provider:PROVIDER\n"
    )
    return folder
