"""What fuzzing found, each as small as it could be made."""

from __future__ import annotations

import pytest

import wikiparse
from checks import all_faults

FINDS = {
    "a caption behind an open row stands in no row": "<table ><th><caption></table",
    "the label of a link is its title, percent-encoding decoded": "[[%25]]",
    "a paragraph does not begin with a line of a tab": "\t\nb",
}


@pytest.mark.parametrize("find", FINDS)
@pytest.mark.parametrize("dialect", wikiparse.DIALECTS)
def test_a_find(find: str, dialect: str) -> None:
    assert not all_faults(wikiparse.parse(FINDS[find], dialect=dialect), FINDS[find])
