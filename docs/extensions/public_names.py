"""The public names of the library by reflection: for the reference and for the test that it is
complete.

Public are the names in `__all__` of the packages below, and of their classes all that does not
begin with an underscore, inherited names among them as far as this library has them.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

PACKAGES = (
    "wikiparse",
    "wikiparse.nodes",
    "wikiparse.etl",
    "wikiparse.sites",
    "wikiparse.render.json",
)


class PublicName(NamedTuple):
    """A public name: where it is imported from, and what it is."""

    package: str
    name: str
    value: Any

    @property
    def qualified(self) -> str:
        """The name as the reference has it."""
        return f"{self.package}.{self.name}"


@cache
def public_names() -> dict[str, PublicName]:
    """Every public name by its qualified name, each value once: where it is imported from first."""
    found: dict[str, PublicName] = {}
    seen: set[str] = set()
    for package in PACKAGES:
        module = import_module(package)
        for name in module.__all__:
            # A name that two packages have means the same in both, unless it is data.
            value = getattr(module, name)
            if name in seen and hasattr(value, "__qualname__"):
                continue
            seen.add(name)
            public = PublicName(package, name, value)
            found[public.qualified] = public
    return found


@cache
def member_docs(module: str, cls: str) -> dict[str, str]:
    """The docstrings of a class's own attributes: a string after an assignment, or that of a
    method or property. Python keeps only the latter, so the source is read.
    """
    tree = ast.parse(inspect.getsource(import_module(module)))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == cls:
            return _docs(node.body)
    return {}


def member_doc(cls: type, name: str) -> str:
    """The docstring of a member, its own or that of the class it is inherited from."""
    for base in cls.__mro__:
        if base.__name__ == home(cls, name):
            return member_docs(base.__module__, base.__name__)[name]
    return ""


def home(cls: type, name: str) -> str:
    """The name of the class that a member's docstring is written in, "" if it has none."""
    for base in cls.__mro__:
        if is_ours(base) and member_docs(base.__module__, base.__name__).get(name):
            return base.__name__
    return ""


def members(cls: type) -> list[str]:
    """The public members of a class, those of the library's own base classes among them."""
    names = {name for base in cls.__mro__ if is_ours(base) for name in vars(base)}
    return sorted(name for name in names if not name.startswith("_"))


def is_ours(cls: type) -> bool:
    """Whether a class is one of this library."""
    return cls.__module__.partition(".")[0] == "wikiparse"


def _docs(body: list[ast.stmt]) -> dict[str, str]:
    docs: dict[str, str] = {}
    last = ""
    for statement in body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                last = name
                continue
            case ast.Expr(value=ast.Constant(value=str(text))) if last:
                docs.setdefault(last, inspect.cleandoc(text))
            case ast.FunctionDef() as function:
                if text := ast.get_docstring(function):
                    docs.setdefault(function.name, text)
            case ast.If(body=inner, orelse=other):
                for name, text in (_docs(other) | _docs(inner)).items():
                    docs.setdefault(name, text)
        last = ""
    return docs
