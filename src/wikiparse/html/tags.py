r"""The form of HTML tags, and the tags of the standard that blocks and inlines distinguish.

    start tag = "<" name attribute* ["/"] ">"     end tag = "</" name ">"

The names of tags that MediaWiki and its extensions add are in `mediawiki.py`; which tags safe
output lets through is said in `render/html/sanitize.py`.
"""

from __future__ import annotations

import re

from wikiparse import mediawiki

_NAME = r"[A-Za-z][A-Za-z0-9-]*"

_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""

# <a href="{{url}}" {{attributes}} id=x>
#    └─ name="…" ─┘ └ in place ──┘ └ name=value
ATTRIBUTE = (
    r"[ \t\n]+(?:\{\{[^{}<>\n]*\}\}"
    rf"|[a-zA-Z_:][\w:.-]*(?:[ \t\n]*=[ \t\n]*{_VALUE})?)"
)
"""An attribute, or a shortcode or template in place of one."""

# `{_NAME}+`: with the `*` at the end of the name the `+` makes a possessive `*+`.
OPEN_TAG = rf"<{_NAME}+(?>(?:{ATTRIBUTE})*)[ \t\n]*/?>"

STRICT_OPEN_TAG = (
    rf"<{_NAME}+(?>(?:[ \t\n]+[a-zA-Z_:][a-zA-Z0-9_:.-]*(?:[ \t\n]*=[ \t\n]*{_VALUE})?)*)"
    r"[ \t\n]*/?>"
)
"""A start tag to the letter of CommonMark 0.31.2, section 6.6."""

CLOSE_TAG = rf"</{_NAME}[ \t\n]*>"

ANY_TAG = rf"(?:{OPEN_TAG}|{CLOSE_TAG})"

TAG_LINE = re.compile(rf"{ANY_TAG}(?>(?:[ \t]*{ANY_TAG})*)[ \t]*(?=\n)")
"""A line of nothing but tags."""

TAG_NAME = re.compile(rf"</?({_NAME})")

BLOCK_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul"
).split()
"""The tags that begin a block (CommonMark 0.31.2, section 4.6, start condition 6)."""

INLINE_TAGS = frozenset("a abbr br cite code em img kbd q s strong sub sup tt var wbr".split())
"""Tags within paragraphs: alone on a line they begin no block of the hybrid dialect."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""The tags that have no content and no end tag (HTML standard, "void elements")."""

ELEMENTS = VOID.union(
    BLOCK_TAGS,
    INLINE_TAGS,
    (
        "acronym applet audio b bdi bdo big blink button canvas data datalist del dfn font hgroup "
        "i ins label map mark marquee math meter nobr noembed noscript object output picture "
        "plaintext pre progress rb rp rt rtc ruby samp script select slot small span strike style "
        "svg template textarea time u video xmp"
    ).split(),
)
"""All tags of HTML, those of old versions among them."""

KNOWN_TAGS = ELEMENTS | mediawiki.TAGS
"""The tags that a page of a wiki may hold, in whichever form it comes."""
