"""MediaWiki's vocabulary, the same on every wiki: tags of extensions, behavior switches, parser
functions, URL protocols.

What differs by language is in `sites`; what HTML itself defines is in `html.tags`.
"""

from __future__ import annotations

import re

BLOCK_EXTENSIONS = {
    "gallery": "gallery", "references": "footnote_list", "pre": "code_block", "syntaxhighlight": "code_block", "source": "code_block",
    "poem": "poem",
}  # fmt: skip
"""The kinds of the blocks that these tags make where they stand alone."""

VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,}")

VARIANT_FLAGS = re.compile(
    r"\s*([A-Z+\-](?:;[A-Z+\-])*|[a-z]{2,3}(?:-[a-z]+)+(?:;[a-z]{2,3}(?:-[a-z]+)+)*)\s*\|"
)

PARSER_FUNCTIONS = frozenset(
    "if ifeq iferror ifexist ifexpr switch expr time invoke tag language titleparts property formatnum grammar gender plural "
    "lc uc lcfirst ucfirst padleft padright urlencode anchorencode localurl fullurl ns int defaultsort displaytitle subst safesubst".split()
)
"""Parser functions that begin without `#`, or that tell a function from a template of that name."""

BEHAVIOR_SWITCHES = frozenset(
    "TOC NOTOC FORCETOC NOEDITSECTION NEWSECTIONLINK NONEWSECTIONLINK NOGALLERY HIDDENCAT INDEX NOINDEX STATICREDIRECT DISAMBIG "
    "NOCONTENTCONVERT NOCC NOTITLECONVERT NOTC EXPECTUNUSEDCATEGORY".split()
)
"""Switches whose letter case does not matter."""

FORMULA_TAGS = frozenset(("math", "chem", "ce"))

CODE_TAGS = frozenset(("pre", "syntaxhighlight", "source"))

SLASHED_SCHEMES = tuple(
    "https http ftp ftps sftp ssh irc ircs gopher telnet nntp worldwind svn git mms".split()
)
"""The schemes of URLs that two slashes follow."""

OPAQUE_SCHEMES = tuple("mailto news tel sms sip sips xmpp bitcoin magnet urn geo matrix".split())
"""Those that none follow, such as `mailto:a@b.c`."""

SLASHED = rf"(?:{'|'.join(SLASHED_SCHEMES)})"

OPAQUE = rf"(?:{'|'.join(OPAQUE_SCHEMES)})"

PROTOCOLS = rf"(?i:{SLASHED}://|{OPAQUE}:|//)"
"""A pattern for what an external link in brackets begins with (MediaWiki: `$wgUrlProtocols`)."""

RAW_TAGS = (
    "nowiki pre math chem ce source syntaxhighlight score timeline templatedata graph hiero inputbox mapframe maplink categorytree "
    "charinsert imagemap templatestyles phonos"
).split()
"""The tags of extensions whose content is no wikitext."""

PARSED_TAGS = "ref references gallery poem indicator".split()
"""The tags of extensions whose content is wikitext."""

EXTENSION_TAGS = frozenset((*RAW_TAGS, *PARSED_TAGS))
