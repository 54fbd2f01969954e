"""One sync at a time for one file, whichever process it is in."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from agent_connectors.engine.files.locks import InUse, lock, unlock
from agent_connectors.engine.store.errors import StoreBusy, StoreError, StoreReadOnly

__all__ = ["SyncLock"]


class SyncLock:
    """Held while a file is synced; the system lets go of it when the process ends.

    Args:
        path: The file; the lock is a file beside it.

    Raises:
        StoreBusy: When it is entered, and another holds it.
        StoreError: The file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = Path(f"{path}-sync")
        self._file = -1

    def __enter__(self) -> Self:
        try:
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            if self._path.with_name(self._path.name.removesuffix("-sync")).is_file():
                raise StoreReadOnly(
                    f"{self._path.name.removesuffix('-sync')} cannot be synced: no file can be "
                    f"made beside it ({error.strerror}).",
                    hint="Search and SQL answer from it as it is.",
                ) from error
            raise StoreError(
                f"{self._path} cannot be made: {error.strerror}.",
                hint="Give the path of a file in a folder that exists.",
            ) from error
        try:
            lock(self._file)
        except InUse:
            os.close(self._file)
            raise StoreBusy(
                f"{self._path.name.removesuffix('-sync')} is being synced already.",
                hint="Its answers go on; ask it, or try again later.",
            ) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        unlock(self._file)
        os.close(self._file)
