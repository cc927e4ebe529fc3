"""Build what is published, and check it.

    pip install -e '.[release]'
    python scripts/check_distributions.py           # all of it
    python scripts/check_distributions.py --types   # only whether the public types are complete

* The wheel and the source distribution are the same bytes whoever builds them: two copies of the
  checkout differ in folder, times of the files, umask, hash seed, time zone and locale, and a third
  build makes the wheel from the checkout instead of the source distribution. `SOURCE_DATE_EPOCH`
  changes the times in it and nothing else, as hatchling promises.
* `twine check --strict` and `check-wheel-contents` have nothing to say.
* `pyright --verifytypes` knows the type of each public name of the installed wheel.

The distributions stay in `dist/` when all is well. The exit status is 1 if anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    "src",
    "tests",
    "docs",
    "scripts",
    "benchmarks",
    "*.toml",
    "*.md",
    "LICENSE",
    ".gitignore",
)
EPOCH = 1_700_000_000
EPOCH_IN_ZIP = (2023, 11, 14, 22, 13, 20)
NEEDED = ("wikiparse/py.typed", "wikiparse/nodes/make.pyi", "wikiparse/render/json/schema.json")


class Found(Exception):  # noqa: N818  # no error of the library
    """Something is not as it should be."""


def run(*command: str | Path, **environment: str) -> str:
    """Run a command; what it prints. Raises Found if it fails."""
    inherited = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SOURCE_DATE_EPOCH")
    }
    done = subprocess.run(
        [str(part) for part in command],
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Found(" ".join(str(part) for part in command) + "\n" + done.stdout[-3_000:])
    return done.stdout


def copy_checkout(folder: Path, time: int, mask: int) -> Path:
    """A copy with other times and permissions."""
    folder.mkdir(parents=True)
    for pattern in COPIED:
        for path in ROOT.glob(pattern):
            if path.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(path, folder / path.name, ignore=ignored)
            else:
                shutil.copy2(path, folder / path.name)
    for path in [folder, *folder.rglob("*")]:
        path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)
        os.utime(path, (time, time))
    return folder


def build(checkout: Path, out: Path, *kinds: str, mask: int = 0o022, **environment: str) -> Path:
    """Build the distributions of a checkout; the folder they are in."""
    before = os.umask(mask)
    try:
        run(sys.executable, "-m", "build", *kinds, "--outdir", out, checkout, **environment)
    finally:
        os.umask(before)
    return out


def digests(folder: Path, pattern: str = "*") -> dict[str, str]:
    """The SHA-256 of each file of a folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob(pattern)
    }


def check_builds(work: Path) -> Path:
    """Build again and again; the folder of the distributions, if they are always the same."""
    one = copy_checkout(work / "one", 1_000_000_000, 0o022)
    other = copy_checkout(work / "a longer name" / "other", 1_600_000_000, 0o077)
    first = build(one, work / "first", PYTHONHASHSEED="1", TZ="UTC")
    second = build(
        *(other, work / "second"), mask=0o077, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C"
    )
    wheel = build(other, work / "third", "--wheel", PYTHONHASHSEED="3")
    for name, digest in digests(first).items():
        print(f"{digest}  {name}")
    if len(digests(first)) != 2 or digests(first) != digests(second):
        message = f"built twice, two results: {digests(first)} and {digests(second)}"
        raise Found(message)
    if digests(wheel) != digests(first, "*.whl"):
        message = "the wheel of the checkout is not that of the source distribution"
        raise Found(message)
    _check_epoch(first, build(one, work / "fourth", "--wheel", SOURCE_DATE_EPOCH=str(EPOCH)))
    return first


def _check_epoch(usual: Path, dated: Path) -> None:
    """A build with a date of its own has the same members, all of that date."""
    members = []
    for folder in (usual, dated):
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as file:
            members.append(file.infolist())
    plain, with_date = ([(one.filename, one.CRC) for one in listed] for listed in members)
    if missing := set(NEEDED) - {name for name, _ in plain}:
        message = f"not in the wheel: {missing}"
        raise Found(message)
    times = {one.date_time for one in members[1]}
    if plain != with_date or times != {EPOCH_IN_ZIP}:
        message = f"SOURCE_DATE_EPOCH={EPOCH} makes another wheel, or is not its time: {times}"
        raise Found(message)


def check_metadata(folder: Path) -> None:
    """Ask the tools that know what an index accepts."""
    files = sorted(folder.iterdir())
    print(run(sys.executable, "-m", "twine", "check", "--strict", *files).strip())
    wheel = next(folder.glob("*.whl"))
    print(run(sys.executable, "-m", "check_wheel_contents", wheel).strip())


def check_types(work: Path, wheel: Path) -> None:
    """Ask pyright for the types of all public names of the installed wheel."""
    environment = work / "types"
    uv = (sys.executable, "-m", "uv")
    run(*uv, "venv", "-q", "--python", sys.executable, environment)
    what = f"wikiparse-tree[arrow,frames,console] @ {wheel.as_uri()}"
    run(*uv, "pip", "install", "-q", what, VIRTUAL_ENV=str(environment))
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    said = run(
        *(sys.executable, "-m", "pyright", "--verifytypes", "wikiparse", "--ignoreexternal"),
        VIRTUAL_ENV=str(environment),
        PATH=os.pathsep.join((str(scripts), os.environ["PATH"])),
    )
    print(said[said.index("Symbols exported") :].strip())


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--types", action="store_true", help="only check the types")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            if options.types:
                built = build(ROOT, work / "wheel", "--wheel")
            else:
                built = check_builds(work)
                check_metadata(built)
            check_types(work, next(built.glob("*.whl")))
        except Found as found:
            print(found, file=sys.stderr)
            return 1
        if not options.types:
            (ROOT / "dist").mkdir(exist_ok=True)
            for path in built.iterdir():
                shutil.copy2(path, ROOT / "dist")
    return 0


if __name__ == "__main__":
    sys.exit(main())
