"""Whether others could have written a file that says where keys are sent."""

import os
import sys
from pathlib import Path
from stat import S_ISREG, S_IWGRP, S_IWOTH

from agent_connectors.engine.errors import ConfigurationError

__all__ = ["refuse_others"]


def refuse_others(path: Path, state: os.stat_result) -> None:
    """Refuses a file that is somebody else's, or that others may write to.

    Args:
        path: The file.
        state: What is known of it while it is open, so that it is the one that is read.

    Raises:
        ConfigurationError: It is one.
    """
    if not S_ISREG(state.st_mode):
        raise ConfigurationError(f"{path} is no file.")
    if sys.platform == "win32":
        return  # where what others may do is not in these bits
    if state.st_uid not in {0, os.geteuid()}:
        raise ConfigurationError(
            f"{path} belongs to somebody else, who could have your key sent elsewhere.",
            hint="Make one of your own.",
        )
    shared = state.st_mode & S_IWGRP and not _is_private(state.st_gid)
    if shared or state.st_mode & S_IWOTH:
        raise ConfigurationError(
            f"Others may write to {path}, and could have your key sent elsewhere.",
            hint=f"Run `chmod go-w {path}`.",
        )


def _is_private(group: int) -> bool:
    """Whether a group is the one that many systems make for each user, with nobody else in it."""
    if sys.platform == "win32":  # where nobody asks; it has no such modules
        return True
    import grp
    import pwd

    try:
        own, user = grp.getgrgid(group), pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return own.gr_name == user.pw_name and set(own.gr_mem) <= {user.pw_name}
