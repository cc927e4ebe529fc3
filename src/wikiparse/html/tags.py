"""The shape of HTML tags, for the block and the inline phase alike."""

from __future__ import annotations

import re

ATTRIBUTE = r"""[ \t\n]+(?:\{\{[^{}<>\n]*\}\}|[a-zA-Z_:][\w:.-]*(?:[ \t\n]*=[ \t\n]*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)"""
"""An attribute, or a shortcode or template that stands for one."""

OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*+(?>(?:{ATTRIBUTE})*)[ \t\n]*/?>"

_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""

STRICT_OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*+(?>(?:[ \t\n]+[a-zA-Z_:][a-zA-Z0-9_:.-]*(?:[ \t\n]*=[ \t\n]*{_VALUE})?)*)[ \t\n]*/?>"
"""A start tag to the letter of CommonMark 0.31.2, section 6.6."""

CLOSE_TAG = r"</[A-Za-z][A-Za-z0-9-]*[ \t\n]*>"

BLOCK_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav "
    "noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul"
).split()
"""The tags of CommonMark 0.31.2, section 4.6, start condition 6."""

ANY_TAG = rf"(?:{OPEN_TAG}|{CLOSE_TAG})"

TAG_LINE = re.compile(rf"{ANY_TAG}(?>(?:[ \t]*{ANY_TAG})*)[ \t]*(?=\n)")

TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")

INLINE_TAGS = frozenset("a abbr br cite code em img kbd q s strong sub sup tt var wbr".split())

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
