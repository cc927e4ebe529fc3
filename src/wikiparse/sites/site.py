"""A wiki by its own account: the namespaces and interwiki prefixes that its maker or the header of
its dump describes.

Only the values are here; `prefixes.vocabulary_of` makes of them the vocabulary that link targets
are compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

import attrs

from wikiparse.sites.folding import fold
from wikiparse.suggest import did_you_mean, suggests_fields

Case = Literal["first-letter", "case-sensitive"]

CASES: Final[tuple[Case, ...]] = ("first-letter", "case-sensitive")

CORE: Final[dict[int, str]] = {
    -2: "Media",
    -1: "Special",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
}
"""The namespaces that every MediaWiki has, by number
(https://www.mediawiki.org/wiki/Manual:Namespace_constants)."""


class Namespace(NamedTuple):
    """A namespace of a wiki: its number, its name there ("" for articles), and other names.

    `case`: whether the first letter of a title may be written in either case, or never.
    """

    number: int
    name: str
    aliases: tuple[str, ...] = ()
    case: Case = "first-letter"


def _namespaces(given: Any) -> tuple[Namespace, ...]:
    """Namespaces from a mapping of numbers to names, or from namespaces."""
    if isinstance(given, Mapping):
        given = [_named(number, names) for number, names in given.items()]
    return tuple([_checked(space) for space in given])


def _named(number: Any, names: Any) -> Any:
    if isinstance(names, Namespace):
        return names
    if isinstance(names, str):
        return Namespace(number, names)
    found = tuple(names) if isinstance(names, Iterable) else (names,)
    if not found:
        message = f"the namespace {number!r} has no name"
        raise ValueError(message)
    return Namespace(number, found[0], found[1:])


def _checked(space: Any) -> Namespace:
    if not isinstance(space, Namespace):
        message = f"a namespace must be a Namespace, not {type(space).__name__}"
        raise TypeError(message)
    aliases = tuple(space.aliases)
    if isinstance(space.number, bool) or not isinstance(space.number, int):
        message = f"the number of a namespace must be an int, not {type(space.number).__name__}"
        raise TypeError(message)
    for name in (space.name, *aliases):
        if not isinstance(name, str):
            message = f"the name of a namespace must be a str, not {type(name).__name__}"
            raise TypeError(message)
    if space.case not in CASES:
        message = f"the case of a namespace is one of {', '.join(CASES)}, not {space.case!r}"
        message += did_you_mean(space.case, CASES)
        raise ValueError(message)
    return space._replace(aliases=aliases)


def _prefixes(given: Any) -> tuple[str, ...] | None:
    if given is None:
        return None
    prefixes = (given,) if isinstance(given, str) else tuple(given)
    for prefix in prefixes:
        if not isinstance(prefix, str):
            message = f"an interwiki prefix must be a str, not {type(prefix).__name__}"
            raise TypeError(message)
    return prefixes


@suggests_fields
@attrs.frozen(kw_only=True, cache_hash=True)
class Site:
    """A wiki that is no Wikipedia, or one of which more is known than its language.

    `lang`: the language of its content. `namespaces`: a mapping from numbers to a name or to a
    tuple of names, of which the first is shown and the others are aliases; or `Namespace` records.
    `interwikis`: its prefixes to other wikis; None for those of Wikimedia. `name`: the name of its
    database (`dewiki`); `url`: that of its main page; `case`: whether the first letter of a title
    counts.

    The namespaces that every MediaWiki has (-2 to 15) are known by their names in `lang` and in
    English, also where they are not given; any other namespace has to be given. Names that are
    given win over all others, then prefixes that are given, then the names of the language.

    Raises TypeError for values of another type, ValueError for an unknown `case`.

    >>> site = wikiparse.Site(lang="en", namespaces={100: ("Route", "R")})
    >>> link = wikiparse.parse("[[R:North]]", dialect="wikitext", site=site).wikilinks[0]
    >>> link.namespace, site.number_of("R")
    ('Route', 100)
    """

    lang: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(str))
    )
    """The language tag of its content; None if not known."""
    namespaces: tuple[Namespace, ...] = attrs.field(default=(), converter=_namespaces)
    """Its namespaces, as records."""
    interwikis: tuple[str, ...] | None = attrs.field(default=None, converter=_prefixes)
    """Its prefixes to other wikis; None for those of Wikimedia."""
    name: str = attrs.field(default="", validator=attrs.validators.instance_of(str))
    """The name of its database, such as "dewiki"."""
    url: str = attrs.field(default="", validator=attrs.validators.instance_of(str))
    """The URL of its main page."""
    case: Case = attrs.field(default="first-letter", validator=attrs.validators.in_(CASES))
    """"first-letter" or "case-sensitive": whether the first letter of a title counts."""

    def number_of(self, name: str) -> int | None:
        """The number of a namespace by its name or an alias on this wiki, or None.

        Case, underscores for spaces and white space at the ends do not matter.
        """
        wanted = fold(name)
        for space in self.namespaces:
            if wanted in (fold(space.name), *map(fold, space.aliases)):
                return space.number
        return None

    def to_dict(self) -> dict[str, Any]:
        """The site as plain values, those at their defaults left out."""
        out: dict[str, Any] = {
            key: value
            for key, value in (
                ("lang", self.lang),
                ("name", self.name),
                ("url", self.url),
                ("case", None if self.case == CASES[0] else self.case),
            )
            if value
        }
        if self.namespaces:
            out["namespaces"] = [
                {
                    "number": space.number,
                    "name": space.name,
                    **({"aliases": list(space.aliases)} if space.aliases else {}),
                    **({"case": space.case} if space.case != CASES[0] else {}),
                }
                for space in self.namespaces
            ]
        if self.interwikis is not None:
            out["interwikis"] = list(self.interwikis)
        return out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Site:
        """The site that `to_dict` came from. Raises ValueError for values that do not fit."""
        try:
            spaces = [
                Namespace(
                    space["number"],
                    space["name"],
                    tuple(space.get("aliases", ())),
                    space.get("case", CASES[0]),
                )
                for space in data.get("namespaces", ())
            ]
            rest = {key: data[key] for key in ("lang", "name", "url", "case") if key in data}
            return cls(namespaces=spaces, interwikis=data.get("interwikis"), **rest)
        except (KeyError, TypeError, AttributeError) as error:
            message = f"this is not the form of a site: {type(error).__name__} {error}"
            raise ValueError(message) from error
