"""A file that is not whole yet, beside the place where it will be."""

import json
import os
import re
import stat
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from anyio import to_thread

from agent_connectors.engine.files.locks import lock, unlock

__all__ = ["Known", "Part"]

_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_STRONG = re.compile(r'"[!#-~]+"')
"""A tag that is not weak, in letters that a header can be sent with."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the whole file.

    Attributes:
        total: Its size in bytes, if the server said so.
        etag: What tells its version from others, as the server said it.
        modified: When it was changed last, as the server said it.
    """

    total: int | None = None
    etag: str = ""
    modified: str = ""

    @property
    def certain(self) -> bool:
        """Whether a later answer can be told to be of these bytes and no others.

        A weak tag may stand for other bytes, and so may a time, which has whole seconds only.
        """
        return bool(self.total) and _STRONG.fullmatch(self.etag) is not None

    def continues(self, etag: str, modified: str) -> bool:
        """Whether an answer is of the same version."""
        return self.certain and etag == self.etag and modified in {"", self.modified}


class Part:
    """The part of a file that has come, and beside it a note of what it is a part of.

    There is one for each path, whatever is fetched to it, so that calls that are killed leave one
    at most. It is locked while a call writes it. The lock is the operating system's: it holds
    between processes, and ends with the process that has it.

    Args:
        url: Where the file comes from: what came from elsewhere is no part of it.
        path: Where the file will be.
        overwrite: Whether another file that is there may be replaced.
    """

    def __init__(self, url: str, path: Path, *, overwrite: bool = False) -> None:
        mark = _digest(path.name)[:16]
        # Names have a longest length, which the file's own may have used up.
        name = f"{path.name[:40]}.{mark}.part"
        self._url, self._target = _digest(url), path
        self._path, self._note = path.with_name(name), path.with_name(f"{name}.json")
        self._overwrite = overwrite
        self._file = -1
        # A call that is cancelled does not end the thread in which it writes.
        self._writing = threading.Lock()
        self.known = Known()
        """What is known of the whole file; nothing where no part of it is there."""
        self.taken_over = 0
        """How many bytes of it an earlier call has fetched."""

    @property
    def is_taken(self) -> bool:
        """Whether another file is in its place that may not be replaced."""
        return not self._overwrite and os.path.lexists(self._target)

    @property
    def there(self) -> int:
        """How many bytes have come that a transfer can go on from."""
        if self._file == -1 or not self.known.certain:
            return 0
        size = os.fstat(self._file).st_size
        # A whole file has nothing left to ask for, and is only moved when it has just come.
        return size if size < (self.known.total or 0) else 0

    def claim(self) -> None:
        """Takes what an earlier call left, if it is of the same file.

        Raises:
            InUse: Another call has it.
            OSError: It cannot be opened.
        """
        with suppress(FileNotFoundError, NotADirectoryError):
            self._take(0)
            self.known = self._noted()
        self.taken_over = self.there

    def _noted(self) -> Known:
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            noted = {} if self._note.is_symlink() else json.loads(self._note.read_text("utf-8"))
            if noted["url"] == self._url:
                return Known(int(noted["total"]), str(noted["etag"]), str(noted["modified"]))
        return Known()

    def begin(self, known: Known) -> None:
        """Starts anew with a file of which this is known.

        Raises:
            InUse: Another call has begun meanwhile.
            OSError: It cannot be written.
        """
        self.drop()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._take(os.O_CREAT)
        # In this order no note ever stands beside bytes that it does not tell of.
        self._note.unlink(missing_ok=True)
        os.ftruncate(self._file, 0)
        if known.certain:
            with self._note.open("x", encoding="utf-8") as note:
                json.dump({"url": self._url, **asdict(known)}, note)
        self.known = known

    async def write(self, piece: bytes) -> None:
        """Puts a piece at its end."""
        await to_thread.run_sync(self._write, piece)

    def _write(self, piece: bytes) -> None:
        with self._writing:
            if self._file == -1:
                return
            os.lseek(self._file, 0, os.SEEK_END)
            left = memoryview(piece)
            while left:
                left = left[os.write(self._file, left) :]

    def become(self, size: int) -> bool:
        """Puts the file in its place, if it has this size and nobody has changed it meanwhile.

        Raises:
            FileExistsError: Another file is there, and may not be replaced.
            OSError: It cannot be put there.
        """
        if not self._is_mine() or os.fstat(self._file).st_size != size:
            return False
        self._note.unlink(missing_ok=True)
        if sys.platform == "win32":
            self._let_go()  # what is open cannot be moved there
        if self._overwrite:
            self._path.replace(self._target)
        else:
            self._put_beside_none()
        self._let_go()
        return True

    def _put_beside_none(self) -> None:
        """Puts the file in its place, where no other may be."""
        try:
            os.link(self._path, self._target)  # which, other than a move, replaces nothing
        except FileExistsError:
            raise
        except OSError:  # not every file system has links
            if self.is_taken:
                raise FileExistsError(str(self._target)) from None
            self._path.replace(self._target)
        else:
            self._path.unlink()

    def leave(self) -> None:
        """Leaves it for a later call if that can go on from it; else takes it away."""
        with suppress(OSError):  # what cannot be taken away is overwritten later
            if self.there:
                self._let_go()
            else:
                self.drop()

    def drop(self) -> None:
        """Takes it away."""
        self.known, self.taken_over = Known(), 0
        try:
            if self._is_mine():
                self._note.unlink(missing_ok=True)
                if sys.platform == "win32":
                    self._let_go()
                self._path.unlink(missing_ok=True)
        finally:
            self._let_go()

    def _take(self, flags: int) -> None:
        """Opens the part and locks it."""
        while True:
            with suppress(FileNotFoundError):
                if not stat.S_ISREG(self._path.lstat().st_mode):
                    self._path.unlink()  # a link, which may lead anywhere
            self._file = os.open(self._path, _FLAGS | flags, 0o666)
            try:
                lock(self._file)
                # Whoever had it may have moved it between the opening and the locking.
                if self._is_mine():
                    return
            except BaseException:
                os.close(self._file)
                self._file = -1
                raise
            self._let_go()

    def _is_mine(self) -> bool:
        """Whether what was opened is still in its place."""
        if self._file == -1:
            return False
        try:
            return os.path.samestat(os.fstat(self._file), self._path.lstat())
        except OSError:
            return False

    def _let_go(self) -> None:
        with self._writing:
            file, self._file = self._file, -1
        if file != -1:
            try:
                unlock(file)
            finally:
                os.close(file)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
