"""The manifest of a run: what it was told, and which parts are done.

It holds no times and no numbers of workers, so that it is the same after every way to the same
output. It is written anew, whole, when a part is done: a part that it names is complete, and any
other is made again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import attrs

from wikiparse.etl.batch.parts import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "_manifest.json"
VERSION: Final = 1

COUNTS: Final = ("pages", "ok", "dead", "skipped", "source_bytes")
"""What is counted: pages that were selected, those with a row, those with a dead letter, pages that
were not selected, bytes of pages."""


class ManifestError(Exception):
    """A manifest that cannot be gone on with."""


@attrs.define
class Manifest:
    """`settings` and `inputs` say what the run is; `parts` are those that are done, in order."""

    settings: dict[str, Any]
    inputs: list[str]
    parts: list[dict[str, Any]] = attrs.field(factory=list)
    complete: bool = False

    def totals(self) -> dict[str, int]:
        """The sums over all parts."""
        sums = {name: sum([part[name] for part in self.parts]) for name in COUNTS}
        return {**sums, "damaged": sum([len(part["damaged"]) for part in self.parts])}

    def write(self, folder: Path) -> None:
        """Write it into the folder of the output. Raises OSError."""
        values = {"manifest_version": VERSION, **attrs.asdict(self), "totals": self.totals()}
        write_atomic(
            folder / NAME,
            json.dumps(values, indent=1, ensure_ascii=False).encode("utf-8", "surrogateescape")
            + b"\n",
        )


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
        return Manifest(values["settings"], values["inputs"], values["parts"], values["complete"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is no manifest: {error}"
        raise ManifestError(message) from error


def check(found: Manifest, wanted: Manifest, folder: Path) -> None:
    """Raises ManifestError unless the run that was begun is the one that is wanted, and its parts
    are there.
    """
    differ = [name for name in wanted.settings if found.settings.get(name) != wanted.settings[name]]
    if found.inputs != wanted.inputs:
        differ.insert(0, "the inputs")
    if differ:
        message = f"the run in {folder} was begun with other settings: {', '.join(differ)}"
        raise ManifestError(message)
    for part in found.parts:
        for file in part["files"]:
            path = folder / file["file"]
            if not path.exists() or path.stat().st_size != file["bytes"]:
                message = f"{path} is missing or not as it was written"
                raise ManifestError(message)
