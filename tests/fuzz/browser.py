"""Show hostile documents to a real browser: `python tests/fuzz/browser.py --documents 10000`.

Each document is written by `to_html()` and stands alone in a frame of a page that a server on this
machine hands to a headless Chromium (`--browser`, by default the first of the usual names on the
path). The browser itself says what it made of it:

* no script ran and none was tried: a policy that allows no script reports each attempt;
* nothing was asked of the server but the pages themselves and images;
* no frame went to another page;
* no element is there that loads, sends or runs something, no attribute that is a handler;
* no link leads to a scheme that runs something, by the browser's own reading of it;
* no class or id is there that the document chose: ids have the library's prefixes, classes none.

Exit status 1 if any document breaks one of them. Needs Chromium, which is no Python package.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from texts import hostile_texts  # noqa: E402

import wikiparse  # noqa: E402
from browsing import BROWSERS, FLAGS, find_browser  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECTS = ("auto", *wikiparse.DIALECTS)
AT_ONCE = 100
"""Documents on one page."""

TAGS = (
    "script iframe object embed svg math style form base meta link img video audio details "
    "template noscript select textarea title xmp plaintext input button a div span p table td b "
    "center font marquee nowiki ref gallery pre syntaxhighlight source poem"
).split()
HANDLERS = "onerror onload onclick onmouseover ontoggle onfocus onanimationstart".split()
ATTRIBUTES = "href src style class id name srcdoc action xlink:href lang".split()
SCHEMES = """
javascript:hit()
JaVaScRiPt:hit()
java\tscript:hit()
java&#10;script:hit()
&#106;avascript:hit()
javascript&colon;hit()
\x01javascript:hit()
data:text/html,<script>hit()</script>
data:image/svg+xml,<svg onload=hit()>
vbscript:hit()
blob:hit
file:///etc/passwd
//evil.example/x
http://a.example/" onmouseover="hit()
x' onerror='hit()
http://a.example/{{delete}}
""".strip().split("\n")
WRAPPERS = [
    line.replace("⏎", "\n")
    for line in """
{}
[x]({})
![x]({})
[x](<{}>)
[x]: {}⏎⏎[x]
<{}>
[[{}|x]]
[{} x]
[[File:{}|link={}]]
`{}`
```{}⏎code⏎```
{{{{{}}}}}
<ref name="{}">x</ref>
[^1]⏎⏎[^1]: {}
| {} |⏎| - |⏎
# {}
<gallery>⏎A.jpg|{}⏎</gallery>
[a]({} "wikilink")
<a href="{}" class="wikilink" title="x">x</a>
{{| {}⏎| {} | x⏎|}}
<syntaxhighlight lang="{}">x</syntaxhighlight>
-{{{}}}-
__{}__
<math>{}</math>
[Category:x]({} "wikilink")
> {}
* {}⏎** {}
;{}:{}
''{}'' '''{}'''
$`{}`$
![[{}]]
[x]({}){{.wikilink}}
<figure><img src="{}"><figcaption>{}</figcaption></figure>
""".strip().split("\n")
]
"""Markup with a payload in it, in all grammars; `⏎` is a line ending."""


def live_tag(random: random.Random) -> str:
    """A tag that would do something, with attributes that would, not always well formed."""
    name = random.choice(TAGS)
    attributes = []
    for _ in range(random.randint(0, 3)):
        quote = random.choice(('"', "'", ""))
        key = random.choice((*HANDLERS, *ATTRIBUTES))
        values = ("hit()", "modal fixed-top", "getElementById", "background:url(/probe)", "x\n y")
        equals = random.choice(("=", " = ", "=/"))
        attributes.append(f"{key}{equals}{quote}{random.choice((*SCHEMES, *values))}{quote}")
    opening = random.choice(("<", "<", "<", "</", "< ")) + name + random.choice(" /\n\t")
    closing = random.choice((f"x</{name}>", "", "/", f"</{name}"))
    return opening + " ".join(attributes) + random.choice((">", ">", ">", " ")) + closing


def documents(seed: int) -> Iterator[str]:
    """Texts that try to be alive, without end: payloads in markup, hostile texts around some."""
    generator = random.Random(seed)
    texts = hostile_texts(seed)
    while True:
        payload = generator.choice(SCHEMES) if generator.random() < 0.5 else live_tag(generator)
        wrapper = generator.choice(WRAPPERS)
        text = wrapper.format(*[payload] * wrapper.count("{}"))
        for _ in range(generator.randint(0, 2)):
            outer = generator.choice(WRAPPERS)
            text = outer.format(*[text] * 1, *[payload] * (outer.count("{}") - 1))
        if generator.random() < 0.4:
            other = next(texts)[1]
            place = generator.randint(0, len(other))
            text = other[:place] + text + other[place:]
        yield text


PAGE = (HERE / "browser.html").read_text(encoding="utf-8")
"""The page around the frames, with the checks that the browser makes."""
FRAME = """<!doctype html><head data-ours="1"><script nonce="ours" data-ours="1">
window.hit = () => parent.fault(%(number)d, "a script ran");
addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sample } = event;
  if (violatedDirective.startsWith("img")) return;
  parent.fault(%(number)d, `tried: ${violatedDirective} ${blockedURI} ${sample}`);
});
</script></head><body><div id="all-of-the-document">%(html)s</div></body>"""
POLICY = (
    "default-src 'none'; script-src 'nonce-ours' 'report-sample'; frame-src 'self'; img-src *; "
    "style-src-attr 'unsafe-inline'; style-src-elem 'none'; form-action 'none'; base-uri 'none'"
)


class Server(ThreadingHTTPServer):
    """Hands out pages by their path, and keeps what else was asked for."""

    pages: dict[str, str]
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:  # the name that the base class calls
        """A page, or a note that something else was asked for."""
        page = self.server.pages.get(self.path)
        if (
            page is None
            and self.path != "/favicon.ico"
            and self.headers.get("Sec-Fetch-Dest") != "image"
        ):
            self.server.asked.append(f"{self.headers.get('Sec-Fetch-Dest')} {self.path}")
        data = (page or "").encode("utf-8", "replace")
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def page_of(batch: list[tuple[int, str]]) -> str:
    """A page with each document in a frame of its own."""
    frames = []
    for number, written in batch:
        inside = html.escape(FRAME % {"number": number, "html": written})
        frames.append(f'<iframe data-number="{number}" srcdoc="{inside}"></iframe>')
    return PAGE % "\n".join(frames)


def shown(browser: str, address: str, profile: str) -> list[tuple[int, str]] | None:
    """What the browser says of a page; None if it gave no answer."""
    command = [
        browser,
        *FLAGS,
        "--virtual-time-budget=20000",
        "--dump-dom",
        f"--user-data-dir={profile}",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        address,
    ]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, errors="replace", timeout=180
    )
    found = re.search(r"ANSWER(.*?)END</pre>", done.stdout, re.S)
    return (
        [(int(number), what) for number, what in json.loads(html.unescape(found[1]))]
        if found
        else None
    )


def check(browser: str, texts: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(dialect, text, what is wrong) of all documents, given as (dialect, text)."""
    server = Server(("127.0.0.1", 0), Handler)
    server.pages, server.asked = {}, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wrong = []
    try:
        with tempfile.TemporaryDirectory() as profile:
            for start in range(0, len(texts), AT_ONCE):
                batch = [
                    (number, wikiparse.parse(text, dialect=dialect).to_html())
                    for number, (dialect, text) in enumerate(texts[start : start + AT_ONCE], start)
                ]
                path = f"/{start}"
                server.pages[path] = page_of(batch)
                faults = shown(browser, f"http://127.0.0.1:{server.server_port}{path}", profile)
                if faults is None:
                    wrong += [("", f"documents from {start} on", "the browser gave no answer")]
                else:
                    wrong += [(*texts[number], what) for number, what in faults]
                wrong += [
                    ("", f"documents from {start} on", f"asked for {what}") for what in server.asked
                ]
                server.asked.clear()
                del server.pages[path]
    finally:
        server.shutdown()
        server.server_close()
    return wrong


def main() -> int:
    """Show documents, and print what was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--browser", default=find_browser())
    options = parser.parse_args()
    if options.browser is None:
        parser.error(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    source = documents(options.seed)
    texts = [
        (DIALECTS[number % len(DIALECTS)], next(source)) for number in range(options.documents)
    ]
    wrong = check(options.browser, texts)
    for dialect, text, what in sorted(wrong, key=lambda one: one[2])[-20:]:
        print(f"{dialect}: {text!a}\n  {what}")
    kinds = Counter(what.partition(":")[0] for _, _, what in wrong)
    print(f"seed {options.seed}: {len(texts):,} documents, {len(wrong)} faults {dict(kinds) or ''}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
