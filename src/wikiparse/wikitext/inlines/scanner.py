"""The one pattern that finds the next token."""

from __future__ import annotations

import re
from functools import cache

from wikiparse.mediawiki import PLAIN_COLON, PROTOCOLS, URL_CHARACTERS
from wikiparse.wikitext.preprocessor import other_than, run_of


@cache
def pattern_for(trail: str, has_variants: bool) -> re.Pattern[str]:
    """The scanner of a page: a run of plain text, so that each match succeeds where it is tried,
    and the token that ends it.
    """
    # `stops` end a run of plain text; `plain` are the characters that the label of a simple link
    # may not have.
    stops, plain = "[{'<:_", r"\[\]{}|<>'&\n:"
    company = [
        "'(?!')",
        PLAIN_COLON,
        rf"\[(?!\[)(?!{PROTOCOLS})",
        r"\{(?!\{)",
        "<(?![A-Za-z/!])",
        "_(?!_)",
    ]
    in_label = ["'(?!')", ":(?!//)"]
    if has_variants:
        stops, plain = stops + "-", plain + r"\-"
        company.append(r"-(?!\{)")
        in_label.append(r"-(?!\{)")
    label = run_of(f"[^{plain}]", in_label)
    # A title that needs no decoding, has no prefix and no invalid character: it is the page as it
    # is written.
    invalid = r"\[\]{}|<>&\n:%~'\ufffd"
    inner = other_than("[]{}|<>&\n:%~'\ufffd")
    title = rf"[^{invalid} _./]{inner}*+"
    # A single apostrophe in it; for any other title the engine enters no group.
    more = rf"'(?!')[^{invalid}]*+(?>(?:'(?!')[^{invalid}]*+)*)"
    return re.compile(
        rf"(?!\Z)({run_of(other_than(stops), company)})"
        # plain text [[Page|label]]trail
        # └── 1 ───┘   └ 2 ┘└ 3 ─┘  └ 4 ┘     5 is any other token
        rf"(?:\[\[({title}(?:{more}|))(?<![ _])(?:\|(?!\])({label})|)\]\]({trail})"
        rf"|\Z|('(?<!'')(?:'(?!')[^{plain}_]++''|''(?!')[^{plain}_]++''')(?!')|{SIMPLE_EXTERNAL_LINK}|'{{2,}}|\[\[|.))",
        re.S,
    )


SIMPLE_EXTERNAL_LINK = (
    rf"\[{PROTOCOLS}(?>(?:{URL_CHARACTERS})+)(?:[ \t\u3000\xa0]++[^\[\]{{}}<'&\n:\-_]++)?[ \t]*+\]"
)
"""A link in brackets with plain text, or without any."""
