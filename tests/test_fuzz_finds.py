"""What fuzzing found, each as small as it could be made."""

from __future__ import annotations

import pytest

import wikiparse
from checks import all_faults
from wikiparse.html.tags import KNOWN_TAGS

FINDS = {
    "a caption behind an open row stands in no row": "<table ><th><caption></table",
    "the label of a link is its title, percent-encoding decoded": "[[%25]]",
    "a letter beyond ASCII is in no name of a tag": "<\u017fcore>a</score> <h\u0130ero>b</hiero>",
    "a paragraph does not begin with a line of a tab": "\t\nb",
}


@pytest.mark.parametrize("find", FINDS)
@pytest.mark.parametrize("dialect", wikiparse.DIALECTS)
def test_a_find(find: str, dialect: str) -> None:
    assert not all_faults(wikiparse.parse(FINDS[find], dialect=dialect), FINDS[find])


FOLDED = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
"""Characters beyond ASCII that `re.IGNORECASE` takes for the letter."""
STRANGE_NAMES = sorted(
    {
        name.replace(letter, other, 1)
        for name in KNOWN_TAGS
        for letter, others in FOLDED.items()
        for other in others
        if letter in name
    }
)


def upper(name: str) -> str:
    return "".join([letter.upper() if letter.isascii() else letter for letter in name])


@pytest.mark.parametrize("dialect", wikiparse.DIALECTS)
def test_names_of_tags_are_ascii(dialect: str) -> None:
    """To MediaWiki, and by CommonMark and HTML, no such name is that of a tag."""
    for name in STRANGE_NAMES:
        for text in (
            f"<{name}>a</{name}>",
            f"<{upper(name)}>",
            f"<{name}/>",
            f"{{|\n|<{name}>\n|}}",
        ):
            doc = wikiparse.parse(text, dialect=dialect)
            assert not all_faults(doc, text), text
            assert not any(node.kind.startswith("html_") for node in doc.walk()), text
