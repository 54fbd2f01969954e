"""How many characters fit, where what counts is the tokens of a model."""

from typing import Literal

__all__ = ["DESCRIPTION_TOKENS", "OUTPUT_TOKENS", "TOOL_TOKENS", "characters", "tokens"]

OUTPUT_TOKENS = 8000
"""How long a result may be, if nothing else is said."""

DESCRIPTION_TOKENS = 900
"""How long the list of operations may be."""

TOOL_TOKENS = 120
"""How long the text and schema of a typed tool may be."""

# Low guesses, since a text that is too long does more harm than one that could be longer. JSON
# full of ids and dates has the fewest characters to a token, a list of names has more.
_A_TOKEN = {"values": 3.0, "schema": 3.6, "names": 3.8}


def characters(tokens: int, of: Literal["values", "schema", "names"]) -> int:
    """How many characters are about so many tokens, in a text of that kind."""
    return round(tokens * _A_TOKEN[of])


def tokens(text: str, of: Literal["values", "schema", "names"]) -> int:
    """About how many tokens a text of that kind has."""
    return round(len(text) / _A_TOKEN[of])
