"""The arithmetic of `{{#expr:…}}` (the extension ParserFunctions: `ExprParser`).

    expression = operand (operator operand)*
    operand = number | "pi" | "e" | "(" expression ")" | unary operand

Two stacks, of operands and of operators by their precedence; each holds at most 100.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MOST: Final = 100
"""Operands, and operators, that wait at a time."""

_TOKEN: Final = re.compile(
    r"[ \t\r\n]*+(?:([0-9.]++)|([A-Za-z]++)|(<=|>=|<>|!=|[-+*/^()=<>])|(.)|\Z)", re.S
)

_BY_ZERO: Final = "Division by zero."
_LN: Final = "Invalid argument for ln: <= 0."
_FULL: Final = "Expression error: Stack exhausted."
_UNCLOSED: Final = "Expression error: Unclosed bracket."
_NUMBER: Final = "Expression error: Unexpected number."
_OPEN: Final = "Expression error: Unexpected ( operator."
_CLOSING: Final = "Expression error: Unexpected closing bracket."


class ExpressionError(Exception):
    """An expression that has no value; `shown` is the message in the page."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.shown: str = f'<strong class="error">{escape(message, quote=True)}</strong>'


def _divide(a: float, b: float, name: str) -> float:  # noqa: ARG001
    if not b:
        raise ExpressionError(_BY_ZERO)
    return a / b


def _whole(value: float) -> int:
    """PHP's `(int)`: infinite values are 0, and of others the last 64 bits count."""
    if math.isnan(value) or math.isinf(value):
        return 0
    return (int(value) + (1 << 63)) % (1 << 64) - (1 << 63)


def _modulo(a: float, b: float, name: str) -> float:  # noqa: ARG001
    left, right = _whole(a), _whole(b)
    if not right:
        raise ExpressionError(_BY_ZERO)
    return int(math.copysign(1, left)) * (abs(left) % abs(right))


def _float_modulo(a: float, b: float, name: str) -> float:  # noqa: ARG001
    if not b:
        raise ExpressionError(_BY_ZERO)
    return math.nan if math.isinf(a) or math.isnan(a) else math.fmod(a, b)


def _power(a: float, b: float) -> float:
    try:
        if isinstance(a, int) and isinstance(b, int) and b >= 0 and abs(a) > 1 and b > 1024:
            return math.inf
        return math.pow(a, b)
    except OverflowError:
        return -math.inf if a < 0 and b % 2 else math.inf
    except ValueError:
        return math.inf if not a else math.nan


def _round(a: float, b: float, name: str) -> float:  # noqa: ARG001
    digits = _whole(b)
    if math.isnan(a) or math.isinf(a) or digits > 300:
        return a
    if digits < -308:
        return 0.0
    try:
        step = Decimal(1).scaleb(-digits)
        # PHP rounds the number as it is written: 1.005 to two digits is 1.01.
        number = Decimal(repr(float(a)))
        if number.adjusted() + digits > 25:
            return a
        return float(number.quantize(step, ROUND_HALF_UP))
    except InvalidOperation:
        return a


def _arc(function: Callable[[float], float]) -> Callable[[float, str], float]:
    def compute(a: float, name: str) -> float:
        if not -1 <= a <= 1:
            message = f"Invalid argument for {name}: < -1 or > 1."
            raise ExpressionError(message)
        return function(a)

    return compute


def _log(a: float, name: str) -> float:  # noqa: ARG001
    if a <= 0:
        raise ExpressionError(_LN)
    return math.log(a)


def _root(a: float, name: str) -> float:
    if a < 0 or math.isnan(a):
        message = f"In {name}: Result is not a number."
        raise ExpressionError(message)
    return math.sqrt(a)


def _safely(function: Callable[[float], float]) -> Callable[[float, str], float]:
    def compute(a: float, name: str) -> float:  # noqa: ARG001
        try:
            return function(a)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return compute


def _rounded(function: Callable[[float], float]) -> Callable[[float, str], float]:
    def compute(a: float, name: str) -> float:  # noqa: ARG001
        return float(a) if math.isinf(a) or math.isnan(a) else math.copysign(function(a), a)

    return compute


UNARY: Final[dict[str, tuple[int, Callable[[float, str], float]]]] = {
    "-u": (10, lambda a, _: -a),
    "+u": (10, lambda a, _: a),
    "not": (9, lambda a, _: int(not a)),
    "sin": (9, _safely(math.sin)),
    "cos": (9, _safely(math.cos)),
    "tan": (9, _safely(math.tan)),
    "asin": (9, _arc(math.asin)),
    "acos": (9, _arc(math.acos)),
    "atan": (9, _safely(math.atan)),
    "exp": (9, _safely(math.exp)),
    "ln": (9, _log),
    "abs": (9, lambda a, _: abs(a)),
    "floor": (9, _rounded(math.floor)),
    "trunc": (9, lambda a, _: _whole(a)),
    "ceil": (9, _rounded(math.ceil)),
    "sqrt": (9, _root),
}
"""Operators before one operand: precedence and function."""

BINARY: Final[dict[str, tuple[int, Callable[[float, float, str], float]]]] = {
    "e": (10, lambda a, b, _: a * _power(10, b)),
    "^": (8, lambda a, b, _: _power(a, b)),
    "*": (7, lambda a, b, _: a * b),
    "/": (7, _divide),
    "div": (7, _divide),
    "mod": (7, _modulo),
    "fmod": (7, _float_modulo),
    "+": (6, lambda a, b, _: a + b),
    "-": (6, lambda a, b, _: a - b),
    "round": (5, _round),
    "=": (4, lambda a, b, _: int(a == b)),
    "<": (4, lambda a, b, _: int(a < b)),
    ">": (4, lambda a, b, _: int(a > b)),
    "<=": (4, lambda a, b, _: int(a <= b)),
    ">=": (4, lambda a, b, _: int(a >= b)),
    "<>": (4, lambda a, b, _: int(a != b)),
    "!=": (4, lambda a, b, _: int(a != b)),
    "and": (3, lambda a, b, _: int(bool(a and b))),
    "or": (2, lambda a, b, _: int(bool(a or b))),
}
"""Operators between two operands."""

_SHOWN: Final = {"-u": "-", "+u": "+", "div": "/", "!=": "<>"}
"""How an operator is called in a message."""

_UNESCAPED: Final = (("&lt;", "<"), ("&gt;", ">"), ("&minus;", "-"), ("−", "-"))


class _Stacks:
    __slots__ = ("operands", "operators")

    def __init__(self) -> None:
        self.operands: list[float] = []
        self.operators: list[str] = []

    def apply(self) -> None:
        """Take the last operator, and its operands."""
        name = self.operators.pop()
        shown = _SHOWN.get(name, name)
        unary = UNARY.get(name)
        if len(self.operands) < (1 if unary else 2):
            message = f"Expression error: Missing operand for {shown}."
            raise ExpressionError(message)
        if unary:
            self.operands.append(unary[1](self.operands.pop(), shown))
        else:
            right, left = self.operands.pop(), self.operands.pop()
            self.operands.append(BINARY[name][1](left, right, shown))

    def binary(self, name: str) -> None:
        """An operator after an operand: those that bind as much come first."""
        level = BINARY[name][0]
        while self.operators and level <= _level(self.operators[-1]):
            self.apply()
        self.operators.append(name)


def _level(name: str) -> int:
    if name == "(":
        return -1
    return (UNARY.get(name) or BINARY[name])[0]


def evaluate(text: str) -> str:
    """The value of an expression as it is shown. Raises ExpressionError."""
    for old, new in _UNESCAPED:
        text = text.replace(old, new)
    stacks = _Stacks()
    pos, wants_operand = 0, True
    while pos < len(text):
        match = _TOKEN.match(text, pos)
        assert match is not None  # some character, or the end
        pos = match.end()
        number, word, mark, other = match.groups()
        waiting = max(len(stacks.operands), len(stacks.operators))
        if waiting > MOST and match.lastindex:
            raise ExpressionError(_FULL)
        if number:
            wants_operand = _number(stacks, number, wants_operand=wants_operand)
        elif word or mark:
            wants_operand = _operator(stacks, (word or mark).lower(), wants_operand=wants_operand)
        elif other:
            message = f'Expression error: Unrecognized punctuation character "{other}".'
            raise ExpressionError(message)
    while stacks.operators:
        if stacks.operators[-1] == "(":
            raise ExpressionError(_UNCLOSED)
        stacks.apply()
    return "<br />\n".join(map(shown_number, stacks.operands))


def _number(stacks: _Stacks, text: str, *, wants_operand: bool) -> bool:
    if not wants_operand:
        raise ExpressionError(_NUMBER)
    # PHP reads a number as far as it goes: "1.2.3" is 1.2, "." is 0.
    whole, _, fraction = text.partition(".")
    fraction = fraction.partition(".")[0]
    stacks.operands.append(float(f"{whole or 0}.{fraction or 0}"))
    return False


def _operator(stacks: _Stacks, name: str, *, wants_operand: bool) -> bool:
    """Take an operator, a constant or a parenthesis; whether an operand is expected next."""
    if wants_operand and name in ("+", "-"):
        stacks.operators.append(name + "u")
        return True
    if name in UNARY:
        if not wants_operand:
            message = f"Expression error: Unexpected {name} operator."
            raise ExpressionError(message)
        stacks.operators.append(name)
        return True
    if name == "pi" or (name == "e" and wants_operand):
        if not wants_operand:
            raise ExpressionError(_NUMBER)
        stacks.operands.append(math.pi if name == "pi" else math.exp(1))
        return False
    if name == "(":
        if not wants_operand:
            raise ExpressionError(_OPEN)
        stacks.operators.append(name)
        return True
    if name == ")":
        while stacks.operators and stacks.operators[-1] != "(":
            stacks.apply()
        if not stacks.operators:
            raise ExpressionError(_CLOSING)
        stacks.operators.pop()
        return False
    if name not in BINARY:
        message = f'Expression error: Unrecognized word "{name}".'
        raise ExpressionError(message)
    if wants_operand:
        message = f"Expression error: Unexpected {name.strip('+-')} operator."
        raise ExpressionError(message)
    stacks.binary(name)
    return True


def shown_number(value: float) -> str:
    """A number as PHP writes it, with 14 digits."""
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "NAN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    text = f"{value:.14G}"
    if "E" not in text:
        return text
    digits, _, exponent = text.partition("E")
    fraction = "" if "." in digits else ".0"
    return f"{digits}{fraction}E{exponent[0]}{int(exponent[1:])}"


def is_true(result: str) -> bool:
    """Whether PHP takes a result for true: all but "" and zero."""
    try:
        return float(result) != 0
    except ValueError:
        return bool(result)
