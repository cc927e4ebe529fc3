"""What each parser returns of small pages: the tables of `docs/comparison.md`.

    pip install -e '.[migration]' -r benchmarks/requirements.txt
    npm install --prefix build/node wtf_wikipedia
    NODE_PATH=build/node/node_modules python benchmarks/features.py [--refresh]

A cell is an expression of that package, run on the text of its row: "yes" if it returns the answer
that the row asks for, "no" if it returns another one. A dash is a package without a call for it.
`features.toml` has them all; `--refresh` writes the tables into the page.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "comparison.md"
DATA = Path(__file__).with_name("features.toml")
MARKED = re.compile(r"(<!-- features: (\w+) -->\n).*?(<!-- end of features -->)", re.S)
"""A table in the page: which one, and where it ends."""
NO_CALL = "–"
SCRIPT = """
const wtf = require("wtf_wikipedia");
const calls = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answer = ([text, call]) => { try { return eval(call) } catch (error) { return null } };
const answers = calls.map(answer);
console.log(JSON.stringify(answers.map((found) => found === undefined ? null : found)));
"""


def tables() -> dict[str, Any]:
    """The rows of each table, with its columns and the statements that prepare each."""
    with DATA.open("rb") as file:
        return tomllib.load(file)


def answers(table: dict[str, Any], column: str) -> list[Any] | None:
    """The answers of a package to each row, or None if it is not installed."""
    rows = [(row["text"], row.get(column, "")) for row in table["row"]]
    if column == "wtf_wikipedia":
        return _answers_of_node(rows)
    namespace: dict[str, Any] = {}
    try:
        exec(table["prepare"][column], namespace)  # noqa: S102  # the project's own data
    except ImportError:
        return None
    return [_answer(call, {**namespace, "text": text}) for text, call in rows]


def _answer(call: str, namespace: dict[str, Any]) -> Any:
    if not call:
        return None
    try:
        found = eval(call, namespace)  # noqa: S307  # the project's own data
    except Exception as error:  # noqa: BLE001  # a parser that raises has no answer
        return f"{type(error).__name__}: {error}"
    return json.loads(json.dumps(found, default=str))


def _answers_of_node(rows: list[tuple[str, str]]) -> list[Any] | None:
    """All answers of wtf_wikipedia, by one process."""
    node = shutil.which("node")
    if node is None:
        return None
    calls = json.dumps([(text, call or "null") for text, call in rows])
    done = subprocess.run(
        [node, "-e", SCRIPT], input=calls, capture_output=True, check=False, encoding="utf-8"
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def cells(table: dict[str, Any]) -> dict[str, list[str] | None]:
    """For each package, its cell in each row; None if it is not installed."""
    found: dict[str, list[str] | None] = {}
    for column in table["prepare"]:
        given = answers(table, column)
        found[column] = given and [
            NO_CALL if not row.get(column) else "yes" if answer == row["answer"] else "no"
            for answer, row in zip(given, table["row"], strict=True)
        ]
    return found


def written(table: dict[str, Any]) -> str:
    """A table as Markdown, with "?" in the column of a package that is not installed."""
    found = cells(table)
    lines = [["", *found], ["---", *["---"] * len(found)]]
    for number, row in enumerate(table["row"]):
        shown = [column[number] if column else "?" for column in found.values()]
        lines.append([row["title"].replace("|", "\\|"), *shown])
    return "\n" + "".join([f"| {' | '.join(line)} |\n" for line in lines]) + "\n"


def refreshed(page: str) -> str:
    """The page with its tables rewritten."""
    data = tables()
    return MARKED.sub(lambda match: f"{match[1]}{written(data[match[2]])}{match[3]}", page)


def main() -> None:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--refresh", action="store_true", help="write docs/comparison.md")
    parser.add_argument("--answers", action="store_true", help="print each answer that is not it")
    options = parser.parse_args()
    if options.answers:
        for table in tables().values():
            for column in table["prepare"]:
                for row, answer in zip(table["row"], answers(table, column) or (), strict=False):
                    if answer != row["answer"] and column in row:
                        print(f"{column}: {row['title']}: {answer!r}")
        return
    page = refreshed(PAGE.read_text(encoding="utf-8"))
    if "| ? |" in page:
        sys.exit("a package is not installed: see --help")
    if options.refresh:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print("\n".join(match[0] for match in MARKED.finditer(page)))


if __name__ == "__main__":
    main()
