"""A cache for functions of the texts of pages, which no page can fill with long texts.

`functools.lru_cache` bounds how many results it keeps, and not how long the arguments are that it
keeps with them: a process that reads the pages of strangers would hold some thousand template names
of a megabyte for good.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

LONGEST: Final = 256
"""Code points of a text whose result is kept: a title of MediaWiki has 255 bytes at most."""


class _Results(dict[str, Any]):
    """The results of a function of one text. Asking a dictionary takes two thirds of the time of
    `lru_cache`; once it is full, it begins anew.
    """

    __slots__ = ("function", "size")

    def __init__(self, function: Callable[[str], Any], size: int) -> None:
        self.function = function
        self.size = size

    def __missing__(self, text: str) -> Any:
        result = self.function(text)
        if len(text) <= LONGEST:
            if len(self) >= self.size:
                self.clear()
            self[text] = result
        return result


def text_cache(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep up to `size` results of a function whose first argument is a text, unless that is longer
    than `LONGEST`. Other arguments are no texts of a page; the first is given by position.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if function.__code__.co_argcount == 1:
            return cast("Callable[P, R]", _Results(cast("Any", function), size).__getitem__)
        kept: Any = lru_cache(size)(function)

        @wraps(function)
        def call(text: str, *others: Any, **named: Any) -> R:
            if len(text) <= LONGEST:
                return kept(text, *others, **named)  # type: ignore[no-any-return]
            return function(text, *others, **named)  # type: ignore[arg-type]

        return cast("Callable[P, R]", call)

    return decorate
