"""The names of files for titles, which every file system and every reader of links takes.

A title's slashes and its namespace make folders. Of two names that differ only in case the second
gets a number: on many disks they would be one file.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final
from unicodedata import normalize

LONGEST: Final = 160
"""Bytes of a name in UTF-8: file systems take 255, some that encrypt 143 characters, and a number
and an extension come after it."""
LONGEST_PATH: Final = 480
DEEPEST: Final = 8
"""Folders and bytes beyond which slashes make no folders."""

_WHITE_SPACE: Final = re.compile(r"[\s\u3000]+")
# Forbidden on Windows `<>:"/\|?*`, in the links of Obsidian `#^[]|{}%`; characters without a
# glyph, but for the joiners U+200C and U+200D, which words need; surrogates, noncharacters.
_FORBIDDEN: Final = re.compile(
    r'[<>:"/\\|?*#^\[\]{}%`\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f'
    r"\ud800-\udfff\ufeff\ufff0-\uffff]"
)
_DEVICES: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?=\.|\Z)", re.I
)
"""Names of devices on Windows, with any extension
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""


def path_of_title(title: str, namespace: str, space: str, extension: str) -> str:
    """The path of a page, without extension. `namespace`: the prefix in the title, or "".

    >>> path_of_title("Talk:AC/DC?", "Talk", "_", ".md")
    'Talk/AC/DC_'
    """
    rest = title.removeprefix(f"{namespace}:") if namespace else title
    parts = [part.replace("_", " ") for part in rest.split("/")]
    return path_of_parts([namespace, *parts] if namespace else parts, space, extension)


def path_of_parts(parts: list[str], space: str, extension: str) -> str:
    """The path of the names of folders and of a file, without extension."""
    names = [file_name(part, space) for part in parts]
    if len(names) > DEEPEST or len("/".join(names).encode()) > LONGEST_PATH or "" in parts:
        # `A//B` too has no folder without a name.
        return file_name("/".join(parts), space)
    # A folder `A.md` would be in the way of the page `A`.
    folders = [f"{n}_" if n.lower().endswith(extension) else n for n in names[:-1]]
    return "/".join([*folders, names[-1]])


def file_name(text: str, space: str) -> str:
    """A name without extension that every file system takes. `space` is written for white space."""
    name = normalize("NFC", _WHITE_SPACE.sub(" ", text).strip())
    name = _FORBIDDEN.sub("_", name)
    if name[:1] in ("", "."):  # it would be hidden
        name = "_" + name[1:]
    # Windows takes dots and spaces at the end away.
    if name[-1] in ". ":
        name = name[:-1] + "_"
    if match := _DEVICES.match(name.rstrip()):
        name = f"{match[0]}_{name[match.end() :]}"
    name = name.replace(" ", space)
    if len(name.encode()) > LONGEST:
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        start = name.encode()[: LONGEST - 9].decode("utf-8", "ignore").rstrip(". _")
        name = f"{start or '_'}~{digest}"
    return name


def numbered(path: str, number: int, space: str) -> str:
    """The path of the second, third … page of a name."""
    return f"{path}{space}({number})"


def path_key(path: str) -> str:
    """The form in which names of files are compared: two of one form may be one file somewhere.

    File systems fold case by upper case (NTFS) or by Unicode's folding (APFS).
    """
    return normalize("NFC", path.upper().casefold())
