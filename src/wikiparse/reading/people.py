"""The names of authors and editors, as those of CSL-JSON.

A name whose parts are in arguments of their own has `family` and `given`. A text that holds names
is split where that is sure: at semicolons and CJK commas, between full names, and between a family
name and initials. Otherwise it is one `literal`, whatever it holds.
"""

from __future__ import annotations

import re
from typing import Final

from wikiparse.nodes.base import with_single_spaces
from wikiparse.text_cache import text_cache

Name = dict[str, str]

# White space is one space here: `names_of` sees to it.
ET_AL: Final = re.compile(
    r"(?:[,;] ?| )(?:et al(?:ii|ia)?\b\.?|e\. ?a\.|u\. ?a\.|et coll\.|и др\.|y otros|i in\.|a kol\."
    r"|m\. ?fl\.)[ ,;.]{0,9}\Z",
    re.I,
)
OTHERS: Final[Name] = {"literal": "et al."}
ROLE: Final = re.compile(r" ?[(（]?(編著|編集|編訳|編者|監修|編|著作|著|訳|译|編輯)[)）]? ?\Z")
"""The role after a Japanese or Chinese name: edited, written, translated."""
YEAR: Final = re.compile(r" ?[(（](\d{4}) ?年?[)）] ?\Z")
CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SEMICOLONS: Final = re.compile(r" ?[;；] ?")
CJK_COMMAS: Final = re.compile(r" ?[、，] ?")
AND: Final = re.compile(
    r",? (?:and|und|et|y|e|ed|en|och|og|ja|i|и|та|a|és|ve|și|&) | ?&(?:amp;)? ?"
)
COMMA: Final = re.compile(r", ?")
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}\.?")
VANCOUVER: Final = re.compile(r"([^ ].*) ([A-ZÀ-ÖØ-Þ]{1,4})")
# Not the comma within ((Tree Society, Rome)).
VANCOUVER_COMMA: Final = re.compile(r", ?(?![^()]{0,200}\)\))")
PARTICLES: Final = frozenset(
    "van von de der den des di da dal dalla del della della do dos das du la le el al bin ibn af av"
    " zu zur zum ten ter te y e i san st st. mac".split()
)
BODIES: Final = frozenset(
    "university universität université universidad università universidade institute institut"
    " instituto istituto ministry ministerium bundesministerium ministère ministerio ministero"
    " department office amt bundesamt agency agentur agence agencia press group gruppe groupe"
    " company corporation corp inc inc. ltd ltd. llc gmbh ag association verein gesellschaft"
    " society société sociedad società council rat commission kommission committee museum"
    " musée museo library bibliothek bibliothèque bank banque news staff team editors editorial"
    " foundation stiftung fondation fundación fondazione centre center zentrum bureau service"
    " government party church academy akademie académie school college hospital laboratory"
    " organization organisation union federation network international national united states"
    " city world daily times post herald tribune gazette guardian reuters project archive"
    " archives specialist survey authority board records magazine jr jr. sr sr. ii iii phd md"
    " editor eds ed".split()
)
"""Parts of the names of bodies, and titles after a name: a text with one of them is not split."""
LONGEST: Final = 100_000
"""Characters of a text that is split; a longer one is no list of names."""


def names_of(text: str, *, several: bool = False) -> list[Name]:
    """The names in a text; all of it as one `literal` where it is not sure how to split it.

    `several` is True for an argument that holds several people: "Meier, Schulz" are two there, and
    one person with a given name elsewhere.
    """
    text = with_single_spaces(text).strip(" ,;")
    if not text:
        return []
    if len(text) > LONGEST:
        return [{"literal": text}]
    if match := ET_AL.search(text):
        return [*names_of(text[: match.start()], several=several), dict(OTHERS)]
    if SEMICOLONS.search(text):
        parts = [part for part in SEMICOLONS.split(text) if part]
        return [name for part in parts for name in _in_part(part, several=False)]
    if CJK.search(text) and CJK_COMMAS.search(text):
        return [{"literal": part} for part in CJK_COMMAS.split(text) if part]
    return _in_part(text, several=several)


def person(family: str, given: str) -> list[Name]:
    """A person whose family and given name are known."""
    if family and given:
        return [{"family": family, "given": given}]
    if given:
        return [{"given": given}]
    # Several names in an argument for one: `last=Smith; Jones`.
    if SEMICOLONS.search(family) or ET_AL.search(family):
        return names_of(family)
    return [{"family": family}] if family else []


def vancouver(text: str) -> list[Name]:
    """Names as `vauthors` has them: `Smith JA, van der Berg B, ((World Health Organization))`."""
    out: list[Name] = []
    text = with_single_spaces(text)
    et_al = ET_AL.search(text)
    if et_al:
        text = text[: et_al.start()]
    body: list[str] = []
    for part in COMMA.split(text) if len(text) <= LONGEST else [text]:
        # A comma within ((Tree Society, Rome)) is one of the name.
        if body or part.startswith("(("):
            body.append(part)
            if part.endswith("))"):
                out.append({"literal": ", ".join(body)[2:-2].strip()})
                body = []
        elif match := VANCOUVER.fullmatch(part):
            out.append({"family": match[1], "given": match[2]})
        elif part.strip():
            out.append({"literal": part.strip()})
    if body:
        out.append({"literal": ", ".join(body)})
    return [*out, dict(OTHERS)] if et_al else out


def without_year(text: str) -> tuple[str, str]:
    """A name and the year in parentheses after it, "" if there is none."""
    match = YEAR.search(text)
    return (text[: match.start()], match[1]) if match else (text, "")


def without_role(text: str) -> tuple[str, str]:
    """A Japanese or Chinese name and its role: "editor", "translator" or "author"."""
    match = ROLE.search(text) if CJK.search(text) else None
    if match is None or match.start() == 0:
        return text, "author"
    role = match[1]
    kind = "editor" if role[0] in "編監" else "translator" if role in ("訳", "译") else "author"
    return text[: match.start()], kind


def _in_part(text: str, *, several: bool) -> list[Name]:
    """The names in a text without semicolons."""
    found = _split(text)
    if found is not None:
        return found
    family, comma, given = [part.strip() for part in text.partition(",")]
    if (
        comma
        and _is_family_name(family)
        and _is_given_name(given, only_initials=several)
        and not AND.search(text)
    ):
        return [{"family": family, "given": given}]
    return [{"literal": text}]


def _split(text: str) -> list[Name] | None:
    """The names of a list with commas and "and"; None where it is not sure that it is one."""
    names = COMMA.split(AND.sub(", ", text))
    names = [name for name in names if name]
    if len(names) < 2:
        return None
    if all(_is_full_name(name) for name in names):
        by_initials = [VANCOUVER.fullmatch(name) for name in names]
        if all(by_initials):
            return [{"family": m[1], "given": m[2]} for m in by_initials if m]
        return [{"literal": name} for name in names]
    families, initials = names[::2], names[1::2]
    if (
        len(names) > 2  # one pair may be two people: `_in_part`
        and len(families) == len(initials)
        and all(_is_family_name(name) for name in families)
        and all(_is_given_name(name, only_initials=True) for name in initials)
    ):
        return [
            {"family": family, "given": given}
            for family, given in zip(families, initials, strict=True)
        ]
    return None


@text_cache(4096)
def _is_full_name(text: str) -> bool:
    """Whether a text looks like the given and family name of a person."""
    parts = text.split()
    capitals = [part for part in parts if part not in PARTICLES]
    return (
        2 <= len(parts) <= 5
        and len(capitals) >= 2
        and not any(part.lower() in BODIES for part in parts)
        and all(_is_name_word(part) for part in capitals)
    )


def _is_family_name(text: str) -> bool:
    parts = text.split()
    capitals = [part for part in parts if part not in PARTICLES]
    # Spanish has two family names, but so has a list "Hans Meier, Eva".
    return (
        len(capitals) == 1
        and len(parts) <= 4
        and _is_name_word(capitals[0])
        and capitals[0].lower() not in BODIES
    )


def _is_given_name(text: str, *, only_initials: bool) -> bool:
    if INITIALS.fullmatch(text) and text.isupper():
        return True
    parts = text.split()
    return (
        not only_initials
        and 1 <= len(parts) <= 3
        and all(_is_name_word(part) and part.lower() not in BODIES for part in parts)
    )


def _is_name_word(part: str) -> bool:
    """A part that begins with a capital letter and is not an abbreviation such as NASA."""
    bare = part.strip(".'’-")
    return (
        bare[:1].isupper()
        and all(c.isalpha() or c in ".'’-‐‑" for c in part)
        and (len(bare) <= 3 or not bare.isupper() or "." in bare or "-" in bare)
    )
