"""The public API under a type checker."""

from __future__ import annotations

from pathlib import Path

import pytest

FILE = Path(__file__).parent / "typing" / "api.py"


def test_the_api_is_typed() -> None:
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    out, err, status = api.run(
        ["--strict", "--no-incremental", "--cache-dir", "/dev/null", str(FILE)]
    )
    assert (status, err) == (0, ""), out
