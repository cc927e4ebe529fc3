"""Web archives by the URLs of their copies."""

from __future__ import annotations

import re
from typing import NamedTuple


class ArchiveUrl(NamedTuple):
    """How the URLs of a web archive look: a timestamp and the original URL, in this order."""

    service: str
    pattern: re.Pattern[str]


ARCHIVES = (
    ArchiveUrl(
        "wayback",
        re.compile(
            r"https?://(?:web\.|www\.|wayback\.)?archive\.org/(?:web|wayback)"
            r"/(\d{4,14})[a-z_*]*/(.+)",
            re.S,
        ),
    ),
    ArchiveUrl(
        "archive.today",
        re.compile(r"https?://archive\.(?:today|is|ph|fo|li|md|vn)/(\d{8,14})/(.+)", re.S),
    ),
    ArchiveUrl(
        "webcite", re.compile(r"https?://(?:www\.)?webcitation\.org/[^?]*\?url=()(.+)", re.S)
    ),
    ArchiveUrl(
        "google-cache",
        re.compile(
            r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]{12}:)?()(.+)", re.S
        ),
    ),
)


def find_archive(url: str) -> tuple[str, str, str] | None:
    """The service whose copy a URL leads to, the digits of its timestamp (there may be none), and
    the URL it is a copy of; None for any other URL.
    """
    for service, pattern in ARCHIVES:
        if match := pattern.fullmatch(url):
            original = match[2] if "://" in match[2] else "http://" + match[2].lstrip("/")
            return service, match[1], original
    return None
