"""Encrypts what is kept, and gives the keys that tokens are signed with."""

import base64
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic_core import from_json, to_json

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["SigningKey", "Unsealable", "Vault", "load_keys", "sealed_at"]


class Unsealable(Exception):
    """What is kept cannot be decrypted: none of the keys fits, or it belongs elsewhere."""


class SigningKey(NamedTuple):
    """A key that access tokens are signed with, and the name that they say it by."""

    name: str
    key: Secret


class Vault:
    """Encrypts credentials at rest.

    Args:
        keys: Fernet keys: the first one encrypts, any of them decrypts.

    Raises:
        ConfigurationError: There is no key, or one that is none.
    """

    @unseen
    def __init__(self, keys: Sequence[Secret]) -> None:
        if not keys:
            raise ConfigurationError("There is no key to encrypt with.")
        self._keys = tuple(keys)
        try:
            self._fernet = MultiFernet([Fernet(key.reveal()) for key in keys])
        except ValueError:
            raise ConfigurationError(
                "A key must be 32 bytes in URL-safe base64.",
                hint="`agent-connectors serve admin new-key` prints a new one.",
            ) from None

    @even_half_made
    def __repr__(self) -> str:
        return f"<Vault with {len(self._keys)} keys>"

    def seal(self, owner: str, credentials: Mapping[str, Secret]) -> bytes:
        """Encrypts credentials.

        Args:
            owner: Whose they are: they can be opened for this owner alone, so that somebody who
                can write to the database cannot move them to another.
            credentials: The credentials.
        """
        plain = {name: secret.reveal() for name, secret in credentials.items()}
        return self._fernet.encrypt(to_json({"owner": owner, "credentials": plain}))

    def open(self, owner: str, sealed: bytes) -> dict[str, Secret]:
        """Decrypts credentials.

        Raises:
            Unsealable: No key fits, or they are somebody else's.
        """
        try:
            opened = from_json(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise Unsealable("No key fits.") from None
        if opened["owner"] != owner:
            raise Unsealable("They belong to another connector.")
        return {name: Secret(value) for name, value in opened["credentials"].items()}

    def reseal(self, sealed: bytes) -> bytes:
        """Encrypts anew, with the first key.

        Raises:
            Unsealable: No key fits.
        """
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise Unsealable("No key fits.") from None

    def first(self) -> "Vault":
        """One with the first key alone."""
        return Vault(self._keys[:1])

    def signing_keys(self) -> tuple[SigningKey, ...]:
        """A key for signing from each of the keys, in their order."""
        return tuple(map(_signing_key, self._keys))


def sealed_at(sealed: bytes) -> int:
    """When something was encrypted, in seconds since 1970, which Fernet writes in the clear."""
    return int.from_bytes(base64.urlsafe_b64decode(sealed)[1:9])


def _signing_key(key: Secret) -> SigningKey:
    """Derived, so that neither key tells anything about the other."""
    derive = HKDF(SHA256(), length=32, salt=None, info=b"agent-connectors access tokens")
    derived = derive.derive(key.reveal().encode())
    return SigningKey(sha256(derived).hexdigest()[:16], Secret(derived.hex()))


@unseen
def load_keys(given: str | None, file: Path, *, make: bool) -> tuple[Secret, ...]:
    """The keys.

    Args:
        given: The keys, separated by commas; then the file is not looked at.
        file: A file with the keys, one a line, that nobody else may read.
        make: Whether to make the file, with a new key, if there is none.

    Raises:
        ConfigurationError: There are none, or others may read the file.
    """
    if given:
        return tuple(Secret(key.strip()) for key in given.split(",") if key.strip())
    if make:
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "wb") as made:
                made.write(Fernet.generate_key() + b"\n")
    try:
        found = file.stat()
        mode, text = stat.S_IMODE(found.st_mode), file.read_text("utf-8")
        # Kubernetes lets a server read what is root's through a group that is the server's alone.
        own = sys.platform == "win32" or found.st_uid != 0 or os.geteuid() == 0
    except OSError as error:
        raise ConfigurationError(
            f"The key file {file} cannot be read: {error.strerror}.",
            hint="Name the file, or set AGENT_CONNECTORS_KEYS; for a new database "
            "`agent-connectors serve admin new-key` prints a key.",
        ) from None
    if sys.platform != "win32" and mode & (0o077 if own else 0o037):
        raise ConfigurationError(
            f"Others may read the key file {file}.", hint=f"Run `chmod 600 {file}`."
        )
    return tuple(Secret(line.strip()) for line in text.splitlines() if line.strip())
