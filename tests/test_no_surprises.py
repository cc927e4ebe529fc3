"""Nothing is fetched, executed or read but what was named.

An audit hook listens to the whole test run (`listening.py`); that it would hear, and that the run
would fail, is shown here. Another one listens to a whole process of its own, from the import of the
library on, while all fixtures go through all ways."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import listening
import wikiparse
from wikiparse.render.json import form as json

PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:2]
import json, os
from pathlib import Path
named = Path(sys.argv[2])
places = (*sys.path, *sys.argv[3:], sys.pycache_prefix)
allowed = [os.path.realpath(path) for path in places if path]
seen = []

FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "urllib.", "ctypes.", "http.", "ftplib.", "smtplib.", "shutil.", "tempfile.", "os.remove",
    "os.rename", "os.mkdir", "os.rmdir",
)

def listen(event, arguments):
    if event.startswith(FORBIDDEN):
        seen.append((event, str(arguments)))
    elif event == "open":
        path, mode = str(arguments[0]), arguments[1] or "r"
        real = os.path.realpath(path)
        # Modules and the package's own data are read, and their bytecode;
        # otherwise only the file that was named is read.
        is_code = any(real.startswith(start) for start in allowed)
        if "w" in mode or not (real == os.path.realpath(named) or is_code):
            seen.append((event, path + " " + mode))

sys.addaudithook(listen)
import wikiparse
from digest import digest
digest()
wikiparse.read(named)
cases = (
    "[a](http://a.example/x.png)", "![a](file:///etc/passwd)", "{{:File:/etc/passwd}}",
    "<img src=//a.example>", "<xi:include href=x>",
)
for case in cases:
    for dialect in wikiparse.DIALECTS:
        doc = wikiparse.parse(case, dialect=dialect)
        doc.to_html(page=True), doc.to_html(safe=False), doc.to_json(derived=True), doc.to_text()
print(json.dumps(seen))
"""


def test_an_audit_hook_hears_nothing(tmp_path: Path) -> None:
    named = tmp_path / "page.md"
    named.write_text("# a\n", encoding="utf-8")
    tests = Path(__file__).parent
    source = tests.parent / "src"
    command = [
        sys.executable,
        "-B",  # bytecode that is written is renamed, as nothing else may be
        "-c",
        PROGRAM,
        str(tests),
        str(named),
        str(source),
        sys.prefix,
        sys.base_prefix,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.strip() == "[]"


def as_if_in(place, act):
    """Do something with a function of the library on the stack, or what looks like one."""
    space = {}
    exec(compile("def call(act):\n    return act()", listening.PACKAGE + place, "exec"), space)
    try:
        return space["call"](act)
    finally:
        space.clear()


@pytest.mark.parametrize(
    ("event", "act"),
    [
        ("open", lambda: Path(os.devnull).open().close()),
        ("open", lambda: os.close(os.open(os.devnull, os.O_WRONLY))),
        ("open", lambda: Path(listening.PACKAGE, "__init__.py").open("r+").close()),
        ("socket.__new__", lambda: socket.socket().close()),
        ("subprocess.Popen", lambda: subprocess.run([sys.executable, "-c", ""], check=True)),
        # By name: which of the two a method of `Path` calls depends on the version of Python.
        ("os.listdir", lambda: os.listdir("/")),  # noqa: PTH208
        ("os.scandir", lambda: os.scandir("/").close()),
        ("os.putenv", lambda: os.putenv("WIKIPARSE_TEST", "a")),
        ("os.system", lambda: os.system("true")),
    ],
)
def test_the_run_is_listened_to(event, act) -> None:
    assert listening.taken() == []
    act()
    assert listening.taken() == []  # a test may
    as_if_in("etl/made_up.py", act)
    assert listening.taken() == []  # and so may the layer that is given paths
    as_if_in("made_up.py", act)
    heard = listening.taken()
    assert heard
    assert any(line.startswith(f"{event} ") for line in heard)
    assert all("made_up.py:2 (call)" in line for line in heard)


def test_what_is_named_may_be_read(tmp_path: Path) -> None:
    named, other = tmp_path / "page.md", tmp_path / "other.md"
    named.write_text("# a\n", encoding="utf-8")
    other.write_text("# a\n", encoding="utf-8")
    wikiparse.read(named)
    wikiparse.read(str(named))
    json.schema()
    as_if_in(
        "made_up.py", lambda: __import__("colorsys")
    )  # modules are loaded when they are needed
    assert listening.taken() == []
    as_if_in("parse.py", other.read_bytes)
    assert len(listening.taken()) == 1


BAD = """
def test_a():
    space = {}
    exec(compile("def call():\\n    open('/dev/null').close()", PLACE, "exec"), space)
    space["call"]()
def test_b():
    pass
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_the_run_fails(tmp_path: Path, workers) -> None:
    (tmp_path / "conftest.py").write_text(
        "from listening import pytest_runtest_teardown\n", encoding="utf-8"
    )
    (tmp_path / "test_bad.py").write_text(
        f"PLACE = {listening.PACKAGE + 'made_up.py'!r}\n{BAD}", encoding="utf-8"
    )
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {Path(__file__).parent}\n", encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore::pytest.PytestConfigWarning",  # of `python -O`
        "-q",
        *workers,
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert "2 passed, 1 error" in done.stdout
    assert "open ('/dev/null', 'r', " in done.stdout
