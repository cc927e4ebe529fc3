"""One typed document tree for wiki articles: MediaWiki/Markdown hybrids, Markdown and wikitext."""

from typing import TYPE_CHECKING, Any

from wikiparse.collector import bulk
from wikiparse.diagnostics import CODES, LEFTOVERS, Diagnostic
from wikiparse.dialect import DIALECTS, Dialect
from wikiparse.document import Document
from wikiparse.limits import Limits
from wikiparse.nodes import (
    Blockquote,
    Boilerplate,
    Category,
    CodeBlock,
    Comment,
    ConversionNotice,
    DescriptionDetails,
    DescriptionList,
    DescriptionTerm,
    Detection,
    Emphasis,
    ExternalLink,
    FootnoteDefinition,
    FootnoteList,
    FootnoteReference,
    FootnoteTemplate,
    FrontMatter,
    Gallery,
    Heading,
    HtmlBlock,
    HtmlElement,
    HtmlInline,
    HtmlTag,
    Image,
    InlineCode,
    LanguageVariant,
    LineBreak,
    Link,
    LinkReferenceDefinition,
    List,
    ListItem,
    MagicWord,
    Math,
    MathBlock,
    Node,
    Paragraph,
    Parent,
    ParserFunction,
    Redirect,
    Section,
    Strikethrough,
    Strong,
    Table,
    TableCaption,
    TableCell,
    TableRow,
    Template,
    TemplateArgument,
    TemplateParameter,
    Text,
    ThematicBreak,
    VariantText,
    Wikilink,
)
from wikiparse.parse import parse, read
from wikiparse.source import Position, Source, Span
from wikiparse.suggest import did_you_mean

if TYPE_CHECKING:
    from wikiparse._version import __version__ as __version__
    from wikiparse.edit.changes import Change
    from wikiparse.edit.diff import diff
    from wikiparse.edit.edits import Edit
    from wikiparse.edit.leftovers import Leftover
    from wikiparse.etl.pages import SourcePage, iter_pages
    from wikiparse.expand.expansion import Expansion
    from wikiparse.expand.store import TemplateStore
    from wikiparse.nodes.archives import Archive
    from wikiparse.reading.bibliography import Citation
    from wikiparse.reading.chunks import Chunk
    from wikiparse.reading.coordinates import Coordinates
    from wikiparse.reading.dates import StatedDate
    from wikiparse.reading.infobox import Infobox, InfoboxField
    from wikiparse.reading.places import Mention, TextPart, TextReference
    from wikiparse.reading.sentences import Sentence
    from wikiparse.reading.text import PlainText
    from wikiparse.render.markdown.flavors import FLAVORS, Flavor
    from wikiparse.sites.site import Site

__all__ = [
    "CODES",
    "DIALECTS",
    "FLAVORS",
    "LEFTOVERS",
    "Archive",
    "Blockquote",
    "Boilerplate",
    "Category",
    "Change",
    "Chunk",
    "Citation",
    "CodeBlock",
    "Comment",
    "ConversionNotice",
    "Coordinates",
    "DescriptionDetails",
    "DescriptionList",
    "DescriptionTerm",
    "Detection",
    "Diagnostic",
    "Dialect",
    "Document",
    "Edit",
    "Emphasis",
    "Expansion",
    "ExternalLink",
    "Flavor",
    "FootnoteDefinition",
    "FootnoteList",
    "FootnoteReference",
    "FootnoteTemplate",
    "FrontMatter",
    "Gallery",
    "Heading",
    "HtmlBlock",
    "HtmlElement",
    "HtmlInline",
    "HtmlTag",
    "Image",
    "Infobox",
    "InfoboxField",
    "InlineCode",
    "LanguageVariant",
    "Leftover",
    "Limits",
    "LineBreak",
    "Link",
    "LinkReferenceDefinition",
    "List",
    "ListItem",
    "MagicWord",
    "Math",
    "MathBlock",
    "Mention",
    "Node",
    "Paragraph",
    "Parent",
    "ParserFunction",
    "PlainText",
    "Position",
    "Redirect",
    "Section",
    "Sentence",
    "Site",
    "Source",
    "SourcePage",
    "Span",
    "StatedDate",
    "Strikethrough",
    "Strong",
    "Table",
    "TableCaption",
    "TableCell",
    "TableRow",
    "Template",
    "TemplateArgument",
    "TemplateParameter",
    "TemplateStore",
    "Text",
    "TextPart",
    "TextReference",
    "ThematicBreak",
    "VariantText",
    "Wikilink",
    "bulk",
    "diff",
    "iter_pages",
    "parse",
    "read",
]


# The modules that have them.
_LATER = {
    "Archive": "nodes.archives",
    "Change": "edit.changes",
    "Chunk": "reading.chunks",
    "Citation": "reading.bibliography",
    "Coordinates": "reading.coordinates",
    "FLAVORS": "render.markdown.flavors",
    "Flavor": "render.markdown.flavors",
    "Edit": "edit.edits",
    "Expansion": "expand.expansion",
    "TemplateStore": "expand.store",
    "Leftover": "edit.leftovers",
    "Infobox": "reading.infobox",
    "InfoboxField": "reading.infobox",
    "Mention": "reading.places",
    "PlainText": "reading.text",
    "Sentence": "reading.sentences",
    "SourcePage": "etl.pages",
    "diff": "edit.diff",
    "iter_pages": "etl.pages",
    "Site": "sites.site",
    "StatedDate": "reading.dates",
    "TextPart": "reading.places",
    "TextReference": "reading.places",
    "__version__": "_version",
}


def __getattr__(name: str) -> Any:
    """Names that few programs use, loaded when they are asked for."""
    if name not in _LATER:
        # Of names with underscores programs ask, and not people.
        hint = "" if name.startswith("_") else did_you_mean(name, __all__)
        message = f"module {__name__!r} has no attribute {name!r}{hint}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  # see above

    return getattr(import_module(f"wikiparse.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    """All names, those that are loaded later too: for completion in a console."""
    return sorted({*globals(), *__all__})
