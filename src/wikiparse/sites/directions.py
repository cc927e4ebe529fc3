"""The letters of the four directions by language, as coordinates have them.

A letter may be of opposite directions in two languages: `S` is north in Czech (sever), `O` is east
in German (Ost) and west in French (ouest), `Z` is south in Dutch (zuid) and west in Czech (západ).
"""

from __future__ import annotations

from typing import Final

# North, south, east, west; the forms of one are separated by "/".
_ENGLISH: Final = ("n/north", "s/south", "e/east", "w/west")
_LETTERS: Final = {
    "en": _ENGLISH,
    "de": ("n/nord", "s/süd", "o/ost/e", "w/west"),
    "als": ("n", "s", "o/e", "w"),
    "nl": ("n/nb/noord", "z/zb/zuid/s", "o/ol/oost/e", "w/wl/west"),
    "fr": ("n/nord", "s/sud", "e/est", "o/ouest/w"),
    "it": ("n/nord", "s/sud", "e/est", "o/ovest/w"),
    "es": ("n/norte", "s/sur", "e/este", "o/oeste/w"),
    "pt": ("n/norte", "s/sul", "e/l/este/leste", "o/oeste/w"),
    "gl": ("n", "s", "e/l", "o/w"),
    "ca": ("n/nord", "s/sud", "e/est", "o/oest/w"),
    "ro": ("n/nord", "s/sud", "e/est", "v/vest/w"),
    "sv": ("n/nord", "s/syd", "o/ö/e/ost", "v/väst/w"),
    "da": ("n/nord", "s/syd", "ø/e/øst", "v/vest/w"),
    "no": ("n/nord", "s/sør", "ø/e/øst/aust", "v/vest/w"),
    "hu": ("é/n", "d/s", "k/e", "ny/w"),
    "tr": ("k/n", "g/s", "d/e", "b/w"),
    "ru": ("n/с/с. ш/с.ш", "s/ю/ю. ш/ю.ш", "e/в/в. д/в.д", "w/з/з. д/з.д"),
    "uk": ("n/пн/пн. ш/пн.ш", "s/пд/пд. ш/пд.ш", "e/сх/сх. д/сх.д", "w/зх/зх. д/зх.д"),
    "ja": ("n/北緯/北", "s/南緯/南", "e/東経/東", "w/西経/西"),
    "zh": ("n/北緯/北纬/北", "s/南緯/南纬/南", "e/東經/东经/東/东", "w/西經/西经/西"),
}
_BY_NAME: Final = {
    lang: {
        form: number for number, forms in enumerate(letters) for form in forms.split("/")
    }
    for lang, letters in _LETTERS.items()
}  # fmt: skip

_NORTH: Final = (1, -1, None, None)
_EAST: Final = (None, None, 1, -1)


def factors_of(latitude: str, longitude: str, lang: str | None) -> tuple[int, int] | None:
    """The factors of a latitude and a longitude with these letters: 1 for north and east, -1 for
    south and west. None if the language has no such letters, or if they can be read in two ways.

    "" is a coordinate without a letter: as in ISO 6709, plus or minus says it.
    """
    base = (lang or "").partition("-")[0]
    base = {"nb": "no", "nn": "no", "simple": "en"}.get(base, base)
    a, b = latitude.strip(" .").casefold(), longitude.strip(" .").casefold()
    if base in ("cs", "sk", "sl") and b not in ("e", "w"):
        # sever, jih, východ, západ. With an English letter beside it, `S` is the English one.
        if a == "s" and not b:
            return None
        north = {"": 1, "n": 1, "s": 1, "j": -1}.get(a)
        east = {"": 1, "v": 1, "z": -1}.get(b)
    else:
        letters = _BY_NAME.get(base, _BY_NAME["en"])
        north = 1 if not a else _NORTH[letters[a]] if a in letters else None
        east = 1 if not b else _EAST[letters[b]] if b in letters else None
    return None if north is None or east is None else (north, east)
