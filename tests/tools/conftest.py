"""What counts tokens."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.missing import missing


@pytest.fixture
def encoding(monkeypatch: pytest.MonkeyPatch) -> Any:
    """OpenAI's newest public tokenizer, from the files that LlamaIndex brings along."""
    tiktoken = pytest.importorskip("tiktoken")
    found = find_spec("llama_index.core")
    files = found and found.origin and Path(found.origin).parent / "_static" / "tiktoken_cache"
    if not files or not files.is_dir():
        missing("the tokenizer's files are not here")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(files))
    return tiktoken.get_encoding("o200k_base")
