"""Whether a delivery was signed by ClickUp."""

import hmac
from collections.abc import Iterable
from hashlib import sha256

from agent_connectors.engine.secrets.secret import Secret

__all__ = ["is_signed"]

_DIGITS = 2 * sha256().digest_size


def is_signed(body: bytes, signature: str | bytes, secrets: Iterable[Secret]) -> bool:
    """Whether a signature is that of a body, with one of several secrets.

    It takes as long for a wrong signature as for a right one.

    Args:
        body: What was delivered, byte by byte.
        signature: What the header `X-Signature` holds.
        secrets: Those of the webhooks, and old ones while they are being replaced.
    """
    given = signature.encode("latin-1", "replace") if isinstance(signature, str) else signature
    given = given.strip().lower()
    right = False
    for secret in secrets:
        made = hmac.new(secret.reveal().encode(), body, sha256).hexdigest()
        right |= hmac.compare_digest(made.encode(), given)
    return right and len(given) == _DIGITS
