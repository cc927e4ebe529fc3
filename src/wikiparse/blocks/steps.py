"""What a block start says of a line."""

from __future__ import annotations

from typing import Final

NONE: Final = 0
"""The block does not begin here."""
LEAF: Final = 1
"""The block is added, and `Lines.at` is the start of the line behind it."""
CONTAINER: Final = 2
"""The container is open, and the rest of the line goes into it."""
