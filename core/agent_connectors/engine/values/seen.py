"""Which characters can be seen: others may hide a text within one, or turn it round."""

from bisect import bisect_right

__all__ = ["is_seen"]

# Unicode's Default_Ignorable_Code_Point, which no version takes a character out of, and those that
# are drawn as nothing although they count as letters, marks or symbols.
_UNSEEN = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800)),
    *((0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB)),
    *((0x16FE4, 0x16FE4), (0x1BCA0, 0x1BCA3), (0x1D159, 0x1D159), (0x1D173, 0x1D17A)),
    (0xE0000, 0xE0FFF),
)

_BEGINS = [first for first, _ in _UNSEEN]


def is_seen(character: str) -> bool:
    """Whether a character can be seen where it stands, and does nothing to others.

    Args:
        character: One character.
    """
    if character.isascii() or not character.isprintable():
        return character.isprintable()
    code = ord(character)
    place = bisect_right(_BEGINS, code) - 1
    return place < 0 or code > _UNSEEN[place][1]
