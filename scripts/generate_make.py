"""Write `src/wikiparse/nodes/make.pyi`: the signatures of the fast constructors.

    python scripts/generate_make.py

`nodes/make.py` compiles its constructors from the fields of the node classes, which no type checker
can follow. Their signatures come from the same fields. The same classes give the same bytes; a test
holds the committed file to that.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs

from wikiparse.nodes import blocks, inlines, links, make
from wikiparse.nodes.base import Node
from wikiparse.nodes.unfrozen import Field, hidden_fields, own_fields

TARGET = Path(__file__).resolve().parents[1] / "src" / "wikiparse" / "nodes" / "make.pyi"

SPAN = Field("_span", "span", (-1, -1), "tuple[int, int]")
WIDTH = 100
HEAD = "# Written by scripts/generate_make.py: the signatures of make.py."


def stub() -> str:
    """The text of the file."""
    made = {name: thing for name, thing in vars(make).items() if name.startswith("make_")}
    lines = [f"{name}: Any" for name in vars(make) if name.startswith("Unfrozen")] + [""]
    for name, constructor in made.items():
        lines += _signature(name, _class_of(constructor))
    body = "\n".join(lines)
    return "\n".join([HEAD, "", "from typing import Any", "", *_imports(body), "", body, ""])


def _class_of(constructor: Any) -> type[Node]:
    """The class that a constructor makes nodes of, which its source calls `cls`."""
    cls = constructor.__globals__["cls"]
    assert issubclass(cls, Node)
    return cls


def _signature(name: str, cls: type[Node]) -> list[str]:
    fields = (*own_fields(cls), SPAN, *hidden_fields(cls))
    parameters = [_parameter(field) for field in fields]
    line = f"def {name}({', '.join(parameters)}) -> {cls.__name__}: ..."
    if len(line) <= WIDTH:
        return [line]
    return [f"def {name}(", *[f"    {p}," for p in parameters], f") -> {cls.__name__}: ..."]


def _parameter(field: Field) -> str:
    """A parameter with its type as the class has it written, and its default."""
    shown = f"{field.parameter}: {field.type}"
    if field.default is attrs.NOTHING:
        return shown
    is_plain = isinstance(field.default, (bool, int, tuple, type(None)))
    default = field.default if is_plain else f'"{field.default}"' if field.default == "" else "..."
    return f"{shown} = {default}"


def _imports(body: str) -> list[str]:
    """The imports of what signatures name, sorted by module and name."""
    names = set(re.findall(r"\b[A-Z]\w+", body))
    found: dict[str, set[str]] = {}
    for name, thing in {**vars(blocks), **vars(inlines), **vars(links)}.items():
        if name in names and getattr(thing, "__module__", "").startswith("wikiparse."):
            found.setdefault(thing.__module__, set()).add(name)
    if "Attributes" in names:  # the name of a type, which does not know its module
        found["wikiparse.html.attributes"] = {"Attributes"}
    return [_import(module, sorted(found[module])) for module in sorted(found)]


def _import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"from {module} import (", *[f"    {name}," for name in names], ")"])


if __name__ == "__main__":
    TARGET.write_text(stub(), "utf-8")
