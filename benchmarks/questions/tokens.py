"""Counts tokens, offline: llama-index brings the files of both encodings."""

import os
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["ENCODINGS", "count"]

ENCODINGS = ("o200k_base", "cl100k_base")


@lru_cache(maxsize=1024)
def count(text: str, encoding: str = ENCODINGS[0]) -> int:
    """How many tokens a text has."""
    return len(_encoding(encoding).encode(text, disallowed_special=()))


@cache
def _encoding(name: str) -> Any:
    found = find_spec("llama_index.core")
    if found is not None and found.origin is not None:
        files = Path(found.origin).parent / "_static" / "tiktoken_cache"
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(files))
    import tiktoken

    return tiktoken.get_encoding(name)
