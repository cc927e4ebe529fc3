"""Makes a release: version, changelog, tag. A workflow publishes the tag, once it is pushed.

    pip install -e '.[release]'
    python scripts/release.py 0.2.0         checks, a commit and a tag; nothing is pushed
    python scripts/release.py --check       only checks the checkout as it is
    python scripts/release.py --check --tag v0.2.0      the same, for a tag that is there already
    python scripts/release.py --build dist              only builds, and checks the metadata

Checked are: a version by PEP 440 that is not lower than any tag's; a section for it on top of
CHANGELOG.md, with a date and entries; a clean checkout; no such tag; a wheel and an sdist of that
version whose metadata a package index accepts. Nothing is uploaded: the network is used by pip
alone, which fetches the build backend.
"""

from __future__ import annotations

import argparse
import datetime as dt
import email
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION_FILE = Path("src", "wikiparse", "_version.py")
VERSION_LINE = re.compile(r'(?m)^__version__ = "([^"]*)"$')
NUMBERS = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:(a|b|rc)(0|[1-9]\d*))?")
"""A version: `1.2.3`, or `1.2.3rc1` before it."""
SECTION = re.compile(r"(?m)^## \[([^\]]+)\](?: - (\S+))?$")
"""The heading of a version in the changelog."""


class Checkout:
    """A checkout of the project, and what is asked of it."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        """The output of a git command."""
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def read(self, name: str | Path) -> str:
        """The text of a file."""
        return (self.root / name).read_text(encoding="utf-8")

    def version(self) -> str:
        """The version that the package has."""
        found = VERSION_LINE.findall(self.read(VERSION_FILE))
        if len(found) != 1:
            sys.exit(f'{VERSION_FILE} should have one line `__version__ = "…"`')
        return str(found[0])

    def prepare(self, version: str) -> None:
        """Write the version, and today's date into its section of the changelog."""
        new = VERSION_LINE.sub(f'__version__ = "{version}"', self.read(VERSION_FILE))
        (self.root / VERSION_FILE).write_text(new, encoding="utf-8")
        changelog = self.read("CHANGELOG.md")
        top = SECTION.search(changelog)
        if top and top[1].lower() in {version, "unreleased"} and top[2] in {None, "unreleased"}:
            today = dt.datetime.now(tz=dt.UTC).date().isoformat()
            dated = f"{changelog[: top.start()]}## [{version}] - {today}{changelog[top.end() :]}"
            (self.root / "CHANGELOG.md").write_text(dated, encoding="utf-8")


def order(version: str) -> tuple[int, int, int, str, int]:
    """The version as a value that can be compared."""
    found = NUMBERS.fullmatch(version)
    assert found
    major, minor, patch, phase, number = found.groups()
    # "~" is after "a", "b" and "rc": a release comes after its candidates.
    return int(major), int(minor), int(patch), phase or "~", int(number or 0)


def version_problems(checkout: Checkout, tag: str | None) -> list[str]:
    """What is wrong with the version and its tag."""
    version = checkout.version()
    if not NUMBERS.fullmatch(version):
        return [f"{version!r} is no version such as 1.2.3 or 1.2.3rc1"]
    own, tags = f"v{version}", checkout.git("tag", "--list", "v*").split()
    others = [name[1:] for name in tags if name != own and NUMBERS.fullmatch(name[1:])]
    problems = [
        f"{version} is not higher than the tag v{other}"
        for other in others
        if order(other) >= order(version)
    ]
    if tag is None:
        problems += [f"the tag {own} exists"] * (own in tags)
    elif tag != own:
        problems.append(f"the tag is {tag}, and the version {version}")
    elif own in tags and checkout.git("rev-list", "-n", "1", own) != checkout.git(
        "rev-parse", "HEAD"
    ):
        problems.append(f"the tag {own} is on another commit")
    return problems


def changelog_problems(checkout: Checkout) -> list[str]:
    """What is wrong with the section of the version."""
    version, text = checkout.version(), checkout.read("CHANGELOG.md")
    sections = list(SECTION.finditer(text))
    if not sections or sections[0][1] != version:
        return [f"the first section of CHANGELOG.md is not that of {version}"]
    end = sections[1].start() if len(sections) > 1 else len(text)
    problems = []
    if not re.search(r"(?m)^- \S", text[sections[0].end() : end]):
        problems.append(f"the section of {version} in CHANGELOG.md is empty")
    date = sections[0][2] or ""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        problems.append(f"the section of {version} in CHANGELOG.md has no date, but {date!r}")
    return problems


def tree_problems(checkout: Checkout) -> list[str]:
    """Changes that are not committed."""
    return [f"not committed: {line}" for line in checkout.git("status", "--porcelain").splitlines()]


def build_problems(checkout: Checkout, folder: Path) -> list[str]:
    """Build wheel and sdist into a folder: what is wrong with them."""
    # The same commit makes the same bytes. A copy without its history is built as of 2020.
    is_repository = (checkout.root / ".git").exists()
    when = checkout.git("log", "-1", "--format=%ct") if is_repository else "1577836800"
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(checkout.root)]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": when},
    )
    if done.returncode:
        return [f"the build failed: {(done.stderr or done.stdout).strip()[-2000:]}"]
    version = checkout.version()
    wheel = folder / f"wikiparse_tree-{version}-py3-none-any.whl"
    sdist = folder / f"wikiparse_tree-{version}.tar.gz"
    missing = [f"{path.name} was not built" for path in (wheel, sdist) if not path.exists()]
    return missing or [
        *wheel_problems(wheel, version),
        *sdist_problems(sdist),
        *metadata_problems([wheel, sdist]),
    ]


def wheel_problems(path: Path, version: str) -> list[str]:
    """What is wrong with the files and the metadata of a wheel."""
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        info = f"wikiparse_tree-{version}.dist-info/"
        metadata = email.message_from_bytes(wheel.read(f"{info}METADATA"))
    needed = {"wikiparse/py.typed", "wikiparse/_version.py", f"{info}licenses/LICENSE"}
    problems = [f"the wheel has no {name}" for name in sorted(needed - names)]
    problems += [
        f"the wheel has {name}"
        for name in sorted(names)
        if not name.startswith(("wikiparse/", info)) or name.endswith(".pyc")
    ]
    if (metadata["Name"], metadata["Version"]) != ("wikiparse-tree", version):
        problems.append(f"the wheel is {metadata['Name']} {metadata['Version']}")
    return problems


def sdist_problems(path: Path) -> list[str]:
    """What is missing in an sdist, from which a distributor builds and tests."""
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    needed = {"pyproject.toml", "CHANGELOG.md", "LICENSE", "tests/conftest.py", "docs/index.md"}
    return [f"the sdist has no {name}" for name in sorted(needed - names)]


def metadata_problems(paths: list[Path]) -> list[str]:
    """What a package index would refuse."""
    command = [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, paths)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return [f"twine: {done.stdout.strip() or done.stderr.strip()}"] if done.returncode else []


def checked(checkout: Checkout, tag: str | None, folder: Path | None) -> list[str]:
    """All that is wrong, but for changes that are not committed."""
    problems = [*version_problems(checkout, tag), *changelog_problems(checkout)]
    if problems:
        return problems
    with tempfile.TemporaryDirectory() as temporary:
        return build_problems(checkout, folder or Path(temporary))


def release(checkout: Checkout, version: str) -> list[str]:
    """Commit and tag a version, or say what is wrong and leave everything as it was."""
    if problems := tree_problems(checkout):
        return problems
    checkout.prepare(version)
    problems = checked(checkout, None, None)
    if problems:
        checkout.git("checkout", "--", str(VERSION_FILE), "CHANGELOG.md")
        return problems
    checkout.git("add", str(VERSION_FILE), "CHANGELOG.md")
    checkout.git("commit", "--allow-empty", "-m", f"Version {version}")
    checkout.git("tag", "-a", f"v{version}", "-m", f"Version {version}")
    return []


def main() -> None:
    """Release, check or build; the exit status is 1 if something is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("version", nargs="?", help="the version to release")
    parser.add_argument("--check", action="store_true", help="check alone, and change nothing")
    parser.add_argument("--tag", help="the tag that is being released; with --check")
    parser.add_argument("--build", type=Path, metavar="DIR", help="where wheel and sdist are put")
    options = parser.parse_args()
    checkout = Checkout()
    if options.version:
        if options.check or options.tag or options.build:
            parser.error("a version is released by itself, without options")
        problems = release(checkout, options.version)
        done = f"v{options.version} is tagged; to publish it: git push --follow-tags origin main"
    elif options.check:
        problems = tree_problems(checkout) + checked(checkout, options.tag, options.build)
        done = f"{checkout.version()} can be released"
    elif options.build:
        problems = build_problems(checkout, options.build)
        done = f"wheel and sdist of {checkout.version()} are in {options.build}"
    else:
        parser.error("which version? or --check, or --build DIR")
    if problems:
        sys.exit("\n".join(problems))
    print(done)


if __name__ == "__main__":
    main()
