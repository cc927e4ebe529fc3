"""pandoc: plain text, the links, and how many footnotes and tables it saw; all pages in one process
of it, from a script in Lua.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pypandoc
from reader import pages

SCRIPT = """
for line in io.lines() do
  local page = pandoc.json.decode(line)
  local ok, made = pcall(function()
    local doc = pandoc.read(page.text, 'mediawiki')
    local links = {}
    doc:walk({Link = function(link) links[#links + 1] = link.target end})
    return {text = pandoc.write(doc, 'plain'), links = links}
  end)
  local out = ok and made or {text = ''}
  out.id, out.title = page.id, page.title
  io.write(pandoc.json.encode(out), '\\n')
end
"""


def main() -> None:
    """Hand pandoc a line for each page; what it prints is the output."""
    dump, out = sys.argv[1:3]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script, Path(out).open("wb") as made:
        script.write(SCRIPT)
        script.flush()
        command = [pypandoc.get_pandoc_path(), "lua", script.name]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=made) as pandoc:
            assert pandoc.stdin
            for number, title, text in pages(dump):
                line = json.dumps({"id": number, "title": title, "text": text})
                pandoc.stdin.write(line.encode() + b"\n")
            pandoc.stdin.close()
            code = pandoc.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"alone {used.ru_utime + used.ru_stime:.6f}")
    sys.exit(code)


if __name__ == "__main__":
    main()
