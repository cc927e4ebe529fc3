"""The vocabulary of a wiki site: its language, its namespaces, its interwiki prefixes, and so where
a title begins.

`namespace_of` and `interwiki_of` say what stands in front of a colon, `split_title` takes a whole
link target apart, and `resolve_language` finds the wiki that a language tag means. All of them
accept any `str` and never raise because of what it holds. The table of names (`_table.py`, see
`NOTICE.md`) is loaded by the first call that needs it.
"""

from __future__ import annotations

from wikiparse.sites.languages import is_language, resolve_language
from wikiparse.sites.prefixes import interwiki_of, namespace_of
from wikiparse.sites.titles import Title, split_title

__all__ = [
    "Title",
    "interwiki_of",
    "is_language",
    "namespace_of",
    "resolve_language",
    "split_title",
]
