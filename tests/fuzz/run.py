"""Fuzz the library: `python tests/fuzz/run.py --minutes 60`.

Makes a corpus of the fixtures and a dictionary of the pieces of markup, runs `target.py` on them,
starts it again if it ends early, and goes on where the last run ended. Everything is kept below
`build/fuzz`. Ends with a list of the finds; exit status 1 if there are any.

It needs what `requirements.txt` beside it names: `pip install -r tests/fuzz/requirements.txt`.
`--replay` only tries the finds again."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

LONGEST = 3_000
"""Bytes of the longest input."""
SLOWEST = 25
"""Seconds after which an input is one that hangs."""


def seeds(folder: Path) -> None:
    """Write the corpus: every input of a fixture in its own dialect and in another one, taking
    turns."""
    from target import DIALECTS, choice_of

    from cases import read_cases, stems

    folder.mkdir(parents=True, exist_ok=True)
    for stem in stems():
        for number, case in enumerate(read_cases(stem)[1]):
            for dialect in {case.dialect, DIALECTS[number % len(DIALECTS)]}:
                data = choice_of(
                    dialect, "zh" if number % 3 else None, number % 4
                ) + case.source.encode("utf-8", "surrogatepass")
                (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data[:LONGEST])


def dictionary(file: Path) -> None:
    """Write the pieces of markup in libFuzzer's form."""
    from test_any_text import ATOMS
    from test_wikitext_any_text import ATOMS as WIKITEXT

    words = sorted({atom.encode("utf-8", "surrogatepass") for atom in (*ATOMS, *WIKITEXT) if atom})
    file.write_text(
        "".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in words),
        encoding="ascii",
    )


def fuzz(work: Path, minutes: float) -> list[int]:
    """Fuzz for so long; give the exit statuses of runs that ended before their time."""
    end = time.monotonic() + 60 * minutes
    failed = []
    while (left := int(end - time.monotonic())) > 0:
        command = [
            *(
                sys.executable,
                str(HERE / "target.py"),
                "--finds",
                str(work / "finds"),
                str(work / "corpus"),
                str(work / "seeds"),
            ),
            *(
                f"-dict={work / 'words.dict'}",
                f"-max_total_time={left}",
                f"-timeout={SLOWEST}",
                f"-max_len={LONGEST}",
            ),
            *(
                f"-artifact_prefix={work / 'finds'}/",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                "-use_value_profile=0",
                "-reload=0",
            ),
        ]
        done = subprocess.run(command, check=False)
        if done.returncode:
            failed.append(done.returncode)
            if len(failed) > 20:
                break
    return failed


def main() -> int:
    """Fuzz, or replay."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument(
        "--replay", action="store_true", help="try the finds again, and nothing else"
    )
    options = parser.parse_args()
    work = options.work
    failed: list[int] = []
    if not options.replay:
        for name in ("corpus", "finds"):
            (work / name).mkdir(parents=True, exist_ok=True)
        seeds(work / "seeds")
        dictionary(work / "words.dict")
        failed = fuzz(work, options.minutes)
    left = replay(work / "finds")
    print(f"{left} finds, {len(failed)} runs that ended early")
    return 1 if left or failed else 0


def replay(folder: Path) -> int:
    """Try the finds again; print what is still wrong, and give how many are."""
    from target import faults_of, options_of, text_of

    left = 0
    for file in sorted(folder.glob("*")):
        if file.suffix == ".txt":
            continue
        data = file.read_bytes()
        try:
            faults = faults_of(data)
        except Exception as error:  # noqa: BLE001  # every exception is a find
            faults = [f"{type(error).__name__}: {error}"]
        if faults:
            left += 1
            print(
                f"{file.name} {options_of(data[0])}\n  {text_of(data[1:])!a}\n  "
                + "\n  ".join(faults)
            )
    return left


if __name__ == "__main__":
    sys.exit(main())
