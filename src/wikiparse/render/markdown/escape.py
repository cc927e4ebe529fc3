r"""Text, destinations, code and attributes as Markdown, with nothing in them that would be markup.

By CommonMark's rules a character that would be markup gets a backslash. In the hybrid dialect
`\(` and `\[` begin formulas and footnote references, so there brackets and braces are written as
character references. A bare email address cannot be escaped: a comment is written before its `@`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikiparse.render.markdown.flavors import Flavor

SEPARATOR = "<!-- -->"
"""Written between two pieces of markup that would be read as one, where nothing else helps."""
PUNCTUATION = r"!-/:-@\[-`{-~"

# An "&" is markup only where it begins a character reference, or may begin one together with the
# text after this one.
_REFERENCE = r"&(?=#?\w+;|#?\w*\Z)"
_EMAIL = r"(?<=[A-Za-z0-9.+_-])@(?=[A-Za-z0-9_-]|\Z)"
_URL = r"(?<=[pPsS]):(?=//)|(?<=[wW]{3})\."

# The characters that are always markup, or where their neighbors make them such. `\Z`: the next
# piece of markup may complete the construct.
_COMMON = (
    rf"\\(?=[{PUNCTUATION}]|\Z)|[`*\[\]~$]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?]|\Z)"
    rf"|{_REFERENCE}|!(?=\Z)|{_URL}|(?P<email>{_EMAIL})"
)
_OBSIDIAN = r"|=(?==)|(?<==)=|%(?=%)|(?<=%)%|(?<!\S)#(?=[^\s#])|(?<!\S)\^(?=[\w-])"
_HYBRID = (
    rf"\\(?=[{PUNCTUATION}\u24e6\u24c7]|\Z)|[`*$]|~(?=~|\Z)|(?<=~)~|(?<![^~])~|_(?=_)|!(?=\Z)|(?<=[pPsS]):(?=//)"
    rf"|(?P<reference>[\[\]{{}}\u24e6\u24c7]|<(?=[\w/!?]|\Z)|{_REFERENCE})|(?P<email>(?!))"
)

# At the start of a line:
#   # a   - a   + a   > a   1. a   1) a       headings, items, quotes
#   ---   ===   |---|---   :---               underlines, delimiter rows, front matter
_LINE_START = re.compile(
    r"#{1,6}(?=[ \t]|\Z)|[-+](?=[ \t]|\Z)|>|-(?=[-:| \t]*\Z)|=(?=[= \t]*\Z)|[:|](?=[-:| \t]*\Z)"
    r"|\+(?=\+\+)|-(?=--)|\|"
)
_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|\Z)")


@cache
def _special(flavor: Flavor, extra: str) -> re.Pattern[str]:
    by_rules = _COMMON + (_OBSIDIAN if flavor.obsidian else "")
    pattern = by_rules if flavor.flanking else _HYBRID
    return re.compile(pattern + (f"|[{re.escape(extra)}]" if extra else ""))


def _escaped(match: re.Match[str]) -> str:
    if match.lastgroup == "email":
        return SEPARATOR + "@"
    if match.lastgroup == "reference":
        return f"&#{ord(match[0])};"
    return "\\" + match[0]


def _escaped_in_link(match: re.Match[str]) -> str:
    return match[0] if match.lastgroup == "email" else _escaped(match)


def text(
    value: str, flavor: Flavor, extra: str = "", *, starts_line: bool, in_link: bool = False
) -> str:
    """Text as Markdown; `extra` are characters that are markup where it is written."""
    made = _special(flavor, extra).sub(_escaped_in_link if in_link else _escaped, value)
    if starts_line and made:
        if _LINE_START.match(made):
            return "\\" + made
        if match := _NUMBER.match(made):
            return f"{match[1]}\\{made[match.end(1) :]}"
    return made


def readable(value: str) -> str:
    """A value without the characters that no Markdown holds: NUL and carriage returns."""
    return value.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


# --- code

_BACKTICKS = re.compile("`+")


def code_span(value: str, *, in_cell: bool = False) -> str | None:
    """A code span; "" of nothing, None if no span can hold it."""
    value = " ".join(readable(value).split("\n"))
    if not value:
        return ""
    if in_cell and "|" in value:
        # GFM: a bar in a cell is escaped in code too; a backslash before it cannot be.
        if "\\|" in value or value.endswith("\\"):
            return None
        value = value.replace("|", "\\|")
    runs = {len(run) for run in _BACKTICKS.findall(value)}
    length = next(n for n in range(1, len(runs) + 2) if n not in runs)
    is_padded = value[0] == "`" or value[-1] == "`" or (value[0] == value[-1] == " ")
    pad = " " if is_padded and value.strip(" ") else ""
    return "`" * length + pad + value + pad + "`" * length


def html_code(value: str, *, in_cell: bool) -> str:
    """Code in tags, where no code span can hold it."""
    made = html_text(value)
    return f"<code>{made.replace('|', '&#124;') if in_cell else made}</code>"


def fence(value: str) -> str:
    """The fence of a code block: longer than any run of backticks in it."""
    return "`" * max([2, *[len(run) for run in _BACKTICKS.findall(value)]]) + "`"


_ESCAPE = re.compile(rf"\\(?=[{PUNCTUATION}]|\Z)")
"""A backslash that would escape a character."""


def info(value: str) -> str:
    """The info string of a code block."""
    one_line = " ".join(readable(value).split())
    return _with_references(_ESCAPE.sub(r"\\\\", one_line))


def _with_references(value: str) -> str:
    r"""A destination, title or info string in which no character reference begins. `\&` is none to
    cmark, which decodes references before it looks at backslashes.
    """
    return re.sub(r"&(?=#?\w+;)", "&amp;", value)


_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def html_text(value: str) -> str:
    """Text as raw HTML, with the characters of Markdown as references."""
    return re.sub(
        r"[&<>\"]|[\\`*_\[\]~$!#{}^=%@:]|(?<=[wW]{3})\.",
        lambda match: _HTML.get(match[0]) or f"&#{ord(match[0])};",
        readable(value),
    )


def attribute(value: str) -> str:
    """The text between the quotation marks of an attribute."""
    return re.sub(r"[&<>\"]", lambda match: _HTML[match[0]], " ".join(readable(value).split()))


# --- links

_IN_DESTINATION = re.compile(rf"\\(?=[{PUNCTUATION}]|\Z)|[<>]")
_SPACE = re.compile(r"[\x00-\x20\x7f]")


def _percent(match: re.Match[str]) -> str:
    return "".join([f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")])


def destination(url: str, flavor: Flavor, *, in_cell: bool = False) -> str:
    """The destination of a link: white space is percent-encoded."""
    made = _SPACE.sub(_percent, url)
    if not flavor.flanking:
        made = re.sub(r"[<>\\]", _percent, made)
        made = _with_references(made)
        if not _is_balanced(made):
            made = re.sub(r"[()]", r"\\\g<0>", made)
        made = re.sub(r"[{}]", _percent, made)
    else:
        made = _with_references(_IN_DESTINATION.sub(r"\\\g<0>", made))
        if not _is_balanced(made):
            made = re.sub(r"[()]", r"\\\g<0>", made)
    return made.replace("|", "\\|" if flavor.flanking else "%7C") if in_cell else made


def _is_balanced(url: str) -> bool:
    """Whether the parentheses in a destination are balanced, two levels at most."""
    depth = 0
    for char in re.findall(r"[()]", url):
        depth += 1 if char == "(" else -1
        if not 0 <= depth <= 2:
            return False
    return depth == 0


def tooltip(value: str, *, in_cell: bool = False) -> str:
    """The Markdown title of a link, a space before it; "" if there is none."""
    made = " ".join(readable(value).split())
    if not made:
        return ""
    made = _with_references(_ESCAPE.sub(r"\\\\", made).replace('"', '\\"'))
    return f' "{made.replace("|", chr(92) + "|") if in_cell else made}"'


AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:(?>(?:[^\x00-\x20\x7f<>|&]|&(?!#?\w+;))*)")
"""A URL that may be written between angle brackets, all of it. Not all readers decode character
references there."""
_ADDRESS = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
)
"""An email address that may be."""


def is_email(text: str) -> bool:
    """Whether a text is an email address that may be written between angle brackets."""
    return _ADDRESS.fullmatch(text) is not None
