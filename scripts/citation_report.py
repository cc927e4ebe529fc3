"""Read the citations of a corpus, and print how many there are of each type, how many are no valid
CSL-JSON, and how they compare with readings by hand.

    python scripts/citation_report.py CORPUS

CORPUS is a folder with the folders `dev`, `real` and `today`.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import jsonschema

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from citation_readings import differences, parsed, readings
from csl_schema import SCHEMA

FOLDERS = ("dev", "real", "today")
READINGS = ("citations.tsv", "citations_unseen.tsv")


def main() -> int:
    """Print the report; 1 if an item is not valid."""
    corpus = Path(sys.argv[1])
    validator = jsonschema.Draft7Validator(SCHEMA)
    kinds: Counter[tuple[str, str]] = Counter()
    dates: Counter[str] = Counter()
    faults = pages = 0
    for folder in FOLDERS:
        for path in sorted((corpus / folder).iterdir()):
            if path.suffix not in (".md", ".wikitext"):
                continue
            pages += 1
            citations = parsed(path).citations
            for error in validator.iter_errors([citation.data for citation in citations]):
                faults += 1
                print(f"{path.name}: {error.message[:200]}")
            for node, data, _ in citations:
                kinds[node.kind, data["type"]] += 1
                if "issued" in data:
                    dates["read" if "date-parts" in data["issued"] else "as text"] += 1
    for (node_kind, kind), count in kinds.most_common():
        print(f"{count:7,}  {node_kind}  {kind}")
    print(f"{kinds.total():,} citations on {pages:,} pages, {faults} not valid")
    print(f"dates of publication: {dates['read']:,} read, {dates['as text']:,} kept as text")
    for name in READINGS:
        found = list(differences(corpus, name))
        for reading, fact, read in found:
            print(f"{reading.page}:{reading.offset}  {fact}: {read!r}")
        count = len(readings(name))
        wrong = len({(d.reading.page, d.reading.offset) for d in found})
        right = 4 * count - len(found)
        print(f"{name}: {count - wrong} of {count} right, {right} of {4 * count} facts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
