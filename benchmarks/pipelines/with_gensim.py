"""gensim: `WikiCorpus` with a process of its own, whose words are a line for each page."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from gensim.corpora import wikicorpus


def main() -> None:
    """Write the words of each page."""
    dump, out = sys.argv[1:3]
    # It opens a dump as bz2 whatever its name is; here all pipelines read the same plain XML.
    wikicorpus.bz2 = SimpleNamespace(BZ2File=partial(open, mode="rb"))
    corpus = wikicorpus.WikiCorpus(
        dump, processes=1, dictionary={}, article_min_tokens=0, metadata=True
    )
    with Path(out).open("w", encoding="utf-8") as lines:
        for words, (number, title) in corpus.get_texts():
            page = {"id": number, "title": title, "text": " ".join(words)}
            lines.write(json.dumps(page, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
