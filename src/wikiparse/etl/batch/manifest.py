"""The manifest of a run: its inputs and settings, and which parts are done.

It holds no times and no numbers of workers, so that it is the same after every way to the same
output. It is rewritten, whole, when a part is done: a part that it names is complete, and any other
is made again.
"""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING, Any, Final

import attrs

from wikiparse.etl.batch.parts import TEMPORARY, describe_file, letters_name, write_atomic

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "_manifest.json"
VERSION: Final = 2

COUNTS: Final = ("pages", "ok", "dead", "skipped", "source_bytes")
"""The counters of a part: pages that were selected, those with a row, those with a dead letter,
pages that were not selected, bytes of pages."""

OWN: Final = re.compile(
    r"(?:_?part-\d{5,}\.(?:parquet|jsonl)|_dead-\d{5,}\.jsonl|_manifest\.json)"
    rf"(?:{re.escape(TEMPORARY)})?"
)
"""The names of a run's files."""
TAKEN: Final = re.compile(r"_?part-.*|_dead-.*|_manifest\.json.*", re.S)
"""Names with which a run does not begin in a folder: readers of the output would take the files for
its parts.
"""


class ManifestError(Exception):
    """A run cannot begin, or go on, in a folder."""


@attrs.define
class Manifest:
    """`settings` and `inputs` identify the run; `parts` are those that are done, in order."""

    settings: dict[str, Any]
    inputs: list[str]
    parts: list[dict[str, Any]] = attrs.field(factory=list)
    complete: bool = False

    def totals(self) -> dict[str, int]:
        """The sums over all parts."""
        sums = {name: sum([part[name] for part in self.parts]) for name in COUNTS}
        return {**sums, "damaged": sum([len(part["damaged"]) for part in self.parts])}

    def encode(self) -> bytes:
        """The manifest as a file."""
        values = {"manifest_version": VERSION, **attrs.asdict(self), "totals": self.totals()}
        # The order of the keys is that of the fields: the same run, the same bytes.
        text = json.dumps(values, indent=1, ensure_ascii=False)
        return text.encode("utf-8", "surrogateescape") + b"\n"

    def write(self, folder: Path) -> None:
        """Write it into the folder of the output. Raises OSError."""
        write_atomic(folder / NAME, self.encode())

    def files(self) -> list[dict[str, Any]]:
        """The files of all parts."""
        return [file for part in self.parts for file in part["files"]]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder, or None. Raises ManifestError for one that is of another kind."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        if values["manifest_version"] != VERSION:
            message = f"{path} is of version {values['manifest_version']}, not {VERSION}"
            raise ManifestError(message)
        found = Manifest(values["settings"], values["inputs"], values["parts"], values["complete"])
        _check_form(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # Which value is missing, or of another type, nobody needs to know: no run has written it.
        reason = error if isinstance(error, ValueError) else "it has not the form of one"
        message = f"{path} is no manifest: {reason}; choose another folder"
        raise ManifestError(message) from error
    return found


def _check_form(found: Manifest) -> None:
    """Raises ValueError, KeyError or TypeError for values that no run writes."""
    _check(isinstance(found.settings, dict), "settings")
    _check(isinstance(found.inputs, list), "inputs")
    _check(isinstance(found.complete, bool), "complete")
    for number, part in enumerate(found.parts):
        _check(part["part"] == number, f"part {number}")
        _check(all(type(part[name]) is int for name in COUNTS), f"counts of part {number}")
        _check(isinstance(part["plan"], str), f"plan of part {number}")
        for file in part["files"]:
            stem, _, kind = file["file"].partition(".")
            is_own = stem in (f"part-{number:05}", f"_dead-{number:05}")
            _check(is_own and kind in ("parquet", "jsonl"), f"file {file['file']!r}")
            _check(isinstance(file["sha256"], str), f"SHA-256 of {file['file']}")
        for damage in part["damaged"]:
            _check(isinstance(damage["source"], str), f"damage of part {number}")
            _check(isinstance(damage["error"], str), f"damage of part {number}")
            limits = (damage["start"], damage["end"])
            is_extent = all(limit is None or type(limit) is int for limit in limits)
            _check(is_extent and damage["unit"] in ("bytes", "rows"), f"damage of part {number}")


def _check(is_right: bool, what: str) -> None:
    if not is_right:
        message = f"its {what} cannot be what a run has written"
        raise ValueError(message)


def begin(wanted: Manifest, folder: Path, *, resume: bool) -> Manifest:
    """The manifest to go on with, in a folder that holds nothing else of the names of a run.

    Raises ManifestError for a folder with files that no manifest lists, with `resume` too: they are
    not ours to touch.
    """
    found = read_manifest(folder)
    if found is None:
        _begin_anew(wanted, folder)
        return wanted
    if not resume:
        message = (
            f"{folder} holds a run already: --resume goes on with it, or choose another folder"
        )
        raise ManifestError(message)
    check(found, wanted, folder)
    _remove_unfinished(found, wanted, folder)
    return found


def _begin_anew(wanted: Manifest, folder: Path) -> None:
    temporary = folder / f"{NAME}{TEMPORARY}"
    # A run that was killed in its first moment has left the beginning of its manifest.
    # Nobody else would have written the beginning of just this manifest.
    is_ours = _is_file(temporary) and wanted.encode().startswith(temporary.read_bytes())
    for path in sorted(folder.iterdir()):
        if TAKEN.fullmatch(path.name) and not (is_ours and path == temporary):
            message = f"{folder} holds {path.name}, but no manifest: choose another folder"
            raise ManifestError(message)
    if is_ours:
        temporary.unlink()
    wanted.write(folder)


def _remove_unfinished(found: Manifest, wanted: Manifest, folder: Path) -> None:
    """Remove the files of the part that was being written when the run ended.

    Raises ManifestError, before anything is removed, if others have names of a run.
    """
    number = len(found.parts)
    # Only these can be of the run: the part after the last one that the manifest lists, and the
    # temporary files.
    names = {f"{NAME}{TEMPORARY}"}
    if not found.complete:
        own = [f"part-{number:05}.{wanted.settings['format']}", letters_name(number)]
        names |= {*own, *[f"_{name.removeprefix('_')}{TEMPORARY}" for name in own]}
    listed = {NAME, *[file["file"] for file in found.files()]}
    unfinished = []
    for path in sorted(folder.iterdir()):
        if not OWN.fullmatch(path.name) or path.name in listed:
            continue
        if path.name not in names or not _is_file(path):
            message = f"{folder} holds {path.name}, which its run has not made: move it elsewhere"
            raise ManifestError(message)
        unfinished.append(path)
    # After all were looked at: nothing is removed from a folder that is refused.
    for path in unfinished:
        path.unlink()


def _is_file(path: Path) -> bool:
    """Whether it is a regular file, and no link to one."""
    try:
        # `lstat`: a link is not followed, or a run would remove or read files elsewhere.
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def check(found: Manifest, wanted: Manifest, folder: Path) -> None:
    """Raises ManifestError unless the run that was begun is the one that is wanted, and its parts
    are there as they were written.
    """
    differ = [name for name in wanted.settings if found.settings.get(name) != wanted.settings[name]]
    if found.inputs != wanted.inputs:
        differ.insert(0, "the inputs")
    if differ:
        message = f"the run in {folder} was begun with other settings: {', '.join(differ)}"
        raise ManifestError(message)
    for file in found.files():
        path = folder / file["file"]
        # By its hash: a part of the right size may have been cut by a full disk and filled again.
        if not _is_file(path) or describe_file(path) != file:
            message = f"{path} is missing or not as it was written"
            raise ManifestError(message)
