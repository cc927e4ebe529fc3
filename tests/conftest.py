"""What all tests share: the ear for what must not happen, the switch that refreshes the fixtures,
and the profiles of Hypothesis."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

from listening import pytest_runtest_teardown  # noqa: F401 (a hook of pytest; the module listens from here on)

if TYPE_CHECKING:
    import pytest

COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every machine, fewer for a change than in CI; `HYPOTHESIS_PROFILE=search`
# looks for new ones.
settings.register_profile("quick", COMMON, max_examples=100, derandomize=True, database=None)
settings.register_profile("long", COMMON, max_examples=400, derandomize=True, database=None)
settings.register_profile("search", COMMON, max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_finish() -> None:
    """Have the collector leave alone what thousands of tests are made of: each of its rounds would
    look through them."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch."""
    parser.addoption(
        "--refresh-fixtures",
        action="store_true",
        help="write the trees into tests/fixtures/*.txt, to be reviewed as a diff",
    )
