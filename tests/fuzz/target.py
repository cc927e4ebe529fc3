"""What is fuzzed: parse, all ways out and the way back, in every dialect, with and without limits.

The first byte of an input chooses dialect, language and limits, the rest is the page (see
`choice_of`). A fault does not end the run: it is written to the folder of finds, once for each kind
of fault, and the search goes on. Only what takes too long, or too much memory, ends it."""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

DIALECTS = ("auto", "hybrid", "markdown", "commonmark", "wikitext")
LANGUAGES = (None, "zh", "de")
LIMITS = 4
"""So many choices of limits: the defaults, and three narrow ones."""


def choice_of(dialect: str, lang: str | None = None, limits: int = 0) -> bytes:
    """The byte that chooses these."""
    return bytes(
        [
            DIALECTS.index(dialect)
            + len(DIALECTS) * (LANGUAGES.index(lang) + len(LANGUAGES) * limits)
        ]
    )


def options_of(first: int) -> dict[str, object]:
    """What a byte chooses, as options of `parse`."""
    import wikiparse

    rest, dialect = divmod(first, len(DIALECTS))
    rest, lang = divmod(rest, len(LANGUAGES))
    narrow = rest % LIMITS
    limits = (
        wikiparse.Limits(),
        wikiparse.Limits(max_depth=3, max_size=40, max_cells=4),
        wikiparse.Limits(max_depth=12, max_nodes=20, max_expansion=0),
        wikiparse.Limits(max_depth=200),
    )[narrow]
    return {"dialect": DIALECTS[dialect], "lang": LANGUAGES[lang], "limits": limits}


def text_of(data: bytes) -> str:
    """The page: UTF-8 with lone surrogates, or bytes that stand for themselves."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def faults_of(data: bytes) -> list[str]:
    """What is wrong with the answer to an input."""
    import wikiparse
    from checks import all_faults
    from reading_checks import reading_faults

    if not data:
        return []
    text = text_of(data[1:])
    options = options_of(data[0])
    doc = wikiparse.parse(text, **options)  # type: ignore[arg-type]  # as `options_of` makes them
    faults = all_faults(doc, text)
    deepest, stack = 0, [(doc, 0)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level) if node.children else deepest
        stack += [(child, level + 1) for child in node.children]  # type: ignore[misc]
    if deepest > options["limits"].max_depth:  # type: ignore[attr-defined]
        faults.append("nodes nest deeper than the limit")
    if doc != wikiparse.parse(text, **options):  # type: ignore[arg-type]
        faults.append("a second parse differs")
    doc.to_html(page=True)
    doc.to_json(derived=True)
    for link in doc.wikilinks:
        if link.label + link.trail != link.text:
            faults.append("label and trail are not the text")
    for table in doc.tables:
        table.to_records()
    if len(doc.to_text()) > 20 * len(text) + 4096 or len(doc.to_html()) > 20 * len(text) + 4096:
        faults.append("the output is out of proportion")
    record = {"text": text, "dialect": options["dialect"], "language": options["lang"]}
    faults += reading_faults(doc, record)
    raw = wikiparse.parse(data[1:])
    if str(raw) != data[1:].decode("utf-8", "replace"):
        faults.append("bytes are not written back")
    return faults


def kind_of(fault: str) -> str:
    """A fault without what is particular to the input."""
    return re.sub(r"""'[^']*'|"[^"]*"|[0-9]+|<[^>]*>""", "", fault)[:100]


class Finds:
    """The folder of finds: the first input of each kind of fault, and what was wrong with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def try_one(self, data: bytes) -> None:
        """Try an input, and keep it if something is wrong."""
        try:
            faults = faults_of(data)
        except Exception as error:  # noqa: BLE001  # every exception is a find
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.keep(
                data,
                f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}",
                traceback.format_exc(),
            )
            return
        for fault in faults:
            self.keep(data, kind_of(fault), "\n".join(faults))

    def keep(self, data: bytes, kind: str, words: str) -> None:
        """Write an input down, unless one of its kind is there that is no longer."""
        name = hashlib.sha256(kind.encode("utf-8", "backslashreplace")).hexdigest()[:16]
        file = self.folder / name
        if file.exists() and file.stat().st_size <= len(data):
            return
        file.write_bytes(data)
        described = f"{kind}\n\n{options_of(data[0])}\n{text_of(data[1:])!a}\n\n{words}\n"
        file.with_suffix(".txt").write_text(described, encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """Fuzz; what is not for us is for libFuzzer."""
    import atheris

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--finds", type=Path, required=True)
    ours, theirs = parser.parse_known_args()
    with atheris.instrument_imports(include=["wikiparse"]):
        import wikiparse
        import wikiparse.wikitext  # so that it is instrumented too
    # What is loaded when it is first asked for.
    for dialect in wikiparse.DIALECTS:
        with atheris.instrument_imports(include=["wikiparse"]):
            finds = Finds(ours.finds)
            finds.try_one(
                choice_of(dialect) + b"a [b](c) {{d}} <b>e</b> [[f]]s '''g'''\n\n| a |\n| - |\n"
            )
    atheris.Setup([sys.argv[0], *theirs], finds.try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
