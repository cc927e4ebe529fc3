"""Nothing is fetched, executed or read but what was named: an audit hook listens while all fixtures go through all ways."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:2]
import json, os
from pathlib import Path
named = Path(sys.argv[2])
allowed = [os.path.realpath(path) for path in (*sys.path, *sys.argv[3:]) if path]
seen = []

def listen(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "urllib.", "ctypes.",
                         "http.", "ftplib.", "smtplib.", "shutil.", "tempfile.", "os.remove", "os.rename", "os.mkdir", "os.rmdir")):
        seen.append((event, str(arguments)))
    elif event == "open":
        path, mode = str(arguments[0]), arguments[1] or "r"
        real = os.path.realpath(path)
        # Modules and the package's own data are read, bytecode of modules may be written; else only what was named.
        is_code = any(real.startswith(start) for start in allowed)
        if not (real == os.path.realpath(named) or is_code) or ("w" in mode and "__pycache__" not in real):
            seen.append((event, path + " " + mode))

sys.addaudithook(listen)
import wikiparse
from digest import digest
digest()
wikiparse.read(named)
cases = "[a](http://a.example/x.png)", "![a](file:///etc/passwd)", "{{:/etc/passwd}}", "<img src=//a.example>", "<xi:include href=x>"
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
    command = [sys.executable, "-c", PROGRAM, str(tests), str(named), str(source), sys.prefix, sys.base_prefix]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.strip() == "[]"
