"""Streams as programs hand them over."""

import io


class Pipe(io.RawIOBase):
    """A stream that cannot be wound back and does not know its size."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._content.read(size)
