"""The nearest right name for one that is mistyped."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def did_you_mean(name: object, choices: Iterable[str]) -> str:
    """The end of a message about a name that is not one of the choices: the nearest one, if one
    is near.
    """
    from difflib import get_close_matches  # noqa: PLC0415  # slow to load, and for errors alone

    known = list(choices)
    text = str(name)[:LONGEST].lower()
    near = get_close_matches(text, [choice.lower() for choice in known], 1)
    if not near:
        return ""
    found = next(choice for choice in known if choice.lower() == near[0])
    return f"; did you mean {found!r}?"


LONGEST = 100
"""Characters of a name that are compared: the time grows with their square."""


def suggests_keywords(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose TypeError for a keyword that it does not have names the nearest one.

    Python does so itself since 3.13, but not for a function that takes any keywords.
    """

    @wraps(function)
    def called(*args: P.args, **keywords: P.kwargs) -> R:
        try:
            return function(*args, **keywords)
        except TypeError as error:
            # Raised by this call itself: nothing of the function is on the traceback.
            if error.__traceback__ is not None and error.__traceback__.tb_next is None:
                message = _about_keywords(function, keywords)
                if message:
                    raise TypeError(message) from None
            raise

    return called


def suggests_fields(cls: type[T]) -> type[T]:
    """The class, whose constructor does the same."""
    setattr(cls, "__init__", suggests_keywords(cls.__init__))  # noqa: B010  # mypy refuses the other
    return cls


def _about_keywords(function: Callable[..., object], keywords: Iterable[str]) -> str:
    """The message about the first keyword that a function does not have; "" if it has all."""
    from inspect import Parameter, signature  # noqa: PLC0415  # slow to load, and for errors alone

    known = [
        name
        for name, parameter in signature(function).parameters.items()
        if parameter.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
        and name != "self"
    ]
    for name in keywords:
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
            called = function.__qualname__.removesuffix(".__init__")
            return f"{called}() got an unexpected keyword argument {name!r}{hint}"
    return ""
