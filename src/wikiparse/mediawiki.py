"""MediaWiki's vocabulary, the same on every wiki: URL protocols, the tags that a page may write,
tags of extensions, behavior switches, parser functions.

The lists are those of MediaWiki 1.39 with the extensions of Wikimedia's wikis. Lists by
language are in `sites`, those of HTML itself in `html.tags`; the tags that safe output lets through
are policy, in `render.html.sanitize`. No other module keeps a copy of a list:
`tests/test_vocabulary.py` holds the uses to their home.
"""

from __future__ import annotations

# ------------------------------------------------------------------------------------ URLs

SLASHED_SCHEMES = tuple(
    "https http ftp ftps sftp ssh irc ircs gopher telnet nntp worldwind svn git mms redis".split()
)
"""The schemes of URLs that two slashes follow."""

OPAQUE_SCHEMES = tuple("mailto news tel sms sip sips xmpp bitcoin magnet urn geo matrix".split())
"""Those that none follow, such as `mailto:a@b.c`."""

SLASHED = rf"(?:{'|'.join(SLASHED_SCHEMES)})"

OPAQUE = rf"(?:{'|'.join(OPAQUE_SCHEMES)})"

PROTOCOLS = rf"(?i:{SLASHED}://|{OPAQUE}:|//)"
"""A pattern for the start of an external link in brackets (MediaWiki: `$wgUrlProtocols`)."""

# mailto:     a colon after a scheme that needs no slashes begins a URL: one lookbehind for each
#       ^     length of name, since Python's must have a fixed width
_ENDS = "".join(
    [
        rf"(?<!(?i:{'|'.join(_schemes)}):)"  # the width of a lookbehind is fixed
        for width in sorted({len(name) for name in OPAQUE_SCHEMES})
        if (_schemes := [name for name in OPAQUE_SCHEMES if len(name) == width])
    ]
)

PLAIN_COLON = rf":(?!//)(?:(?=[\s\[\]<>\"]|\Z)|{_ENDS})"
"""A pattern for a colon that begins no free URL: neither slashes nor a scheme that needs none are
beside it. The characters that follow most colons are looked at first."""

URL_CHARACTERS = (
    r"[^\]\[<>\"\x00-\x20\x7f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000'{]++|'(?!')|\{(?!\{)"
)
"""A pattern for characters of a URL, single ones or runs; two apostrophes end it, and so do braces
(MediaWiki: `Parser::EXT_LINK_URL_CLASS`)."""

# ------------------------------------------------------------------------------------ tags

HTML_TAGS = frozenset(
    "abbr b bdi bdo big blockquote br caption center cite code data dd del dfn div dl dt em "
    "font h1 h2 h3 h4 h5 h6 hr i ins kbd li link mark meta ol p pre q rb rp rt rtc ruby s samp "
    "small span strike strong sub sup table td th time tr tt u ul var wbr".split()
)
"""The tags of HTML that a page may write (MediaWiki: `Sanitizer::getRecognizedTagData`)."""

VOID_TAGS = frozenset("br hr link meta wbr".split())
"""Those of them that have no end tag."""

MICRODATA_TAGS = {"link": "href", "meta": "content"}
"""Those of them that are tags only with `itemprop` and this attribute (MediaWiki:
`Sanitizer::validateTag`)."""

BLOCK_TAGS = frozenset(
    "blockquote caption center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr "
    "ul".split()
)
"""Those of them that no paragraph holds (MediaWiki: `BlockLevelPass::execute`)."""

INCLUSION_TAGS = frozenset("includeonly noinclude onlyinclude".split())
"""Which part of a page is transcluded where it is called as a template (Help:Transclusion)."""

HIDDEN_TAG = "includeonly"
"""The one whose content the page itself does not have. Without an end it reaches to that of the
page."""

MARKER_TAGS = frozenset("section translate tvar".split())
"""Tags of extensions that mark a part of the page, whose content is the page's own: those of
Labeled Section Transclusion and of Translate."""

KNOWN_TAGS = HTML_TAGS | INCLUSION_TAGS | MARKER_TAGS
"""The tags that are tags in wikitext; any other is text, but for those of extensions that have an
end."""

CODE_TAGS = frozenset(("pre", "source", "syntaxhighlight"))

FORMULA_TAGS = frozenset(("ce", "chem", "math"))

DRAWN_TAGS = frozenset(
    "categorytree charinsert graph hiero imagemap inputbox mapframe maplink phonos score "
    "templatedata templatestyles timeline".split()
)
"""The tags of extensions that draw or set something, by rules of their own."""

RAW_TAGS = CODE_TAGS | FORMULA_TAGS | DRAWN_TAGS | {"nowiki"}
"""The tags of extensions whose content is no wikitext."""

BLOCK_EXTENSIONS = {
    "gallery": "gallery", "poem": "poem", "pre": "code_block", "references": "footnote_list",
    "source": "code_block", "syntaxhighlight": "code_block",
}  # fmt: skip
"""The kinds of the blocks that these tags make where they are alone on their lines."""

PARSED_TAGS = frozenset("gallery indicator poem ref references".split())
"""The tags of extensions whose content is wikitext."""

EXTENSION_TAGS = RAW_TAGS | PARSED_TAGS
"""The tags of extensions, which the preprocessor finds before anything else: all text up to the
next end tag of the name is theirs (MediaWiki: `Parser::getStripList`)."""

TAGS = KNOWN_TAGS | EXTENSION_TAGS
"""All of them."""

# ------------------------------------------------------------------------------------ magic words

PAGE_NAMES = tuple(
    "basepagename basepagenamee cascadingsources fullpagename fullpagenamee namespace namespacee "
    "namespacenumber pageid pagename pagenamee revisionday revisionday2 revisionid revisionmonth "
    "revisionmonth1 revisiontimestamp revisionuser revisionyear rootpagename rootpagenamee "
    "subjectpagename subjectpagenamee subjectspace subjectspacee subpagename subpagenamee "
    "talkpagename talkpagenamee talkspace talkspacee".split()
)
"""Identifiers of variables that are parser functions with the name of a page after a colon."""

FUNCTIONS = (
    *PAGE_NAMES,
    *"anchorencode bidi canonicalurl canonicalurle defaultsort displaytitle filepath formatnum "
    "fullurl fullurle gender grammar int language lc lcfirst localurl localurle msg msgnw ns nse "
    "numberingroup numberofactiveusers numberofadmins numberofarticles numberofedits "
    "numberoffiles numberofpages numberofusers padleft padright pagesincategory "
    "pagesinnamespace pagesize plural protectionexpiry protectionlevel raw safesubst subst uc "
    "ucfirst urlencode".split(),
)
"""Identifiers of the parser functions that are called without `#` (MediaWiki:
`CoreParserFunctions::register`)."""

HASH_FUNCTIONS = tuple(
    "count explode expr formatdate if ifeq iferror ifexist ifexpr len pos rel2abs replace rpos "
    "special speciale sub switch tag time timel titleparts urldecode".split()
)
"""Identifiers of those that are called with it, of MediaWiki and of the extension
ParserFunctions."""

NAMED_FUNCTIONS = frozenset(("switch", "tag"))
"""Those of both kinds whose arguments have names; in any other an `=` is text."""

PARSER_FUNCTIONS = frozenset(
    "anchorencode defaultsort displaytitle expr formatnum fullurl gender grammar if ifeq "
    "iferror ifexist ifexpr int invoke language lc lcfirst localurl ns padleft padright plural "
    "property safesubst subst switch tag time titleparts uc ucfirst urlencode".split()
)
"""Parser functions that begin without `#`, or that tell a function from a template of that name."""

SWITCHES = tuple(
    "expectunusedcategory forcetoc hiddencat index newsectionlink nocontentconvert noeditsection "
    "nogallery noindex nonewsectionlink notitleconvert notoc staticredirect toc".split()
)
"""The identifiers of behavior switches (MediaWiki: `MagicWordFactory::$mDoubleUnderscoreIDs`). How
they are spelled in each language, `sites.words` says."""

EXTENSION_SWITCHES = frozenset(
    "ARCHIVEDTALK DISAMBIG EXPECTED_UNCONNECTED_PAGE EXPECTUNUSEDTEMPLATE EXPECTWITHOUTSCANS "
    "NOGLOBAL NOTALK".split()
)
"""Those that extensions and later versions have, as they are spelled in English."""

VARIABLES = tuple(
    "articlepath basepagename basepagenamee cascadingsources contentlanguage currentday "
    "currentday2 currentdayname currentdow currenthour currentmonth currentmonth1 "
    "currentmonthabbrev currentmonthname currentmonthnamegen currenttime currenttimestamp "
    "currentversion currentweek currentyear directionmark fullpagename fullpagenamee localday "
    "localday2 localdayname localdow localhour localmonth localmonth1 localmonthabbrev "
    "localmonthname localmonthnamegen localtime localtimestamp localweek localyear namespace "
    "namespacee namespacenumber numberofactiveusers numberofadmins numberofarticles "
    "numberofedits numberoffiles numberofpages numberofusers pageid pagelanguage pagename "
    "pagenamee revisionday revisionday2 revisionid revisionmonth revisionmonth1 revisionsize "
    "revisiontimestamp revisionuser revisionyear rootpagename rootpagenamee scriptpath server "
    "servername sitename stylepath subjectpagename subjectpagenamee subjectspace subjectspacee "
    "subpagename subpagenamee talkpagename talkpagenamee talkspace talkspacee".split()
)
"""The identifiers of variables, which are called as a template without arguments (MediaWiki:
`MagicWordFactory::$mVariableIDs`). `{{!}}` and `{{=}}` are not among them: their values are
characters."""

EXTENSION_VARIABLES = frozenset(("NOEXTERNALLANGLINKS", "USERLANGUAGE"))
"""Those that extensions and later versions have, as they are spelled in English."""
