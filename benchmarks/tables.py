"""The tables of `docs/performance.md` and the figures of `docs/comparison.md`, from what `run.py`
and `jobs.py` have measured.

`--refresh` of either writes them into the pages.
"""

from __future__ import annotations

import re
from typing import Any

MARKED = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end of figures -->)", re.S)
"""A table in the page: which one, and where it ends."""


def refreshed(page: str, results: dict[str, Any]) -> str:
    """The page with its tables made anew."""
    made = {
        "speed": _speed,
        "phases": _phases,
        "floor": _floor,
        "afterwards": _afterwards,
        "memory": _memory,
        "growth": _growth,
        "jobs": _jobs,
        "each": _each_page,
        "imports": _imports,
        "pipelines": _pipelines,
        "kept": _kept,
        "batches": _batches,
    }
    return MARKED.sub(lambda match: f"{match[1]}{made[match[2]](results)}{match[3]}", page)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n" + "".join([f"| {' | '.join(line)} |\n" for line in lines]) + "\n"


def _by_input(results: dict[str, Any], what: str, shown: Any) -> str:
    """A row for each input, a column for each key."""
    inputs = results["inputs"]
    keys = list(dict.fromkeys(key for found in inputs.values() for key in found[what]))
    rows = [
        [name, *[shown(found[what][key]) if key in found[what] else "" for key in keys]]
        for name, found in inputs.items()
    ]
    return _table(["", *keys], rows)


def _speed(results: dict[str, Any]) -> str:
    return _by_input(results, "parsers", lambda row: f"{row['times']:.2f}")


def _memory(results: dict[str, Any]) -> str:
    return _by_input(results, "parsers", lambda row: f"{row['bytes_held']:.1f}")


def _phases(results: dict[str, Any]) -> str:
    return _by_input(results, "phases", lambda share: f"{share:.0%}")


def _floor(results: dict[str, Any]) -> str:
    markdown = {name: found for name, found in results["inputs"].items() if found["floor"]}
    return _by_input({"inputs": markdown}, "floor", lambda share: f"{share:.0%}")


def _afterwards(results: dict[str, Any]) -> str:
    return _by_input(results, "afterwards", lambda share: f"{share:.2f}")


def _growth(results: dict[str, Any]) -> str:
    found = results["growth"]
    head = ["ms/MB", *[f"{size / 1e6:g} MB" for size in found["bytes"]], "exponent"]
    names = {"on": "collector as it is", "bulk": "in `wikiparse.bulk()`", "off": "collector off"}
    rows = [
        [names[name], *map(str, found[name]["ms_per_mb"]), f"{found[name]['exponent']:.2f}"]
        for name in names
    ]
    return _table(head, rows)


def _jobs(results: dict[str, Any]) -> str:
    found = results["jobs"]
    names = {
        "on": "collector as it is",
        "freeze": "`gc.freeze()` before",
        "bulk": "in `wikiparse.bulk()`",
    }
    rows = [
        [shown, *[f"{found[use][way]:.2f}" for use in ("dropped", "kept")]]
        for way, shown in names.items()
    ]
    return _table(["", "each tree dropped", "all trees kept"], rows)


def _each_page(results: dict[str, Any]) -> str:
    found = results["each_page"]
    article = results["inputs"]["reference article"]
    whole = article["bytes"] / article["parsers"]["wikiparse"]["best_mb_s"]
    rows = [
        ["the reference article", f"{whole:.0f}"],
        ["a page of one letter", f"{found['one_letter_us']:.1f}"],
        [
            "the share that an object could spare: to look up dialect and language",
            f"{found['arguments_us']:.1f}",
        ],
    ]
    return _table(["", "µs"], rows)


def _imports(results: dict[str, Any]) -> str:
    found = results["import"]
    return _table(
        ["import", "ms of CPU"],
        [["`attrs`", str(found["attrs_ms"])], ["`wikiparse`", str(found["wikiparse_ms"])]],
    )


# --- whole jobs


QUIET = 0.5
"""Other processes that may want a processor, in the mean, on a machine that does nothing else."""


def pipelines_report(found: dict[str, Any]) -> str:
    """All tables of whole jobs, for people."""
    results = {"pipelines": found}
    return _pipelines(results) + _kept(results) + _batches(results)


def _pipelines(results: dict[str, Any]) -> str:
    """What each pipeline took, for each input; the machine and the versions."""
    found = results["pipelines"]
    text = (
        f"\nPython {found['python']}, {found['machine']}, {found['processors']} processors,"
        f" {found['memory_gb']} GB of memory, {found['rounds']} rounds; "
        + ", ".join(f"{name} {version}" for name, version in found["versions"].items())
        + ".\n"
    )
    for name, pages in found["inputs"].items():
        counts = pages.get("instructions", {})
        head = ["", "makes", "s/MB", "times", "calls, s/MB", "calls, times", "start, s"]
        head += ["memory, MiB", "of a child"]
        rows = []
        for pipeline, row in pages["pipelines"].items():
            figures = [row.get(key, "") for key in ("s_mb", "times", "alone_s_mb", "alone_times")]
            shown = [f"{figure:.2f}" if figure != "" else "" for figure in figures]
            memory = [str(peak or "") for peak in row["peaks"]]
            line = [pipeline, row["gives"], *shown, f"{row['start_s']:.2f}", *memory]
            rows.append(line + ([f"{counts.get(pipeline, 0):.0f}".lstrip("0")] if counts else []))
        text += _input(name, pages) + _table(head + (["calls, M/MB"] if counts else []), rows)
        for pipeline, row in pages["pipelines"].items():
            if "times_row" in row:
                times = f"{row['times_row']:.2f}"
                text += f"`{pipeline}` takes {times} times the calls of `parse_record` alone.\n\n"
    return text


def _input(name: str, pages: dict[str, Any]) -> str:
    return f"\n{name}: {pages['pages']} pages, {pages['bytes'] / 1e6:.1f} MB\n"


def _kept(results: dict[str, Any]) -> str:
    """The shares of the pages' content that each pipeline keeps."""
    text = ""
    for name, pages in results["pipelines"]["inputs"].items():
        for key, reference in {"tree": "our tree", "html": "MediaWiki's HTML"}.items():
            if (held := pages.get(f"held by {key}")) is None:
                continue
            kinds = [kind for kind, count in held["total"].items() if count]
            rows = [[f"by {reference}", *[f"{held['total'][kind]:,}" for kind in kinds]]]
            for pipeline, shares in held["kept"].items():
                rows.append([pipeline, *[f"{shares[kind]:.0%}" for kind in kinds]])
            text += f"\n{name}\n" + _table(["", *kinds], rows)
    return text


def _batches(results: dict[str, Any]) -> str:
    """The memory of batches, and what a second worker brings."""
    if (held := results["pipelines"].get("batches")) is None:
        return ""
    rows = [
        [
            f"{run['bytes'] / 1e6:g} MB as `{run['form']}`",
            str(run["workers"]),
            str(run["parent"]),
            str(run["worker"]),
            f"{run['cpu_s_mb']:.2f}",
        ]
        for run in held["runs"]
    ]
    head = ["", "workers", "parent, MiB", "largest worker, MiB", "CPU, s/MB"]
    table = _table(head, rows)
    if held["load"] > QUIET:  # then wall time says nothing
        return table
    return f"{table}\nTwo workers take {held['two_workers']:.2f} of the wall time of one.\n\n"
