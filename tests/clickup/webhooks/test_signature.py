"""Signatures: those that are right, and all that is nearly right."""

import pytest

from agent_connectors.clickup.webhooks import is_signed
from agent_connectors.engine.secrets.secret import Secret

# RFC 4231, test cases 2 and 1 and 6: key, text, and HMAC-SHA256.
VECTORS = [
    (
        "Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    (
        "\x0b" * 20,
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ),
]
KEY, BODY, RIGHT = VECTORS[0]


@pytest.mark.parametrize(("key", "body", "right"), VECTORS)
def test_it_is_hmac_sha256_in_hexadecimal(key: str, body: bytes, right: str) -> None:
    assert is_signed(body, right, [Secret(key)])
    assert is_signed(body, right.upper().encode(), [Secret(key)])
    assert not is_signed(body + b" ", right, [Secret(key)])
    assert not is_signed(body, right, [Secret(key + "x")])


@pytest.mark.parametrize(
    "wrong",
    ["", RIGHT[:-1], RIGHT + "0", f"sha256={RIGHT}", f"{RIGHT},{RIGHT}", RIGHT[::-1], "0" * 64,
     "\u00e4" * 64, "\u2602", RIGHT.replace("5", "\u0665"), "\x00" * 64],
)  # fmt: skip
def test_what_is_nearly_right_is_wrong(wrong: str) -> None:
    assert not is_signed(BODY, wrong, [Secret(KEY)])


def test_one_of_several_secrets_is_enough_and_none_is_not() -> None:
    secrets = [Secret("new"), Secret(KEY), Secret("old")]
    assert is_signed(BODY, RIGHT, secrets)
    assert is_signed(BODY, RIGHT, secrets[::-1])
    assert not is_signed(BODY, RIGHT, [secrets[0], secrets[2]])
    assert not is_signed(BODY, RIGHT, [])
