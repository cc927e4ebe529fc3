"""The fast constructors make the nodes that their classes make, and have the signatures that
`make.pyi` says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import attrs
import pytest

from wikiparse.nodes import make
from wikiparse.nodes.unfrozen import hidden_fields, own_fields

ROOT = Path(__file__).resolve().parents[1]
CONSTRUCTORS = {name: thing for name, thing in vars(make).items() if name.startswith("make_")}
VALUES: dict[str, Any] = {
    "str": "a", "str | None": "a", "int": 2, "int | None": 2, "bool": True, "bool | None": True,
    "tuple[Node, ...]": (make.make_text("b"),), "Attributes": (("a", "b"),),
}  # fmt: skip


def test_the_signatures_are_what_the_script_writes() -> None:
    path = ROOT / "scripts" / "generate_make.py"
    spec = importlib.util.spec_from_file_location("generate_make", path)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = (ROOT / "src" / "wikiparse" / "nodes" / "make.pyi").read_text("utf-8")
    assert written == script.stub(), "run scripts/generate_make.py"


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_a_constructor_makes_what_the_class_makes(name: str) -> None:
    constructor = CONSTRUCTORS[name]
    cls = constructor.__globals__["cls"]
    fields = own_fields(cls)
    values = {field.parameter: VALUES.get(field.type, field.default) for field in fields}
    made, called = constructor(*values.values(), (3, 5)), cls(**values, span=(3, 5))
    assert (type(made), made, made.span) == (cls, called, called.span)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.kind = "x"
    required = [value for field, value in zip(fields, values.values(), strict=True)
                if field.default is attrs.NOTHING]  # fmt: skip
    made, called = constructor(*required), cls(*required)
    assert (made, made.span) == (called, None)
    for field in hidden_fields(cls):
        assert getattr(made, field.slot) is getattr(called, field.slot)
