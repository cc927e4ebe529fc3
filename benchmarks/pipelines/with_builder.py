"""A builder of a data set of text, as those of language models are made: mwparserfromhell's tree,
from which media, categories, references, tables and templates of references are taken away before
each section is stripped.
"""

from __future__ import annotations

import re
from typing import Any

import mwparserfromhell
from reader import Page, loop

MEDIA = re.compile(r"(?i)\s*(?:file|image|media|category|kategorie|fichier|datei|catégorie)\s*:")
LISTS_OF_REFERENCES = re.compile(r"(?i)\s*(?:reflist|notelist|references|refs)\b")
DROPPED_TAGS = frozenset(("ref", "table", "gallery"))


def build(page: Page) -> dict[str, Any]:
    """The text of a page, section by section."""
    code = mwparserfromhell.parse(page.text)
    sections = []
    for section in code.get_sections(flat=True, include_lead=True, include_headings=True):
        dropped = [
            *section.ifilter_wikilinks(matches=lambda link: MEDIA.match(str(link.title))),
            *section.ifilter_tags(matches=lambda tag: str(tag.tag).lower() in DROPPED_TAGS),
            *section.ifilter_templates(
                matches=lambda template: LISTS_OF_REFERENCES.match(str(template.name))
            ),
        ]
        for node in dropped:
            try:
                section.remove(node)
            except ValueError:  # it was within another that is gone
                continue
        sections.append(section.strip_code().strip())
    return {"text": "\n\n".join(filter(None, sections))}


loop(build)
