"""A name server on this machine, which knows one name."""

import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

__all__ = ["Names", "name_server"]

_A = 1
_ANSWER, _NO_SUCH_NAME, _FAILED = 0x8180, 0x8183, 0x8182


class Names:
    """What the name server says.

    Attributes:
        port: Where it is, on 127.0.0.1.
        addresses: Those of every name that is asked for; none for a name that is not there.
        fails: Whether it answers that it cannot say.
    """

    def __init__(self, port: int, addresses: Sequence[str]) -> None:
        self.port = port
        self.addresses = list(addresses)
        self.fails = False
        self.asked = 0

    def answer(self, asked: bytes) -> bytes:
        """The answer to a question, as DNS writes it."""
        self.asked += 1
        end = asked.index(b"\0", 12) + 5
        (kind,) = struct.unpack("!H", asked[end - 4 : end - 2])
        found = self.addresses if kind == _A and not self.fails else []
        code = _FAILED if self.fails else _ANSWER if self.addresses else _NO_SUCH_NAME
        head = asked[:2] + struct.pack("!HHHHH", code, 1, len(found), 0, 0)
        lines = [
            struct.pack("!HHHIH", 0xC00C, _A, 1, 1, 4) + socket.inet_aton(address)
            for address in found
        ]
        return head + asked[12:end] + b"".join(lines)


@contextmanager
def name_server(*addresses: str) -> Iterator[Names]:
    """Answers as long as it is needed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.1)
        names = Names(listening.getsockname()[1], addresses)
        ends = threading.Event()

        def run() -> None:
            while not ends.is_set():
                try:
                    asked, caller = listening.recvfrom(512)
                except TimeoutError:
                    continue
                listening.sendto(names.answer(asked), caller)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield names
        finally:
            ends.set()
            thread.join()
