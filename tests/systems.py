"""What not every system has."""

import sys

import pytest

__all__ = ["MODES", "SIGNALS"]

MODES = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")
