"""Unpacks what came packed, in pieces of a bounded size."""

import zlib
from collections.abc import Iterator

__all__ = ["Unpacker"]

_PIECE = 256 * 1024
"""Bytes that are unpacked at a time: a few packed bytes may stand for a thousand times as many."""


class Unpacker:
    """Unpacks a content piece by piece.

    Args:
        encoding: How it is packed, as the server says: `identity`, `gzip` or `deflate`.

    Raises:
        ValueError: It is packed in another way.
    """

    def __init__(self, encoding: str) -> None:
        kind = encoding.strip().lower()
        if kind not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise ValueError(
                f"The file is compressed in a way that was not asked for ({kind[:40]})."
            )
        self._zip = None if kind in {"", "identity"} else zlib.decompressobj(wbits=47)

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        """What a piece of the packed content holds.

        Raises:
            ValueError: It cannot be unpacked.
        """
        if self._zip is None:
            yield packed
            return
        left = packed
        while True:
            try:
                piece = self._zip.decompress(left, _PIECE)
            except zlib.error:
                raise ValueError("The compressed file cannot be unpacked.") from None
            left = self._zip.unconsumed_tail
            if piece:
                yield piece
            if not left and len(piece) < _PIECE:
                return

    def finish(self) -> None:
        """Says that all has come.

        Raises:
            ValueError: The end is missing.
        """
        if self._zip is not None and not self._zip.eof:
            raise ValueError("The compressed file broke off before its end.")
