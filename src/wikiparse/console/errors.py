"""The exit statuses of the command, and the error that ends it with one of them."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FAILED: Final = 1
BAD_INPUT: Final = 2
INTERRUPTED: Final = 128 + 2
"""As a shell counts a command that a signal has ended: SIGINT."""
PIPE_CLOSED: Final = 128 + 13
"""The same for SIGPIPE."""


class ConsoleError(Exception):
    """A message for the user, and the exit status that goes with it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
