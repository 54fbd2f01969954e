"""A file that is not whole yet, beside the place where it will be."""

import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import anyio

__all__ = ["Known", "Part"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the whole file.

    Attributes:
        total: Its size in bytes, if the server said so.
        tag: What tells its version from others; empty if the server did not say.
    """

    total: int | None = None
    tag: str = ""


class Part:
    """The part of a file that has come, and beside it a note of what it is a part of.

    Args:
        url: Where the file comes from: what came from elsewhere is no part of it.
        path: Where the file will be.
    """

    def __init__(self, url: str, path: Path) -> None:
        mark = sha256(f"{url} {path.name}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        # Names have a longest length, which the file's own may have used up.
        name = f"{path.name[:40]}.{mark}.part"
        self._path = anyio.Path(path.with_name(name))
        self._note = anyio.Path(path.with_name(f"{name}.json"))
        self.went_on = True
        """Whether what an earlier call left is still a part of it."""

    async def there(self) -> tuple[int, Known]:
        """How many bytes have come, and of what; none where that is not known for certain."""
        if await self._path.is_symlink() or await self._note.is_symlink():
            await self.drop()
        try:
            noted = json.loads(await self._note.read_text("utf-8"))
            known = Known(int(noted["total"]), str(noted["tag"]))
            size = (await self._path.stat()).st_size
        except (OSError, ValueError, KeyError, TypeError):
            return 0, Known()
        # A whole file has nothing left to ask for, and is only moved when it has just come.
        return (size, known) if size < (known.total or 0) else (0, Known())

    async def begin(self, known: Known) -> None:
        """Starts anew with a file of which this is known."""
        self.went_on = False
        await self._path.parent.mkdir(parents=True, exist_ok=True)
        await self.drop()
        if known.total is not None:
            note = json.dumps({"total": known.total, "tag": known.tag})
            await self._note.write_text(note, "utf-8")

    async def open(self, *, anew: bool) -> anyio.AsyncFile[bytes]:
        """The part, for writing at its end.

        Args:
            anew: Whether it must not be there yet.
        """
        return await self._path.open("xb" if anew else "ab")

    async def become(self, path: Path) -> int:
        """Puts the file in its place; gives its size."""
        await self._path.replace(path)
        await self._note.unlink(missing_ok=True)
        return (await anyio.Path(path).stat()).st_size

    async def drop(self) -> None:
        """Takes it away."""
        for path in (self._path, self._note):
            with suppress(FileNotFoundError, NotADirectoryError):
                await path.unlink()
