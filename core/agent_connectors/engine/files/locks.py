"""Locks of the system on open files; it lets go of them when the process ends."""

import os
import sys

__all__ = ["InUse", "lock", "unlock"]


class InUse(Exception):
    """Another holds the lock."""


if sys.platform == "win32":
    import msvcrt

    _FAR = (1 << 31) - 2
    """Windows lets nobody else read or write what is locked: a byte far behind is locked."""

    def lock(file: int) -> None:
        """Locks an open file, or raises `InUse` where another has."""
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise InUse from None

    def unlock(file: int) -> None:
        """Lets go of it."""
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock(file: int) -> None:
        """Locks an open file, or raises `InUse` where another has."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None

    def unlock(file: int) -> None:
        """Lets go of it."""
        # Closing is not enough: a process that was forked meanwhile has the file open too.
        fcntl.flock(file, fcntl.LOCK_UN)
